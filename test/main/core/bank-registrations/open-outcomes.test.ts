// What the bank did cannot be rolled back: the workspace says what it does not know.

import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import type { Input } from '../../../../src/shared/api.ts'
import type { BankRegistration } from '../../../../src/shared/model/bank-registration.ts'
import { shareTestApp } from '../../../support/app.ts'
import { type Answer, type FakeBank, hangUp, html, json, startFakeBank } from '../../../support/fake-bank.ts'
import { copyProfile, exchangesOf, prepareTpp, register, type Tpp, webRedirect } from '../../../support/tpp.ts'

let tpp: Tpp
let bank: FakeBank
const shared = shareTestApp(async (test) => {
  bank = await startFakeBank()
  const { statement, certificates } = await prepareTpp(test)
  tpp = { statement, certificates, profile: await test.call('bankProfile.create', bank.profile) }
})
afterAll(() => bank.close())
beforeEach(() => bank.reset())

const input = () => ({ bankProfileId: tpp.profile.id, softwareStatementId: tpp.statement.id })
const registrations = async () => (await shared().call('bankRegistration.list', {})).items

/** Answers as told, and notes what the workspace holds while the bank works. */
const watched = (route: string, answer: Answer): BankRegistration['state'][] => {
  const states: BankRegistration['state'][] = []
  bank.on(route, async (response, request) => {
    states.push(...(await registrations()).map(({ state }) => state))
    await answer(response, request)
  })
  return states
}

describe('registration', () => {
  test.each<[string, Answer, object]>([
    ['with OAuth words', json(400, { error: 'invalid_client_metadata', error_description: 'no' }), { error: 'invalid_client_metadata' }],
    ['without a word', json(403, {}), { status: 403 }],
    ['with a web page', html(404), { status: 404 }],
  ])('refused %s: the row is there during the call and gone afterwards', async (_, answer, words) => {
    const states = watched('POST /register', answer)
    const error = await shared().refused('bankRegistration.create', input())
    expect(error).toMatchObject({ code: 'BANK_ERROR_RESPONSE', bank: words })
    expect(states).toEqual(['registering'])
    expect(await registrations()).toEqual([])
  })

  test.each<[string, Answer, string]>([
    ['the bank hangs up', hangUp, 'BANK_UNREACHABLE'],
    ['a gateway gives up', html(504), 'BANK_ERROR_RESPONSE'],
    ['the answer is a web page', html(201), 'BANK_INVALID_RESPONSE'],
    ['the answer has no client id', json(201, { clientId: 'misspelt' }), 'BANK_INVALID_RESPONSE'],
  ])('%s: the row stays and says that the outcome is open', async (_, answer, code) => {
    const { call, refused } = shared()
    const states = watched('POST /register', answer)
    const error = await refused('bankRegistration.create', input())
    expect(error).toMatchObject({ code })
    expect(states).toEqual(['registering'])
    const [left] = await registrations()
    expect(left).toMatchObject({ state: 'registering', externalApiId: null })
    const exchange = await call('requestLog.get', { id: error.requestLogId ?? '' })
    expect(exchange).toMatchObject({ step: 'registration.create', bankRegistrationId: left?.id })
    expect((await call('workspace.check', {})).findings).toContainEqual(
      expect.objectContaining({ severity: 'attention', check: 'state', subject: expect.objectContaining({ id: left?.id }) }),
    )

    const id = left?.id ?? ''
    const sent = await exchangesOf(shared(), async () => {
      expect(await refused('bankRegistration.delete', { id })).toMatchObject({
        code: 'CONFLICT',
        remedy: expect.stringContaining('localOnly'),
      })
      expect(await refused('accountAccessConsent.create', { bankRegistrationId: id, permissions: ['ReadAccountsBasic'] })).toMatchObject({
        code: 'CONFLICT',
        field: 'bankRegistrationId',
      })
    })
    expect(sent).toEqual([])
    expect(await registrations()).toEqual([left])
    await call('bankRegistration.delete', { id, localOnly: true })
    expect(await registrations()).toEqual([])
  })

  test('begun and not confirmed, it is told of before another client is made', async () => {
    const { call, refused } = shared()
    bank.on('POST /register', hangUp)
    await refused('bankRegistration.create', input())
    const [left] = await registrations()
    bank.reset()
    const sent = await exchangesOf(shared(), async () => {
      const error = await refused('bankRegistration.create', input())
      expect(error).toMatchObject({ code: 'CONFLICT', field: 'reuse', message: expect.stringContaining(left?.id ?? ' ') })
      expect(error.remedy).toMatch(/externalApiId.*localOnly.*never/)
    })
    expect(sent).toEqual([])
    // What the remedy says: another one, and the one that the bank had made after all.
    await call('bankRegistration.create', { ...input(), reuse: 'never' })
    await call('bankRegistration.create', { ...input(), reuse: 'never', externalApiId: 'made-after-all' })
    for (const { id } of (await registrations()).filter(({ state }) => state === 'registered'))
      await call('bankRegistration.delete', { id, localOnly: true })
    await call('bankRegistration.create', { ...input(), externalApiId: 'made-after-all' })
    for (const { id } of await registrations()) await call('bankRegistration.delete', { id, localOnly: true })
  })

  test('new secrets in the answer to a reading are those of whoever shares the client', async () => {
    const { call } = shared()
    const registration = { ...tpp.profile.registration, managementToken: 'registrationAccessToken', group: 'All' } as const
    const brand = (name: string) => copyProfile(shared(), tpp.profile, { name, group: 'Example', registration })
    bank.on('POST /register', json(201, { client_id: 'issued', client_secret: 's1', registration_access_token: 'r1' }))
    const method = { tokenEndpointAuthMethod: 'client_secret_basic', reuse: 'ifPossible' } as const
    const one = await register(shared(), { ...tpp, profile: await brand('rotating') }, method)
    const other = await register(shared(), { ...tpp, profile: await brand('sister') }, method)
    expect(other.sharesClientOf).toBe(one.id)

    bank.on('GET /register/issued', json(200, { client_id: 'issued', client_secret: 's2', registration_access_token: 'r2' }))
    await call('bankRegistration.get', { id: one.id, fromBank: true })
    await call('bankRegistration.get', { id: other.id, fromBank: true })
    expect(bank.received.filter(({ route }) => route === 'GET /register/issued').map(({ headers }) => headers.authorization)).toEqual([
      'Bearer r1',
      'Bearer r2',
    ])
    await shared().refused('accountAccessConsent.create', { bankRegistrationId: other.id, permissions: ['ReadAccountsBasic'] })
    const { headers } = bank.received.findLast(({ route }) => route === 'POST /token') ?? {}
    expect(headers?.authorization).toBe(`Basic ${Buffer.from('issued:s2').toString('base64')}`)
    for (const { id } of await registrations()) await call('bankRegistration.delete', { id, localOnly: true })
  })

  test('new secrets of a known bank are not given to a profile of a person’s own that shares its client', async () => {
    const { call } = shared()
    const { issuer = '', caCertificates = [] } = bank.profile
    const registration = { group: 'All', managementToken: 'clientCredentials', operations: ['read'] } as const
    const { items } = await call('bankProfile.list', {})
    const plain = items.find(({ environment, needs, registration }) => environment === 'sandbox' && needs.length === 0 && registration.dcr)
    const overrides = { issuer, caCertificates, group: 'Known', discovery: 'wellKnown', discoveryUrl: null, endpoints: null, registration }
    const known = await call('bankProfile.override', { id: plain?.id ?? '', overrides })
    const own = await copyProfile(shared(), tpp.profile, { name: 'of-my-own', group: 'Known', registration: known.registration })
    const method = { reuse: 'ifPossible', tokenEndpointAuthMethod: 'tls_client_auth', redirectUris: [webRedirect] } satisfies Partial<
      Input<'bankRegistration.create'>
    >
    const one = await register(shared(), { ...tpp, profile: known }, method)
    const other = await register(shared(), { ...tpp, profile: own }, method)
    expect(other.sharesClientOf).toBe(one.id)

    const secrets = { client_secret: 's', registration_access_token: 'r' }
    bank.on(`GET /register/${one.externalApiId}`, json(200, { client_id: one.externalApiId, ...secrets }))
    const read = await call('bankRegistration.get', { id: one.id, fromBank: true })
    expect(read).toMatchObject({ hasClientSecret: true, hasRegistrationAccessToken: true })
    const told = await call('bankRegistration.get', { id: other.id })
    expect(told).toMatchObject({ hasClientSecret: false, hasRegistrationAccessToken: false, accepted: { client_id: one.externalApiId } })
    for (const { id } of await registrations()) await call('bankRegistration.delete', { id, localOnly: true })
  })

  test('a secret and a registration access token are kept, used, and never shown', async () => {
    const { call } = shared()
    bank.on(
      'POST /register',
      json(201, { client_id: 'issued', client_secret: 's3cret-of-the-client', registration_access_token: 'r4t-of-the-client' }),
    )
    bank.on('GET /register/issued', json(200, { client_id: 'issued' }))
    const registration = { ...tpp.profile.registration, managementToken: 'registrationAccessToken' } as const
    const profile = await copyProfile(shared(), tpp.profile, { name: 'gives-tokens', registration })
    const made = await register(shared(), { ...tpp, profile }, { tokenEndpointAuthMethod: 'client_secret_basic' })
    expect(made).toMatchObject({ hasClientSecret: true, accepted: { client_id: 'issued' } })
    const read = await call('bankRegistration.get', { id: made.id, fromBank: true })
    expect(JSON.stringify([made, read, await registrations()])).not.toMatch(/s3cret-of|r4t-of/)
    expect(bank.received.at(-1)).toMatchObject({ route: 'GET /register/issued', headers: { authorization: 'Bearer r4t-of-the-client' } })
    await call('bankRegistration.delete', { id: made.id, localOnly: true })
  })
})

describe('deletion', () => {
  const route = 'DELETE /register/client-of-the-fake-bank'

  test('the bank hangs up: deleting, and it can be tried again', async () => {
    const { call, refused } = shared()
    const { id } = await register(shared(), tpp)
    bank.on(route, hangUp)
    expect(await refused('bankRegistration.delete', { id })).toMatchObject({ code: 'BANK_UNREACHABLE', requestLogId: expect.any(String) })
    expect(await registrations()).toMatchObject([{ id, state: 'deleting' }])
    bank.on(route, (response) => void response.writeHead(204).end())
    await call('bankRegistration.delete', { id })
    expect(await registrations()).toEqual([])
  })

  test('no token to ask with: nothing was begun', async () => {
    const { call, refused } = shared()
    const { id } = await register(shared(), tpp)
    bank.on('POST /token', hangUp)
    expect(await refused('bankRegistration.delete', { id })).toMatchObject({ code: 'BANK_UNREACHABLE' })
    expect(await registrations()).toMatchObject([{ id, state: 'registered' }])
    await call('bankRegistration.delete', { id, localOnly: true })
  })

  test('the bank does not offer it: registered as before', async () => {
    const { call, refused } = shared()
    const { id } = await register(shared(), tpp)
    bank.on(route, json(405, {}))
    const error = await refused('bankRegistration.delete', { id })
    expect(error).toMatchObject({
      code: 'BANK_ERROR_RESPONSE',
      bank: { status: 405 },
      remedy: expect.stringMatching(/portal.*localOnly/),
    })
    expect(await registrations()).toMatchObject([{ id, state: 'registered' }])
    await call('bankRegistration.delete', { id, localOnly: true })
  })
})
