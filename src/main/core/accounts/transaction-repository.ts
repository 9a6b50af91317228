// The local copy of transactions: rows are added and renewed, never removed; listings are filtered, sorted and paged in SQL.

import { hash } from 'node:crypto'
import type { ListTransactionsInput, Transaction, TransactionFilter, TransactionSummary } from '../../../shared/model/account-data.ts'
import type { SqlValue, Store } from '../db/store.ts'
import { accountKey, consentKey } from './account-data-repository.ts'
import { type ReceivedTransaction, readTransaction } from './account-information-exchange.ts'
import { amountUnits } from './amount-units.ts'
import { type At, isObject } from './answer-fields.ts'
import { foldText } from './search-text.ts'
import { conditionsOf } from './transaction-conditions.ts'
import { createTransactionOrder } from './transaction-order.ts'
import { summariseTransactions } from './transaction-summary.ts'

export type TransactionListing = Omit<ListTransactionsInput, 'source'>

const stored: At = (name) => `original.${name}`

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
          const identity = row.transactionId ?? contentIdentity(row.original, occurrences)
          const [booked, units] = [Date.parse(row.bookingDateTime), amountUnits(row.amount)]
          return [consent, account, identity, booked, units, row.status, row.currency, searchText(row), JSON.stringify(row.original)]
        }
        let done = 0
        for (; done + rowsAtATime <= page.length; done += rowsAtATime) {
          store.run(upsertMany, ...page.slice(done, done + rowsAtATime).flatMap(valuesOf))
        }
        for (const row of page.slice(done)) store.run(upsertOne, ...valuesOf(row))
      })
    },

    list({ offset, limit, order: wanted, ...filter }: TransactionListing): { items: Transaction[]; total: number } {
      const conditions = conditionsOf(filter)
      const { sql, values } = conditions
      const count = store.get<{ total: number }>(`select count(*) as total from account_transaction where ${sql}`, ...values)
      const originals = order.originals(conditions, { order: wanted, offset, limit })
      const { accountAccessConsentId } = filter
      const items = originals.map((original) => ({ ...readTransaction(JSON.parse(original), stored), accountAccessConsentId }))
      return { items, total: count?.total ?? 0 }
    },

    summarise: (filter: TransactionFilter): TransactionSummary => summariseTransactions(store, filter),
  }
}

export type TransactionRepository = ReturnType<typeof createTransactionRepository>

const searchText = ({ description, merchant, reference }: ReceivedTransaction): string =>
  foldText(`${description ?? ''}\n${merchant ?? ''}\n${reference ?? ''}`)

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
