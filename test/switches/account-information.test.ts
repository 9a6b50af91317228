// Each switch of the model bank about account information, from the client's side: without the value of the profile and with it.

import { describe, expect, test } from 'vitest'
import { standIns } from '../../src/shared/bank-persona.ts'
import { permission } from '../../src/shared/model/account-access-consent.ts'
import { type DataFault, dataFault } from '../../src/shared/model/bank-behaviour.ts'
import { bankWith } from '../support/account-switches.ts'
import { exchangesOf } from '../support/tpp.ts'

const everything = [...permission.options]

describe('switch accountInformation=false', () => {
  test('standard: the bank answers 404', async () => {
    const bank = await bankWith({ accountInformation: false })
    const bankRegistrationId = await bank.registration(await bank.profile())
    expect(await bank.test.refused('accountAccessConsent.create', { bankRegistrationId, permissions: everything })).toMatchObject({
      code: 'BANK_ERROR_RESPONSE',
      bank: { status: 404 },
    })
  })

  test('accountInformation null: said before anything is asked for', async () => {
    const bank = await bankWith({ accountInformation: false })
    const bankRegistrationId = await bank.registration(await bank.profile(null))
    const sent = await exchangesOf(bank.test, async () => {
      const error = await bank.test.refused('accountAccessConsent.create', { bankRegistrationId, permissions: everything })
      expect(error.message).toContain('offers no account information')
    })
    expect(sent).toEqual([])
  })
})

describe.each([
  ['3.1', '4.0'],
  ['4.0', '3.1'],
] as const)('switch apiVersions=%s', (only, other) => {
  test('standard, with both versions: the bank does not know the other one', async () => {
    const bank = await bankWith({ apiVersions: [only] })
    const bankRegistrationId = await bank.registration(await bank.profile({ defaultVersion: other }))
    expect(await bank.test.refused('accountAccessConsent.create', { bankRegistrationId, permissions: everything })).toMatchObject({
      code: 'BANK_ERROR_RESPONSE',
      bank: { status: 404 },
    })
  })

  test('baseUrls with that version only: fetches', async () => {
    const bank = await bankWith({ apiVersions: [only] })
    const baseUrls = { [only]: bank.tpp.profile.accountInformation?.baseUrls[only] ?? '' }
    const { id, apiVersion } = await bank.consent(await bank.profile({ baseUrls, defaultVersion: only }))
    expect(apiVersion).toBe(only)
    const { items } = await bank.test.call('account.list', { accountAccessConsentId: id, source: 'bank' })
    expect(items.length).toBeGreaterThan(0)
  })
})

describe('switch financialIds=by version', () => {
  const financialIds = { '3.1': 'OF-THREE-1', '4.0': 'OF-FOUR-0' }
  const client = { financialId: standIns.financialId }

  test('standard: refused, because every version has the financial id of the bank', async () => {
    const bank = await bankWith({ financialIds })
    const bankRegistrationId = await bank.registration(await bank.profile({}, client))
    const error = await bank.test.refused('accountAccessConsent.create', { bankRegistrationId, permissions: everything })
    expect(error).toMatchObject({ code: 'BANK_ERROR_RESPONSE', bank: { status: 400 } })
    expect(JSON.stringify(error)).toContain('x-fapi-financial-id')
  })

  test.each(['3.1', '4.0'] as const)('financialIds: version %s fetches', async (apiVersion) => {
    const bank = await bankWith({ financialIds })
    const { id } = await bank.consent(await bank.profile({ financialIds }, client), { apiVersion })
    const { items } = await bank.test.call('account.fetch', { accountAccessConsentId: id, resources: ['accounts', 'statements'] })
    expect(items.map(({ error }) => error)).toEqual([null, null])
  })
})

describe('switch refusedPermissions=ReadOffers', () => {
  const refusedPermissions = ['ReadOffers' as const]

  test('standard: the bank refuses the consent', async () => {
    const bank = await bankWith({ refusedPermissions })
    const bankRegistrationId = await bank.registration(await bank.profile())
    expect(await bank.test.refused('accountAccessConsent.create', { bankRegistrationId, permissions: everything })).toMatchObject({
      code: 'BANK_ERROR_RESPONSE',
      bank: { status: 400 },
    })
  })

  test('unsupportedPermissions: known beforehand, and never asked for', async () => {
    const bank = await bankWith({ refusedPermissions })
    const profile = await bank.profile({ unsupportedPermissions: refusedPermissions })
    const bankRegistrationId = await bank.registration(profile)
    const sent = await exchangesOf(bank.test, async () => {
      expect(await bank.test.refused('accountAccessConsent.create', { bankRegistrationId, permissions: everything })).toMatchObject({
        code: 'INVALID_INPUT',
        field: 'permissions',
      })
    })
    expect(sent).toEqual([])
    const { id } = await bank.consent(profile, { permissions: everything.filter((one) => one !== 'ReadOffers') })
    const { items: calls } = await bank.test.call('accountAccessConsent.allowedCalls', { id })
    expect(calls.find(({ path }) => path === '/offers')?.reason).toBe('The bank does not support ReadOffers')
    const { items } = await bank.test.call('account.fetch', { accountAccessConsentId: id })
    expect(items.filter(({ error }) => error !== null)).toEqual([])
    expect(items.find(({ resource }) => resource === 'offers')?.skipped).toBe('The bank does not support ReadOffers')
  })
})

describe.each([
  ['/accounts/{AccountId}/parties', 'parties'],
  ['/party', 'parties'],
  ['/accounts/{AccountId}/offers', 'offers'],
] as const)('switch missingCalls=%s', (path, resource) => {
  test('standard: the bank answers 404', async () => {
    const bank = await bankWith({ missingCalls: [path] })
    const { id } = await bank.consent(await bank.profile())
    const { items } = await bank.test.call('account.fetch', { accountAccessConsentId: id })
    expect(items.filter(({ error }) => error !== null)).toEqual([
      expect.objectContaining({ resource, error: expect.objectContaining({ code: 'BANK_ERROR_RESPONSE', bank: { status: 404 } }) }),
    ])
  })

  test('unsupportedCalls: asked for in another way where there is one, or else said beforehand', async () => {
    const bank = await bankWith({ missingCalls: [path] })
    const { id } = await bank.consent(await bank.profile({ unsupportedCalls: [path] }))
    const fetched = await bank.test.call('account.fetch', { accountAccessConsentId: id })
    expect(fetched.items.filter(({ error }) => error !== null)).toEqual([])
    const found = fetched.items.find((item) => item.resource === resource)
    expect(found?.skipped ?? null).toBe(resource === 'offers' ? 'The bank does not offer this call' : null)
    expect((found?.count ?? 0) > 0).toBe(resource === 'parties')
    const { items: calls } = await bank.test.call('accountAccessConsent.allowedCalls', { id })
    expect(calls.find((call) => call.path === path)?.reason).toBe('The bank does not offer this call')
  })
})

describe('switch additionalCalls=pots', () => {
  test('standard: there are no pots to ask for', async () => {
    const bank = await bankWith({ additionalCalls: ['pots'] })
    const { id } = await bank.consent(await bank.profile())
    expect(await bank.test.refused('pot.list', { accountAccessConsentId: id, source: 'bank' })).toMatchObject({ code: 'CONFLICT' })
  })

  test('additionalCalls: pots are fetched', async () => {
    const bank = await bankWith({ additionalCalls: ['pots'] })
    const { id } = await bank.consent(await bank.profile({ additionalCalls: ['pots'] }))
    const { items } = await bank.test.call('pot.list', { accountAccessConsentId: id, source: 'bank' })
    expect(items.length).toBeGreaterThan(0)
    expect(items[0]).toMatchObject({
      resource: 'pots',
      title: expect.any(String),
      amount: expect.any(String),
      currency: 'GBP',
      warnings: [],
    })
    const { items: calls } = await bank.test.call('accountAccessConsent.allowedCalls', { id })
    expect(calls).toContainEqual({ resource: 'pots', path: '/pots', bulk: true, allowed: true, reason: null })
  })
})

describe.each(['trailingSlash', 'otherBase', 'httpWithoutPort'] as const)('switch links=%s', (links) => {
  test('standard: the next page is refused, and the token goes nowhere else', async () => {
    const bank = await bankWith({ links })
    const { id } = await bank.consent(await bank.profile())
    const sent = await exchangesOf(bank.test, async () => {
      const error = await bank.test.refused('transaction.list', { accountAccessConsentId: id, source: 'bank' })
      expect(error.code).toBe('BANK_INVALID_RESPONSE')
      expect(error.message).toContain('Links.Next')
    })
    const { issuer } = bank.test.banks[0]?.addresses ?? { issuer: '' }
    expect(new Set(sent.map(({ url }) => new URL(url).origin))).toEqual(new Set([new URL(issuer).origin]))
  })

  test('linksTolerances: every page is fetched from our own base URL, with a warning', async () => {
    const bank = await bankWith({ links })
    const linksBases = links === 'otherBase' ? [standIns.linksBase('4.0')] : []
    const { id: accountAccessConsentId } = await bank.consent(await bank.profile({ linksTolerances: [links], linksBases }))
    const consent = { accountAccessConsentId }
    const { total } = await bank.test.call('transaction.list', { ...consent, source: 'bank', limit: 1 })
    expect(total).toBeGreaterThan(100)
    const { items } = await bank.test.call('conformance.list', { ...consent, resource: 'transactions' })
    expect(items).toContainEqual(expect.objectContaining({ path: '$.Links.Next', known: true, requestLogId: expect.any(String) }))
    expect(items.every(({ known }) => known)).toBe(true)
  })

  test('Links.Self is a warning and no more', async () => {
    const bank = await bankWith({ links })
    const { id: accountAccessConsentId } = await bank.consent(await bank.profile())
    const { items } = await bank.test.call('account.list', { accountAccessConsentId, source: 'bank' })
    expect(items.length).toBeGreaterThan(0)
    const warnings = (await bank.test.call('conformance.list', { accountAccessConsentId, resource: 'accounts' })).items
    expect(warnings).toEqual([expect.objectContaining({ path: '$.Links.Self', known: false, count: 1 })])
  })
})

describe('switch consentLinks=consentIdOmitted', () => {
  const made = async (linksTolerances: 'consentIdOmitted'[]) => {
    const bank = await bankWith({ consentLinks: 'consentIdOmitted' })
    const bankRegistrationId = await bank.registration(await bank.profile({ linksTolerances }))
    return bank.test.call('accountAccessConsent.create', { bankRegistrationId, permissions: everything })
  }

  test('standard: a warning', async () => {
    expect((await made([])).warnings).toEqual([expect.objectContaining({ path: '$.Links.Self', known: false })])
  })

  test('linksTolerances: a warning that is known', async () => {
    expect((await made(['consentIdOmitted'])).warnings).toEqual([expect.objectContaining({ path: '$.Links.Self', known: true })])
  })
})

describe('switch directDebitDates=invalid', () => {
  test('the direct debits are kept, without their dates and with a warning', async () => {
    const bank = await bankWith({ directDebitDates: 'invalid' })
    const { id: accountAccessConsentId } = await bank.consent(await bank.profile())
    const { items } = await bank.test.call('directDebit.list', { accountAccessConsentId, source: 'bank' })
    expect(items.length).toBeGreaterThan(0)
    for (const { dateTime, warnings, original, title } of items) {
      expect(dateTime).toBeNull()
      expect(title).not.toBeNull()
      expect(original.PreviousPaymentDateTime).toMatch(/^0000/)
      expect(warnings).toEqual([expect.objectContaining({ message: 'is not a date and time' })])
    }
    const report = (await bank.test.call('conformance.list', { accountAccessConsentId })).items
    expect(report.map(({ resource, path }) => [resource, path])).toContainEqual([
      'directDebits',
      '$.Data.DirectDebit[0].PreviousPaymentDateTime',
    ])
    expect(report.reduce((sum, { count }) => sum + count, 0)).toBe(items.length)
    expect(report.map(({ known }) => known)).not.toContain(true)
  })

  test('dataFaults: the warning is a known one', async () => {
    const bank = await bankWith({ directDebitDates: 'invalid' })
    const { id: accountAccessConsentId } = await bank.consent(await bank.profile({ dataFaults: ['directDebitDates'] }))
    const { items } = await bank.test.call('directDebit.list', { accountAccessConsentId, source: 'bank' })
    expect(items.flatMap(({ warnings }) => warnings.map(({ known }) => known))).toEqual(items.map(() => true))
    const report = (await bank.test.call('conformance.list', { accountAccessConsentId, resource: 'directDebits' })).items
    expect(report.map(({ known }) => known)).not.toContain(false)
  })
})

const expected: Record<DataFault, [resource: string, path: RegExp]> = {
  transactionWithoutBookingDateTime: ['transactions', /\.BookingDateTime$/],
  transactionCodeWithoutSubCode: ['transactions', /\.BankTransactionCode\.SubCode$/],
  exchangeWithoutRate: ['transactions', /\.CurrencyExchange\.ExchangeRate$/],
  cardWithoutScheme: ['transactions', /\.CardInstrument\.CardSchemeName$/],
  balanceWithoutAmount: ['balances', /\.Amount$/],
  amountAsNumber: ['balances', /\.Amount\.Amount$/],
  unknownEnum: ['balances', /\.Type$/],
  missingMeta: ['accounts', /^\$\.Meta$/],
}

describe.each(dataFault.options)('switch dataFaults=%s', (fault) => {
  test.each(['3.1', '4.0'] as const)('version %s: kept, shown and reported as a warning', async (apiVersion) => {
    const bank = await bankWith({ dataFaults: [fault] })
    const { id: accountAccessConsentId } = await bank.consent(await bank.profile(), { apiVersion })
    const fetched = (await bank.test.call('account.fetch', { accountAccessConsentId })).items
    expect(fetched.filter(({ error }) => error !== null)).toEqual([])
    const [resource, path] = expected[fault]
    expect(fetched.find((item) => item.resource === resource)).toMatchObject({ count: expect.any(Number), warnings: expect.any(Number) })
    const { items } = await bank.test.call('conformance.list', { accountAccessConsentId })
    expect(items.filter((item) => item.resource === resource && path.test(item.path))).not.toEqual([])
    const shown = await bank.test.call('balance.list', { accountAccessConsentId })
    expect(shown.items.length).toBeGreaterThan(0)
  })
})
