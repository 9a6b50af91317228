// What the model bank does with each of its switches about account information. What a client makes of it is tested beside this.
import { describe, expect, onTestFinished, test } from 'vitest'
import { linkWriter } from '../../src/model-bank/account-information/links.ts'
import { accountIdsOf } from '../../src/model-bank/data/customers.ts'
import { startModelBank } from '../../src/model-bank/start.ts'
import { standIns } from '../../src/shared/bank-persona.ts'
import { permission } from '../../src/shared/model/account-access-consent.ts'
import { type BankBehaviour, type DataFault, dataFault } from '../../src/shared/model/bank-behaviour.ts'
import type { ApiVersion } from '../../src/shared/model/common.ts'
import { apiVersions, basePath, consentBody, type Item, origin, startTestBank } from '../support/account-information.ts'
import { send } from '../support/bank-http.ts'

const [current = ''] = accountIdsOf('amelia')

const start = async (behaviour: Partial<BankBehaviour>) => {
  const bank = await startTestBank(behaviour)
  onTestFinished(() => bank.app.close())
  return bank
}

/** Asks a bank with the given switches for the data of a customer. */
const reader = async (behaviour: Partial<BankBehaviour>, customer = 'amelia', version: ApiVersion = '4.0') => {
  const bank = await start(behaviour)
  const { token } = await bank.authorised({ version, customer, terms: { Permissions: permission.options } })
  return (path: string) => bank.call('GET', version, path, { token })
}

describe('bank with accountInformation=false', () => {
  test('answers 404 to every address of the API, over the real door', async () => {
    const bank = await startModelBank({ behaviour: { accountInformation: false } })
    onTestFinished(() => bank.close())
    const { accountInformation, caCertificate: ca } = bank.addresses
    for (const baseUrl of Object.values(accountInformation)) {
      for (const path of ['/accounts', '/account-access-consents', '/party']) expect((await send(baseUrl + path, { ca })).status).toBe(404)
    }
  })

  test('without it the same addresses ask for a token', async () => {
    const bank = await startModelBank()
    onTestFinished(() => bank.close())
    const { accountInformation, caCertificate: ca } = bank.addresses
    for (const baseUrl of Object.values(accountInformation)) expect((await send(`${baseUrl}/accounts`, { ca })).status).toBe(401)
  })
})

test.each(apiVersions)('bank with apiVersions=%s has the other version not at all', async (only) => {
  const bank = await start({ apiVersions: [only] })
  for (const version of apiVersions) {
    const answer = await bank.call('POST', version, '/account-access-consents', { body: consentBody() })
    expect([version, answer.status]).toEqual([version, version === only ? 201 : 404])
  }
})

test('bank with refusedPermissions refuses a consent that asks for one of them, and names it', async () => {
  const bank = await start({ refusedPermissions: ['ReadOffers', 'ReadPartyPSU'] })
  const asking = (...Permissions: string[]) =>
    bank.call('POST', '4.0', '/account-access-consents', { body: consentBody({ Permissions: ['ReadAccountsBasic', ...Permissions] }) })
  const answer = await asking('ReadOffers', 'ReadBalances', 'ReadPartyPSU')
  expect([answer.status, answer.json?.Errors]).toMatchObject([
    400,
    [
      { ErrorCode: 'U002', Path: 'Data.Permissions', Message: 'ReadOffers is not supported by this bank' },
      { ErrorCode: 'U002', Path: 'Data.Permissions', Message: 'ReadPartyPSU is not supported by this bank' },
    ],
  ])
  expect((await asking('ReadBalances')).status).toBe(201)
})

test('bank with missingCalls answers 404 to those, and serves the others', async () => {
  const get = await reader({ missingCalls: ['/party', '/accounts/{AccountId}/parties'] })
  const statusOf = async (path: string) => (await get(path)).status
  expect(await statusOf('/party')).toBe(404)
  expect(await statusOf(`/accounts/${current}/parties`)).toBe(404)
  expect(await statusOf(`/accounts/${current}/party`)).toBe(200)
})

describe('bank with additionalCalls=pots', () => {
  test('answers the pots of the customer’s accounts', async () => {
    const get = await reader({ additionalCalls: ['pots'] })
    const { status, json } = await get('/pots')
    expect([status, json?.Data]).toEqual([
      200,
      {
        Pot: [
          {
            PotId: expect.stringMatching(/^pot_/),
            AccountId: current,
            Name: 'Holiday',
            Type: 'Pot',
            CreditDebitIndicator: 'Credit',
            Balance: { Amount: '412.50', Currency: 'GBP' },
            Style: 'beach_ball',
            Goal: { Amount: '1200.00', Currency: 'GBP' },
            Updated: '2026-10-24T12:00:00+00:00',
            Created: '2025-12-01T12:00:00+00:00',
            Status: 'Normal',
          },
          expect.objectContaining({ Name: 'Bike repairs', Status: 'Closed' }),
        ],
      },
    ])
  })

  test('needs ReadBalances, keeps to the chosen accounts, and is not there without the switch', async () => {
    const bank = await start({ additionalCalls: ['pots'] })
    const asking = async (options: Parameters<typeof bank.authorised>[0]) =>
      bank.call('GET', '4.0', '/pots', { token: (await bank.authorised(options)).token })
    expect((await asking({ terms: { Permissions: ['ReadAccountsBasic'] } })).status).toBe(403)
    expect((await asking({ accountIds: accountIdsOf('amelia').slice(1) })).json?.Data).toEqual({ Pot: [] })
    expect((await (await reader({}))('/pots')).status).toBe(404)
  })
})

test.each(apiVersions)(
  'bank with consentLinks=consentIdOmitted leaves the id out of the new consent’s Self, version %s',
  async (version) => {
    const path = '/account-access-consents'
    const selfOf = async (behaviour: Partial<BankBehaviour>) => {
      const bank = await start(behaviour)
      const { json } = await bank.call('POST', version, path, { body: consentBody() })
      return [json?.Links.Self, String(json?.Data.ConsentId)]
    }
    expect((await selfOf({ consentLinks: 'consentIdOmitted' }))[0]).toBe(origin + basePath(version) + path)
    const [self, consentId] = await selfOf({})
    expect(self).toBe(`${origin}${basePath(version)}${path}/${consentId}`)
  },
)

describe.each(apiVersions)('bank with links, version %s', (version) => {
  const base = origin + basePath(version)
  test.each([
    ['own', `${base}/accounts`, `${base}/transactions?page=`],
    ['trailingSlash', `${base}/accounts/`, `${base}/transactions/?page=`],
    ['otherBase', `${standIns.linksBase(version)}/accounts`, `${standIns.linksBase(version)}/transactions?page=`],
    ['httpWithoutPort', `http://bank.example${basePath(version)}/accounts`, `http://bank.example${basePath(version)}/transactions?page=`],
  ] as const)('=%s', async (links, self, next) => {
    const get = await reader({ links }, 'amelia', version)
    expect((await get('/accounts')).json?.Links.Self).toBe(self)
    const { Next } = (await get('/transactions')).json?.Links ?? {}
    expect(Next?.startsWith(next)).toBe(true)
    // Wherever the address points: its token is that of the next page.
    const token = new URL(Next ?? '').search
    expect((await get(`/transactions${token}`)).json?.Data.Transaction).not.toEqual((await get('/transactions')).json?.Data.Transaction)
  })
})

test('httpWithoutPort leaves out the port', () => {
  const link = linkWriter('httpWithoutPort', 'https://127.0.0.1:8443/open-banking/v4.0/aisp', '4.0')
  expect(link('/accounts')).toBe('http://127.0.0.1/open-banking/v4.0/aisp/accounts')
})

test('bank with directDebitDates=invalid writes a date that none is', async () => {
  const dates = async (behaviour: Partial<BankBehaviour>) => {
    const { Data } = (await (await reader(behaviour))('/direct-debits')).json ?? {}
    const list = Data?.DirectDebit
    return (Array.isArray(list) ? list : []).map((item: Item) => Date.parse(String(item.PreviousPaymentDateTime)))
  }
  expect(new Set(await dates({ directDebitDates: 'invalid' }))).toEqual(new Set([Number.NaN]))
  expect((await dates({})).every((date) => date > 0)).toBe(true)
})

describe('bank with dataFaults', () => {
  const answersOf = async (faults: DataFault[]) => {
    const get = await reader({ dataFaults: faults }, 'brightside')
    const [accounts, balances, transactions] = await Promise.all(['/accounts', '/balances', '/transactions'].map(get))
    return { accounts: accounts?.json, balances: balances?.json, transactions: transactions?.json }
  }
  type Answers = Awaited<ReturnType<typeof answersOf>>
  const first = (items: Item[] | undefined, name: string): Item => (items?.find((item) => name in item)?.[name] ?? {}) as Item

  const broken: Record<DataFault, (answers: Answers) => boolean> = {
    transactionWithoutBookingDateTime: ({ transactions }) => !('BookingDateTime' in (transactions?.Data.Transaction[0] ?? {})),
    transactionCodeWithoutSubCode: ({ transactions }) => !('SubCode' in first(transactions?.Data.Transaction, 'BankTransactionCode')),
    exchangeWithoutRate: ({ transactions }) => !('ExchangeRate' in first(transactions?.Data.Transaction, 'CurrencyExchange')),
    cardWithoutScheme: ({ transactions }) => !('CardSchemeName' in first(transactions?.Data.Transaction, 'CardInstrument')),
    balanceWithoutAmount: ({ balances }) => !('Amount' in (balances?.Data.Balance[0] ?? {})),
    amountAsNumber: ({ balances, transactions }) =>
      typeof first(balances?.Data.Balance, 'Amount').Amount === 'number' &&
      typeof first(transactions?.Data.Transaction, 'Amount').Amount === 'number',
    unknownEnum: ({ accounts }) => accounts?.Data.Account[0]?.AccountTypeCode === 'Wallet',
    missingMeta: ({ accounts, balances, transactions }) => [accounts, balances, transactions].every((one) => one && !('Meta' in one)),
  }

  test.each(dataFault.options)('%s breaks that, and nothing else', async (fault) => {
    const spoilt = await answersOf([fault])
    for (const [name, isBroken] of Object.entries(broken)) expect([name, isBroken(spoilt)]).toEqual([name, name === fault])
  })

  test('several break as much each, and none breaks nothing', async () => {
    const both = await answersOf(['amountAsNumber', 'missingMeta'])
    expect(broken.amountAsNumber(both) && broken.missingMeta(both)).toBe(true)
    const none = await answersOf([])
    expect(Object.values(broken).some((isBroken) => isBroken(none))).toBe(false)
  })
})
