// Records of accounts from a bank that answers as a test says: what is kept, what is refused, and what a failure leaves behind.

import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createAccountFetchService } from '../../../../src/main/core/accounts/account-fetch-service.ts'
import { createAccountRecordService } from '../../../../src/main/core/accounts/account-record-service.ts'
import { createStatementService } from '../../../../src/main/core/accounts/statement-service.ts'
import type { Store } from '../../../../src/main/core/db/store.ts'
import type { AppEvent } from '../../../../src/shared/events.ts'
import type { BankProfile } from '../../../../src/shared/model/bank-profile.ts'
import { type AccountBank, type Answered, type Asked, consentsOf, startAccountBank } from '../../../support/account-bank.ts'
import { accountDataCore } from '../../../support/account-data-core.ts'
import { accountDataStore, accountV4, consentId, page, transactionV4 } from '../../../support/account-data-samples.ts'
import { appErrorOf } from '../../../support/bank-answer.ts'

let store: Store
let bank: AccountBank
let answer: (asked: Asked) => Answered | Promise<Answered>
let events: AppEvent[]
let services: ReturnType<typeof servicesOf>
const clock = { now: () => new Date('2026-04-05T10:00:00Z') }

beforeEach(async () => {
  store = accountDataStore()
  bank = await startAccountBank((asked) => answer(asked))
  services = servicesOf()
})
afterEach(async () => {
  await bank.close()
  store.close()
})

function servicesOf(accountInformation: Partial<NonNullable<BankProfile['accountInformation']>> = {}) {
  events = []
  const consents = consentsOf(bank)
  const dataSession: typeof consents.dataSession = async (...given) => {
    const opened = await consents.dataSession(...given)
    const { profile } = opened.session
    const changed = profile.accountInformation && { ...profile.accountInformation, ...accountInformation }
    return { ...opened, session: { ...opened.session, profile: { ...profile, accountInformation: changed } } }
  }
  const emit = (event: AppEvent) => events.push(event)
  const core = accountDataCore({ store, bank: bank.client, consents: { ...consents, dataSession }, clock, emit })
  return { records: createAccountRecordService(core), statements: createStatementService(core), fetch: createAccountFetchService(core) }
}

const here = '/open-banking/v4.0/aisp'
const body = (list: string, rows: unknown, path: string) => ({
  Data: { [list]: rows },
  Links: { Self: bank.origin + here + path },
  Meta: { TotalPages: 1 },
})
/** Answers by path; accounts 1 and 2; anything else is 404. */
const answers = (table: Record<string, Answered | [list: string, rows: unknown]>) => {
  answer = ({ path }) => {
    const found = table[path]
    if (Array.isArray(found)) return { body: body(...found, path) }
    if (path === '/accounts')
      return {
        body: body(
          'Account',
          ['1', '2'].map((AccountId) => accountV4({ AccountId })),
          path,
        ),
      }
    return found ?? { status: 404 }
  }
}
const offer = (AccountId: string, OfferId: string, more: object = {}) => ({ AccountId, OfferId, Description: `Offer ${OfferId}`, ...more })

const consent = { accountAccessConsentId: consentId }
const fromBank = { ...consent, source: 'bank' as const, bulk: false }
const local = { ...consent, source: 'local' as const, bulk: false }
const faults = () =>
  services.fetch.listConformance({ accountAccessConsentId: consentId }).items.map(({ path, message }) => `${path} ${message}`)
const offers = async (input: Parameters<typeof services.records.list>[1] = local) =>
  (await services.records.list('offers', input)).items.map(({ accountId, recordId }) => `${accountId} ${recordId}`)

describe('a complete answer', () => {
  beforeEach(async () => {
    answers({ '/accounts/1/offers': ['Offer', [offer('1', 'a'), offer('1', 'b')]], '/accounts/2/offers': ['Offer', [offer('2', 'c')]] })
    expect(await offers(fromBank)).toEqual(['1 a', '1 b', '2 c'])
  })

  it('takes the place of the one before', async () => {
    answers({ '/accounts/1/offers': ['Offer', [offer('1', 'b')]], '/accounts/2/offers': ['Offer', []] })
    expect(await offers(fromBank)).toEqual(['1 b'])
    expect(events).toContainEqual({ type: 'changed', aggregate: 'offer', id: consentId })
  })

  it('of one account leaves the others', async () => {
    answers({ '/accounts/2/offers': ['Offer', [offer('2', 'd')]] })
    expect(await offers({ ...fromBank, accountId: '2' })).toEqual(['2 d'])
    expect(await offers()).toEqual(['1 a', '1 b', '2 d'])
  })

  it('about every account takes the place of all', async () => {
    answers({ '/offers': ['Offer', [offer('2', 'e'), { OfferId: 'whose' }]] })
    expect(await offers({ ...fromBank, bulk: true })).toEqual(['null whose', '2 e'])
    const { items } = services.fetch.listConformance({ accountAccessConsentId: consentId })
    expect(items).toEqual([expect.objectContaining({ path: '$.Data.Offer[1].AccountId', message: 'is missing', accountId: null })])
  })

  it.each<[string, Answered]>([
    ['an error', { status: 503 }],
    ['no JSON', { body: '<html>' }],
    ['no Data', { body: { Links: {} } }],
  ])('leaves what was there when the next one is %s, and fetches the others', async (_what, failing) => {
    answers({ '/accounts/1/offers': ['Offer', [offer('1', 'new')]], '/accounts/2/offers': failing })
    const error = await appErrorOf(() => offers(fromBank))
    expect(error.code).toMatch(/^BANK_(ERROR|INVALID)_RESPONSE$/)
    expect(error.details.requestLogId).toBeDefined()
    expect(await offers()).toEqual(['1 new', '2 c'])
  })

  it('is kept without what it has of other accounts', async () => {
    answers({ '/offers': ['Offer', [offer('1', 'x'), offer('somebody else’s', 'y'), offer('2', 'z')]] })
    expect(await offers({ ...fromBank, bulk: true })).toEqual(['1 x', '2 z'])
    expect(faults()).toEqual(['$.Data.Offer[1].AccountId is not an account of the consent'])
    answers({ '/accounts/2/offers': ['Offer', [offer('1', 'x'), offer('2', 'd')]] })
    expect(await offers({ ...fromBank, accountId: '2' })).toEqual(['2 d'])
    expect(await offers()).toEqual(['1 x', '2 d'])
    expect(faults()).toContain('$.Data.Offer[0].AccountId is not 2, which was asked for')
  })

  it('about every account may be about one that the customer has allowed since', async () => {
    const ids = ['1', '2', '3'].map((AccountId) => accountV4({ AccountId }))
    answers({ '/offers': ['Offer', [offer('1', 'x'), offer('3', 'y')]] })
    const others = answer
    answer = (asked) => (asked.path === '/accounts' ? { body: body('Account', ids, '/accounts') } : others(asked))
    expect(await offers({ ...fromBank, bulk: true })).toEqual(['1 x', '3 y'])
    expect(faults()).toEqual([])
  })

  it.each<[string, unknown, string[]]>([
    ['null', null, []],
    ['a text', 'none', []],
    ['one object', offer('2', 'e'), ['2 e']],
  ])('may have %s for a list, with a warning', async (_what, rows, kept) => {
    answers({ '/accounts/2/offers': ['Offer', rows] })
    await offers({ ...fromBank, accountId: '2' })
    expect(await offers()).toEqual(['1 a', '1 b', ...kept])
    expect(faults()).toEqual(['$.Data.Offer is not a list'])
  })

  it('whose Links.Next is refused is kept as far as it came, and what it has not stays', async () => {
    const rows = [offer('1', 'b', { Description: 'New' }), offer('1', 'n')]
    const Next = 'https://evil.example/next'
    answers({ '/accounts/1/offers': { body: { ...body('Offer', rows, '/accounts/1/offers'), Links: { Self: bank.origin, Next } } } })
    const error = await appErrorOf(() => offers({ ...fromBank, accountId: '1' }))
    expect(error.message).toContain('Links.Next')
    expect((await offers()).toSorted()).toEqual(['1 a', '1 b', '1 n', '2 c'])
    expect((await services.records.list('offers', local)).items.find(({ recordId }) => recordId === 'b')?.title).toBe('New')
    expect(faults().filter((one) => one.includes('Next'))).toEqual([expect.stringContaining('$.Links.Next is not an address below')])
  })

  it('ends with its consent', () => {
    store.run('delete from account_access_consent where id = ?', consentId)
    expect(store.all('select 1 from account_record')).toEqual([])
  })
})

it('pages are read to the last before anything is replaced', async () => {
  const next = (path: string) => ({ Self: bank.baseUrl + path, Next: `${bank.baseUrl}/accounts/1/offers?p=2` })
  const first = { ...body('Offer', [offer('1', 'a')], ''), Links: next('/accounts/1/offers') }
  answers({ '/accounts/1/offers': { body: first }, '/accounts/1/offers?p=2': ['Offer', [offer('1', 'b')]] })
  expect(await offers({ ...fromBank, accountId: '1' })).toEqual(['1 a', '1 b'])
  answers({ '/accounts/1/offers': { body: { ...first, Data: { Offer: [] } } }, '/accounts/1/offers?p=2': { status: 500 } })
  await appErrorOf(() => offers({ ...fromBank, accountId: '1' }))
  expect(await offers()).toEqual(['1 a', '1 b'])
})

describe('parties', () => {
  const party = (PartyId: string, Name = 'Ann') => ({ PartyId, Name })

  it('are those of the accounts and of the customer', async () => {
    answers({
      '/party': ['Party', party('me')],
      '/accounts/1/parties': ['Party', [party('me'), party('you')]],
      '/accounts/2/parties': ['Party', [party('me')]],
    })
    const { items } = await services.records.list('parties', fromBank)
    expect(items.map(({ accountId, recordId, warnings }) => [accountId, recordId, warnings])).toEqual([
      [null, 'me', []],
      ['1', 'me', []],
      ['1', 'you', []],
      ['2', 'me', []],
    ])
  })

  it('are warned of where a list and an object are mistaken for each other', async () => {
    answers({ '/party': ['Party', [party('me')]], '/accounts/1/parties': ['Party', party('me')], '/accounts/2/parties': ['Party', []] })
    const { items } = await services.records.list('parties', fromBank)
    expect(items.map(({ accountId, recordId }) => [accountId, recordId])).toEqual([
      [null, 'me'],
      ['1', 'me'],
    ])
    expect(faults().toSorted()).toEqual(['$.Data.Party is not a list', '$.Data.Party is not an object'])
  })

  it('are asked for one by one where the bank has no list of them', async () => {
    services = servicesOf({ unsupportedCalls: ['/accounts/{AccountId}/parties'] })
    answers({ '/accounts/1/party': ['Party', party('me')] })
    const { items } = await services.records.list('parties', { ...fromBank, accountId: '1' })
    expect(items).toEqual([expect.objectContaining({ accountId: '1', recordId: 'me' })])
  })

  it('are refused before the bank is asked where it has no call at all', async () => {
    services = servicesOf({ unsupportedCalls: ['/accounts/{AccountId}/parties', '/accounts/{AccountId}/party'] })
    const error = await appErrorOf(() => services.records.list('parties', { ...fromBank, accountId: '1' }))
    expect(error.code).toBe('CONFLICT')
    expect(error.message).toContain('/accounts/{AccountId}/parties and /accounts/{AccountId}/party')
    expect(bank.asked).toEqual([])
  })
})

describe('the holder alone', () => {
  const party = (PartyId: string, Name = 'Ann') => ({ PartyId, Name })
  const ids = async (input: Parameters<typeof services.records.list>[1]) =>
    (await services.records.list('parties', input)).items.map(({ accountId, recordId, title }) => `${accountId} ${recordId} ${title}`)

  it('is asked of each account by its own call, and whoever else is known stays', async () => {
    answers({
      '/party': ['Party', party('me')],
      '/accounts/1/parties': ['Party', [party('me'), party('you')]],
      '/accounts/2/parties': ['Party', []],
    })
    expect(await ids(fromBank)).toEqual(['null me Ann', '1 me Ann', '1 you Ann'])
    bank.asked.length = 0
    answers({ '/accounts/1/party': ['Party', party('me', 'Ann B')], '/accounts/2/party': ['Party', party('they')] })
    expect((await ids({ ...fromBank, holderOnly: true })).toSorted()).toEqual(['1 me Ann B', '1 you Ann', '2 they Ann', 'null me Ann'])
    expect(bank.asked.map(({ path }) => path)).toEqual(['/accounts/1/party', '/accounts/2/party'])
    expect(await ids({ ...fromBank, accountId: '2', holderOnly: true })).toEqual(['2 they Ann'])
    expect(bank.asked.at(-1)?.path).toBe('/accounts/2/party')
  })

  it('is refused before the bank is asked where it has no such call', async () => {
    services = servicesOf({ unsupportedCalls: ['/accounts/{AccountId}/party'] })
    const error = await appErrorOf(() => services.records.list('parties', { ...fromBank, accountId: '1', holderOnly: true }))
    expect([error.code, error.message]).toEqual(['CONFLICT', expect.stringMatching(/does not offer \/accounts\/\{AccountId\}\/party$/)])
    expect(bank.asked).toEqual([])
  })
})

it('pots are asked for at once, and may be of any account, when those of one are wanted', async () => {
  services = servicesOf({ additionalCalls: ['pots'] })
  const pot = (AccountId: string, PotId: string) => ({ AccountId, PotId, Name: PotId })
  answers({ '/pots': ['Pot', [pot('1', 'a'), pot('2', 'b')]] })
  const one = await services.records.list('pots', { ...fromBank, accountId: '2' })
  expect(one.items.map(({ recordId }) => recordId)).toEqual(['b'])
  const { items } = await services.fetch.fetch({ ...consent, accountId: '1', resources: ['pots'] })
  expect(items).toEqual([{ resource: 'pots', count: 2, warnings: 0, skipped: null, error: null }])
})

describe('account.fetch', () => {
  it('of one account asks about no other', async () => {
    answers({
      '/accounts/2': ['Account', [accountV4({ AccountId: '2', Nickname: 'Renamed' })]],
      '/accounts/2/offers': ['Offer', [offer('2', 'c')]],
    })
    const { items } = await services.fetch.fetch({ ...consent, accountId: '2', resources: ['accounts', 'offers'] })
    expect(items.map(({ resource, error }) => [resource, error])).toEqual([
      ['accounts', null],
      ['offers', null],
    ])
    expect(bank.asked.map(({ path }) => path)).toEqual(['/accounts/2', '/accounts/2/offers'])
    services = servicesOf({ unsupportedCalls: ['/accounts/{AccountId}'] })
    const [skipped] = (await services.fetch.fetch({ ...consent, accountId: '2', resources: ['accounts'] })).items
    expect(skipped?.skipped).toBe('The bank does not offer this call')
  })

  it('goes on after a failure, and tells of each resource', async () => {
    answers({
      '/accounts/1/offers': { status: 500 },
      '/accounts/2/offers': ['Offer', [offer('2', 'c', { Value: 'much' })]],
      '/accounts/1/product': ['Product', [{ AccountId: '1', ProductType: 'Other', ProductName: 'A' }]],
      '/accounts/2/product': ['Product', []],
    })
    const resources = ['products', 'offers', 'accounts', 'pots'] as const
    const { items } = await services.fetch.fetch({ ...consent, resources: [...resources] })
    expect(items).toEqual([
      { resource: 'accounts', count: 2, warnings: 0, skipped: null, error: null },
      { resource: 'products', count: 1, warnings: 0, skipped: null, error: null },
      { resource: 'offers', count: 1, warnings: 1, skipped: null, error: expect.objectContaining({ code: 'BANK_ERROR_RESPONSE' }) },
      { resource: 'pots', count: 0, warnings: 0, skipped: 'The bank has no pots', error: null },
    ])
  })

  it('ends when it is cancelled, and keeps what came before', async () => {
    const stop = new AbortController()
    answers({ '/accounts/1/offers': ['Offer', [offer('1', 'a')]], '/accounts/2/offers': ['Offer', []] })
    const table = answer
    answer = (asked) => {
      if (asked.path.endsWith('/product')) stop.abort()
      return table(asked)
    }
    const input = { ...consent, resources: ['offers' as const, 'products' as const] }
    // Offers come after products, so that nothing of them is asked for any more.
    const error = await appErrorOf(() => services.fetch.fetch(input, { signal: stop.signal }))
    expect(error.code).toBe('CANCELLED')
    expect(bank.asked.map(({ path }) => path)).not.toContain('/accounts/1/offers')
  })
})

describe('a statement', () => {
  const of = { ...consent, accountId: '1', statementId: '../../2026 March' }
  const path = '/accounts/1/statements/..%2F..%2F2026%20March'
  const file = (source: 'bank' | 'local') => services.statements.file({ ...of, source })

  it('has a file of exact bytes, under a name that leads nowhere', async () => {
    const content = Buffer.from([0x25, 0x50, 0x44, 0x46, 0, 255, 254, 0xc3, 0x28, 13, 10])
    answers({ [`${path}/file`]: { body: content } })
    const found = await file('bank')
    expect(Buffer.from(found.content, 'base64')).toEqual(content)
    expect(found).toMatchObject({
      fileName: 'statement--2026-March.json',
      mediaType: 'application/json',
      fetched: '2026-04-05T10:00:00.000Z',
    })
    expect(await file('local')).toEqual(found)
    expect(bank.asked[0]?.headers.accept).toContain('application/pdf')
  })

  it.each([
    ['Application/PDF; charset=binary', 'application/pdf', 'pdf'],
    ['text/csv', 'text/csv', 'csv'],
    ['application/x-other', 'application/x-other', 'bin'],
    ['application/p d f', 'application/octet-stream', 'bin'],
    ['pdf', 'application/octet-stream', 'bin'],
  ])('that the bank calls %s is %s', async (type, mediaType, extension) => {
    answers({ [`${path}/file`]: { body: 'x', type } })
    expect(await file('bank')).toMatchObject({ mediaType, fileName: `statement--2026-March.${extension}` })
  })

  it.each<[string, Answered, string]>([
    ['empty', { body: '' }, 'is empty'],
    ['too large', { body: Buffer.alloc(16 * 1024 * 1024 + 1, 1) }, 'has 16777217 bytes; 16777216 are the most'],
    ['refused', { status: 403 }, 'refused with 403'],
  ])('keeps no file that is %s', async (_what, answered, message) => {
    answers({ [`${path}/file`]: answered })
    const error = await appErrorOf(() => file('bank'))
    expect(error.message).toContain(message)
    expect(error.details.requestLogId).toBeDefined()
    expect((await appErrorOf(() => file('local'))).code).toBe('NOT_FOUND')
  })

  it('has transactions, also those that the bank gives no id', async () => {
    const rows = ['a', undefined, undefined].map((TransactionId) => transactionV4({ AccountId: '1', TransactionId }))
    answers({ [`${path}/transactions`]: ['Transaction', rows] })
    expect(await services.statements.transactions({ ...of, source: 'local' })).toEqual({ items: [], total: 0, fetched: null })
    const found = await services.statements.transactions({ ...of, source: 'bank' })
    expect([found.total, found.fetched]).toEqual([3, '2026-04-05T10:00:00.000Z'])
    expect(found.items.map(({ original }) => original)).toEqual(JSON.parse(JSON.stringify(rows)))
    answers({ [`${path}/transactions`]: ['Transaction', rows.slice(1)] })
    expect((await services.statements.transactions({ ...of, source: 'bank' })).total).toBe(2)
    expect(await services.statements.transactions({ ...of, source: 'local' })).toMatchObject({ total: 2 })
    expect(store.all('select 1 from account_transaction')).toHaveLength(3)
  })

  it('has transactions that are judged as those of the account are', async () => {
    answers({ [`${path}/transactions`]: ['Transaction', [transactionV4({ AccountId: '1', Status: 'Booked' })]] })
    expect((await services.statements.transactions({ ...of, source: 'bank' })).total).toBe(1)
    expect(services.fetch.listConformance({ ...consent, resource: 'transactions' }).items).toEqual([
      expect.objectContaining({ path: '$.Data.Transaction[0].Status', accountId: '1', count: 1 }),
    ])
  })

  it('has transactions whose faults are counted once, however often they are fetched', async () => {
    const faulty = ['a', 'b'].map((TransactionId) => transactionV4({ AccountId: '1', TransactionId, Status: 'Booked' }))
    answers({ [`${path}/transactions`]: ['Transaction', faulty], '/accounts/1/transactions': ['Transaction', faulty] })
    const counts = () => services.fetch.listConformance({ ...consent, resource: 'transactions' }).items.map(({ count }) => count)
    for (const _ of [1, 2, 3]) await services.statements.transactions({ ...of, source: 'bank' })
    expect(counts()).toEqual([2])
    await services.fetch.fetch({ ...consent, resources: ['transactions'] })
    await services.statements.transactions({ ...of, source: 'bank' })
    expect(counts()).toEqual([2])
  })

  it('has no transactions of another account', async () => {
    answers({ [`${path}/transactions`]: { body: page('Transaction', [transactionV4({ AccountId: '2' })]) } })
    expect((await services.statements.transactions({ ...of, source: 'bank' })).total).toBe(0)
    expect(store.all('select 1 from account_transaction')).toEqual([])
    expect(faults()).toContain('$.Data.Transaction[0].AccountId is not 1, which was asked for')
  })
})
