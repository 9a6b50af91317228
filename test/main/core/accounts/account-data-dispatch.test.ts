// What is read from the local copy, through the contract, of a customer of the model bank.

import { describe, expect, test } from 'vitest'
import type { Transaction } from '../../../../src/shared/model/account-data.ts'
import { shareTestApp, startTestApp } from '../../../support/app.ts'

let accountAccessConsentId = ''
const shared = shareTestApp(async ({ call }) => {
  accountAccessConsentId = (await call('walkthrough.run', {})).accountAccessConsentId ?? ''
})

const everything = async (): Promise<Transaction[]> =>
  (await shared().call('transaction.list', { accountAccessConsentId, limit: 1000 })).items
const units = (amount: string | null): bigint => {
  const [whole = '', decimals = ''] = (amount ?? '').split('.')
  return BigInt(whole + decimals.padEnd(5, '0'))
}
const sum = (rows: readonly Transaction[]): bigint => rows.reduce((all, { amount }) => all + units(amount), 0n)

test('transaction.summary adds up what transaction.list lists', async () => {
  const rows = await everything()
  const summary = await shared().call('transaction.summary', { accountAccessConsentId })
  expect(summary.count).toBe(rows.length)
  expect(units(summary.currencies[0]?.net ?? '')).toBe(sum(rows.filter(({ currency }) => currency === summary.currencies[0]?.currency)))
  const debits = await shared().call('transaction.summary', { accountAccessConsentId, direction: 'debit' })
  expect(debits.count).toBe(rows.filter(({ amount }) => amount?.startsWith('-')).length)
  expect(debits.currencies[0]?.credits).toBe('0.00')
})

test('transaction.list sorts and filters', async () => {
  const rows = await everything()
  const listed = async (fields: object) =>
    (await shared().call('transaction.list', { accountAccessConsentId, limit: 1000, ...fields })).items
  const highest = await listed({ order: 'highestFirst' })
  expect(highest.map(({ amount }) => units(amount))).toEqual(
    rows.map(({ amount }) => units(amount)).toSorted((a, b) => (a < b ? 1 : a > b ? -1 : 0)),
  )
  expect((await listed({ direction: 'credit' })).length + (await listed({ direction: 'debit' })).length).toBe(rows.length)
  expect(await listed({ statuses: ['PDNG'] })).toEqual(rows.filter(({ status }) => status === 'PDNG'))
})

test('transaction.export writes what passes the filter', async () => {
  const filter = { accountAccessConsentId, direction: 'debit', order: 'oldestFirst' } as const
  const rows = (await shared().call('transaction.list', { ...filter, limit: 1000 })).items
  const json = await shared().call('transaction.export', { ...filter, format: 'json' })
  expect(json.count).toBe(rows.length)
  expect(JSON.parse(json.text)).toEqual({ items: rows, total: rows.length })
  const csv = await shared().call('transaction.export', { ...filter, format: 'csv' })
  expect(csv.text.split('\r\n')).toHaveLength(rows.length + 2)
  const empty = await shared().call('transaction.export', { ...filter, text: 'no such words', format: 'json' })
  expect([empty.count, JSON.parse(empty.text)]).toEqual([0, { items: [], total: 0 }])
})

test('balance.history has the balances of today and those that were written beside transactions', async () => {
  const { call } = shared()
  const { items: accounts } = await call('account.list', { accountAccessConsentId })
  for (const { accountId } of accounts) {
    const { items } = await call('balance.history', { accountAccessConsentId, accountId })
    const balances = (await call('balance.list', { accountAccessConsentId, accountId })).items
    expect(items.filter(({ origin }) => origin === 'balance')).toHaveLength(balances.length)
    const days = items.filter(({ origin }) => origin === 'transaction').map(({ dateTime }) => dateTime.slice(0, 10))
    expect(days.length).toBeGreaterThan(5)
    expect(new Set(days).size).toBe(days.length)
    expect(items.map(({ dateTime }) => Date.parse(dateTime))).toEqual(
      items.map(({ dateTime }) => Date.parse(dateTime)).toSorted((a, b) => a - b),
    )
  }
})

test.each(['transaction.summary', 'transaction.export', 'balance.history'] as const)(
  '%s refuses a consent that is not there',
  async (method) => {
    const unknown = {
      accountAccessConsentId: crypto.randomUUID(),
      accountId: '1',
      ...(method === 'transaction.export' && { format: 'csv' }),
    }
    expect(await shared().app.handle(method, unknown)).toMatchObject({
      ok: false,
      error: { code: 'NOT_FOUND', field: 'accountAccessConsentId' },
    })
  },
)

test.each([
  ['transaction.list', { order: 'sideways' }, 'order'],
  ['transaction.list', { minimumSize: '-1' }, 'minimumSize'],
  ['transaction.summary', { statuses: [] }, 'statuses'],
  ['transaction.summary', { limit: 1 }, 'limit'],
  ['transaction.export', { format: 'xlsx' }, 'format'],
] as const)('%s refuses %j', async (method, fields, field) => {
  const reply = await shared().app.handle(method, { accountAccessConsentId, ...fields })
  expect(reply).toMatchObject({ ok: false, error: { code: 'INVALID_INPUT' } })
  expect(JSON.stringify(reply)).toContain(`"${field}"`)
})

test('account.cancelFetch ends the fetches of one consent, and what came before stays', async () => {
  const { call, app, banks } = await startTestApp()
  const { accountAccessConsentId: id } = await call('walkthrough.run', { customer: 'atlas' })
  const consent = { accountAccessConsentId: id ?? '' }
  expect(await call('account.cancelFetch', consent)).toEqual({ cancelled: 0 })
  const { total } = await call('transaction.list', { ...consent, limit: 1 })
  const fetching = app.dispatch('transaction.list', { ...consent, source: 'bank' })
  expect(await call('account.cancelFetch', { accountAccessConsentId: crypto.randomUUID() })).toEqual({ cancelled: 0 })
  expect(await call('account.cancelFetch', consent)).toEqual({ cancelled: 1 })
  expect(await fetching).toMatchObject({ ok: false, error: { code: 'CANCELLED' } })
  expect((await call('transaction.list', { ...consent, limit: 1 })).total).toBe(total)
  expect(banks).toHaveLength(1)
})

describe('one call about every account, and one account by itself', () => {
  const calls = async (path: RegExp) => {
    const { items } = await shared().call('requestLog.list', { limit: 500 })
    return items.filter(({ url }) => path.test(new URL(url).pathname)).length
  }

  test('balances in one call are those of each account', async () => {
    const { call } = shared()
    const before = (await call('balance.list', { accountAccessConsentId })).items
    const [asked, perAccount] = [await calls(/aisp\/balances$/), await calls(/accounts\/[^/]+\/balances$/)]
    const { items } = await call('balance.list', { accountAccessConsentId, source: 'bank', bulk: true })
    const known = ({ accountId, type, amount }: (typeof items)[number]) => `${accountId} ${type} ${amount}`
    expect(items.map(known)).toEqual(before.map(known))
    expect([await calls(/aisp\/balances$/), await calls(/accounts\/[^/]+\/balances$/)]).toEqual([asked + 1, perAccount])
  })

  test('transactions in one call, page after page, are those of each account', async () => {
    const { call } = shared()
    const rows = await everything()
    const fetched = await call('transaction.list', { accountAccessConsentId, source: 'bank', bulk: true, limit: 1000 })
    expect(fetched.items).toEqual(rows)
    expect(await calls(/aisp\/transactions$/)).toBe(Math.ceil(rows.length / 100))
  })

  test('one account is read anew and keeps its place', async () => {
    const { call } = shared()
    const { items } = await call('account.list', { accountAccessConsentId })
    const second = items[1]
    const read = await call('account.list', { accountAccessConsentId, accountId: second?.accountId ?? '', source: 'bank' })
    expect(read.items).toEqual([{ ...second, fetched: expect.any(String) }])
    expect((await call('account.list', { accountAccessConsentId })).items.map(({ accountId }) => accountId)).toEqual(
      items.map(({ accountId }) => accountId),
    )
    expect(await calls(/aisp\/accounts\/[^/]+$/)).toBe(1)
  })

  test('a call about every account names none, and is made at the bank', async () => {
    for (const input of [{ accountId: '1', source: 'bank' }, { source: 'local' }] as const) {
      const asked = { accountAccessConsentId, bulk: true, ...input }
      expect(await shared().refused('balance.list', asked)).toMatchObject({ code: 'INVALID_INPUT', field: 'bulk' })
      expect(await shared().refused('transaction.list', asked)).toMatchObject({ code: 'INVALID_INPUT', field: 'bulk' })
    }
  })
})
