// The rows of one page: each judged by what the standard has, and told apart from those that were not asked for.

import type { AccountResource } from '../../../shared/model/account-data.ts'
import type { ApiVersion, ConformanceWarning } from '../../../shared/model/common.ts'
import { dataRows, isObject, type Json, looseText } from './answer-fields.ts'
import { clauseOf, envelopeWarnings, type Form, isAsStandard, listNameOf, rowWarnings } from './conformance-tables.ts'

/** What one page holds, and what the standard has otherwise in it. */
export interface Judged<T> {
  rows: T[]
  warnings: ConformanceWarning[]
}

/** The account that was asked about, or those that an answer about every account may have. */
export type AskedAccounts = string | ReadonlySet<string>

/** Whether a row names an account that was not asked for. */
export function isStrange({ AccountId }: Json, asked: AskedAccounts): boolean {
  if (typeof AccountId !== 'string' || AccountId === '') return false
  return typeof asked === 'string' ? AccountId !== asked : !asked.has(AccountId)
}

/** Of one account's answer, a row that names none is of that one; of an answer about every account, it belongs nowhere (null). */
export const accountOf = ({ AccountId }: Json, asked: AskedAccounts): string | null =>
  typeof asked === 'string' ? asked : looseText(AccountId)

export interface JudgedRows<T> {
  resource: AccountResource
  version: ApiVersion
  /** Null where rows may be of any account, or of none. */
  asked: AskedAccounts | null
  form?: Form
  /** Null for a row that cannot be kept; `warnings` are those of the row. */
  read: (row: Json, index: number, warnings: ConformanceWarning[]) => T | null
}

/** Whatever is not as the standard has it becomes a warning. BANK_INVALID_RESPONSE for a body without Data. */
export function judgedRows<T>(body: unknown, { resource, version, asked, form, read }: JudgedRows<T>): Judged<T> {
  const { rows, at } = dataRows(body, listNameOf(resource))
  const warnings = envelopeWarnings(resource, version, body, form)
  const kept: T[] = []
  for (let index = 0; index < rows.length; index += 1) {
    const row = rows[index]
    let found: ConformanceWarning[] = []
    if (!isAsStandard(resource, version, row)) {
      found = rowWarnings(resource, version, row, at(index))
      warnings.push(...found)
    }
    if (!isObject(row)) continue
    if (asked !== null && isStrange(row, asked)) {
      // SECURITY: rows of an account that was not asked for are not filed under the consent.
      const message = typeof asked === 'string' ? `is not ${asked}, which was asked for` : 'is not an account of the consent'
      warnings.push({ path: `${at(index)}.AccountId`, message, clause: clauseOf(resource, version), known: false })
      continue
    }
    const item = read(row, index, found)
    if (item !== null) kept.push(item)
  }
  return { rows: kept, warnings }
}
