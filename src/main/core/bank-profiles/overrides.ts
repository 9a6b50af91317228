// Single values of a known bank, changed in this workspace.

import { AppError } from '../../../shared/errors.ts'
import { type BankProfile, type BankProfileFields, bankProfileFields, type KnownProfile } from '../../../shared/model/bank-profile.ts'
import { applyPatch, type JsonObject } from './json-values.ts'
import { checkFields, issuePath } from './profile-checks.ts'
import { isNullable } from './profile-schema.ts'

export const fieldsOf = ({ needs: _needs, sources: _sources, ...fields }: KnownProfile): BankProfileFields => fields

/** The profile's fields with a patch (RFC 7396, and null where that is a value). INVALID_INPUT names the field within `at`. */
export const withOverrides = (base: KnownProfile, patch: JsonObject, at = ''): BankProfileFields => {
  if ('name' in patch) throw new AppError('INVALID_INPUT', 'The name of a known bank stays as it is', { field: `${at}name` })
  const parsed = bankProfileFields.safeParse(applyPatch(fieldsOf(base), patch, isNullable))
  if (!parsed.success) {
    const issues = parsed.error.issues.map((issue) => ({ path: `${at}${issuePath(issue)}`, message: issue.message }))
    const [first] = issues
    throw new AppError('INVALID_INPUT', `${first?.path}: ${first?.message}`, { field: first?.path ?? at, issues })
  }
  // SECURITY: as a sandbox, a live bank could have its checks switched off.
  if (parsed.data.environment !== base.environment) {
    throw new AppError('INVALID_INPUT', 'The environment of a known bank stays as it is', {
      field: `${at}environment`,
      remedy: 'Add a profile of your own for another environment of the bank.',
    })
  }
  checkFields(parsed.data, at, base.needs)
  return parsed.data
}

/**
 * The values that hold. Overrides were checked when they were made; where a newer catalogue no longer fits them,
 * the catalogue's values hold, and `problem` says why.
 */
export const effectiveFields = (
  base: KnownProfile,
  overrides: JsonObject | null,
): { fields: BankProfileFields; problem: BankProfile['overrideProblem'] } => {
  if (!overrides) return { fields: fieldsOf(base), problem: null }
  try {
    return { fields: withOverrides(base, overrides), problem: null }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return { fields: fieldsOf(base), problem: { field: error.details.field ?? '', message: error.message } }
  }
}
