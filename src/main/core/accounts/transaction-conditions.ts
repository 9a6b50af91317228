// From a filter of the contract to SQL. Every column named here is in the index of listings, and all but `search` in those of look-ups.

import type { TransactionFilter } from '../../../shared/model/account-data.ts'
import type { SqlValue } from '../db/store.ts'
import { amountUnits } from './amount-units.ts'
import { foldText } from './search-text.ts'

export interface Conditions {
  sql: string
  values: SqlValue[]
}

const ofConsent = '(select key from account_data_consent where account_access_consent_id = ?)'
const ofAccount = `(select key from account where consent_key = ${ofConsent} and account_id = ?)`

/** `byAccount`: rows are found by their account; otherwise they are read in the order of the listing, and those of others passed over. */
export function conditionsOf(filter: TransactionFilter, { byAccount = false }: { byAccount?: boolean } = {}): Conditions {
  const { accountAccessConsentId: consentId, accountId, from, to, direction, text } = filter
  const { minimumAmount, maximumAmount, minimumSize, maximumSize } = filter
  const conditions = [`consent_key = ${ofConsent}`]
  const values: SqlValue[] = [consentId]
  const add = (condition: string, ...parameters: SqlValue[]) => {
    conditions.push(condition)
    values.push(...parameters)
  }
  // The plus keeps the planner on the listing index, which is in the order asked for.
  if (accountId !== undefined) add(`${byAccount ? '' : '+'}account_key = ${ofAccount}`, consentId, accountId)
  if (from !== undefined) add('booked >= ?', Date.parse(from))
  if (to !== undefined) add('booked <= ?', Date.parse(to))
  if (minimumAmount !== undefined) add('units >= ?', amountUnits(minimumAmount))
  if (maximumAmount !== undefined) add('units <= ?', amountUnits(maximumAmount))
  if (minimumSize !== undefined) add('abs(units) >= ?', amountUnits(minimumSize))
  if (maximumSize !== undefined) add('abs(units) <= ?', amountUnits(maximumSize))
  if (direction !== undefined) add(direction === 'debit' ? 'units < 0' : 'units >= 0')
  const statuses = withStatus(filter)
  if (statuses) add(statuses.sql, ...statuses.values)
  if (text) add('instr(search, ?) > 0', foldText(text))
  return { sql: conditions.join(' and '), values }
}

/** Null when every status passes. */
export function withStatus({ statuses }: Pick<TransactionFilter, 'statuses'>): Conditions | null {
  if (!statuses) return null
  return { sql: `status in (${statuses.map(() => '?').join(', ')})`, values: statuses }
}
