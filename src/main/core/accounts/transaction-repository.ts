// The local copy of transactions: rows are added and renewed, never removed; listings are filtered, sorted and paged in SQL.

import { hash } from 'node:crypto'
import type { ListTransactionsInput, Transaction } from '../../../shared/model/account-data.ts'
import type { SqlValue, Store } from '../db/store.ts'
import { accountKey, consentKey } from './account-data-repository.ts'
import { type ReceivedTransaction, readTransaction } from './account-information-exchange.ts'
import { type At, isObject } from './answer-fields.ts'
import { foldText } from './search-text.ts'

export type TransactionFilter = Omit<ListTransactionsInput, 'source'>

const stored: At = (name) => `original.${name}`

// One statement for many rows costs SQLite about half of what as many statements do.
const rowsAtATime = 25

// An unchanged row, which is most of what a second fetch brings, is not written again.
const upsert = (rows: number): string => `
insert into account_transaction (consent_key, account_key, identity, booked, units, search, original)
values ${Array(rows).fill('(?, ?, ?, ?, ?, ?, ?)').join(', ')}
on conflict (account_key, identity) do update set
  booked = excluded.booked, units = excluded.units, search = excluded.search, original = excluded.original
where original <> excluded.original`

const upsertMany = upsert(rowsAtATime)
const upsertOne = upsert(1)

export const createTransactionRepository = (store: Store) => ({
  /** Keeps one page, all or nothing. */
  keep(consentId: string, page: readonly ReceivedTransaction[]): void {
    store.soon(() => {
      const consent = consentKey(store, consentId)
      const accounts = new Map<string, number>()
      const occurrences = new Map<string, number>()
      const valuesOf = (row: ReceivedTransaction): SqlValue[] => {
        const account = accounts.get(row.accountId) ?? accountKey(store, consent, row.accountId)
        accounts.set(row.accountId, account)
        const identity = row.transactionId ?? contentIdentity(row.original, occurrences)
        const [booked, units] = [Date.parse(row.bookingDateTime), amountUnits(row.amount)]
        return [consent, account, identity, booked, units, searchText(row), JSON.stringify(row.original)]
      }
      let done = 0
      for (; done + rowsAtATime <= page.length; done += rowsAtATime) {
        store.run(upsertMany, ...page.slice(done, done + rowsAtATime).flatMap(valuesOf))
      }
      for (const row of page.slice(done)) store.run(upsertOne, ...valuesOf(row))
    })
  },

  /** Rows that were booked at the same moment stay in the order in which the bank, newest first, sent them. */
  list(filter: TransactionFilter): { items: Transaction[]; total: number } {
    const { conditions, values } = where(filter)
    const count = store.get<{ total: number }>(`select count(*) as total from account_transaction where ${conditions}`, ...values)
    const order = filter.order === 'oldestFirst' ? 'booked, key desc' : 'booked desc, key'
    const rows = store.all<{ original: string }>(
      `select original from account_transaction where ${conditions} order by ${order} limit ? offset ?`,
      ...[...values, filter.limit, filter.offset],
    )
    const { accountAccessConsentId } = filter
    const items = rows.map(({ original }) => ({ ...readTransaction(JSON.parse(original), stored), accountAccessConsentId }))
    return { items, total: count?.total ?? 0 }
  },
})

const ofConsent = '(select key from account_data_consent where account_access_consent_id = ?)'
const ofAccount = `(select key from account where consent_key = ${ofConsent} and account_id = ?)`

function where(filter: TransactionFilter): { conditions: string; values: SqlValue[] } {
  const { accountAccessConsentId: consentId, accountId, from, to, minimumAmount, maximumAmount, text } = filter
  const conditions = [`consent_key = ${ofConsent}`]
  const values: SqlValue[] = [consentId]
  const add = (condition: string, ...parameters: SqlValue[]) => {
    conditions.push(condition)
    values.push(...parameters)
  }
  // The plus keeps the planner on the listing index, which is in the order asked for.
  if (accountId !== undefined) add(`+account_key = ${ofAccount}`, consentId, accountId)
  if (from !== undefined) add('booked >= ?', Date.parse(from))
  if (to !== undefined) add('booked <= ?', Date.parse(to))
  if (minimumAmount !== undefined) add('units >= ?', amountUnits(minimumAmount))
  if (maximumAmount !== undefined) add('units <= ?', amountUnits(maximumAmount))
  if (text) add('instr(search, ?) > 0', foldText(text))
  return { conditions: conditions.join(' and '), values }
}

/** A decimal amount in hundred-thousandths: up to 18 digits, of which a number holds 15 and any 64-bit integer all. */
export function amountUnits(amount: string): number | bigint {
  if (amount.length <= 10) return Math.round(Number(amount) * 100_000)
  const [whole = '', decimals = ''] = amount.split('.')
  const digits = whole + decimals.padEnd(5, '0')
  return digits.length <= 15 ? Number(digits) : BigInt(digits)
}

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
