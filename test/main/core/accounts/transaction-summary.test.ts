import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { unitsText } from '../../../../src/main/core/accounts/amount-units.ts'
import { createTransactionRepository } from '../../../../src/main/core/accounts/transaction-repository.ts'
import type { Store } from '../../../../src/main/core/db/store.ts'
import type { TransactionFilter } from '../../../../src/shared/model/account-data.ts'
import { accountDataStore, consentId, receivedTransactions, transactionV4, watchStore } from '../../../support/account-data-samples.ts'

let store: Store
let transactions: ReturnType<typeof createTransactionRepository>
beforeEach(() => {
  store = accountDataStore()
  transactions = createTransactionRepository(store)
})
afterEach(() => store.close())

let rows = 0
/** `amount` with its sign. */
const keep = (amount: string, fields: Record<string, unknown> = {}, currency = 'GBP') => {
  rows += 1
  const row = {
    TransactionId: `row-${rows}`,
    CreditDebitIndicator: amount.startsWith('-') ? 'Debit' : 'Credit',
    Amount: { Amount: amount.replace('-', ''), Currency: currency },
    ...fields,
  }
  transactions.keep(consentId, receivedTransactions([transactionV4(row)]))
}
const summary = (filter: Partial<TransactionFilter> = {}) => transactions.summarise({ accountAccessConsentId: consentId, ...filter })

describe('totals', () => {
  it('are empty where nothing is', () => {
    expect(summary()).toEqual({ count: 0, first: null, last: null, currencies: [], statuses: [] })
  })

  it('add up each currency by itself, exactly', () => {
    for (const amount of ['0.10', '0.20', '-1000000.05', '12.00001']) keep(amount)
    keep('1500', {}, 'JPY')
    keep('-0.5', {}, 'BHD')
    expect(summary().currencies).toEqual([
      { currency: 'BHD', count: 1, credits: '0.000', debits: '-0.500', net: '-0.500' },
      { currency: 'GBP', count: 4, credits: '12.30001', debits: '-1000000.05', net: '-999987.74999' },
      { currency: 'JPY', count: 1, credits: '1500', debits: '0', net: '1500' },
    ])
  })

  it('leave 64 bits unharmed', () => {
    for (let row = 0; row < 30; row += 1) keep('9999999999999.99999')
    keep('-0.00001')
    expect(summary().currencies).toEqual([
      { currency: 'GBP', count: 31, credits: '299999999999999.9997', debits: '-0.00001', net: '299999999999999.99969' },
    ])
  })

  it('are those of whole numbers, whatever the amounts', () => {
    const amounts = fc.array(fc.bigInt({ min: -(10n ** 18n) + 1n, max: 10n ** 18n - 1n }), { maxLength: 20 })
    fc.assert(
      fc.property(amounts, (units) => {
        store.run('delete from account_transaction')
        for (const one of units) keep(unitsText(one, 'GBP'))
        const sum = units.reduce((all, one) => all + one, 0n)
        expect(summary().currencies.map(({ net }) => net)).toEqual(units.length > 0 ? [unitsText(sum, 'GBP')] : [])
      }),
      { numRuns: 30 },
    )
  })

  it('tell the first and the last moment', () => {
    keep('1', { BookingDateTime: '2026-04-05T23:30:00-01:00' })
    keep('1', { BookingDateTime: '2026-04-05T12:00:00Z' })
    keep('1', { BookingDateTime: '2026-04-07T12:00:00Z', Status: 'PDNG' })
    expect(summary()).toMatchObject({ first: '2026-04-05T12:00:00.000Z', last: '2026-04-07T12:00:00.000Z' })
    expect(summary({ statuses: ['BOOK'] })).toMatchObject({ last: '2026-04-06T00:30:00.000Z' })
  })
})

describe('filters', () => {
  const twelve = () => {
    for (const amount of ['-30', '-20', '-10', '10', '20', '30']) {
      keep(amount, { TransactionInformation: 'Rent' })
      keep(amount, { TransactionInformation: 'Food', Status: 'Pending' })
    }
  }

  it.each<[string, Partial<TransactionFilter>, number, string]>([
    ['credits', { direction: 'credit' }, 6, '120.00'],
    ['debits', { direction: 'debit' }, 6, '-120.00'],
    ['sizes of either sign', { minimumSize: '15', maximumSize: '25.5' }, 4, '0.00'],
    ['sizes of debits', { minimumSize: '15', direction: 'debit' }, 4, '-100.00'],
    ['a status', { statuses: ['PDNG'] }, 6, '0.00'],
    ['either status', { statuses: ['PDNG', 'BOOK'] }, 12, '0.00'],
    ['a text', { text: 'RENT', minimumAmount: '20' }, 2, '50.00'],
  ])('%s', (_what, filter, count, net) => {
    twelve()
    const { currencies, ...found } = summary(filter)
    expect(found.count).toBe(count)
    expect(currencies).toMatchObject([{ currency: 'GBP', count, net }])
    const listed = transactions.list({ accountAccessConsentId: consentId, ...filter, order: 'newestFirst', offset: 0, limit: 100 })
    expect([listed.total, listed.items.length]).toEqual([count, count])
  })

  it('of a status leave the counts of the others', () => {
    twelve()
    const counts = [
      { status: 'BOOK', count: 6 },
      { status: 'PDNG', count: 6 },
    ]
    expect(summary({ statuses: ['PDNG'] }).statuses).toEqual(counts)
    expect(summary({ statuses: ['RJCT'] })).toEqual({ count: 0, first: null, last: null, currencies: [], statuses: counts })
  })

  it('read nothing but the index', () => {
    keep('1')
    const statements: string[] = []
    const watched = watchStore(store, { read: (sql) => statements.push(sql) })
    createTransactionRepository(watched).summarise({
      ...{ accountAccessConsentId: consentId, accountId: '22289', text: 'cash', statuses: ['BOOK'] },
    })
    expect(statements).toHaveLength(2)
    for (const sql of statements) {
      const values = Array.from({ length: sql.split('?').length - 1 }, () => null)
      const plan = store.all<{ detail: string }>(`explain query plan ${sql}`, ...values).map(({ detail }) => detail)
      expect(plan.join('\n')).toContain('COVERING INDEX account_transaction_listing')
    }
  })
})
