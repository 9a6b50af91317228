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

export type TransactionListing = Omit<ListTransactionsInput, 'source' | 'bulk'>

// One statement for many rows costs SQLite about half of what as many statements do.
const rowsAtATime = 25

// An unchanged row, which is most of what a second fetch brings, is not written again.
const upsert = (rows: number): string => `
insert into account_transaction (consent_key, account_key, identity, booked, units, status, currency, search, original)
values ${Array(rows).fill('(?, ?, ?, ?, ?, ?, ?, ?, ?)').join(', ')}
on conflict (account_key, identity) do update set
  booked = excluded.booked, units = excluded.units, status = excluded.status, currency = excluded.currency, search = excluded.search,
  original = excluded.original
where original <> excluded.original`

const upsertMany = upsert(rowsAtATime)
const upsertOne = upsert(1)

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
        const valuesOf = (row: ReceivedTransaction): SqlValue[] => {
          const account = accounts.get(row.accountId) ?? accountKey(store, consent, row.accountId)
          accounts.set(row.accountId, account)
          return rowValues(row, consent, account, occurrences)
        }
        let done = 0
        for (; done + rowsAtATime <= page.length; done += rowsAtATime) {
          store.run(upsertMany, ...page.slice(done, done + rowsAtATime).flatMap(valuesOf))
        }
        for (const row of page.slice(done)) store.run(upsertOne, ...valuesOf(row))
      })
      lookups.added()
    },

    /** How many pass the filter. */
    count: (filter: TransactionFilter): number => countTransactions(store, filter, lookups.complete()),

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

export type TransactionRepository = ReturnType<typeof createTransactionRepository>

/** Rows without a booking date have their place by their value date, and without either after all others. */
function bookedAt({ bookingDateTime, valueDateTime }: ReceivedTransaction): number | null {
  const dateTime = bookingDateTime ?? valueDateTime
  return dateTime === null ? null : Date.parse(dateTime)
}

const unitsOf = ({ amount }: ReceivedTransaction): number | bigint | null => (amount === null ? null : amountUnits(amount))

/** The columns of a row, in the order of the statement. `occurrences` counts the rows of the page that have no id. */
export function rowValues(row: ReceivedTransaction, consent: number, account: number, occurrences = new Map<string, number>()): SqlValue[] {
  const identity = row.transactionId ?? contentIdentity(row.original, occurrences)
  const search = foldText(`${row.description ?? ''}\n${row.merchant ?? ''}\n${row.reference ?? ''}`)
  return [consent, account, identity, bookedAt(row), unitsOf(row), row.status, row.currency ?? '', search, row.text]
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
