// What a bank does not publish: known to whoever registers there, and asked for when the bank is first used.

import { AppError } from '../../../shared/errors.ts'
import type { BankProfile, BankProfileFields, NeededValue } from '../../../shared/model/bank-profile.ts'
import { valueAt } from './json-values.ts'

/** Those that have no value yet. */
export const openNeeds = (fields: BankProfileFields, needs: readonly NeededValue[]): NeededValue[] =>
  needs.filter(({ pointer }) => valueAt(fields, pointer) === undefined)

const baseUrl = /^\/([^/]+)\/baseUrls\/(.+)$/

// An address that nothing leads to yet is asked for by what leads there: another API, or another version than the bank's default.
const isWanted = ({ pointer }: NeededValue, { accountInformation }: BankProfile): boolean => {
  const [, api, version] = baseUrl.exec(pointer) ?? []
  return api === undefined || (api === 'accountInformation' && version === accountInformation?.defaultVersion)
}

/** Throws INVALID_INPUT, naming the first value that is missing and where it can be found; `issues` has all of them. */
export const requireUsable = (profile: BankProfile, field: string): BankProfile => {
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
