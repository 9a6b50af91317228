import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Permission, permission } from '../../src/shared/model/account-access-consent.ts'
import {
  additionalCalls,
  allows,
  bulkCalls,
  type CallConditions,
  callRefusal,
  consentEnd,
  dataCalls,
  permissionClusters,
  permissionProblems,
} from '../../src/shared/permission-rules.ts'

const all = permission.options
const subsets = fc.subarray([...all])

describe('permissionProblems', () => {
  test.each<[string, Permission[], number]>([
    ['nothing', [], 1],
    ['no accounts', ['ReadBalances'], 1],
    ['content without a direction', ['ReadAccountsBasic', 'ReadTransactionsDetail'], 1],
    ['a direction without content', ['ReadAccountsBasic', 'ReadTransactionsCredits'], 1],
    ['two at once', ['ReadTransactionsBasic'], 2],
    ['accounts alone', ['ReadAccountsBasic'], 0],
    ['basic and detailed together', ['ReadAccountsBasic', 'ReadAccountsDetail'], 0],
    ['everything', [...all], 0],
  ])('%s', (_, permissions, count) => expect(permissionProblems(permissions)).toHaveLength(count))

  test('any of the permissions it names puts that problem right', () =>
    fc.assert(
      fc.property(subsets, (permissions) => {
        for (const { message, add } of permissionProblems(permissions)) {
          for (const one of add) {
            expect(permissions).not.toContain(one)
            expect(permissionProblems([...permissions, one]).map((problem) => problem.message)).not.toContain(message)
          }
        }
      }),
    ))
})

describe('clusters and calls', () => {
  test('every permission is in one cluster', () => {
    const listed = permissionClusters.flatMap(({ permissions }) => permissions)
    expect(listed.toSorted()).toEqual([...all].toSorted())
  })

  test('more permissions never allow less, and all of them allow everything', () => {
    expect(dataCalls.filter((dataCall) => !allows(all, dataCall))).toEqual([])
    fc.assert(
      fc.property(subsets, fc.constantFrom(...all), (permissions, more) => {
        for (const dataCall of dataCalls) {
          if (allows(permissions, dataCall)) expect(allows([...permissions, more], dataCall)).toBe(true)
        }
      }),
    )
  })

  test('transactions need both what they show and which way they go', () => {
    const transactions = dataCalls.filter(({ path }) => path === '/accounts/{AccountId}/transactions')
    expect(transactions).toHaveLength(1)
    for (const dataCall of transactions) {
      expect(allows(['ReadTransactionsDetail'], dataCall)).toBe(false)
      expect(allows(['ReadTransactionsDetail', 'ReadTransactionsDebits'], dataCall)).toBe(true)
    }
  })
})

describe('callRefusal', () => {
  const tokens = { scope: 'accounts', obtained: '', accessTokenExpires: null, refreshable: true, refreshTokenExpires: null }
  const consent: CallConditions['consent'] = { permissions: [...all], status: 'authorised', expirationDateTime: null, tokens }
  const bank: CallConditions['bank'] = { unsupportedCalls: [], unsupportedPermissions: [], additionalCalls: [] }
  const now = new Date('2026-04-05T10:00:00Z')
  const refusal = (path: string, changes: { consent?: Partial<typeof consent>; bank?: Partial<NonNullable<typeof bank>> | null } = {}) => {
    const call = [...dataCalls, ...bulkCalls, additionalCalls.pots].find((one) => one.path === path)
    if (!call) throw new Error(`There is no ${path}`)
    return callRefusal(call, {
      consent: { ...consent, ...changes.consent },
      bank: changes.bank === null ? null : { ...bank, ...changes.bank },
      now,
    })
  }

  test('is null for every call of an authorised consent with every permission', () => {
    for (const { path } of [...dataCalls, ...bulkCalls, additionalCalls.pots]) expect(refusal(path)).toBeNull()
  })

  test.each<[string, Parameters<typeof refusal>[1], string]>([
    ['/offers', { consent: { permissions: ['ReadAccountsBasic'] } }, 'The consent lacks ReadOffers'],
    [
      '/transactions',
      { consent: { permissions: ['ReadTransactionsBasic'] } },
      'The consent lacks ReadTransactionsCredits or ReadTransactionsDebits',
    ],
    [
      '/accounts/{AccountId}/statements/{StatementId}/file',
      { consent: { permissions: ['ReadStatementsBasic'] } },
      'The consent lacks ReadStatementsDetail',
    ],
    [
      '/party',
      { consent: { permissions: [] }, bank: { unsupportedPermissions: ['ReadPartyPSU'] } },
      'The bank does not support ReadPartyPSU',
    ],
    ['/party', { bank: { unsupportedCalls: ['/party'] } }, 'The bank does not offer this call'],
    ['/accounts', { bank: null }, 'The bank offers no account information'],
    ['/accounts', { consent: { tokens: null } }, 'The customer has not authorised the consent'],
    ['/accounts', { consent: { status: 'awaitingAuthorisation' } }, 'The customer has not authorised the consent'],
    ['/accounts', { consent: { status: 'rejected' } }, 'The customer refused the consent'],
    ['/accounts', { consent: { status: 'revoked' } }, 'The consent was revoked'],
    ['/accounts', { consent: { status: 'cancelled' } }, 'The consent was cancelled at the bank'],
    ['/accounts', { consent: { status: 'expired' } }, 'The consent has expired'],
    ['/accounts', { consent: { expirationDateTime: '2026-04-05T11:00:00+01:00' } }, 'The consent has expired'],
  ])('%s, %j: %s', (path, changes, reason) => expect(refusal(path, changes)).toBe(reason))

  test('a consent that expires later is not refused', () =>
    expect(refusal('/accounts', { consent: { expirationDateTime: '2026-04-05T11:00:01+01:00' } })).toBeNull())

  test('one that was cancelled at the bank can be authorised again; one that is over cannot', () => {
    const end = (status: 'cancelled' | 'awaitingAuthorisation' | 'rejected') => consentEnd({ status, expirationDateTime: null }, new Date())
    expect([end('cancelled'), end('awaitingAuthorisation')]).toEqual([null, null])
    expect(end('rejected')).toBe('The customer refused the consent')
  })

  test('a call for every account needs what the call for one needs', () => {
    for (const { resource, needs } of bulkCalls) expect(dataCalls.find((call) => call.resource === resource)?.needs).toEqual(needs)
  })
})
