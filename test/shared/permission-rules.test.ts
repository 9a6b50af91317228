import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Permission, permission } from '../../src/shared/model/account-access-consent.ts'
import { allows, dataCalls, permissionClusters, permissionProblems } from '../../src/shared/permission-rules.ts'

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
