import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createTransactionRepository, type TransactionListing } from '../../../../src/main/core/accounts/transaction-repository.ts'
import type { Store } from '../../../../src/main/core/db/store.ts'
import { listTransactionsInput } from '../../../../src/shared/model/account-data.ts'
import {
  accountDataStore,
  consentId,
  otherConsentId,
  receivedTransactions,
  transactionV4,
  watchStore,
} from '../../../support/account-data-samples.ts'

let store: Store
let transactions: ReturnType<typeof createTransactionRepository>

beforeEach(() => {
  store = accountDataStore()
  transactions = createTransactionRepository(store)
})
afterEach(() => store.close())

const keep = (rows: Record<string, unknown>[], consent = consentId) =>
  transactions.keep(consent, receivedTransactions(rows.map((row) => transactionV4(row))))

const list = (filter: Partial<TransactionListing> = {}) =>
  transactions.list(listTransactionsInput.parse({ accountAccessConsentId: consentId, ...filter }))

const ids = (filter: Partial<TransactionListing> = {}) => list(filter).items.map(({ transactionId }) => transactionId)

describe('what is kept', () => {
  it('is listed as it was received', () => {
    const original = transactionV4({ SupplementaryData: { nested: ["'", '"', '\u2028', 'Ω'] } })
    transactions.keep(consentId, receivedTransactions([original]))
    expect(list()).toEqual({
      total: 1,
      items: [
        {
          ...{ accountId: '22289', accountAccessConsentId: consentId, transactionId: 'txn-1', reference: 'Ref 1', status: 'BOOK' },
          ...{
            bookingDateTime: '2026-04-05T10:43:07+00:00',
            valueDateTime: '2026-04-06T00:00:00+00:00',
            amount: '-10.00',
            currency: 'GBP',
          },
          ...{ description: 'Cash from Aubrey', merchant: 'Corner Shop', balance: null, original },
        },
      ],
    })
  })

  it('belongs to its consent', () => {
    keep([{ TransactionId: 'mine' }])
    keep([{ TransactionId: 'theirs' }], otherConsentId)
    expect(ids()).toEqual(['mine'])
    expect(ids({ accountAccessConsentId: otherConsentId })).toEqual(['theirs'])
    expect(list({ accountAccessConsentId: '7d1f0d4e-0000-4000-8000-00000000000f' })).toEqual({ items: [], total: 0 })
  })

  it('goes with its consent, and nothing else does', () => {
    keep([{ TransactionId: 'mine' }])
    keep([{ TransactionId: 'theirs' }], otherConsentId)
    store.run('delete from account_access_consent where id = ?', consentId)
    expect(store.all('select identity from account_transaction')).toEqual([{ identity: 'theirs' }])
  })
})

describe('rows that come again', () => {
  it('are one row each where pages overlap', () => {
    keep([{ TransactionId: 'a' }, { TransactionId: 'b' }])
    keep([{ TransactionId: 'b' }, { TransactionId: 'c' }])
    expect(ids()).toEqual(['a', 'b', 'c'])
  })

  it('are one row each within a page, however long it is', () => {
    for (const length of [0, 1, 24, 25, 26, 60]) {
      keep(Array.from({ length }, (_, index) => ({ TransactionId: `${length}-${index >> 1}`, TransactionInformation: `Version ${index}` })))
      const { items, total } = list({ limit: 1000 })
      const mine = items.filter(({ transactionId }) => transactionId?.startsWith(`${length}-`))
      expect(mine).toHaveLength(Math.ceil(length / 2))
      expect(total).toBe(items.length)
      const last = mine.find(({ transactionId }) => transactionId === `${length}-${(length - 1) >> 1}`)
      expect(last?.description).toBe(length > 0 ? `Version ${length - 1}` : undefined)
    }
  })

  it('are renewed: a pending transaction becomes a booked one', () => {
    keep([
      { Status: 'PDNG', BookingDateTime: '2026-04-05T00:00:00Z', Amount: { Amount: '1', Currency: 'GBP' }, TransactionInformation: 'hold' },
    ])
    keep([
      { Status: 'BOOK', BookingDateTime: '2026-04-07T00:00:00Z', Amount: { Amount: '2', Currency: 'GBP' }, TransactionInformation: 'paid' },
    ])
    expect(list().items).toMatchObject([{ status: 'BOOK', amount: '-2', description: 'paid' }])
    expect([list({ text: 'paid' }).total, list({ text: 'hold' }).total]).toEqual([1, 0])
    expect(list({ from: '2026-04-07T00:00:00Z', maximumAmount: '-2' }).total).toBe(1)
  })

  it('may have the same id in another account', () => {
    keep([{ TransactionId: '1' }, { TransactionId: '1', AccountId: 'other' }])
    expect(list().total).toBe(2)
  })

  it('without an id are told apart by content and number', () => {
    const coffee = { TransactionId: undefined, TransactionInformation: 'Coffee' }
    keep([coffee, coffee, { ...coffee, TransactionInformation: 'Tea' }])
    expect(list().total).toBe(3)
    keep([coffee, { ...coffee, TransactionInformation: 'Cake' }])
    expect(list().total).toBe(4)
    keep([coffee, coffee, coffee])
    expect(list({ text: 'coffee' }).total).toBe(3)
    expect(list().items.every(({ transactionId }) => transactionId === null)).toBe(true)
  })

  it('without an id are known whatever the order of their members', () => {
    const { TransactionId: _, ...row } = transactionV4()
    const reversed = Object.fromEntries(Object.entries(row).reverse())
    transactions.keep(consentId, receivedTransactions([row]))
    transactions.keep(consentId, receivedTransactions([reversed]))
    expect(list().total).toBe(1)
  })
})

describe('filters', () => {
  it('by account', () => {
    keep([{ TransactionId: 'a' }, { TransactionId: 'b', AccountId: 'other' }])
    expect(ids({ accountId: 'other' })).toEqual(['b'])
    expect(list({ accountId: 'unknown' })).toEqual({ items: [], total: 0 })
  })

  it('by date, both ends included, whatever the offset', () => {
    keep([
      { TransactionId: 'late', BookingDateTime: '2026-04-05T23:30:00-01:00' },
      { TransactionId: 'noon', BookingDateTime: '2026-04-05T12:00:00Z' },
      { TransactionId: 'early', BookingDateTime: '2026-04-05T00:30:00+01:00' },
    ])
    expect(ids({ from: '2026-04-05T00:00:00Z' })).toEqual(['late', 'noon'])
    expect(ids({ from: '2026-04-05T12:00:00Z', to: '2026-04-05T13:00:00+01:00' })).toEqual(['noon'])
    expect(ids({ to: '2026-04-04T23:30:00Z' })).toEqual(['early'])
    expect(ids({ from: '2026-04-06T00:30:00.001Z' })).toEqual([])
  })

  it('by amount, as numbers and exactly', () => {
    const amounts = ['9', '10', '100', '9999999999999.99998', '9999999999999.99999', '0.00001', '0']
    keep(amounts.map((Amount) => ({ TransactionId: Amount, CreditDebitIndicator: 'Credit', Amount: { Amount, Currency: 'GBP' } })))
    keep([{ TransactionId: '-10.5', CreditDebitIndicator: 'Debit', Amount: { Amount: '10.50', Currency: 'GBP' } }])
    expect(ids({ minimumAmount: '10', maximumAmount: '100.00' })).toEqual(['10', '100'])
    expect(ids({ minimumAmount: '9999999999999.99999' })).toEqual(['9999999999999.99999'])
    expect(ids({ maximumAmount: '-10.50' })).toEqual(['-10.5'])
    expect(ids({ minimumAmount: '-10.50001', maximumAmount: '-10.49999' })).toEqual(['-10.5'])
    expect(ids({ minimumAmount: '-0.00001', maximumAmount: '0.00001' })).toEqual(['0.00001', '0'])
  })

  it.each([
    ['CORNER', 'Corner Shop', 'merchant'],
    ['иван', 'ООО ИВАН и сыновья', 'Cyrillic'],
    ['ΌΔΟΣ', 'Μεγάλη όδος', 'Greek, with a final sigma'],
    ['ς', 'ΟΔΟΣ ΑΒ', 'a final sigma alone'],
    ['café', 'CAFÉ ROUGE', 'accents'],
    ['CAFÉ', 'cafe\u0301 rouge', 'accents, decomposed'],
    ['strasse', 'Hauptstraße', 'sharp s'],
    ['abc', 'ＡＢＣ Ltd', 'wide letters'],
    ['日本', '日本酒', 'no case at all'],
    ['& s', 'Marks & Spencer', 'ampersand'],
    ["o'b", "O'Brien", 'apostrophe'],
    ['50%', 'Sale 50% off', 'percent'],
    ['a_b', 'ref A_B', 'underscore'],
    ['\\', 'C:\\x', 'backslash'],
    ['"', 'the "Shop"', 'quote'],
  ])('by text: %s finds %s (%s)', (text, found) => {
    keep([
      { TransactionId: 'description', TransactionInformation: found },
      { TransactionId: 'merchant', MerchantDetails: { MerchantName: found } },
      { TransactionId: 'reference', TransactionReference: found },
      { TransactionId: 'none', TransactionInformation: 'axb 500 marks spencer', MerchantDetails: undefined },
    ])
    expect(ids({ text })).toEqual(expect.arrayContaining(['description', 'merchant', 'reference']))
    expect(ids({ text })).not.toContain('none')
  })

  it('together', () => {
    keep([
      { TransactionId: 'hit', TransactionInformation: 'Rent', BookingDateTime: '2026-03-01T00:00:00Z' },
      { TransactionId: 'date', TransactionInformation: 'Rent', BookingDateTime: '2026-01-01T00:00:00Z' },
      { TransactionId: 'text', TransactionInformation: 'Food', BookingDateTime: '2026-03-01T00:00:00Z' },
      { TransactionId: 'account', AccountId: 'x', TransactionInformation: 'Rent', BookingDateTime: '2026-03-01T00:00:00Z' },
    ])
    const filter = { accountId: '22289', text: 'RENT', from: '2026-02-01T00:00:00Z', minimumAmount: '-10', maximumAmount: '-10' }
    expect(list(filter)).toMatchObject({ total: 1, items: [{ transactionId: 'hit' }] })
  })
})

describe('order and paging', () => {
  const at = (minute: number) => `2026-04-05T10:${String(minute).padStart(2, '0')}:00Z`

  it('sorts by booking date, and keeps the bank’s order within a moment', () => {
    keep([
      { TransactionId: 'b', BookingDateTime: '2026-04-05' },
      { TransactionId: 'a', BookingDateTime: '2026-04-05' },
      { TransactionId: 'z', BookingDateTime: '2026-04-06' },
    ])
    expect(ids()).toEqual(['z', 'b', 'a'])
    expect(ids({ order: 'oldestFirst' })).toEqual(['a', 'b', 'z'])
  })

  it('gives every row once over all pages, with the total on each', () => {
    keep(Array.from({ length: 25 }, (_, index) => ({ TransactionId: `t${index}`, BookingDateTime: at(index % 5) })))
    for (const order of ['newestFirst', 'oldestFirst'] as const) {
      const pages = [0, 10, 20, 30].map((offset) => list({ order, offset, limit: 10 }))
      expect(pages.map(({ items, total }) => [items.length, total])).toEqual([
        [10, 25],
        [10, 25],
        [5, 25],
        [0, 25],
      ])
      const all = pages.flatMap(({ items }) => items.map(({ transactionId }) => transactionId))
      expect(new Set(all).size).toBe(25)
      expect(all).toEqual(ids({ order, limit: 1000 }))
    }
  })

  it.each<[string, Partial<TransactionListing>]>([
    ['everything', {}],
    ['one account', { accountId: '22289' }],
    ['a text', { text: 'x', minimumAmount: '1' }],
  ])('walks the index in order for %s, without sorting', (_what, filter) => {
    const statements: string[] = []
    const watched = watchStore(store, { read: (sql) => statements.push(sql) })
    createTransactionRepository(watched).list(listTransactionsInput.parse({ accountAccessConsentId: consentId, ...filter }))
    const listing = statements.find((sql) => sql.includes('limit')) ?? ''
    const values = Array.from({ length: listing.split('?').length - 1 }, () => null)
    const plan = store.all<{ detail: string }>(`explain query plan ${listing}`, ...values).map(({ detail }) => detail)
    expect(plan[0]).toMatch(/COVERING INDEX (account_transaction_listing|transaction_lookup_account) /)
    expect(plan.join('\n')).not.toContain('TEMP B-TREE')
  })
})
