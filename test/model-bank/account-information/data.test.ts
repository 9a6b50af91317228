// Accounts, balances and transactions: what a consent opens and what it keeps shut.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { accountIdsOf, balancesOf, findAccount, openingBalanceOf, transactionsOf } from '../../../src/model-bank/data/customers.ts'
import type { Item, TestBank } from '../../support/account-information.ts'
import { apiVersions, startTestBank } from '../../support/account-information.ts'

let bank: TestBank
beforeAll(async () => {
  bank = await startTestBank()
})
beforeEach(() => bank.setTime('2026-11-02T09:00:00Z'))
afterAll(() => bank.app.close())

const [current = '', savings = '', card = ''] = accountIdsOf('amelia')
const [empty = ''] = accountIdsOf('eira')

describe.each(apiVersions)('version %s', (version) => {
  const get = (path: string, token: string) => bank.call('GET', version, path, { token })
  /** Of every page. */
  const transactions = async (path: string, token: string): Promise<Item[]> => {
    const { json } = await get(path, token)
    if (!json) return []
    const { Next } = json.Links
    return [...json.Data.Transaction, ...(Next ? await transactions(Next, token) : [])]
  }
  const withPermissions = (...Permissions: string[]) => bank.authorised({ version, terms: { Permissions } })
  const code = (name: string, v4: string) => (version === '4.0' ? v4 : `UK.OBIE.${name}`)

  test('only the accounts that the customer chose are there', async () => {
    const { token } = await bank.authorised({ version, accountIds: [savings, card] })
    for (const [path, list] of [
      ['/accounts', 'Account'],
      ['/balances', 'Balance'],
      ['/transactions', 'Transaction'],
    ] as const) {
      const items = (await get(path, token)).json?.Data[list] ?? []
      expect(new Set(items.map(({ AccountId }) => AccountId))).toEqual(new Set([savings, card]))
    }
    expect((await get(`/accounts/${savings}`, token)).json?.Data.Account).toHaveLength(1)
    for (const accountId of [current, accountIdsOf('jordan')[0], 'no-such-account']) {
      for (const rest of ['', '/balances', '/transactions']) {
        const answer = await get(`/accounts/${accountId}${rest}`, token)
        expect([answer.status, answer.json?.Errors[0]?.ErrorCode]).toEqual([403, code('Resource.ConsentMismatch', 'U008')])
      }
    }
  })

  test.each([
    [['ReadAccountsBasic'], { '/accounts': 200, '/balances': 403, '/transactions': 403 }],
    [['ReadAccountsDetail', 'ReadBalances'], { '/accounts': 200, '/balances': 200, '/transactions': 403 }],
    [
      ['ReadAccountsBasic', 'ReadTransactionsBasic', 'ReadTransactionsCredits'],
      { '/accounts': 200, '/balances': 403, '/transactions': 200 },
    ],
  ])('with %j', async (permissions, expected) => {
    const { token } = await withPermissions(...permissions)
    for (const [path, status] of Object.entries(expected)) {
      expect([path, (await get(path, token)).status]).toEqual([path, status])
      const one = path === '/accounts' ? `/accounts/${current}` : `/accounts/${current}${path}`
      expect([one, (await get(one, token)).status]).toEqual([one, status])
    }
  })

  test('basic accounts have no identification; detailed ones have', async () => {
    const keys = async (permission: string) => {
      const { token } = await withPermissions(permission)
      return Object.keys((await get(`/accounts/${current}`, token)).json?.Data.Account[0] ?? {})
    }
    const detailOnly = ['Account', 'Servicer', ...(version === '4.0' ? ['StatementFrequencyAndFormat'] : [])]
    const basic = await keys('ReadAccountsBasic')
    expect(basic).toEqual(expect.arrayContaining(['AccountId', 'Currency', 'Nickname']))
    for (const key of detailOnly) expect(basic).not.toContain(key)
    expect(new Set(await keys('ReadAccountsDetail'))).toEqual(new Set([...basic, ...detailOnly]))
  })

  test('basic transactions have no detail elements; with both permissions the most detailed wins', async () => {
    const directions = ['ReadTransactionsCredits', 'ReadTransactionsDebits']
    const basic = await withPermissions('ReadAccountsBasic', 'ReadTransactionsBasic', ...directions)
    const detailOnly = [
      'TransactionInformation',
      'Balance',
      'MerchantDetails',
      'CreditorAccount',
      'CreditorAgent',
      'DebtorAccount',
      'DebtorAgent',
    ]
    for (const one of await transactions('/transactions', basic.token)) for (const key of detailOnly) expect(one).not.toHaveProperty(key)
    const both = await withPermissions('ReadAccountsBasic', 'ReadTransactionsBasic', 'ReadTransactionsDetail', ...directions)
    const detailed = await transactions(`/accounts/${current}/transactions`, both.token)
    const found = new Set(detailed.flatMap((one) => Object.keys(one)))
    for (const key of ['TransactionInformation', 'Balance', 'MerchantDetails', 'CreditorAccount', 'DebtorAccount'])
      expect(found).toContain(key)
  })

  test.each([
    ['ReadTransactionsCredits', 'Credit'],
    ['ReadTransactionsDebits', 'Debit'],
  ])('%s alone gives each %s, and nothing else', async (permission, indicator) => {
    const { token } = await withPermissions('ReadAccountsBasic', 'ReadTransactionsBasic', permission)
    const items = await transactions(`/accounts/${card}/transactions`, token)
    expect(new Set(items.map(({ CreditDebitIndicator }) => CreditDebitIndicator))).toEqual(new Set([indicator]))
    expect(items).toHaveLength(transactionsOf(card).filter(({ amount }) => amount < 0 === (indicator === 'Debit')).length)
  })

  test('card numbers are masked without ReadPAN', async () => {
    const number = findAccount(card)?.identifications[0]?.identification ?? ''
    const seen = async (...more: string[]) => {
      const { token } = await withPermissions('ReadAccountsDetail', 'ReadTransactionsDetail', 'ReadTransactionsDebits', ...more)
      return (await get('/accounts', token)).text + (await get(`/accounts/${card}/transactions`, token)).text
    }
    const masked = await seen()
    expect(masked).not.toContain(number)
    expect(masked).toContain(`**** **** **** ${number.slice(-4)}`)
    expect(await seen('ReadPAN')).toContain(number)
  })

  test('transactions keep within the consent’s period, whatever is asked for', async () => {
    const terms = { TransactionFromDateTime: '2026-03-01T00:00:00+00:00', TransactionToDateTime: '2026-03-31T23:59:59+00:00' }
    const { token } = await bank.authorised({ version, terms })
    const answer = await get(`/accounts/${current}/transactions?fromBookingDateTime=2025-01-01T00:00:00`, token)
    const dates = answer.json?.Data.Transaction.map(({ BookingDateTime }) => String(BookingDateTime)) ?? []
    expect(dates.length).toBeGreaterThan(10)
    for (const date of dates) expect(date).toMatch(/^2026-03/)
    expect(answer.json?.Meta).toMatchObject({ TotalPages: 1, FirstAvailableDateTime: dates.at(-1), LastAvailableDateTime: dates[0] })
    expect(await transactions('/transactions?fromBookingDateTime=2026-04-01T00:00:00', token)).toEqual([])
  })

  test('a consent that ends on a day includes what a filter by that day does', async () => {
    const { token: all } = await bank.authorised({ version })
    const last = transactionsOf(current)
      .map(({ booked }) => new Date(booked).toISOString().slice(0, 10))
      .toSorted()[200]
    const { token } = await bank.authorised({ version, terms: { TransactionToDateTime: last } })
    const path = `/accounts/${current}/transactions`
    const within = await transactions(path, token)
    expect(within).toEqual(await transactions(`${path}?toBookingDateTime=${last}`, all))
    expect(within.some(({ BookingDateTime }) => String(BookingDateTime).startsWith(`${last}`))).toBe(true)
  })

  test('booking filters include both ends, ignore offsets, and may be written in any ISO 8601 form', async () => {
    const { token } = await bank.authorised({ version })
    const [one] = transactionsOf(current).slice(40)
    const at = new Date(one?.booked ?? 0).toISOString().slice(0, 19)
    const ids = async (query: string) =>
      (await transactions(`/accounts/${current}/transactions?${query}`, token)).map(({ TransactionId }) => TransactionId)
    const plain = await ids(`fromBookingDateTime=${at}&toBookingDateTime=${at}`)
    expect(plain).toEqual([one?.transactionId])
    for (const offset of ['Z', '%2B05:00', '+05:00', '-0900', '.000']) {
      expect(await ids(`fromBookingDateTime=${at}${offset}&toBookingDateTime=${at}${offset}`)).toEqual(plain)
    }
    const onDay = at.slice(0, 10)
    const wholeDay = await ids(`fromBookingDateTime=${onDay}&toBookingDateTime=${onDay}`)
    expect(wholeDay).toEqual(
      transactionsOf(current)
        .filter(({ booked }) => new Date(booked).toISOString().startsWith(onDay))
        .map(({ transactionId }) => transactionId),
    )
  })

  test.each(['fromBookingDateTime=yesterday', 'toBookingDateTime=2026-02-30', 'toBookingDateTime='])('%s is refused', async (query) => {
    const { token } = await bank.authorised({ version })
    const answer = await get(`/transactions?${query}`, token)
    expect([answer.status, answer.json?.Errors[0]]).toMatchObject([
      400,
      { ErrorCode: code('Field.InvalidDate', 'U003'), Path: query.split('=')[0] },
    ])
  })

  test('a parameter that is there twice is refused, an unknown one is not', async () => {
    const { token } = await bank.authorised({ version })
    const twice = await get('/transactions?fromBookingDateTime=2026-01-01&fromBookingDateTime=2026-02-01', token)
    expect([twice.status, twice.json?.Errors[0]?.Path]).toEqual([400, 'fromBookingDateTime'])
    expect((await get('/transactions?other=1', token)).status).toBe(200)
  })

  test('an empty account is there, has balances of zero, and an empty list of transactions', async () => {
    const { token } = await bank.authorised({ version, customer: 'eira', accountIds: [empty] })
    expect((await get('/accounts', token)).json?.Data.Account).toHaveLength(1)
    const balances = (await get('/balances', token)).json?.Data.Balance ?? []
    expect(new Set(balances.map(({ Amount }) => (Amount as Item).Amount))).toEqual(new Set(['0.00']))
    const answer = await get(`/accounts/${empty}/transactions`, token)
    expect([answer.status, answer.json?.Data, answer.json?.Meta]).toEqual([200, { Transaction: [] }, { TotalPages: 1 }])
  })

  test('names with every letter arrive as they are', async () => {
    const { token } = await bank.authorised({ version, customer: 'eira' })
    const [, account] = (await get('/accounts', token)).json?.Data.Account ?? []
    expect(account?.Nickname).toBe('Cŵn & Cathod — Σπίτι, Дім, 家')
    expect((await get('/transactions', token)).text).toContain('東京ラーメン 本店')
  })

  test('balances agree with the transactions', async () => {
    const { token } = await bank.authorised({ version })
    const signed = ({ CreditDebitIndicator, Amount }: Item) => Number((Amount as Item).Amount) * (CreditDebitIndicator === 'Debit' ? -1 : 1)
    const types = { '3.1': ['InterimAvailable', 'InterimBooked', 'ClosingBooked'], '4.0': ['ITAV', 'ITBD', 'CLBD'] }[version]
    for (const accountId of [savings, card]) {
      const balances = (await get(`/accounts/${accountId}/balances`, token)).json?.Data.Balance ?? []
      expect(balances.map(({ Type }) => Type)).toEqual(types)
      const items = await transactions(`/accounts/${accountId}/transactions`, token)
      const total = items.reduce((sum, item) => sum + signed(item), openingBalanceOf(accountId) / 100)
      expect(signed(balances[0] ?? {})).toBeCloseTo(total, 2)
      expect(signed(balances[0] ?? {}) * 100).toBeCloseTo(balancesOf(accountId)[0]?.amount ?? Number.NaN, 0)
    }
  })

  test('a consent that is not authorised, has expired, or is another client’s opens nothing', async () => {
    const { consentId, token } = await bank.authorised({ version, terms: { ExpirationDateTime: '2026-12-01T00:00:00Z' } })
    const waiting = bank.consents.create('tpp-1', version, {
      permissions: ['ReadAccountsBasic'],
      expires: null,
      transactionFrom: null,
      transactionTo: null,
    })
    const rejected = bank.consents.create('tpp-1', version, {
      permissions: ['ReadAccountsBasic'],
      expires: null,
      transactionFrom: null,
      transactionTo: null,
    })
    bank.consents.reject(rejected.consentId)
    const shut = code('Resource.InvalidConsentStatus', 'U009')
    for (const bearer of [`consent:${waiting.consentId}`, `consent:${rejected.consentId}`, `stranger:${consentId}`]) {
      const answer = await get('/accounts', bearer)
      expect([answer.status, answer.json?.Errors[0]?.ErrorCode]).toEqual([403, shut])
    }
    bank.setTime('2026-12-01T00:00:00Z')
    const expired = await get('/accounts', token)
    expect([expired.status, expired.json?.Errors[0]?.ErrorCode]).toEqual(version === '4.0' ? [401, 'TKXP'] : [403, shut])
  })
})

test('the two versions tell the same in their own words', async () => {
  const { token } = await bank.authorised({ version: '3.1' })
  const both = async (path: string) =>
    [await bank.call('GET', '3.1', path, { token }), await bank.call('GET', '4.0', path, { token })] as const
  const [oldAccounts, newAccounts] = await both('/accounts')
  expect(oldAccounts.json?.Data.Account.map((one) => [one.AccountType, one.AccountSubType])).toEqual([
    ['Personal', 'CurrentAccount'],
    ['Personal', 'Savings'],
    ['Personal', 'CreditCard'],
  ])
  expect(newAccounts.json?.Data.Account.map((one) => [one.Currency, one.AccountCategory, one.AccountTypeCode])).toEqual([
    ['GBP', 'Personal', 'CACC'],
    ['GBP', 'Personal', 'SVGS'],
    ['GBP', 'Personal', 'CARD'],
  ])
  const [oldTransactions, newTransactions] = await both('/transactions')
  const words: Record<string, string> = { Booked: 'BOOK', Pending: 'PDNG' }
  const facts = (one: Item) => [one.TransactionId, one.Amount, one.CreditDebitIndicator, one.BookingDateTime]
  expect(newTransactions.json?.Data.Transaction.map(facts)).toEqual(oldTransactions.json?.Data.Transaction.map(facts))
  const statuses = oldTransactions.json?.Data.Transaction.map(({ Status }) => words[String(Status)])
  expect(newTransactions.json?.Data.Transaction.map(({ Status }) => Status)).toEqual(statuses)
  expect(new Set(statuses)).toEqual(new Set(['BOOK', 'PDNG']))
})
