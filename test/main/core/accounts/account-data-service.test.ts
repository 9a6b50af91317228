import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { DiagnosticsChannel } from 'undici'
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { type AccountDataService, createAccountDataService } from '../../../../src/main/core/accounts/account-data-service.ts'
import type { Store } from '../../../../src/main/core/db/store.ts'
import type { AppEvent } from '../../../../src/shared/events.ts'
import { listTransactionsInput, transactions } from '../../../../src/shared/model/account-data.ts'
import { type AccountBank, type Answered, type Asked, consentsOf, startAccountBank } from '../../../support/account-bank.ts'
import { accountDataCore } from '../../../support/account-data-core.ts'
import {
  accountDataStore,
  accountV3,
  accountV4,
  balanceV4,
  consentId,
  page,
  transactionV4,
  watchStore,
} from '../../../support/account-data-samples.ts'
import { appErrorOf } from '../../../support/bank-answer.ts'

let store: Store
let bank: AccountBank
let service: AccountDataService
let answer: (asked: Asked) => Answered | Promise<Answered>
let events: AppEvent[]
const clock = { now: () => new Date('2026-04-05T10:00:00Z') }

beforeEach(async () => {
  store = accountDataStore()
  bank = await startAccountBank((asked) => answer(asked))
  use(consentsOf(bank))
})
afterEach(async () => {
  await bank.close()
  store.close()
})

function use(consents: ReturnType<typeof consentsOf>) {
  events = []
  service = createAccountDataService(accountDataCore({ store, bank: bank.client, consents, clock, emit: (event) => events.push(event) }))
}

const fromBank = { accountAccessConsentId: consentId, source: 'bank' as const }
const local = { accountAccessConsentId: consentId, source: 'local' as const }
const transactionInput = (fields: object = {}) => listTransactionsInput.parse({ ...fromBank, ...fields })
const rows = (from: number, to: number, AccountId = '22289') =>
  Array.from({ length: to - from }, (_, index) => transactionV4({ AccountId, TransactionId: `t${from + index}` }))
const paths = () => bank.asked.map(({ path }) => path)
/** Answers by path; anything else is 404. */
const answers = (table: Record<string, Answered>) => {
  answer = ({ path }) => table[path] ?? { status: 404 }
}
/** But for Links.Self, which a page of these tests has of another bank. */
const warned = () =>
  store
    .all<{ path: string; message: string }>("select path, message from conformance_warning where path <> '$.Links.Self'")
    .map(({ path, message }) => `${path} ${message}`)
const kept = () => store.get<{ n: number }>('select count(*) as n from account_transaction')?.n

describe('account.list', () => {
  it.each([
    ['3.1', accountV3()],
    ['4.0', accountV4()],
  ] as const)('fetches and keeps the accounts of version %s', async (apiVersion, original) => {
    use(consentsOf(bank, { apiVersion }))
    answers({ '/accounts': { body: page('Account', [original]) } })
    const expected = {
      items: [expect.objectContaining({ accountId: '22289', type: 'CACC', apiVersion, fetched: '2026-04-05T10:00:00.000Z', original })],
    }
    expect(await service.listAccounts(fromBank)).toEqual(expected)
    expect(await service.listAccounts(local)).toEqual(expected)
    expect(paths()).toEqual(['/accounts'])
    expect(events).toEqual([{ type: 'changed', aggregate: 'account', id: consentId }])
  })

  it('reads every page before it replaces the list', async () => {
    answers({
      '/accounts': { body: page('Account', [accountV4({ AccountId: '1' })], { Next: `${bank.baseUrl}/accounts?p=2` }) },
      '/accounts?p=2': { body: page('Account', [accountV4({ AccountId: '2' })]) },
    })
    expect((await service.listAccounts(fromBank)).items.map(({ accountId }) => accountId)).toEqual(['1', '2'])
    answers({
      '/accounts': { body: page('Account', [accountV4({ AccountId: '3' })], { Next: `${bank.baseUrl}/accounts?p=2` }) },
      '/accounts?p=2': { status: 503 },
    })
    expect((await appErrorOf(() => service.listAccounts(fromBank))).code).toBe('BANK_ERROR_RESPONSE')
    expect((await service.listAccounts(local)).items.map(({ accountId }) => accountId)).toEqual(['1', '2'])
  })

  it('keeps the accounts that came before a Links.Next that is refused, and removes none', async () => {
    answers({ '/accounts': { body: page('Account', [accountV4({ AccountId: '1' }), accountV4({ AccountId: '2' })]) } })
    await service.listAccounts(fromBank)
    const renewed = [accountV4({ AccountId: '3' }), accountV4({ AccountId: '2', Nickname: 'Renamed' })]
    answers({ '/accounts': { body: page('Account', renewed, { Next: 'https://evil.example/accounts' }) } })
    const error = await appErrorOf(() => service.listAccounts(fromBank))
    expect(error).toMatchObject({ code: 'BANK_INVALID_RESPONSE', details: { issues: [{ path: 'Links.Next' }] } })
    const { items } = await service.listAccounts(local)
    expect(items.map(({ accountId, name }) => `${accountId} ${name}`)).toEqual(['1 Bills', '2 Renamed', '3 Bills'])
    expect(warned()).toEqual([`$.Links.Next is not an address below ${bank.baseUrl}`])
  })

  it('sends the token and the run, and no Content-Type', async () => {
    answers({ '/accounts': { body: page('Account', []) } })
    await service.listAccounts(fromBank, { runId: '7d1f0d4e-0000-4000-8000-0000000000aa' })
    expect(bank.asked[0]).toMatchObject({
      token: 'token-1',
      headers: { accept: 'application/json', 'x-fapi-interaction-id': expect.any(String) },
    })
    expect(bank.asked[0]?.headers).not.toHaveProperty('content-type')
    expect([...bank.recorded.values()]).toEqual([
      { step: 'accounts.list', runId: '7d1f0d4e-0000-4000-8000-0000000000aa', url: `${bank.baseUrl}/accounts` },
    ])
  })
})

describe('balance.list', () => {
  it('fetches the accounts first when none are known, then the balances of each', async () => {
    answers({
      '/accounts': { body: page('Account', [accountV4({ AccountId: '1' }), accountV4({ AccountId: '2' })]) },
      '/accounts/1/balances': { body: page('Balance', [balanceV4({ AccountId: '1' })]) },
      '/accounts/2/balances': {
        body: page('Balance', [balanceV4({ AccountId: '2', Type: 'InterimBooked', CreditDebitIndicator: 'Debit' })]),
      },
    })
    const { items } = await service.listBalances(fromBank)
    expect(items.map(({ accountId, type, amount }) => [accountId, type, amount])).toEqual([
      ['1', 'ITAV', '1230.00'],
      ['2', 'ITBD', '-1230.00'],
    ])
    expect(await service.listBalances(local)).toEqual({ items })
    expect(await service.listBalances({ ...fromBank, accountId: '2' })).toEqual({ items: items.slice(1) })
    expect(paths()).toEqual(['/accounts', '/accounts/1/balances', '/accounts/2/balances', '/accounts/2/balances'])
  })

  it('files no balance of another account', async () => {
    const rows = ['2', '1'].map((AccountId) => balanceV4({ AccountId }))
    answers({ '/accounts/1/balances': { body: page('Balance', rows) } })
    const { items } = await service.listBalances({ ...fromBank, accountId: '1' })
    expect(items.map(({ accountId }) => accountId)).toEqual(['1'])
    expect(warned()).toEqual(['$.Data.Balance[0].AccountId is not 1, which was asked for'])
    expect(store.all('select 1 from balance')).toHaveLength(1)
  })

  it('keeps what came before a Links.Next that is refused', async () => {
    answers({
      '/accounts': { body: page('Account', [accountV4({ AccountId: '1' }), accountV4({ AccountId: '2' })]) },
      '/accounts/1/balances': { body: page('Balance', [balanceV4({ AccountId: '1' })], { Next: `${bank.baseUrl}/accounts/1/balances` }) },
      '/accounts/2/balances': { body: page('Balance', [balanceV4({ AccountId: '2' })]) },
    })
    const error = await appErrorOf(() => service.listBalances({ ...fromBank, accountId: '1' }))
    expect(error.message).toContain('Links.Next')
    expect((await service.listBalances(local)).items.map(({ accountId }) => accountId)).toEqual(['1'])
    expect(warned()).toContain('$.Links.Next leads back to a page that was read before')
    expect(events).toContainEqual({ type: 'changed', aggregate: 'balance', id: consentId })
  })
})

describe('transaction.list', () => {
  const first = '/accounts/22289/transactions'
  const pageOf = (from: number, to: number, next?: string) => ({
    body: page('Transaction', rows(from, to), { Self: bank.baseUrl + first, ...(next && { Next: bank.origin + next }) }),
  })
  const here = '/open-banking/v4.0/aisp'

  it('follows Links.Next as it is and keeps overlapping pages once', async () => {
    const strange = `${first}?cursor=%7B%22a%22%3A1%7D&b=x+y`
    answers({ [first]: pageOf(0, 10, here + strange), [strange]: pageOf(8, 20, `${here}${first}?p=3`), [`${first}?p=3`]: pageOf(20, 21) })
    const result = await service.listTransactions(transactionInput({ accountId: '22289', limit: 5 }))
    expect(result.total).toBe(21)
    expect(transactions.parse(result).items).toHaveLength(5)
    expect(paths()).toEqual([first, strange, `${first}?p=3`])
    expect(bank.connections()).toBe(1)
    expect(events).toEqual([{ type: 'changed', aggregate: 'transaction', id: consentId }])
  })

  it('has written the request for the next page before it stores this one', async () => {
    answers({
      [first]: pageOf(0, 10, `${here}${first}?p=2`),
      [`${first}?p=2`]: pageOf(10, 20, `${here}${first}?p=3`),
      [`${first}?p=3`]: pageOf(20, 30),
    })
    const order: string[] = []
    const written = (message: unknown) => {
      const { headers } = message as DiagnosticsChannel.ClientSendHeadersMessage
      if (headers.includes(bank.origin.slice('https://'.length))) order.push(/p=\d/.exec(headers)?.[0] ?? 'first')
    }
    subscribe('undici:client:sendHeaders', written)
    onTestFinished(() => void unsubscribe('undici:client:sendHeaders', written))
    const watched = watchStore(store, { kept: () => order.push('kept') })
    const observed = createAccountDataService(accountDataCore({ store: watched, bank: bank.client, consents: consentsOf(bank), clock }))
    await observed.listTransactions(transactionInput({ accountId: '22289' }))
    expect(order).toEqual(['first', 'p=2', 'kept', 'p=3', 'kept', 'kept'])
  })

  it('sends the dates to the bank, without a time zone, and filters again', async () => {
    const query = '?fromBookingDateTime=2026-04-01T00%3A00%3A00&toBookingDateTime=2026-04-30T22%3A59%3A59'
    answers({
      [first + query]: {
        body: page('Transaction', [transactionV4(), transactionV4({ TransactionId: 'old', BookingDateTime: '2026-03-31T23:59:59Z' })]),
      },
    })
    const window = { accountId: '22289', from: '2026-04-01T00:00:00Z', to: '2026-04-30T23:59:59+01:00' }
    const { items, total } = await service.listTransactions(transactionInput(window))
    expect([total, items.map(({ transactionId }) => transactionId)]).toEqual([1, ['txn-1']])
    expect(kept()).toBe(2)
  })

  it('fetches every account when none is named', async () => {
    const ids = ['1', '2', '3', '4', '5', '6']
    answer = ({ path }) => {
      const id = /^\/accounts\/(\d)\/transactions$/.exec(path)?.[1]
      if (id) return { body: page('Transaction', rows(0, 3, id)) }
      return path === '/accounts'
        ? {
            body: page(
              'Account',
              ids.map((AccountId) => accountV4({ AccountId })),
            ),
          }
        : { status: 404 }
    }
    expect((await service.listTransactions(transactionInput())).total).toBe(18)
    expect(paths().toSorted()).toEqual(['/accounts', ...ids.map((id) => `/accounts/${id}/transactions`)])
    expect(bank.connections()).toBe(1)
  })

  it.each([
    ['another origin', () => 'https://evil.example/next'],
    ['http', () => `${bank.baseUrl}${first}?p=2`.replace('https', 'http')],
    ['the page itself', () => bank.baseUrl + first],
    ['nowhere', () => 'not an address'],
  ])('refuses a Links.Next to %s, never calls it, and keeps the page', async (_what, next) => {
    answer = () => ({ body: page('Transaction', rows(0, 3), { Next: next() }) })
    const error = await appErrorOf(() => service.listTransactions(transactionInput({ accountId: '22289' })))
    expect(error.code).toBe('BANK_INVALID_RESPONSE')
    expect(error.message).toContain('Links.Next')
    expect(bank.recorded.get(error.details.requestLogId ?? '')?.url).toBe(bank.baseUrl + first)
    expect(paths()).toEqual([first])
    expect(kept()).toBe(3)
    const message = error.details.issues?.[0]?.message
    expect(warned()).toContain(`$.Links.Next ${message}`)
  })

  it.each<[string, unknown, string]>([
    ['no list', { Data: { Transaction: 'none' } }, '$.Data.Transaction is not a list'],
    ['null', { Data: { Transaction: null } }, '$.Data.Transaction is not a list'],
    [
      'a row of another account',
      page('Transaction', rows(0, 1, 'other')),
      '$.Data.Transaction[0].AccountId is not 22289, which was asked for',
    ],
  ])('goes on after a page with %s', async (_what, body, warning) => {
    answers({
      [first]: pageOf(0, 10, `${here}${first}?p=2`),
      [`${first}?p=2`]: {
        body: { ...Object(body), Links: { Self: `${bank.baseUrl}${first}`, Next: `${bank.baseUrl}${first}?p=3` }, Meta: {} },
      },
      [`${first}?p=3`]: pageOf(10, 15),
    })
    expect((await service.listTransactions(transactionInput({ accountId: '22289' }))).total).toBe(15)
    expect(warned()).toEqual([warning])
  })

  it('ends a circle of several pages', async () => {
    answers({
      [first]: pageOf(0, 3, `${here}${first}?p=2`),
      [`${first}?p=2`]: pageOf(3, 6, `${here}${first}?p=3`),
      [`${first}?p=3`]: pageOf(6, 9, `${here}${first}?p=2`),
    })
    expect((await appErrorOf(() => service.listTransactions(transactionInput({ accountId: '22289' })))).message).toContain('leads back')
    expect(paths()).toHaveLength(3)
  })

  it.each<[string, string, Answered, string]>([
    ['a refusal', 'BANK_ERROR_RESPONSE', { status: 403, body: { Errors: [{ ErrorCode: 'U028', Message: 'again' }] } }, 'U028'],
    ['a server error', 'BANK_ERROR_RESPONSE', { status: 500, body: '<h1>Oh</h1>' }, '500'],
    ['an unexpected status', 'BANK_INVALID_RESPONSE', { status: 302 }, '302'],
    ['nonsense', 'BANK_INVALID_RESPONSE', { body: 'nonsense' }, 'not JSON'],
    ['no Data', 'BANK_INVALID_RESPONSE', { body: { Links: {} } }, 'Data in the bank’s answer is missing'],
    ['no object', 'BANK_INVALID_RESPONSE', { body: [] }, '$ in the bank’s answer is not an object'],
  ])('keeps what was there before %s', async (_what, code, second, words) => {
    answers({ [first]: pageOf(0, 10) })
    await service.listTransactions(transactionInput({ accountId: '22289' }))
    answers({ [first]: pageOf(5, 15, `${here}${first}?p=2`), [`${first}?p=2`]: second })
    const error = await appErrorOf(() => service.listTransactions(transactionInput({ accountId: '22289' })))
    expect(error.code).toBe(code)
    expect(error.message).toContain(words)
    expect(bank.recorded.get(error.details.requestLogId ?? '')?.url).toBe(`${bank.baseUrl}${first}?p=2`)
    const { total } = await service.listTransactions(listTransactionsInput.parse(local))
    expect(total).toBe(15)
  })

  it('keeps the pages that other accounts had answered when one is refused', async () => {
    answers({
      '/accounts': { body: page('Account', [accountV4({ AccountId: '1' }), accountV4({ AccountId: '2' })]) },
      '/accounts/1/transactions': { body: page('Transaction', rows(0, 3, '1')) },
      '/accounts/2/transactions': { status: 403 },
    })
    const error = await appErrorOf(() => service.listTransactions(transactionInput()))
    expect(error.message).toContain('The transactions of account 2')
    expect(kept()).toBe(3)
  })
})

describe('an answer about every account, when the customer has allowed another one since', () => {
  const list = (...ids: string[]) => ({
    body: page(
      'Account',
      ids.map((AccountId) => accountV4({ AccountId })),
    ),
  })
  const bulk = { ...fromBank, bulk: true }
  const balancesOf = (...ids: string[]) => ({
    '/balances': {
      body: page(
        'Balance',
        ids.map((AccountId) => balanceV4({ AccountId })),
      ),
    },
  })

  beforeEach(async () => {
    answers({ '/accounts': list('1') })
    await service.listAccounts(fromBank)
    bank.asked.length = 0
  })

  it('reads the list of accounts once more', async () => {
    answers({ '/accounts': list('1', '2'), ...balancesOf('1', '2', '2') })
    expect((await service.listBalances(bulk)).items.map(({ accountId }) => accountId)).toEqual(['1', '2', '2'])
    expect(paths()).toEqual(['/balances', '/accounts'])
    expect(warned()).toEqual([])
    expect((await service.listAccounts(local)).items).toHaveLength(2)
  })

  it('reads it for transactions too, once for all pages', async () => {
    answers({
      '/accounts': list('1', '2'),
      '/transactions': {
        body: page('Transaction', [...rows(0, 2, '1'), ...rows(2, 4, '2')], { Next: `${bank.baseUrl}/transactions?p=2` }),
      },
      '/transactions?p=2': { body: page('Transaction', [...rows(4, 5, '3'), ...rows(5, 6, '2')]) },
    })
    expect((await service.listTransactions(transactionInput({ bulk: true }))).total).toBe(5)
    expect(paths().toSorted()).toEqual(['/accounts', '/transactions', '/transactions?p=2'])
    expect(warned().filter((one) => one.includes('AccountId'))).toEqual([
      '$.Data.Transaction[0].AccountId is not an account of the consent',
    ])
  })

  it('leaves out what the list has not either', async () => {
    answers({ '/accounts': list('1'), ...balancesOf('1', '2') })
    expect((await service.listBalances(bulk)).items.map(({ accountId }) => accountId)).toEqual(['1'])
    expect(warned()).toEqual(['$.Data.Balance[1].AccountId is not an account of the consent'])
    expect(store.all("select 1 from account where account_id = '2'")).toEqual([])
  })

  it('does not fail with the list', async () => {
    answers({ '/accounts': { status: 500 }, ...balancesOf('1', '2') })
    expect((await service.listBalances(bulk)).items.map(({ accountId }) => accountId)).toEqual(['1'])
    expect(warned()).toEqual(['$.Data.Balance[1].AccountId is not an account of the consent'])
  })

  it('asks for no list when every account is known', async () => {
    answers(balancesOf('1'))
    expect((await service.listBalances(bulk)).items).toHaveLength(1)
    expect(paths()).toEqual(['/balances'])
  })
})

describe('a refused token', () => {
  const good =
    (token: string): typeof answer =>
    ({ token: given }) =>
      given === token ? { body: page('Account', [accountV4()]) } : { status: 401 }

  it('is refreshed once, and the call made again', async () => {
    const consents = consentsOf(bank)
    use(consents)
    answer = good('token-2')
    expect((await service.listAccounts(fromBank)).items).toHaveLength(1)
    expect(bank.asked.map(({ token }) => token)).toEqual(['token-1', 'token-2'])
    expect(consents.refused).toBe(1)
  })

  it('is refused for good when the new one is refused too', async () => {
    const consents = consentsOf(bank, { refreshes: 5 })
    use(consents)
    answer = good('token-9')
    expect(await appErrorOf(() => service.listAccounts(fromBank))).toMatchObject({
      code: 'BANK_ERROR_RESPONSE',
      details: { bank: { status: 401 } },
    })
    expect(bank.asked.map(({ token }) => token)).toEqual(['token-1', 'token-2'])
    expect(consents.refused).toBe(1)
  })

  it('is not tried again when it cannot be refreshed', async () => {
    use(consentsOf(bank, { refreshes: 0 }))
    answer = good('token-2')
    expect((await appErrorOf(() => service.listAccounts(fromBank))).details.bank?.status).toBe(401)
    expect(bank.asked).toHaveLength(1)
  })

  it('is refreshed once for all the calls that were refused together', async () => {
    answers({
      '/accounts': {
        body: page(
          'Account',
          ['1', '2', '3', '4'].map((AccountId) => accountV4({ AccountId })),
        ),
      },
    })
    await service.listAccounts(fromBank)
    const consents = consentsOf(bank)
    use(consents)
    answer = ({ path, token }) => (token === 'token-2' ? { body: page('Transaction', rows(0, 2, path.split('/')[2])) } : { status: 401 })
    expect((await service.listTransactions(transactionInput())).total).toBe(8)
    expect(consents.refused).toBe(1)
  })
})

describe('cancelling', () => {
  it('ends a fetch, and keeps the pages that had come', async () => {
    const abort = new AbortController()
    answer = ({ path }) => {
      if (!path.includes('?')) return { body: page('Transaction', rows(0, 3), { Next: `${bank.baseUrl}${path}?p=2` }) }
      abort.abort()
      return new Promise(() => {})
    }
    const error = await appErrorOf(() => service.listTransactions(transactionInput({ accountId: '22289' }), { signal: abort.signal }))
    expect(error.code).toBe('CANCELLED')
    expect(kept()).toBe(3)
  })

  it('before the start calls nobody', async () => {
    answer = () => ({ status: 500 })
    expect((await appErrorOf(() => service.listAccounts(fromBank, { signal: AbortSignal.abort() }))).code).toBe('CANCELLED')
    expect(bank.asked).toEqual([])
  })
})
