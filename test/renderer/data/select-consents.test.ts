import { expect, test } from 'vitest'
import { selectConsents } from '../../../src/renderer/features/data/select-consents.ts'
import type { ConsentData } from '../../../src/renderer/features/data/use-consents.ts'
import type { AccountAccessConsent } from '../../../src/shared/model/account-access-consent.ts'
import type { Account } from '../../../src/shared/model/account-data.ts'
import { type BankProfile, bankProfileFields } from '../../../src/shared/model/bank-profile.ts'

const consent = (id: string): AccountAccessConsent => ({
  ...{ id, created: '2026-01-01T00:00:00Z', bankRegistrationId: 'r', reference: null, apiVersion: '4.0', consentId: null },
  ...{ state: 'created', status: 'authorised', externalStatus: null, statusUpdated: null, permissions: [], expirationDateTime: null },
  ...{ transactionFromDateTime: null, transactionToDateTime: null, tokens: null, reconfirmation: null, readyFrom: null, warnings: [] },
})
const account = (name: string, identification: string): Account => ({
  ...{ accountId: name, accountAccessConsentId: 'c', apiVersion: '4.0', fetched: '2026-01-01T00:00:00Z', name, currency: 'GBP' },
  ...{ type: 'CACC', category: null, status: null, original: {} },
  identifications: [{ scheme: 'UK.OBIE.SortCodeAccountNumber', identification, name: null }],
})
const bank = (name: string, environment: BankProfile['environment']): BankProfile => ({
  ...bankProfileFields.parse({
    ...{ name, displayName: name, environment, issuer: 'https://bank.example', registration: { dcr: true } },
    accountInformation: { baseUrls: {}, defaultVersion: '4.0' },
  }),
  ...{ id: name, created: '2026-01-01T00:00:00Z', builtIn: false, overrides: null, needs: [], sources: [] },
})
const data = (name: string, of: BankProfile | undefined, accounts: Account[]): ConsentData => ({
  ...{ consent: consent(name), bank: of, name, accounts, balances: [], loading: false, error: undefined },
})

const items = () => [
  data('one', undefined, [account('Bills', '20304012345678'), account('Savings', '20304087654321')]),
  data('two', bank('Far', 'sandbox'), []),
]

test('another environment’s consents are counted, and not shown', () => {
  const { consents, hidden } = selectConsents(items(), 'modelBank', '')
  expect([consents.map(({ name }) => name), hidden]).toEqual([['one'], 1])
})

test('every account, and consents that have none', () => {
  const { consents, hidden } = selectConsents(items(), 'all', '')
  expect([consents.map(({ name, shown }) => [name, shown.length]), hidden]).toEqual([
    [
      ['one', 2],
      ['two', 0],
    ],
    0,
  ])
})

test.each([
  ['bills', [['one', ['Bills']]]],
  ['20-30-40 8765', [['one', ['Savings']]]],
  ['20304012', [['one', ['Bills']]]],
  ['TWO', [['two', []]]],
  ['far', [['two', []]]],
  ['one savings', [['one', ['Savings']]]],
  ['nothing like it', []],
])('%j finds %j', (query, found) => {
  expect(selectConsents(items(), 'all', query).consents.map(({ name, shown }) => [name, shown.map((one) => one.name)])).toEqual(found)
})
