import { afterEach, beforeEach, expect, it } from 'vitest'
import { createAccountDataRepository } from '../../../../src/main/core/accounts/account-data-repository.ts'
import { processAccounts, processBalances } from '../../../../src/main/core/accounts/account-information-exchange.ts'
import { createTransactionRepository } from '../../../../src/main/core/accounts/transaction-repository.ts'
import type { Store } from '../../../../src/main/core/db/store.ts'
import {
  accountDataStore,
  accountV3,
  accountV4,
  balanceV4,
  consentId,
  otherConsentId,
  page,
  receivedTransactions,
  transactionV4,
} from '../../../support/account-data-samples.ts'

let store: Store
let data: ReturnType<typeof createAccountDataRepository>
const [first, second] = ['2026-04-05T10:00:00.000Z', '2026-04-06T10:00:00.000Z']

beforeEach(() => {
  store = accountDataStore()
  data = createAccountDataRepository(store)
})
afterEach(() => store.close())

const replace = (fetched: string, ...ids: string[]) =>
  data.replaceAccounts(
    consentId,
    fetched,
    processAccounts(
      page(
        'Account',
        ids.map((AccountId) => accountV4({ AccountId })),
      ),
      '4.0',
    ).rows,
  )
const balances = (...rows: Record<string, unknown>[]) => {
  const originals = rows.map((row) => balanceV4({ AccountId: 'a', ...row }))
  return processBalances(page('Balance', originals), '4.0', String(originals[0]?.AccountId)).rows
}

it('lists accounts in the bank’s order, as they were received', () => {
  const original = accountV3({ AccountId: '9', Nickname: "O'Brien & Иван" })
  data.replaceAccounts(consentId, first, processAccounts(page('Account', [original, accountV3({ AccountId: '1' })]), '3.1').rows)
  expect(data.listAccounts(consentId)).toMatchObject([
    {
      accountId: '9',
      accountAccessConsentId: consentId,
      apiVersion: '3.1',
      fetched: first,
      name: "O'Brien & Иван",
      type: 'CACC',
      original,
    },
    { accountId: '1' },
  ])
  expect(data.listAccounts(otherConsentId)).toEqual([])
})

it('replaces accounts, and keeps the balances and transactions of one that is gone', () => {
  replace(first, 'a', 'b')
  data.keepBalances(consentId, 'a', first, balances({ AccountId: 'a' }))
  createTransactionRepository(store).keep(consentId, receivedTransactions([transactionV4({ AccountId: 'a' })]))
  replace(second, 'b', 'c')
  expect(data.listAccounts(consentId).map(({ accountId, fetched }) => [accountId, fetched])).toEqual([
    ['b', second],
    ['c', second],
  ])
  expect(data.listBalances(consentId, 'a')).toHaveLength(1)
  replace(second, 'a')
  expect(data.listAccounts(consentId).map(({ accountId }) => accountId)).toEqual(['a'])
  expect(store.all('select 1 from account_transaction')).toHaveLength(1)
})

it('lists the newest balances of each account and keeps what differs as history', () => {
  replace(first, 'a', 'b')
  const old = balances({ AccountId: 'a', Type: 'ITAV' }, { AccountId: 'a', Type: 'CLBD' })
  data.keepBalances(consentId, 'a', first, old)
  data.keepBalances(consentId, 'b', first, balances({ AccountId: 'b', CreditDebitIndicator: 'Debit' }))
  data.keepBalances(consentId, 'a', second, balances({ AccountId: 'a', Type: 'ITAV', Amount: { Amount: '7', Currency: 'EUR' } }))
  expect(data.listBalances(consentId)).toMatchObject([
    { accountId: 'a', accountAccessConsentId: consentId, fetched: second, type: 'ITAV', amount: '7', currency: 'EUR' },
    { accountId: 'b', fetched: first, amount: '-1230.00' },
  ])
  expect(store.all('select 1 from balance where latest = 0')).toHaveLength(2)
  data.keepBalances(consentId, 'a', second, old)
  expect(data.listBalances(consentId, 'a').map(({ type }) => type)).toEqual(['ITAV', 'CLBD'])
  expect(store.all('select 1 from balance')).toHaveLength(4)
})

it('keeps equal balances of one answer', () => {
  replace(first, 'a')
  for (const fetched of [first, second]) {
    data.keepBalances(consentId, 'a', fetched, balances({}, {}))
    expect(data.listBalances(consentId).map(({ fetched: when }) => when)).toEqual([fetched, fetched])
  }
  expect(store.all('select 1 from balance')).toHaveLength(2)
})

it('finds nothing for an account that it does not know', () => {
  expect(data.listBalances(consentId, 'x')).toEqual([])
})
