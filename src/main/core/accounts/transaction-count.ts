// How many transactions pass a filter, exactly: by the week where that can be, and one by one at the ends of a range of dates.

import type { TransactionFilter } from '../../../shared/model/account-data.ts'
import type { SqlValue, Store } from '../db/store.ts'
import { conditionsOf, withStatus } from './transaction-conditions.ts'

const weekMs = 604_800_000
/** Of rows without a date. */
const noWeek = -1_000_000

const weekOf = (dateTime: string): number => Math.trunc(Date.parse(dateTime) / weekMs)
// SQLite's division leaves out the fraction, also of negative numbers.
const firstOf = (week: number): number => (week > 0 ? week * weekMs : (week - 1) * weekMs + 1)

const countOf = (store: Store, sql: string, values: readonly SqlValue[]): number => store.get<{ count: number }>(sql, ...values)?.count ?? 0

/** `weekly`: the counts of weeks hold every row. */
export function countTransactions(store: Store, filter: TransactionFilter, weekly: boolean): number {
  const { text, minimumAmount, maximumAmount, minimumSize, maximumSize } = filter
  const oneByOne = [text, minimumAmount, maximumAmount, minimumSize, maximumSize].some((given) => given !== undefined && given !== '')
  if (!weekly || oneByOne) return eachRow(store, filter)
  const { from, to } = filter
  const [first, last] = [from === undefined ? null : weekOf(from), to === undefined ? null : weekOf(to)]
  if (first !== null && first === last) return eachRow(store, filter)
  const ends = [
    ...(first === null ? [] : [eachRow(store, { ...filter, to: new Date(firstOf(first + 1) - 1).toISOString() })]),
    ...(last === null ? [] : [eachRow(store, { ...filter, from: new Date(firstOf(last)).toISOString() })]),
  ]
  return ends.reduce((sum, count) => sum + count, wholeWeeks(store, filter, first ?? noWeek - 1, last))
}

function eachRow(store: Store, filter: TransactionFilter): number {
  const { sql, values } = conditionsOf(filter)
  return countOf(store, `select count(*) as count from account_transaction where ${sql}`, values)
}

/** Between the two weeks, neither included; null: to the last. */
function wholeWeeks(store: Store, filter: TransactionFilter, after: number, before: number | null): number {
  const { accountAccessConsentId, accountId, direction } = filter
  const { sql, values } = conditionsOf({ accountAccessConsentId, accountId }, { byAccount: true })
  const statuses = withStatus(filter)
  const conditions = [sql, 'week > ?', ...(before === null ? [] : ['week < ?']), ...(statuses ? [statuses.sql] : [])]
  if (direction !== undefined) conditions.push(`debit = ${direction === 'debit' ? 1 : 0}`)
  const dated = before !== null && after < noWeek ? noWeek : after
  return countOf(store, `select coalesce(sum(count), 0) as count from transaction_count where ${conditions.join(' and ')}`, [
    ...values,
    dated,
    ...(before === null ? [] : [before]),
    ...(statuses?.values ?? []),
  ])
}
