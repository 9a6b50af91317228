import { afterEach, beforeEach, expect, test } from 'vitest'
import { createTransactionRepository } from '../../../../src/main/core/accounts/transaction-repository.ts'
import type { Store } from '../../../../src/main/core/db/store.ts'
import { type ListTransactionsInput, listTransactionsInput } from '../../../../src/shared/model/account-data.ts'
import { accountDataStore, consentId, otherConsentId, receivedTransactions, transactionV4 } from '../../../support/account-data-samples.ts'

let store: Store
let transactions: ReturnType<typeof createTransactionRepository>

beforeEach(() => {
  store = accountDataStore()
  transactions = createTransactionRepository(store)
})
afterEach(() => store.close())

const rowsInPage = 100
const row = (index: number, fields: object = {}) =>
  transactionV4({
    TransactionId: `t${index}`,
    Amount: { Amount: String((index * 7919) % 997), Currency: 'GBP' },
    TransactionInformation: `Zażółć 😀 ${index} \u2028 "quoted" ${'\\'.repeat(index % 3)}`,
    SupplementaryData: { text: 'so long that a page of such rows is compressed '.repeat(4) },
    ...fields,
  })
const longPage = (from = 0) => Array.from({ length: rowsInPage }, (_, index) => row(from + index))

const keep = (rows: Record<string, unknown>[], consent = consentId) => transactions.keep(consent, receivedTransactions(rows))
const list = (order: ListTransactionsInput['order'] = 'newestFirst', accountAccessConsentId = consentId) =>
  transactions.list(listTransactionsInput.parse({ accountAccessConsentId, order, limit: 1000 })).items
const pages = () => store.all<{ key: number; size: number }>('select key, length(texts) as size from transaction_page order by key')
const ownTexts = () => store.all('select 1 from account_transaction where original is not null').length

test('the rows of a long page share one compressed text, and each is given back exactly', () => {
  const sent = [...longPage(), ...longPage(rowsInPage)]
  keep(sent.slice(0, rowsInPage))
  keep(sent.slice(rowsInPage))
  expect([pages().length, ownTexts()]).toEqual([2, 0])
  const whole = Buffer.byteLength(JSON.stringify(sent.slice(0, rowsInPage)))
  for (const { size } of pages()) expect(size).toBeLessThan(whole / 5)
  expect(list().map(({ original }) => JSON.stringify(original))).toEqual(sent.map((each) => JSON.stringify(each)))
  const bySize = sent.map((each) => each.TransactionId).toSorted()
  expect(
    list('highestFirst')
      .map(({ transactionId }) => transactionId)
      .toSorted(),
  ).toEqual(bySize)
  for (const { transactionId, original } of list('highestFirst')) expect(original.TransactionId).toBe(transactionId)
})

test('the rows of a short page hold their texts by themselves', () => {
  keep([row(1), row(2)])
  expect([pages().length, ownTexts()]).toEqual([0, 2])
  expect(list().map(({ original }) => original)).toEqual(JSON.parse(JSON.stringify([row(1), row(2)])))
})

test('a page that comes again as it was leaves nothing behind', () => {
  keep(longPage())
  const before = [pages(), store.all('select * from account_transaction')]
  keep(longPage())
  expect([pages(), store.all('select * from account_transaction')]).toEqual(before)
})

test('of a page that comes again, only what is new or has changed is written', () => {
  keep(longPage())
  const again = longPage(1)
  again[10] = row(11, { TransactionInformation: 'another text' })
  keep(again)
  expect([pages().length, ownTexts()]).toEqual([2, 1])
  const expected = [row(0), ...again]
  expect(list().map(({ original }) => original)).toEqual(JSON.parse(JSON.stringify(expected)))
  expect(transactions.list(listTransactionsInput.parse({ accountAccessConsentId: consentId, text: 'another text' })).total).toBe(1)
})

test('of rows of a page that have one id, the last is kept', () => {
  const twice = ['first', 'second', 'first'].map((TransactionInformation) => row(7, { TransactionInformation }))
  keep([...longPage(), ...twice])
  expect(list().find(({ transactionId }) => transactionId === 't7')?.description).toBe('first')
  keep([...longPage(), ...twice.slice(0, 2)])
  expect(list().find(({ transactionId }) => transactionId === 't7')?.original.TransactionInformation).toBe('second')
  expect(list()).toHaveLength(rowsInPage)
})

test('a page goes with its consent, and no other does', () => {
  keep(longPage())
  keep(longPage(), otherConsentId)
  store.run('delete from account_access_consent where id = ?', consentId)
  expect(pages()).toHaveLength(1)
  expect(list('newestFirst', otherConsentId)).toHaveLength(rowsInPage)
})

test('the text of a row is never guessed: without its page, the row cannot be kept', () => {
  keep(longPage())
  expect(() => store.run('update account_transaction set page = null')).toThrow('CHECK constraint failed')
})
