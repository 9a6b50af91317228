// What a bank does not publish: known to whoever registers there, and asked for when the bank is first used.

import { AppError } from '../../../shared/errors.ts'
import type { BankProfile, BankProfileFields, NeededValue } from '../../../shared/model/bank-profile.ts'
import { valueAt } from './json-values.ts'

/** Those that have no value yet. Of an API that the bank does not offer, nothing is needed. */
export const openNeeds = (fields: BankProfileFields, needs: readonly NeededValue[]): NeededValue[] =>
  needs.filter(({ pointer }) => valueAt(fields, pointer) === undefined && !isOfNull(fields, pointer))

const isOfNull = (fields: BankProfileFields, pointer: string): boolean =>
  Object.entries(fields).some(([name, value]) => value === null && pointer.startsWith(`/${name}/`))

const baseUrl = /^\/([^/]+)\/baseUrls\/(.+)$/

// An address that nothing leads to yet is asked for by what leads there: another API, or another version than the bank's default.
const isWanted = ({ pointer }: NeededValue, { accountInformation }: BankProfile): boolean => {
  const [, api, version] = baseUrl.exec(pointer) ?? []
  return api === undefined || (api === 'accountInformation' && version === accountInformation?.defaultVersion)
}

const refuseOverrides = ({ displayName, name, overrideProblem }: BankProfile, field: string): void => {
  if (!overrideProblem) return
  const { field: path, message } = overrideProblem
  throw new AppError('INVALID_INPUT', `What was changed of ${displayName} no longer fits it. ${message}`, {
    field,
    issues: [{ path, message }],
    remedy: `Change that value at the bank profile "${name}", or take the changes back.`,
  })
}

/**
 * Throws INVALID_INPUT, naming the first value that is missing and where it can be found, with all of them in `issues`; or the
 * value that was changed and no longer fits.
 */
export const requireUsable = (profile: BankProfile, field: string): BankProfile => {
  refuseOverrides(profile, field)
  const missing = profile.needs.filter((need) => isWanted(need, profile))
  const [first] = missing
  if (!first) return profile
  const path = (pointer: string) => pointer.slice(1).replaceAll('/', '.')
  throw new AppError('INVALID_INPUT', `${profile.displayName} needs ${path(first.pointer)}: ${first.what}`, {
    field,
    issues: missing.map(({ pointer, what, where }) => ({ path: path(pointer), message: `${what}. ${where}.` })),
    remedy: `${first.where}. Fill it in at the bank profile "${profile.name}".`,
  })
}
