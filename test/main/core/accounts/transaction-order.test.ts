import { afterEach, beforeEach, expect, it } from 'vitest'
import { createTransactionRepository, type TransactionListing } from '../../../../src/main/core/accounts/transaction-repository.ts'
import type { Store } from '../../../../src/main/core/db/store.ts'
import { listTransactionsInput } from '../../../../src/shared/model/account-data.ts'
import { accountDataStore, consentId, receivedTransactions, transactionV4, watchStore } from '../../../support/account-data-samples.ts'

let store: Store
beforeEach(() => {
  store = accountDataStore()
})
afterEach(() => store.close())

const keep = (transactions: ReturnType<typeof createTransactionRepository>, rows: Record<string, unknown>[]) =>
  transactions.keep(consentId, receivedTransactions(rows.map(transactionV4)))
const listing = (fields: Partial<TransactionListing>) => listTransactionsInput.parse({ accountAccessConsentId: consentId, ...fields })

it('by amount, as numbers and with their signs', () => {
  const transactions = createTransactionRepository(store)
  const amounts = ['9', '10', '9999999999999.99999', '0.5', '-10', '-9', '100']
  keep(
    transactions,
    amounts.map((amount) => ({
      TransactionId: amount,
      CreditDebitIndicator: amount.startsWith('-') ? 'Debit' : 'Credit',
      Amount: { Amount: amount.replace('-', ''), Currency: 'GBP' },
    })),
  )
  const ids = (order: TransactionListing['order']) => transactions.list(listing({ order })).items.map(({ transactionId }) => transactionId)
  expect(ids('highestFirst')).toEqual(['9999999999999.99999', '100', '10', '9', '0.5', '-9', '-10'])
  expect(ids('lowestFirst')).toEqual(ids('highestFirst').toReversed())
})

it('by description, and where there is none by the merchant, upper and lower case alike', () => {
  const transactions = createTransactionRepository(store)
  keep(transactions, [
    { TransactionId: '2', TransactionInformation: 'banana' },
    { TransactionId: '1', TransactionInformation: 'Apple' },
    { TransactionId: '3', TransactionInformation: undefined, MerchantDetails: { MerchantName: 'Cherry' } },
    { TransactionId: '4', TransactionInformation: 'DATE' },
  ])
  const ids = (order: TransactionListing['order']) => transactions.list(listing({ order })).items.map(({ transactionId }) => transactionId)
  expect(ids('aToZ')).toEqual(['1', '2', '3', '4'])
  expect(ids('zToA')).toEqual(['4', '3', '2', '1'])
})

it('pages far inside a sorted list are the same as near ones, are sorted once, and see what is kept since', () => {
  let readings = 0
  const transactions = createTransactionRepository(
    watchStore(store, { read: (sql) => (readings += sql.includes('order by units') ? 1 : 0) }),
  )
  const row = (index: number) => ({
    TransactionId: `t${index}`,
    Amount: { Amount: String((index * 7919) % 5003), Currency: 'GBP' },
    BookingDateTime: new Date(1_700_000_000_000 + index * 60_000).toISOString(),
  })
  keep(
    transactions,
    Array.from({ length: 3000 }, (_, index) => row(index)),
  )
  const pageAt = (offset: number) => transactions.list(listing({ order: 'lowestFirst', offset, limit: 500 })).items
  const all = [0, 500, 1000, 1500, 2000, 2500].flatMap(pageAt)
  expect(readings).toBe(5)
  expect(all.map(({ amount }) => Number(amount))).toEqual(all.map(({ amount }) => Number(amount)).toSorted((a, b) => a - b))
  expect(new Set(all.map(({ transactionId }) => transactionId)).size).toBe(3000)

  keep(transactions, [{ ...row(3000), CreditDebitIndicator: 'Credit' }])
  expect(pageAt(2500).at(-1)?.transactionId).not.toBe('t3000')
  expect(pageAt(3000).map(({ transactionId }) => transactionId)).toEqual(['t3000'])
})
