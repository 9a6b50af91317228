import { expect, test } from 'vitest'
import { obstacleOf } from '../../../src/renderer/features/data/consent-standing.ts'
import { type AllowedData, allowedData, fetchPlan } from '../../../src/renderer/features/data/fetch/fetch-plan.ts'
import { type AllowedCalls, listCalls } from '../../../src/renderer/features/data/fetch/list-calls.ts'
import type { AccountAccessConsent, Permission } from '../../../src/shared/model/account-access-consent.ts'
import { additionalCalls, allows, bulkCalls, type DataCall, dataCalls } from '../../../src/shared/permission-rules.ts'

const accounts = [{ accountId: '1' }, { accountId: '2' }]
const allowed: AllowedData = { kinds: ['balances', 'transactions'], records: ['offers', 'parties'] }

test('everything of every account, the list first, then each other kind of data in one step', () => {
  expect(fetchPlan(allowed, accounts, null)).toEqual([
    { kind: 'accounts' },
    { kind: 'balances', accountId: '1' },
    { kind: 'transactions', accountId: '1' },
    { kind: 'balances', accountId: '2' },
    { kind: 'transactions', accountId: '2' },
    { kind: 'records', resource: 'offers', accountId: null },
    { kind: 'records', resource: 'parties', accountId: null },
  ])
})

test('one account', () => {
  expect(fetchPlan(allowed, accounts, '2')).toEqual([
    { kind: 'accounts' },
    { kind: 'balances', accountId: '2' },
    { kind: 'transactions', accountId: '2' },
    { kind: 'records', resource: 'offers', accountId: '2' },
    { kind: 'records', resource: 'parties', accountId: '2' },
  ])
})

test('nothing but the list while no account is known', () => {
  expect(fetchPlan(allowed, [], null)).toEqual([{ kind: 'accounts' }])
})

const call = (resource: AllowedCalls[number]['resource'], isAllowed: boolean, bulk = false): AllowedCalls[number] => ({
  resource,
  path: `/${resource}`,
  bulk,
  allowed: isAllowed,
  reason: isAllowed ? null : 'The consent has no permission for it',
})

test.each<[AllowedCalls, ReturnType<typeof allowedData>]>([
  [[], { kinds: [], records: [] }],
  [[call('accounts', true)], { kinds: [], records: [] }],
  [[call('transactions', true), call('balances', true)], { kinds: ['balances', 'transactions'], records: [] }],
  [[call('balances', false), call('offers', false), call('products', true)], { kinds: [], records: ['products'] }],
  // One way to it is enough, and it is fetched once.
  [[call('parties', true), call('parties', true), call('parties', false, true)], { kinds: [], records: ['parties'] }],
])('%j allows %j', (calls, data) => {
  expect(allowedData(calls)).toEqual(data)
})

/** As the core tells it of a bank that has everything in the standard, and pots. */
const callsFor = (...permissions: Permission[]): AllowedCalls => {
  const told = (call: DataCall, bulk: boolean): AllowedCalls[number] => {
    const may = allows(permissions, call)
    return { resource: call.resource, path: call.path, bulk, allowed: may, reason: may ? null : 'The consent lacks it' }
  }
  const bulk = [...bulkCalls, additionalCalls.pots]
  return [...dataCalls.map((one) => told(one, false)), ...bulk.map((one) => told(one, true))]
}
const pathsOf = (calls: AllowedCalls) => calls.map(({ path, allowed }) => [path, allowed])

test('the transactions of a statement are no list of statements', () => {
  const calls = callsFor('ReadAccountsDetail', 'ReadTransactionsDetail', 'ReadTransactionsCredits', 'ReadTransactionsDebits')
  expect(allowedData(calls)).toEqual({ kinds: ['transactions'], records: [] })
  expect(pathsOf(listCalls(calls, 'statements'))).toEqual([['/accounts/{AccountId}/statements', false]])
})

test('the customer alone is a list of parties, and the refused others are told beside it', () => {
  const calls = callsFor('ReadAccountsDetail', 'ReadPartyPSU')
  expect(allowedData(calls)).toEqual({ kinds: [], records: ['parties'] })
  expect(pathsOf(listCalls(calls, 'parties'))).toEqual([
    ['/accounts/{AccountId}/parties', false],
    ['/accounts/{AccountId}/party', false],
    ['/party', true],
  ])
})

test('a call for every account counts where there is none for one', () => {
  const calls = callsFor('ReadAccountsDetail', 'ReadBalances')
  expect(allowedData(calls)).toEqual({ kinds: ['balances'], records: ['pots'] })
  expect(pathsOf(listCalls(callsFor('ReadAccountsDetail'), 'pots'))).toEqual([['/pots', false]])
})

const now = Date.parse('2026-04-05T12:00:00Z')
const [before, after] = ['2026-04-05T11:00:00Z', '2026-04-05T13:00:00Z']
const tokens = { scope: 'accounts', obtained: before, accessTokenExpires: after, refreshable: true, refreshTokenExpires: null }
const good = { state: 'created', status: 'authorised', expirationDateTime: null, tokens } as const

test.each<[string, Partial<AccountAccessConsent>, ReturnType<typeof obstacleOf>]>([
  ['authorised', {}, null],
  ['a status that the bank invented', { status: 'unknown' }, null],
  ['its creation not confirmed', { state: 'creating' }, 'unfinished'],
  ['its deletion not confirmed', { state: 'deleting' }, 'unfinished'],
  ['not authorised yet', { status: 'awaitingAuthorisation' }, 'awaitingAuthorisation'],
  ['rejected', { status: 'rejected', tokens: null }, 'rejected'],
  ['revoked', { status: 'revoked' }, 'revoked'],
  ['past its end', { expirationDateTime: before }, 'expired'],
  ['before its end', { expirationDateTime: after }, null],
  ['without tokens', { tokens: null }, 'noTokens'],
  ['an old access token that can be renewed', { tokens: { ...tokens, accessTokenExpires: before } }, null],
  ['an old access token that cannot', { tokens: { ...tokens, accessTokenExpires: before, refreshable: false } }, 'tokenExpired'],
  ['both tokens old', { tokens: { ...tokens, accessTokenExpires: before, refreshTokenExpires: before } }, 'tokenExpired'],
])('%s', (_what, fields, obstacle) => {
  expect(obstacleOf({ ...good, ...fields }, now)).toBe(obstacle)
})
