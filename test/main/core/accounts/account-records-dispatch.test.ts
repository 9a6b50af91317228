// Every kind of account information through the contract, from the real model bank, in both versions.

import { describe, expect, test } from 'vitest'
import type { Input, Method } from '../../../../src/shared/api.ts'
import { type Permission, permission } from '../../../../src/shared/model/account-access-consent.ts'
import type { AccountRecord } from '../../../../src/shared/model/account-data.ts'
import { shareTestApp } from '../../../support/app.ts'
import { authorise, exchangesOf, makeConsent, prepareTpp, register, permissions as usual } from '../../../support/tpp.ts'

const versions = ['3.1', '4.0'] as const
const consents = { '3.1': '', '4.0': '' }
let registrationId = ''
const shared = shareTestApp(async (app) => {
  registrationId = (await register(app, await prepareTpp(app))).id
  for (const apiVersion of versions) {
    const { id } = await makeConsent(app, registrationId, { apiVersion, permissions: [...permission.options] })
    await authorise(app, id)
    consents[apiVersion] = id
  }
})

const lists = [
  'beneficiary.list',
  'directDebit.list',
  'standingOrder.list',
  'scheduledPayment.list',
  'product.list',
  'offer.list',
  'party.list',
  'statement.list',
] as const
type ListMethod = (typeof lists)[number]

const listed = async (method: ListMethod, input: Input<ListMethod>): Promise<AccountRecord[]> => (await shared().call(method, input)).items
const withoutTime = (records: AccountRecord[]) => records.map(({ fetched: _, ...record }) => record)

describe.each(versions)('version %s', (apiVersion) => {
  const fromBank = () => ({ accountAccessConsentId: consents[apiVersion], source: 'bank' as const })
  const local = () => ({ accountAccessConsentId: consents[apiVersion] })

  test.each(lists)('%s fetches, keeps and shows what the bank has, which is as the standard has it', async (method) => {
    const items = await listed(method, fromBank())
    expect(items.length).toBeGreaterThan(0)
    for (const record of items) {
      expect(record).toMatchObject({ apiVersion, accountAccessConsentId: consents[apiVersion], warnings: [] })
      expect(record.recordId).not.toBeNull()
      expect(record.title).not.toBeNull()
    }
    expect(await listed(method, local())).toEqual(items)
    const { items: warnings } = await shared().call('conformance.list', local())
    expect(warnings).toEqual([])
  })

  test.each(lists.filter((method) => method !== 'party.list'))('%s reads the same in one call for every account', async (method) => {
    const single = await listed(method, fromBank())
    const exchanges = await exchangesOf(shared(), async () => {
      expect(withoutTime(await listed(method, { ...fromBank(), bulk: true }))).toEqual(withoutTime(single))
    })
    expect(exchanges.every(({ url }) => !url.includes('/accounts/'))).toBe(true)
    const [one] = single
    const ofOne = await listed(method, { ...local(), accountId: one?.accountId ?? '' })
    expect(ofOne).toEqual((await listed(method, local())).filter(({ accountId }) => accountId === one?.accountId))
  })

  test('party.list has the customer and the owners of accounts', async () => {
    const items = await listed('party.list', fromBank())
    expect(items[0]?.accountId).toBeNull()
    expect(items.filter(({ accountId }) => accountId !== null).length).toBeGreaterThan(0)
    expect(await shared().refused('party.list', { ...fromBank(), bulk: true })).toMatchObject({ code: 'CONFLICT', field: 'bulk' })
  })

  test('party.list asks for the holder alone, of one account or of all, and keeps the rows', async () => {
    const everyone = await listed('party.list', fromBank())
    const accounts = [...new Set(everyone.flatMap(({ accountId }) => accountId ?? []))]
    const [accountId = ''] = accounts
    const paths = async (input: { accountId?: string }) =>
      (await exchangesOf(shared(), () => shared().call('party.list', { ...fromBank(), ...input, holderOnly: true }))).map(
        ({ url, status }) => `${new URL(url).pathname.split('/aisp')[1]} ${status}`,
      )
    expect(await paths({ accountId })).toEqual([`/accounts/${accountId}/party 200`])
    expect((await paths({})).toSorted()).toEqual(accounts.map((one) => `/accounts/${one}/party 200`).toSorted())
    expect(withoutTime(await listed('party.list', local())).toSorted(byId)).toEqual(withoutTime(everyone).toSorted(byId))
    expect(await shared().refused('party.list', { ...fromBank(), bulk: true, holderOnly: true })).toMatchObject({ field: 'bulk' })
  })

  test('statement.list asks for a window and keeps what is outside it', async () => {
    const all = await listed('statement.list', fromBank())
    const starts = all.map(({ original }) => Date.parse(String(original.StartDateTime))).toSorted((a, b) => a - b)
    const window = { from: new Date(starts.at(-1) ?? 0).toISOString() }
    const within = await listed('statement.list', { ...fromBank(), ...window })
    expect(within.length).toBeGreaterThan(0)
    expect(within.length).toBeLessThan(all.length)
    expect(withoutTime(await listed('statement.list', local())).toSorted(byId)).toEqual(withoutTime(all).toSorted(byId))
  })

  test('statement.list asks for one statement alone, and keeps the others', async () => {
    const all = await listed('statement.list', fromBank())
    const [{ accountId, recordId } = { accountId: null, recordId: null }] = all
    const of = { ...local(), accountId: accountId ?? '', statementId: recordId ?? '' }
    const exchanges = await exchangesOf(shared(), async () => {
      const items = await shared().call('statement.list', { ...of, source: 'bank' })
      expect(withoutTime(items.items)).toEqual(withoutTime(all.slice(0, 1)))
    })
    expect(exchanges.map(({ url, status }) => [new URL(url).pathname.split('/aisp')[1], status])).toEqual([
      [`/accounts/${accountId}/statements/${recordId}`, 200],
    ])
    expect(withoutTime(await listed('statement.list', local())).toSorted(byId)).toEqual(withoutTime(all).toSorted(byId))
    expect((await shared().call('statement.list', of)).items).toHaveLength(1)
    const { statementId } = of
    expect(await shared().refused('statement.list', { ...local(), statementId })).toMatchObject({
      code: 'INVALID_INPUT',
      field: 'accountId',
    })
    expect(await shared().refused('statement.list', { ...of, bulk: true })).toMatchObject({ code: 'INVALID_INPUT', field: 'bulk' })
    const unknown = { ...of, statementId: 'unknown', source: 'bank' as const }
    expect(await shared().refused('statement.list', unknown)).toMatchObject({ code: 'BANK_ERROR_RESPONSE' })
    expect(await listed('statement.list', local())).toHaveLength(all.length)
  })

  test('statement.file gives the file of the bank, byte for byte, and keeps it', async () => {
    const [statement] = await listed('statement.list', fromBank())
    const of = { ...local(), accountId: statement?.accountId ?? '', statementId: statement?.recordId ?? '' }
    expect(await shared().refused('statement.file', of)).toMatchObject({ code: 'NOT_FOUND', field: 'statementId' })
    const file = await shared().call('statement.file', { ...of, source: 'bank' })
    expect(file.mediaType).toBe('application/pdf')
    expect(file.fileName).toMatch(/^statement-[\w-]+\.pdf$/)
    expect(Buffer.from(file.content, 'base64').subarray(0, 5).toString()).toBe('%PDF-')
    expect(await shared().call('statement.file', of)).toEqual(file)
  })

  test('statement.transactions lists those of the statement, and keeps them among those of the account', async () => {
    const statements = await listed('statement.list', fromBank())
    const found = await Promise.all(
      statements.slice(0, 3).map(async ({ accountId, recordId }) => {
        const of = { ...local(), accountId: accountId ?? '', statementId: recordId ?? '' }
        expect((await shared().call('statement.transactions', of)).items).toEqual([])
        const fetched = await shared().call('statement.transactions', { ...of, source: 'bank' })
        expect(fetched.items.every((row) => row.accountId === accountId)).toBe(true)
        expect(await shared().call('statement.transactions', of)).toEqual(fetched)
        return fetched.total
      }),
    )
    expect(Math.max(...found)).toBeGreaterThan(0)
  })

  test('account.fetch fetches everything, and tells what it did not ask for', async () => {
    const { items } = await shared().call('account.fetch', local())
    expect(items.map(({ resource }) => resource)).toEqual([
      ...['accounts', 'balances', 'transactions', 'beneficiaries', 'directDebits', 'standingOrders', 'scheduledPayments', 'statements'],
      ...['products', 'offers', 'parties', 'pots'],
    ])
    for (const { resource, count, warnings, skipped, error } of items) {
      expect({ warnings, error }).toEqual({ warnings: 0, error: null })
      expect(count > 0).toBe(resource !== 'pots')
      expect(skipped).toBe(resource === 'pots' ? 'The bank has no pots' : null)
    }
    const { total } = await shared().call('transaction.list', local())
    expect(items.find(({ resource }) => resource === 'transactions')?.count).toBe(total)
  })
})

const byId = (a: { recordId: string | null }, b: { recordId: string | null }) => String(a.recordId).localeCompare(String(b.recordId))

test('both versions are read into one shape', async () => {
  for (const method of lists) {
    const [v3, v4] = await Promise.all(
      versions.map((version) => listed(method, { accountAccessConsentId: consents[version], source: 'bank' })),
    )
    const facts = (records: AccountRecord[] = []) =>
      records.map(({ title, amount, currency, dateTime, identification }) => ({ title, amount, currency, dateTime, identification }))
    expect(facts(v3), method).toEqual(facts(v4))
  }
})

describe('what a consent allows', () => {
  test('is known before it is authorised, after, and by the permissions that it lacks', async () => {
    const { id } = await makeConsent(shared(), registrationId, { permissions: ['ReadAccountsBasic', 'ReadStatementsBasic'] })
    const before = (await shared().call('accountAccessConsent.allowedCalls', { id })).items
    expect(before.every(({ reason }) => reason === 'The customer has not authorised the consent')).toBe(true)
    await authorise(shared(), id)
    const { items } = await shared().call('accountAccessConsent.allowedCalls', { id })
    expect(items.filter(({ allowed }) => allowed).map(({ path }) => path)).toEqual([
      ...['/accounts', '/accounts/{AccountId}', '/accounts/{AccountId}/statements'],
      ...['/accounts/{AccountId}/statements/{StatementId}', '/statements'],
    ])
    expect(items.find(({ path }) => path === '/accounts/{AccountId}/transactions')?.reason).toBe(
      'The consent lacks ReadTransactionsBasic or ReadTransactionsDetail',
    )
    const fetched = (await shared().call('account.fetch', { accountAccessConsentId: id })).items
    expect(fetched.filter(({ skipped }) => skipped === null).map(({ resource }) => resource)).toEqual(['accounts', 'statements'])
    expect(await shared().refused('beneficiary.list', { accountAccessConsentId: id, source: 'bank' })).toMatchObject({
      code: 'BANK_ERROR_RESPONSE',
      bank: { status: 403 },
    })
  })

  const refusedCalls = (exchanges: readonly { url: string; status: number | null }[]) => exchanges.filter(({ status }) => status === 403)

  test.each<[string, Permission[], string[]]>([
    ['the usual permissions', usual, ['accounts', 'balances', 'transactions']],
    ['ReadPartyPSU alone', ['ReadAccountsDetail', 'ReadPartyPSU'], ['accounts', 'parties']],
  ])('with %s everything of one account is fetched and no call is refused', async (_what, allowed, fetched) => {
    const { id } = await makeConsent(shared(), registrationId, { permissions: allowed })
    await authorise(shared(), id)
    const of = { accountAccessConsentId: id }
    const [account] = (await shared().call('account.list', { ...of, source: 'bank' })).items
    const accountId = account?.accountId ?? ''
    const exchanges = await exchangesOf(shared(), async () => {
      const { items } = await shared().call('account.fetch', { ...of, accountId })
      expect(items.filter(({ skipped }) => skipped === null).map(({ resource }) => resource)).toEqual(fetched)
      expect(items.filter(({ error }) => error !== null)).toEqual([])
      const skipped = items.find(({ resource }) => resource === 'statements')?.skipped
      expect(skipped).toBe('The consent lacks ReadStatementsBasic or ReadStatementsDetail')
    })
    expect(exchanges.length).toBeGreaterThan(0)
    expect(refusedCalls(exchanges)).toEqual([])
    const about = exchanges.map(({ url }) => new URL(url).pathname.split('/aisp')[1] ?? '').filter((path) => path.startsWith('/accounts'))
    expect(about.filter((path) => !path.startsWith(`/accounts/${accountId}`))).toEqual([])
  })

  test('the bank answers every call that is told to be allowed, and refuses the others', async () => {
    const { id } = await makeConsent(shared(), registrationId, {
      permissions: ['ReadAccountsDetail', 'ReadParty', 'ReadDirectDebits', 'ReadOffers', 'ReadBalances'],
    })
    await authorise(shared(), id)
    const accountAccessConsentId = id
    const { items } = await shared().call('accountAccessConsent.allowedCalls', { id })
    const methods: Partial<Record<string, Method>> = { offers: 'offer.list', directDebits: 'directDebit.list', products: 'product.list' }
    for (const [resource, method] of Object.entries(methods)) {
      const call = items.find((item) => item.resource === resource && !item.bulk)
      const reply = await shared().app.handle(method ?? '', { accountAccessConsentId, source: 'bank' })
      expect(reply.ok, resource).toBe(call?.allowed)
    }
    // Only the owners of accounts; of the customer the consent says nothing.
    const parties = await listed('party.list', { accountAccessConsentId, source: 'bank' })
    expect(parties.every(({ accountId }) => accountId !== null)).toBe(true)
  })
})

test.each([...lists, 'pot.list', 'statement.file', 'statement.transactions', 'account.fetch', 'conformance.list'] as const)(
  '%s refuses a consent that is not there',
  async (method) => {
    const ofStatement = method === 'statement.file' || method === 'statement.transactions'
    const unknown = { accountAccessConsentId: crypto.randomUUID(), ...(ofStatement && { accountId: '1', statementId: '1' }) }
    expect(await shared().app.handle(method, unknown)).toMatchObject({
      ok: false,
      error: { code: 'NOT_FOUND', field: 'accountAccessConsentId' },
    })
  },
)

test('pot.list says that the bank has none', async () => {
  expect(await shared().refused('pot.list', { accountAccessConsentId: consents['4.0'], source: 'bank' })).toMatchObject({
    code: 'CONFLICT',
    message: expect.stringContaining('/pots'),
  })
})
