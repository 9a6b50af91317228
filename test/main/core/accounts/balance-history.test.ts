import { afterEach, beforeEach, expect, it } from 'vitest'
import { createAccountDataRepository } from '../../../../src/main/core/accounts/account-data-repository.ts'
import { processBalances } from '../../../../src/main/core/accounts/account-information-exchange.ts'
import { balanceHistory } from '../../../../src/main/core/accounts/balance-history.ts'
import { createTransactionRepository } from '../../../../src/main/core/accounts/transaction-repository.ts'
import type { Store } from '../../../../src/main/core/db/store.ts'
import {
  accountDataStore,
  balanceV4,
  consentId,
  otherConsentId,
  page,
  receivedTransactions,
  transactionV4,
} from '../../../support/account-data-samples.ts'

let store: Store
beforeEach(() => {
  store = accountDataStore()
})
afterEach(() => store.close())

const keepTransactions = (rows: Record<string, unknown>[], consent = consentId) =>
  createTransactionRepository(store).keep(consent, receivedTransactions(rows.map(transactionV4)))
const after = (amount: string, indicator = 'Credit') => ({
  Balance: { CreditDebitIndicator: indicator, Type: 'InterimBooked', Amount: { Amount: amount, Currency: 'GBP' } },
})
const history = () =>
  balanceHistory(store, consentId, '22289').map(({ dateTime, type, amount, origin }) => [dateTime, type, amount, origin])

it('holds every balance that the bank ever gave, oldest first', () => {
  const repository = createAccountDataRepository(store)
  for (const [day, amount] of [
    ['2026-04-06', '20.00'],
    ['2026-04-05', '10.00'],
  ]) {
    const balances = [balanceV4({ DateTime: `${day}T00:00:00Z`, Amount: { Amount: amount, Currency: 'GBP' } })]
    repository.keepBalances(consentId, '22289', '2026-04-07T00:00:00Z', processBalances(page('Balance', balances), '4.0', '22289').rows)
  }
  expect(history()).toEqual([
    ['2026-04-05T00:00:00Z', 'ITAV', '10.00', 'balance'],
    ['2026-04-06T00:00:00Z', 'ITAV', '20.00', 'balance'],
  ])
})

it('takes what the bank wrote beside the last booked transaction of each day', () => {
  keepTransactions([
    { TransactionId: 'pending', BookingDateTime: '2026-04-06T20:00:00Z', Status: 'PDNG', ...after('1') },
    // The bank sends the newest first; at one moment the first of them is the last.
    { TransactionId: 'last', BookingDateTime: '2026-04-06T12:00:00Z', ...after('50.25', 'Debit') },
    { TransactionId: 'same moment', BookingDateTime: '2026-04-06T12:00:00Z', ...after('2') },
    { TransactionId: 'earlier', BookingDateTime: '2026-04-06T11:00:00Z', ...after('3') },
    { TransactionId: 'day before', BookingDateTime: '2026-04-05T11:00:00Z', ...after('40') },
    { TransactionId: 'says nothing', BookingDateTime: '2026-04-04T11:00:00Z' },
    { TransactionId: 'says nonsense', BookingDateTime: '2026-04-03T11:00:00Z', Balance: { Type: 'ITBD', Amount: 5 } },
    { TransactionId: 'another account', AccountId: 'other', BookingDateTime: '2026-04-06T13:00:00Z', ...after('4') },
  ])
  keepTransactions([{ TransactionId: 'another consent', BookingDateTime: '2026-04-06T13:00:00Z', ...after('5') }], otherConsentId)
  expect(history()).toEqual([
    ['2026-04-05T11:00:00Z', 'ITBD', '40', 'transaction'],
    ['2026-04-06T12:00:00Z', 'ITBD', '-50.25', 'transaction'],
  ])
})
