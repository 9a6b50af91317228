// Which transactions a call is answered with, and their JSON.
import type { ApiVersion } from '../../shared/model/common.ts'
import { day, isoText } from '../data/calendar.ts'
import { transactionsOf } from '../data/customers.ts'
import type { AccountRecord, TransactionRecord } from '../data/records.ts'
import type { ConsentRecord } from './consents.ts'
import { readDate } from './dates.ts'
import type { Dialect } from './dialect.ts'
import type { View } from './permissions.ts'
import { problem, Rejection } from './problems.ts'

/** What the consent lets be seen, newest first: its directions, and its period. */
export const visibleTransactions = (consent: ConsentRecord, accounts: readonly AccountRecord[]): TransactionRecord[] => {
  const has = (permission: ConsentRecord['permissions'][number]) => consent.permissions.includes(permission)
  const credits = has('ReadTransactionsCredits')
  const debits = has('ReadTransactionsDebits')
  const from = consent.transactionFrom === null ? Number.NEGATIVE_INFINITY : Date.parse(consent.transactionFrom)
  const to = consent.transactionTo === null ? Number.POSITIVE_INFINITY : Date.parse(consent.transactionTo)
  const isVisible = ({ amount, booked }: TransactionRecord) => (amount < 0 ? debits : credits) && booked >= from && booked <= to
  const lists = accounts.map((account) => transactionsOf(account.accountId).filter(isVisible))
  const [only, ...others] = lists
  return only !== undefined && others.length === 0 ? only : lists.flat().sort((one, other) => other.booked - one.booked)
}

export interface BookingFilter {
  /** As written by the caller, for the links. */
  texts: Record<string, string>
  holds(record: TransactionRecord): boolean
}

/**
 * fromBookingDateTime and toBookingDateTime, both included and both optional. Their offset is ignored (OB R/W profile, Filtering).
 * A `to` without a time of day means that whole day. Throws a 400 Rejection for what is not a date.
 */
export const readBookingFilter = (query: Record<string, string>): BookingFilter => {
  const texts: Record<string, string> = {}
  const read = (name: 'fromBookingDateTime' | 'toBookingDateTime') => {
    const text = query[name]
    if (text === undefined) return null
    texts[name] = text
    const date = readDate(text)
    if (date === null) throw new Rejection(400, [problem('Field.InvalidDate', `${name} is not an ISO 8601 date-time`, name)])
    return date
  }
  const from = read('fromBookingDateTime')
  const to = read('toBookingDateTime')
  const first = from?.local ?? Number.NEGATIVE_INFINITY
  const last = to === null ? Number.POSITIVE_INFINITY : to.local + (to.dayOnly ? day - 1 : 0)
  return { texts, holds: ({ booked }) => booked >= first && booked <= last }
}

/** FirstAvailableDateTime and LastAvailableDateTime of a list that is sorted newest first; none for an empty one. */
export const availableDates = (newestFirst: readonly TransactionRecord[]) => {
  const newest = newestFirst[0]
  const oldest = newestFirst.at(-1)
  if (newest === undefined || oldest === undefined) return {}
  return { FirstAvailableDateTime: isoText(oldest.booked), LastAvailableDateTime: isoText(newest.booked) }
}

const written = new Map<string, WeakMap<TransactionRecord, Buffer>>()

/** JSON of a transaction as bytes, written once per version and view (the records never change): a page of 1,000 is only copied together. */
export const transactionJson = (version: ApiVersion, dialect: Dialect, view: View): ((record: TransactionRecord) => Buffer) => {
  const key = `${version} ${view.detail} ${view.pan}`
  const kept = written.get(key) ?? new WeakMap<TransactionRecord, Buffer>()
  written.set(key, kept)
  return (record) => {
    const known = kept.get(record)
    if (known !== undefined) return known
    const json = Buffer.from(JSON.stringify(dialect.transaction(record, view)))
    kept.set(record, json)
    return json
  }
}
