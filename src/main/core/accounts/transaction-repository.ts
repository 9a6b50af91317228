// The local copy of transactions: rows are added and renewed, never removed; listings are filtered, sorted and paged in SQL.

import { hash } from 'node:crypto'
import type { ListTransactionsInput, Transaction, TransactionFilter, TransactionSummary } from '../../../shared/model/account-data.ts'
import type { SqlValue, Store } from '../db/store.ts'
import { accountKey, consentKey } from './account-data-repository.ts'
import { amountUnits } from './amount-units.ts'
import { isObject } from './answer-fields.ts'
import { foldText } from './search-text.ts'
import { countTransactions } from './transaction-count.ts'
import { type ReceivedTransaction, storedTransaction } from './transaction-exchange.ts'
import { createTransactionLookups } from './transaction-lookups.ts'
import { createTransactionOrder } from './transaction-order.ts'
import { summariseTransactions } from './transaction-summary.ts'
import { keepTexts, readTexts, type TextPlace, textColumns } from './transaction-texts.ts'

export type TransactionListing = Omit<ListTransactionsInput, 'source'>

// One statement for many rows costs SQLite about half of what as many statements do.
const rowsAtATime = 25

const insert = (rows: number): string => `
insert into account_transaction
  (consent_key, account_key, identity, booked, units, status, currency, search, original, page, start, length)
values ${Array(rows).fill('(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)').join(', ')}
on conflict (account_key, identity) do nothing`

const insertMany = insert(rowsAtATime)
const insertOne = insert(1)

// Of the columns of `rowValues`: what stands before is what a row is known by.
const firstRenewed = 3
const known = `select key, ${textColumns} from account_transaction t where account_key = ? and identity = ?`
const renew = `
update account_transaction set booked = ?, units = ?, status = ?, currency = ?, search = ?, original = ?,
  page = null, start = null, length = null where key = ?`

export const createTransactionRepository = (store: Store) => {
  const order = createTransactionOrder(store)
  const lookups = createTransactionLookups(store)
  return {
    /** Keeps one page, all or nothing. */
    keep(consentId: string, page: readonly ReceivedTransaction[]): void {
      order.forget()
      store.soon(() => {
        const consent = consentKey(store, consentId)
        const accounts = new Map<string, number>()
        const occurrences = new Map<string, number>()
        const values = page.map((row): SqlValue[] => {
          const account = accounts.get(row.accountId) ?? accountKey(store, consent, row.accountId)
          accounts.set(row.accountId, account)
          return rowValues(row, consent, account, occurrences)
        })
        const texts = page.map(({ text }) => text)
        const kept = keepTexts(store, consent, texts)
        const added = addRows(
          store,
          values.map((each, index) => [...each, ...placeValues(kept.places[index])]),
        )
        if (added < page.length) renewRows(store, values, texts)
        if (added === 0 && kept.page !== null) store.run('delete from transaction_page where key = ?', kept.page)
      })
      lookups.added()
    },

    list({ offset, limit, order: wanted, ...filter }: TransactionListing): { items: Transaction[]; total: number } {
      const complete = lookups.complete()
      const total = countTransactions(store, filter, complete)
      const rows = order.rows({ filter, order: wanted, offset, limit, total }, complete)
      return { items: rows.map((row) => storedTransaction(row, filter.accountAccessConsentId)), total }
    },

    summarise: (filter: TransactionFilter): TransactionSummary => summariseTransactions(store, filter),

    /** Ends what is otherwise done in the background: see transaction-lookups.ts. */
    catchUp: lookups.catchUp,
  }
}

/** How many were not there yet. */
function addRows(store: Store, rows: readonly SqlValue[][]): number {
  let [done, added] = [0, 0]
  for (; done + rowsAtATime <= rows.length; done += rowsAtATime) {
    added += store.run(insertMany, ...rows.slice(done, done + rowsAtATime).flat()).changes
  }
  for (const row of rows.slice(done)) added += store.run(insertOne, ...row).changes
  return added
}

/** An unchanged row, which is most of what a second fetch brings, is not written again; a changed one has its text by itself. */
function renewRows(store: Store, values: readonly SqlValue[][], texts: readonly string[]): void {
  const rows = values.flatMap(([, account = null, identity = null]) => store.all<TextPlace & { key: number }>(known, account, identity))
  const before = readTexts(store, rows)
  const current = new Map(rows.map(({ key }, index) => [key, before[index]]))
  for (const [index, { key }] of rows.entries()) {
    const text = texts[index] ?? ''
    if (current.get(key) === text) continue
    current.set(key, text)
    store.run(renew, ...(values[index] ?? []).slice(firstRenewed), text, key)
  }
}

const placeValues = (place: TextPlace | undefined): SqlValue[] =>
  place ? [place.original, place.page, place.start, place.length] : [null, null, null, null]

export type TransactionRepository = ReturnType<typeof createTransactionRepository>

/** Rows without a booking date have their place by their value date, and without either after all others. */
function bookedAt({ bookingDateTime, valueDateTime }: ReceivedTransaction): number | null {
  const dateTime = bookingDateTime ?? valueDateTime
  return dateTime === null ? null : Date.parse(dateTime)
}

const unitsOf = ({ amount }: ReceivedTransaction): number | bigint | null => (amount === null ? null : amountUnits(amount))

/** The columns of a row but its text, in the order of the statement. `occurrences` counts the rows of the page that have no id. */
export function rowValues(row: ReceivedTransaction, consent: number, account: number, occurrences = new Map<string, number>()): SqlValue[] {
  const identity = row.transactionId ?? contentIdentity(row.original, occurrences)
  const search = foldText(`${row.description ?? ''}\n${row.merchant ?? ''}\n${row.reference ?? ''}`)
  return [consent, account, identity, bookedAt(row), unitsOf(row), row.status, row.currency ?? '', search]
}

/** What the rows of one page are known by in the local copy. */
export function transactionIdentities(page: readonly ReceivedTransaction[]): string[] {
  const occurrences = new Map<string, number>()
  return page.map(({ transactionId, original }) => transactionId ?? contentIdentity(original, occurrences))
}

/**
 * TransactionId is optional. Without one a row is known by its content, and rows of one page that are equal by their number:
 * two equal payments are two rows, and a row that a shifted page repeats is one.
 */
function contentIdentity(original: Record<string, unknown>, occurrences: Map<string, number>): string {
  const digest = hash('sha256', JSON.stringify(sorted(original)), 'base64url')
  const occurrence = (occurrences.get(digest) ?? 0) + 1
  occurrences.set(digest, occurrence)
  return `sha256:${digest}:${occurrence}`
}

/** The order of members says nothing (RFC 8259 §4) and may change from one answer to the next. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (!isObject(value)) return value
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, sorted(value[key])]),
  )
}
