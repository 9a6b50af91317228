import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import type { Method } from '../../../../src/shared/api.ts'
import type { BankProfile } from '../../../../src/shared/model/bank-profile.ts'
import type { BankRegistration } from '../../../../src/shared/model/bank-registration.ts'
import { shareTestApp } from '../../../support/app.ts'
import { type Answer, baseUrl, type FakeBank, hangUp, html, json, silence, startFakeBank } from '../../../support/fake-bank.ts'
import { makeConsent, permissions, prepareTpp, register, type Tpp } from '../../../support/tpp.ts'

let tpp: Tpp
let bank: FakeBank
let trusting: BankProfile
let client: BankRegistration
const consents = `${baseUrl}/account-access-consents`
const created = { Data: { ConsentId: 'consent', Status: 'AWAU', CreationDateTime: '2026-11-20T10:00:00Z', Permissions: permissions } }

const shared = shareTestApp(
  async (test) => {
    bank = await startFakeBank()
    tpp = await prepareTpp(test)
    trusting = await test.call('bankProfile.create', bank.profile)
    client = await register(test, { ...tpp, profile: trusting }, { externalApiId: 'client' })
  },
  { timeouts: { connectMs: 2000, headersMs: 150, bodyMs: 150 } },
)
afterAll(() => bank.close())
beforeEach(() => bank.reset())

const nonsense: Answer = (response) => void response.socket?.end('nonsense\r\n\r\n')
const cutShort: Answer = (response) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' })
  response.write('{"half":')
  response.socket?.end()
}
const stuck: Answer = (response) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' })
  response.write('{"half":')
}

const answers: [string, Answer, string][] = [
  ['nonsense', nonsense, 'BANK_INVALID_RESPONSE'],
  ['a web page', html(200), 'BANK_INVALID_RESPONSE'],
  ['a web page as an error', html(502), 'BANK_ERROR_RESPONSE'],
  ['an empty object', json(200, {}), 'BANK_INVALID_RESPONSE'],
  ['a list', json(200, []), 'BANK_INVALID_RESPONSE'],
  ['null', json(200, null), 'BANK_INVALID_RESPONSE'],
  ['members of other types', json(200, { issuer: 1, access_token: {}, Data: 'text', request_uri: [] }), 'BANK_INVALID_RESPONSE'],
  ['a redirect', (response) => void response.writeHead(302, { location: '/elsewhere' }).end(), 'BANK_INVALID_RESPONSE'],
  ['a hang-up', hangUp, 'BANK_UNREACHABLE'],
  ['half an answer', cutShort, 'BANK_UNREACHABLE'],
  ['half an answer and silence', stuck, 'BANK_UNREACHABLE'],
  ['silence', silence, 'BANK_UNREACHABLE'],
]

/** Where a bank can go wrong, and the call that meets it. */
const places: [string, string, () => Promise<{ method: Method; input: object }>][] = [
  [
    'discovery',
    'GET /.well-known/openid-configuration',
    async () => ({ method: 'bankRegistration.create', input: { bankProfileId: trusting.id, softwareStatementId: tpp.statement.id } }),
  ],
  [
    'token.clientCredentials',
    'POST /token',
    async () => ({ method: 'accountAccessConsent.create', input: { bankRegistrationId: client.id, permissions } }),
  ],
  [
    'account-access-consents.read',
    `GET ${consents}/consent`,
    async () => {
      bank.on(`POST ${consents}`, json(201, created))
      return { method: 'accountAccessConsent.get', input: { id: (await makeConsent(shared(), client.id)).id, fromBank: true } }
    },
  ],
]

const everything = async () => {
  const { call } = shared()
  return [
    await call('bankRegistration.list', {}),
    await call('accountAccessConsent.list', {}),
    await call('softwareStatement.list', {}),
    await call('obWacCertificate.list', {}),
  ]
}

describe.each(places)('%s', (step, route, prepare) => {
  test.each(answers)('%s', async (_, answer, code) => {
    // Each time another client: a token that is held would spare the bank the question.
    client = await register(shared(), { ...tpp, profile: trusting }, { externalApiId: crypto.randomUUID() })
    const { method, input } = await prepare()
    const before = await everything()
    bank.on(route, answer)
    const reply = await shared().app.handle(method, input)
    expect(reply).toMatchObject({ ok: false, error: { code, message: expect.any(String), requestLogId: expect.any(String) } })
    const error = reply.ok ? null : reply.error
    const exchange = await shared().call('requestLog.get', { id: error?.requestLogId ?? '' })
    expect(exchange).toMatchObject({ step, bankProfileId: trusting.id, url: expect.stringContaining(bank.issuer) })
    expect(error?.message).not.toMatch(/ECONNRESET|UND_ERR|Unexpected token|SyntaxError/)
    expect(await everything()).toEqual(before)

    bank.reset()
    bank.on(`POST ${consents}`, json(201, created))
    expect((await makeConsent(shared(), client.id)).status).toBe('awaitingAuthorisation')
  })
})

describe('the pushed authorisation request', () => {
  test.each(answers.filter(([name]) => name !== 'silence'))('%s: no authorisation is begun', async (_, answer, code) => {
    bank.on(`POST ${consents}`, json(201, created))
    const pushing = { name: `par-${crypto.randomUUID()}`, pushedAuthorizationRequest: true }
    const profile = await shared().call('bankProfile.create', { ...bank.profile, ...pushing })
    const { id } = await makeConsent(shared(), (await register(shared(), { ...tpp, profile }, { externalApiId: 'client' })).id)
    bank.on('POST /par', answer)
    const error = await shared().refused('accountAccessConsent.startAuthorisation', { id })
    expect(error).toMatchObject({ code })
    expect((await shared().call('requestLog.get', { id: error.requestLogId ?? '' })).step).toBe('par')
  })
})

describe('TLS', () => {
  test('a certificate that nobody vouched for is refused, before anything is sent', async () => {
    const received = bank.received.length
    const profile = await shared().call('bankProfile.create', { ...bank.profile, name: 'without-ca', caCertificates: [] })
    const error = await shared().refused('bankRegistration.create', { bankProfileId: profile.id, softwareStatementId: tpp.statement.id })
    expect(error).toMatchObject({ code: 'BANK_TLS_REJECTED', remedy: expect.stringContaining('caCertificates') })
    const { tls, errorCode } = await shared().call('requestLog.get', { id: error.requestLogId ?? '' })
    expect(errorCode).toBe('BANK_TLS_REJECTED')
    expect(tls?.serverChain[0]?.subject).toContain('Fake bank')
    expect(bank.received).toHaveLength(received)
  })

  test('a CA that is no certificate is refused with the profile', async () => {
    const { refused } = shared()
    const caCertificates = [bank.profile.caCertificates?.[0] ?? '', 'no certificate']
    expect(await refused('bankProfile.create', { ...bank.profile, name: 'rubbish', caCertificates })).toMatchObject({
      code: 'INVALID_INPUT',
      field: 'caCertificates.1',
    })
    const { id } = trusting
    expect(await refused('bankProfile.update', { id, profile: { ...bank.profile, caCertificates } })).toMatchObject({
      code: 'INVALID_INPUT',
      field: 'profile.caCertificates.1',
    })
    expect(await shared().call('bankProfile.get', { id })).toEqual(trusting)
  })

  test('an issuer where nobody listens', async () => {
    const gone = await startFakeBank()
    const profile = await shared().call('bankProfile.create', gone.profile)
    await gone.close()
    const error = await shared().refused('bankRegistration.create', { bankProfileId: profile.id, softwareStatementId: tpp.statement.id })
    expect(error).toMatchObject({ code: 'BANK_UNREACHABLE', message: expect.stringContaining('refused the connection') })
    expect((await shared().call('requestLog.get', { id: error.requestLogId ?? '' })).status).toBeNull()
  })
})
