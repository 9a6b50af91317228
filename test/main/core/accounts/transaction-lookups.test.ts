// Whatever is found, sorted or counted by look-ups is what the rows themselves give.

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createTransactionRepository, type TransactionListing } from '../../../../src/main/core/accounts/transaction-repository.ts'
import type { Store } from '../../../../src/main/core/db/store.ts'
import { listTransactionsInput } from '../../../../src/shared/model/account-data.ts'
import { accountDataStore, consentId, otherConsentId, receivedTransactions, transactionV4 } from '../../../support/account-data-samples.ts'

type Repository = ReturnType<typeof createTransactionRepository>

let store: Store
let transactions: Repository
beforeEach(() => {
  store = accountDataStore()
  transactions = createTransactionRepository(store)
})
afterEach(() => store.close())

const words = ['Rent', 'rent', 'Food', 'Ωmega', '', 'café']
const statuses = ['BOOK', 'BOOK', 'BOOK', 'PDNG', 'INFO', 'Settled']

/** Every kind of row there can be: of three accounts, before and after 1970, without a date, an amount or a text. */
const rowOf = (index: number, change: Record<string, unknown> = {}) => {
  const mixed = (index * 7919) % 1009
  return transactionV4({
    TransactionId: `t${index}`,
    AccountId: `account-${index % 7 === 0 ? 2 : index % 2}`,
    CreditDebitIndicator: mixed % 3 === 0 ? 'Credit' : 'Debit',
    Amount: mixed % 41 === 0 ? undefined : { Amount: String(mixed % 97), Currency: 'GBP' },
    BookingDateTime:
      mixed % 29 === 0 ? undefined : new Date(1_700_000_000_000 * (mixed % 50 === 0 ? -0.1 : 1) + mixed * 3_600_000).toISOString(),
    ValueDateTime: mixed % 58 === 0 ? '2023-11-20T00:00:00Z' : undefined,
    Status: statuses[mixed % 6],
    TransactionInformation: words[mixed % 6] || undefined,
    ...change,
  })
}
const keep = (rows: Record<string, unknown>[], consent = consentId) => transactions.keep(consent, receivedTransactions(rows))
const inputOf = (fields: Partial<TransactionListing>) => listTransactionsInput.parse({ accountAccessConsentId: consentId, ...fields })

const orders = ['newestFirst', 'oldestFirst', 'highestFirst', 'lowestFirst', 'aToZ', 'zToA'] as const
const filters: Partial<TransactionListing>[] = [
  {},
  { accountId: 'account-0' },
  { accountId: 'account-2', direction: 'debit' },
  { accountId: 'unknown' },
  { direction: 'credit' },
  { statuses: ['PDNG'] },
  { statuses: ['PDNG', 'Settled'], direction: 'debit' },
  { from: '2023-11-20T12:00:00Z' },
  { to: '2023-11-20T12:00:00Z' },
  { to: '1969-06-01T00:00:00Z' },
  { from: '1960-01-01T00:00:00Z', to: '1970-01-01T00:00:00Z' },
  { from: '2023-11-16T00:00:00Z', to: '2023-12-14T00:00:00Z', accountId: 'account-1' },
  { from: '2023-11-20T00:00:00Z', to: '2023-11-20T10:00:00Z' },
  { from: '2023-11-16T00:00:00Z', to: '2023-12-14T00:00:00Z', statuses: ['BOOK'], direction: 'debit' },
  { minimumAmount: '-20', maximumAmount: '30' },
  { minimumSize: '90', statuses: ['BOOK'] },
  { text: 'rent', accountId: 'account-1' },
]

const everything = () =>
  filters.flatMap((filter) =>
    orders.flatMap((order) =>
      [0, 37].map((offset) => {
        const { items, total } = transactions.list(inputOf({ ...filter, order, offset, limit: 50 }))
        return { filter, order, offset, total, ids: items.map(({ transactionId }) => transactionId) }
      }),
    ),
  )

describe('with look-ups', () => {
  it.each([
    ['few rows', 300],
    ['more rows than are sorted at once', 3600],
  ])('everything is as without them: %s', (_, count) => {
    keep(Array.from({ length: count }, (_, index) => rowOf(index)))
    keep([rowOf(1)], otherConsentId)
    const plain = everything()
    expect(new Set(plain.map(({ total }) => total)).size).toBeGreaterThan(10)
    expect(transactions.list(inputOf({ limit: 1 })).total).toBe(count)
    transactions.catchUp()
    expect(everything()).toEqual(plain)
  })

  it('rows that are renewed or go away change place and count', () => {
    keep(Array.from({ length: 200 }, (_, index) => rowOf(index)))
    keep([rowOf(3)], otherConsentId)
    transactions.catchUp()
    const renewed = {
      Status: 'RJCT',
      Amount: { Amount: '1000', Currency: 'GBP' },
      TransactionInformation: 'Ωzebra',
      BookingDateTime: '2026-01-01T00:00:00Z',
    }
    keep([rowOf(3, renewed), rowOf(200)])
    const plain = everything()
    transactions.catchUp()
    expect(everything()).toEqual(plain)
    expect(transactions.list(inputOf({ statuses: ['RJCT'] })).total).toBe(1)
    expect(transactions.list(inputOf({ order: 'zToA', limit: 1 })).items[0]?.transactionId).toBe('t3')

    store.run('delete from account_access_consent where id = ?', consentId)
    expect(
      store.get('select (select count(*) from transaction_lookup) as rows, (select sum(count) from transaction_count) as counted'),
    ).toEqual({
      rows: 1,
      counted: 1,
    })
    keep([rowOf(5), rowOf(6)], otherConsentId)
    transactions.catchUp()
    expect(transactions.list(inputOf({ accountAccessConsentId: otherConsentId, order: 'aToZ' })).total).toBe(3)
  })

  it('follow by themselves once there is quiet', async () => {
    keep(Array.from({ length: 1200 }, (_, index) => rowOf(index)))
    expect(store.get('select count(*) as count from transaction_lookup')).toEqual({ count: 0 })
    await vi.waitFor(() => expect(store.get('select count(*) as count from transaction_lookup')).toEqual({ count: 1200 }), 5000)
  })
})

it('rows without a date stand after all others, or by their value date', () => {
  keep([
    transactionV4({ TransactionId: 'none', BookingDateTime: undefined, ValueDateTime: undefined }),
    transactionV4({ TransactionId: 'old', BookingDateTime: '2020-01-01T00:00:00Z' }),
    transactionV4({ TransactionId: 'value', BookingDateTime: undefined, ValueDateTime: '2021-01-01T00:00:00Z' }),
    transactionV4({ TransactionId: 'new', BookingDateTime: '2022-01-01T00:00:00Z' }),
  ])
  const ids = () => transactions.list(inputOf({})).items.map(({ transactionId }) => transactionId)
  expect(ids()).toEqual(['new', 'value', 'old', 'none'])
  transactions.catchUp()
  expect(ids()).toEqual(['new', 'value', 'old', 'none'])
})
