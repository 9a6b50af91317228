import { expect, test } from 'vitest'
import { obstacleOf } from '../../../src/renderer/features/data/consent-standing.ts'
import { allowedKinds, fetchPlan } from '../../../src/renderer/features/data/fetch/fetch-plan.ts'
import type { AccountAccessConsent, Permission } from '../../../src/shared/model/account-access-consent.ts'

const accounts = [{ accountId: '1' }, { accountId: '2' }]
const everything: Permission[] = [
  'ReadAccountsDetail',
  'ReadBalances',
  'ReadTransactionsDetail',
  'ReadTransactionsCredits',
  'ReadTransactionsDebits',
]

test('everything of every account, the list first', () => {
  expect(fetchPlan(everything, accounts, null)).toEqual([
    { kind: 'accounts' },
    { kind: 'balances', accountId: '1' },
    { kind: 'transactions', accountId: '1' },
    { kind: 'balances', accountId: '2' },
    { kind: 'transactions', accountId: '2' },
  ])
})

test('one account', () => {
  expect(fetchPlan(everything, accounts, '2')).toEqual([
    { kind: 'accounts' },
    { kind: 'balances', accountId: '2' },
    { kind: 'transactions', accountId: '2' },
  ])
})

test.each<[Permission[], string[]]>([
  [['ReadAccountsBasic'], []],
  [['ReadAccountsBasic', 'ReadBalances'], ['balances']],
  [['ReadTransactionsBasic', 'ReadTransactionsCredits'], ['transactions']],
  [['ReadTransactionsDetail', 'ReadTransactionsDebits'], ['transactions']],
  [['ReadTransactionsDetail'], []],
  [['ReadTransactionsCredits', 'ReadTransactionsDebits'], []],
])('%j allows %j', (permissions, kinds) => {
  expect(allowedKinds(permissions)).toEqual(kinds)
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
