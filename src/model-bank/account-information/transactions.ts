// Which transactions a call is answered with, and their JSON.
import { isoText } from '../data/calendar.ts'
import { transactionsOf } from '../data/customers.ts'
import type { TransactionRecord } from '../data/records.ts'
import type { Answer, DataCall } from './calls.ts'
import type { ConsentRecord } from './consents.ts'
import { paged, written } from './lists.ts'
import { consentPeriod, readPeriod } from './periods.ts'
import { transactionShape } from './shapes/transaction.ts'

/** What the consent lets be seen: its directions, and its period. */
const seenThrough = (consent: ConsentRecord): ((record: TransactionRecord) => boolean) => {
  const credits = consent.permissions.includes('ReadTransactionsCredits')
  const debits = consent.permissions.includes('ReadTransactionsDebits')
  const { from, to } = consentPeriod(consent)
  return ({ amount, booked }) => (amount < 0 ? debits : credits) && booked >= from && booked <= to
}

/** Transactions of the call's accounts, newest first. */
export const listTransactions = (call: DataCall): Answer => {
  const isVisible = seenThrough(call.consent)
  const lists = call.accounts.map(({ accountId }) => transactionsOf(accountId).filter(isVisible))
  const [only, ...others] = lists
  return pageOf(call, only && others.length === 0 ? only : lists.flat().sort((one, other) => other.booked - one.booked))
}

/** Those of a given list, newest first, that the consent lets be seen. */
export const listTransactionsOf = (call: DataCall, newestFirst: readonly TransactionRecord[]): Answer =>
  pageOf(call, newestFirst.filter(seenThrough(call.consent)))

const pageOf = (call: DataCall, visible: readonly TransactionRecord[]): Answer => {
  const { texts, holds } = readPeriod(call.query, 'Booking')
  const records = visible.filter(({ booked }) => holds(booked))
  return paged(call, { name: 'Transaction', records, write: transactionJson(call), filters: texts, meta: availableDates(visible) })
}

/** FirstAvailableDateTime and LastAvailableDateTime of a list that is sorted newest first; none for an empty one. */
const availableDates = (newestFirst: readonly TransactionRecord[]) => {
  const newest = newestFirst[0]
  const oldest = newestFirst.at(-1)
  if (newest === undefined || oldest === undefined) return {}
  return { FirstAvailableDateTime: isoText(oldest.booked), LastAvailableDateTime: isoText(newest.booked) }
}

const kept = new Map<string, WeakMap<TransactionRecord, Buffer>>()

/** JSON of a transaction as bytes, written once for each way of writing (the records never change): a page is only copied together. */
const transactionJson = (call: DataCall): ((record: TransactionRecord) => Buffer) => {
  const { version, view, faults } = call
  const key = `${version} ${view.detail} ${view.pan} ${faults.name}`
  const known = kept.get(key) ?? new WeakMap<TransactionRecord, Buffer>()
  kept.set(key, known)
  return (record) => {
    const before = known.get(record)
    if (before !== undefined) return before
    const json = Buffer.from(JSON.stringify(written(call, 'Transaction', transactionShape, record)))
    known.set(record, json)
    return json
  }
}
