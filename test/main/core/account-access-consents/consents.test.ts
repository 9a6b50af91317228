import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import type { Permission } from '../../../../src/shared/model/account-access-consent.ts'
import type { BankRegistration } from '../../../../src/shared/model/bank-registration.ts'
import { shareTestApp } from '../../../support/app.ts'
import { baseUrl, type FakeBank, hangUp, html, json, startFakeBank } from '../../../support/fake-bank.ts'
import { authorise, copyProfile, exchangesOf, makeConsent, permissions, prepareTpp, register, type Tpp } from '../../../support/tpp.ts'

let tpp: Tpp
let registration: BankRegistration
const shared = shareTestApp(async (test) => {
  tpp = await prepareTpp(test)
  registration = await register(test, tpp)
})

const consents = async () => (await shared().call('accountAccessConsent.list', {})).items

describe.each([
  ['3.1', 'AwaitingAuthorisation'],
  ['4.0', 'AWAU'],
] as const)('version %s', (apiVersion, externalStatus) => {
  test('create, read, delete', async () => {
    const { call, refused, events } = shared()
    const terms = {
      expirationDateTime: '2027-05-01T00:00:00+00:00',
      transactionFromDateTime: '2026-01-01T00:00:00+00:00',
      transactionToDateTime: '2026-12-31T23:59:59+00:00',
    }
    const creating = await exchangesOf(shared(), () =>
      makeConsent(shared(), registration.id, { apiVersion, reference: 'Amelia', ...terms }),
    )
    const { bankRegistrationId, ...made } = (await consents()).at(-1)!
    expect(bankRegistrationId).toBe(registration.id)
    const status = { state: 'created', status: 'awaitingAuthorisation', externalStatus, tokens: null }
    expect(made).toMatchObject({ apiVersion, reference: 'Amelia', permissions, consentId: expect.any(String), ...status, ...terms })
    const sent = await call('requestLog.get', { id: creating.at(-1)?.id ?? '' })
    expect(sent.url).toContain(`/open-banking/v${apiVersion}/aisp/account-access-consents`)
    expect(JSON.parse(sent.request.body ?? '')).toMatchObject({
      Data: {
        Permissions: permissions,
        ExpirationDateTime: terms.expirationDateTime,
        TransactionFromDateTime: terms.transactionFromDateTime,
      },
      Risk: {},
    })
    expect(events).toContainEqual({ type: 'changed', aggregate: 'accountAccessConsent', id: made.id })

    const { id } = made
    const reading = await exchangesOf(shared(), async () => {
      expect(await call('accountAccessConsent.get', { id })).toEqual({ bankRegistrationId, ...made })
      expect(await call('accountAccessConsent.get', { id, fromBank: true })).toEqual({ bankRegistrationId, ...made })
    })
    expect(reading.map(({ method, status }) => `${method} ${status}`)).toEqual(['GET 200'])

    const deleting = await exchangesOf(shared(), () => call('accountAccessConsent.delete', { id }))
    expect(deleting.map(({ method, status }) => `${method} ${status}`)).toEqual(['DELETE 204'])
    expect(await refused('accountAccessConsent.get', { id })).toMatchObject({ code: 'NOT_FOUND', field: 'id' })
  })

  test('a refusal of the bank is told in its own words, linked to the exchange; nothing stays', async () => {
    const before = await consents()
    const input = { bankRegistrationId: registration.id, apiVersion, permissions, expirationDateTime: '2020-01-01T00:00:00Z' }
    const error = await shared().refused('accountAccessConsent.create', input)
    expect(error).toMatchObject({
      code: 'BANK_ERROR_RESPONSE',
      bank: { status: 400, reasons: [{ path: expect.stringContaining('ExpirationDateTime') }] },
    })
    const exchange = await shared().call('requestLog.get', { id: error.requestLogId ?? '' })
    expect(exchange).toMatchObject({ step: 'account-access-consents.create', status: 400, bankRegistrationId: registration.id })
    expect(await consents()).toEqual(before)
  })

  test('what the customer decided is learnt from the bank', async () => {
    const { id } = await makeConsent(shared(), registration.id, { apiVersion })
    await authorise(shared(), id)
    const read = await shared().call('accountAccessConsent.get', { id, fromBank: true })
    expect(read).toMatchObject({
      status: 'authorised',
      externalStatus: apiVersion === '3.1' ? 'Authorised' : 'AUTH',
      tokens: { refreshable: true },
    })
  })
})

describe('refused before anything is sent', () => {
  const sets: [string, Permission[]][] = [
    ['none', []],
    ['no ReadAccounts', ['ReadBalances']],
    ['transactions without a direction', ['ReadAccountsBasic', 'ReadTransactionsBasic']],
    ['a direction without transactions', ['ReadAccountsDetail', 'ReadTransactionsDebits']],
  ]
  test.each(sets)('permissions: %s', async (_, asked) => {
    const sent = await exchangesOf(shared(), async () => {
      const error = await shared().refused('accountAccessConsent.create', { bankRegistrationId: registration.id, permissions: asked })
      expect(error).toMatchObject({ code: 'INVALID_INPUT', field: 'permissions', remedy: expect.any(String) })
    })
    expect(sent).toEqual([])
  })

  test('a permission that does not exist is named by its place', async () => {
    const input = { bankRegistrationId: registration.id, permissions: ['ReadAccountsBasic', 'ReadEverything'] }
    const reply = await shared().app.handle('accountAccessConsent.create', input)
    expect(reply).toMatchObject({ ok: false, error: { code: 'INVALID_INPUT', field: 'permissions.1' } })
  })

  test('a version that the bank does not have', async () => {
    const { '4.0': only } = tpp.profile.accountInformation?.baseUrls ?? {}
    const accountInformation = { baseUrls: only ? { '4.0': only } : {}, defaultVersion: '4.0' as const }
    const profile = await copyProfile(shared(), tpp.profile, { name: 'newest-only', accountInformation })
    const { id } = await register(shared(), { ...tpp, profile })
    const error = await shared().refused('accountAccessConsent.create', { bankRegistrationId: id, apiVersion: '3.1', permissions })
    expect(error).toMatchObject({ code: 'INVALID_INPUT', field: 'apiVersion' })
  })

  test('an unknown registration or consent', async () => {
    const { refused } = shared()
    const unknown = crypto.randomUUID()
    const error = await refused('accountAccessConsent.create', { bankRegistrationId: unknown, permissions })
    expect(error).toMatchObject({ code: 'NOT_FOUND', field: 'bankRegistrationId' })
    for (const method of ['get', 'delete', 'startAuthorisation', 'refresh'] as const) {
      expect(await refused(`accountAccessConsent.${method}`, { id: unknown })).toMatchObject({ code: 'NOT_FOUND', field: 'id' })
    }
    const listing = await refused('account.list', { accountAccessConsentId: unknown, source: 'bank' })
    expect(listing).toMatchObject({ code: 'NOT_FOUND', field: 'accountAccessConsentId' })
  })
})

describe('a bank whose outcome is open', () => {
  const collection = `${baseUrl}/account-access-consents`
  const created = (consentId: string) => ({
    Data: { ConsentId: consentId, Status: 'AWAU', CreationDateTime: '2026-11-20T10:00:00Z', Permissions: permissions },
  })
  let bank: FakeBank
  let elsewhere: string
  beforeEach(async () => {
    bank ??= await startFakeBank()
    bank.reset()
    const profile = await shared().call('bankProfile.create', { ...bank.profile, name: `fake-${crypto.randomUUID()}` })
    elsewhere = (await register(shared(), { ...tpp, profile }, { externalApiId: 'client' })).id
  })
  afterAll(() => bank?.close())

  test.each([
    ['hangs up', hangUp, 'BANK_UNREACHABLE'],
    ['answers with a web page', html(201), 'BANK_INVALID_RESPONSE'],
    ['answers with another shape', json(201, { Data: { ConsentId: 7 } }), 'BANK_INVALID_RESPONSE'],
  ])('%s: the consent stays as creating, cannot be used, and can be deleted', async (_, answer, code) => {
    const { call, refused } = shared()
    bank.on(`POST ${collection}`, answer)
    const error = await refused('accountAccessConsent.create', { bankRegistrationId: elsewhere, permissions })
    expect(error).toMatchObject({ code, requestLogId: expect.any(String) })
    const [left] = (await consents()).filter(({ bankRegistrationId }) => bankRegistrationId === elsewhere)
    expect(left).toMatchObject({ state: 'creating', status: 'unknown', consentId: null })
    const id = left?.id ?? ''
    expect(await refused('accountAccessConsent.get', { id, fromBank: true })).toMatchObject({ code: 'CONFLICT', field: 'id' })
    expect(await refused('accountAccessConsent.startAuthorisation', { id })).toMatchObject({ code: 'CONFLICT', field: 'id' })
    expect(await refused('account.list', { accountAccessConsentId: id, source: 'bank' })).toMatchObject({ code: 'AUTHORISATION_FAILED' })
    await call('accountAccessConsent.delete', { id })
  })

  test('answers with another consent: refused, and what is known stays', async () => {
    bank.on(`POST ${collection}`, json(201, created('mine')))
    bank.on(`GET ${collection}/mine`, json(200, created('somebody-else’s')))
    const made = await makeConsent(shared(), elsewhere)
    const error = await shared().refused('accountAccessConsent.get', { id: made.id, fromBank: true })
    expect(error).toMatchObject({ code: 'BANK_INVALID_RESPONSE', message: expect.stringContaining('$.Data.ConsentId') })
    expect(await shared().call('accountAccessConsent.get', { id: made.id })).toEqual(made)
  })

  test('hangs up on a deletion: deleting, until it is confirmed', async () => {
    const { call, refused } = shared()
    bank.on(`POST ${collection}`, json(201, created('mine')))
    bank.on(`DELETE ${collection}/mine`, hangUp)
    const { id } = await makeConsent(shared(), elsewhere)
    expect(await refused('accountAccessConsent.delete', { id })).toMatchObject({ code: 'BANK_UNREACHABLE' })
    expect(await call('accountAccessConsent.get', { id })).toMatchObject({ state: 'deleting' })
    bank.on(`DELETE ${collection}/mine`, json(400, { Code: '400', Errors: [] }))
    expect(await refused('accountAccessConsent.delete', { id })).toMatchObject({ code: 'BANK_ERROR_RESPONSE' })
    expect(await call('accountAccessConsent.get', { id })).toMatchObject({ state: 'created' })
    await call('accountAccessConsent.delete', { id, localOnly: true })
  })
})
