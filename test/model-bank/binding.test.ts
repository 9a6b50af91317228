import { X509Certificate } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ModelBank, startModelBank } from '../../src/model-bank/start.ts'
import { createPlainSet } from '../../src/pki/certificate.ts'
import { Browser, form, send } from '../support/bank-http.ts'
import { clientToken, makeTpp, registered, token, type Tpp, tppCall } from '../support/bank-tpp.ts'

let bank: ModelBank
let tpp: Tpp
let other: Tpp
let clientId: string
let otherId: string

beforeAll(async () => {
  ;[bank, tpp, other] = await Promise.all([startModelBank(), makeTpp('0015800001FFFFFFFF'), makeTpp('0015800001GGGGGGGG')])
  clientId = await registered(bank, tpp)
  otherId = await registered(bank, other)
})
afterAll(() => bank.close())

const credentials = (caller: Tpp | null, id: string) => token(bank, caller, { grant_type: 'client_credentials', scope: 'accounts', client_id: id })
const consents = (caller: Tpp | null, bearer: string, version: '3.1' | '4.0') =>
  tppCall(bank, caller, `${bank.addresses.accountInformation[version]}/account-access-consents/any`, { headers: { authorization: `Bearer ${bearer}` } })

describe('at the token endpoint', () => {
  test('the right certificate passes', async () => {
    const { status, json } = await credentials(tpp, clientId)
    expect([status, json.token_type, json.scope]).toEqual([200, 'Bearer', 'accounts'])
  })

  test.each<[string, () => Tpp | null, string]>([
    ['no certificate', () => null, 'no client certificate was presented'],
    ['a trusted certificate of another client', () => other, 'no certificate authority that the bank knows for this organisation'],
  ])('%s is refused, with the reason', async (_what, caller, reason) => {
    const { status, json } = await credentials(caller(), clientId)
    expect([status, json.error]).toEqual([401, 'invalid_client'])
    expect(json.error_description).toContain(reason)
  })

  test('the same subject from an unknown authority is refused', async () => {
    const impostor = await makeTpp(tpp.organisationId)
    expect((await credentials(impostor, clientId)).json.error_description).toContain('no certificate authority that the bank knows')
  })

  test('an expired certificate is refused', async () => {
    const late = await startModelBank({ now: () => new Date(Date.now() + 400 * 24 * 3600_000) })
    const early = await startModelBank()
    try {
      const id = await registered(early, tpp)
      expect((await tppCall(early, tpp, '/token', { method: 'POST', ...form({ grant_type: 'client_credentials', client_id: id }) })).status).toBe(200)
      const answer = await tppCall(late, tpp, '/register', { method: 'POST', headers: { 'content-type': 'application/jose' }, body: 'x.y.z' })
      expect(answer.status).toBe(400)
    } finally {
      await Promise.all([late.close(), early.close()])
    }
  })

  test('a renewed certificate with the same subject passes', async () => {
    const renewed = await makeTpp(tpp.organisationId, ['PSP_AI'], tpp.set.ca)
    expect(new X509Certificate(renewed.set.transport.certificate).fingerprint256).not.toBe(new X509Certificate(tpp.set.transport.certificate).fingerprint256)
    expect((await credentials(renewed, clientId)).status).toBe(200)
  })

  test('an empty scope is accepted', async () => {
    expect((await token(bank, tpp, { grant_type: 'client_credentials', scope: '', client_id: clientId })).status).toBe(200)
  })
})

describe('at the accounts interface', () => {
  test('a stolen token is worth nothing without its certificate', async () => {
    const bearer = await clientToken(bank, tpp, clientId)
    expect((await consents(tpp, bearer, '4.0')).status).toBe(400)
    for (const thief of [null, other]) {
      const v4 = await consents(thief, bearer, '4.0')
      expect([v4.status, JSON.parse(v4.text).Errors[0].ErrorCode]).toEqual([401, 'TK01'])
      const v3 = await consents(thief, bearer, '3.1')
      expect([v3.status, v3.text]).toEqual([401, ''])
    }
  })

  test('even a fresh certificate of the same client needs a token of its own', async () => {
    const bearer = await clientToken(bank, tpp, clientId)
    const renewed = await makeTpp(tpp.organisationId, ['PSP_AI'], tpp.set.ca)
    expect((await consents(renewed, bearer, '4.0')).status).toBe(401)
    expect((await consents(renewed, await clientToken(bank, renewed, clientId), '4.0')).status).toBe(400)
  })

  test.each([['missing', ''], ['garbage', 'garbage']])('a %s token gets no body', async (_what, bearer) => {
    const answer = await consents(tpp, bearer, '4.0')
    expect([answer.status, answer.text, answer.headers['www-authenticate']]).toEqual([401, '', expect.stringContaining('Bearer')])
  })

  test('a token without the scope is forbidden', async () => {
    const { json } = await token(bank, tpp, { grant_type: 'client_credentials', scope: '', client_id: clientId })
    expect((await consents(tpp, String(json.access_token), '4.0')).status).toBe(403)
  })
})

test('handshakes are counted by client certificate', async () => {
  const fingerprint = new X509Certificate(other.set.transport.certificate).fingerprint256.toLowerCase()
  const before = bank.handshakes()
  await credentials(other, otherId)
  await tppCall(bank, null, '/jwks')
  const after = bank.handshakes()
  expect(after[fingerprint]).toBe((before[fingerprint] ?? 0) + 1)
  expect(after.none).toBe((before.none ?? 0) + 1)
})

describe('enrolment portal', () => {
  const subject = 'C=GB,O=Example,OU=unit,CN=plain'
  const portal = (path: string, body?: object, headers: Record<string, string> = {}) => {
    const call = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json', ...headers } }
    return send(`${bank.addresses.enrolmentPortal}/api/enrolments${path}`, call)
  }
  const basic = (id: unknown, secret: unknown) => ({ authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}` })
  const asOperator = () => ({ authorization: `Bearer ${bank.operatorPassword}` })

  test('a plain certificate becomes a client bound to its fingerprint', async () => {
    const { transport } = await createPlainSet(subject)
    const sent = await portal('', { organisation: 'Example', certificate: transport.certificate, redirectUris: ['http://127.0.0.1/cb'] })
    expect([sent.status, sent.json.state, sent.json.clientId]).toEqual([201, 'pending', null])
    expect((await portal(`/${sent.json.id}/approve`, {})).status).toBe(401)
    expect((await portal(`/${sent.json.id}/approve`, {}, { authorization: 'Bearer wrong' })).status).toBe(401)
    expect((await portal(`/${sent.json.id}/approve`, {}, asOperator())).json.state).toBe('approved')
    expect((await portal(`/${sent.json.id}/approve`, {}, asOperator())).status).toBe(409)

    const { clientId: id, clientSecret } = (await portal(`/${sent.json.id}`)).json
    expect(String(clientSecret)).toMatch(/^[\w-]{32}$/)
    expect((await portal(`/${sent.json.id}`)).json).not.toHaveProperty('clientSecret')

    const call = (identity: typeof transport | undefined, secret: unknown = clientSecret) => {
      const { headers, body } = form({ grant_type: 'client_credentials', scope: 'accounts' })
      return send(`${bank.addresses.issuer}/token`, { method: 'POST', ca: bank.addresses.caCertificate, headers: { ...headers, ...basic(id, secret) }, body, ...(identity && { identity }) })
    }
    const granted = await call(transport)
    expect(granted.status).toBe(200)
    expect((await call(transport, 'wrong')).status).toBe(401)
    for (const wrong of [undefined, tpp.set.transport, (await createPlainSet(subject)).transport]) {
      const refused = await call(wrong)
      expect([refused.status, refused.json.error]).toEqual([401, 'invalid_client'])
      expect(String(refused.json.error_description)).toMatch(/client certificate/)
    }
    const url = `${bank.addresses.accountInformation['3.1']}/account-access-consents/any`
    const headers = { authorization: `Bearer ${granted.json.access_token}` }
    expect((await send(url, { ca: bank.addresses.caCertificate, identity: transport, headers })).status).toBe(400)
    expect((await send(url, { ca: bank.addresses.caCertificate, identity: tpp.set.transport, headers })).status).toBe(401)
    expect(bank.status().clients.find((client) => client.clientId === id)).toMatchObject({
      origin: 'enrolmentPortal',
      tokenEndpointAuthMethod: 'client_secret_basic',
      boundTo: `fingerprint ${new X509Certificate(transport.certificate).fingerprint256.toLowerCase()}`,
    })
  })

  test('its pages lead through the same flow', async () => {
    const { transport } = await createPlainSet(subject)
    const developer = new Browser()
    await developer.open(bank.addresses.enrolmentPortal)
    const wrong = await developer.submit({ organisation: "O'Neil & <Sons>", certificate: 'nothing', redirectUris: 'https://app.example/cb' })
    expect([wrong.status, wrong.text.includes('certificate is not a PEM certificate')]).toEqual([400, true])
    expect(wrong.text).toContain('O&#39;Neil &amp; &lt;Sons&gt;')
    await developer.submit({ organisation: "O'Neil & <Sons>", certificate: transport.certificate, redirectUris: 'https://app.example/cb', tokenEndpointAuthMethod: 'client_secret_post' })
    expect(developer.page?.text).toContain('pending')
    const reference = developer.url

    const operator = new Browser()
    await operator.open(`${bank.addresses.enrolmentPortal}/operator`)
    expect((await operator.submit({ password: 'wrong' })).status).toBe(401)
    await operator.submit({ password: bank.operatorPassword })
    expect(operator.page?.text).toContain('O&#39;Neil &amp; &lt;Sons&gt;')
    await operator.submit({ action: 'approve' })

    const approved = await developer.open(reference)
    const [, id = ''] = /Client id<\/dt><dd><code>([^<]+)/.exec(approved.text) ?? []
    const [, secret = ''] = /Client secret<\/dt><dd><code>([^<]+)/.exec(approved.text) ?? []
    expect((await developer.open(reference)).text).toContain('shown once already')
    const call = { method: 'POST', ca: bank.addresses.caCertificate, identity: transport, ...form({ grant_type: 'client_credentials', scope: 'accounts', client_id: id, client_secret: secret }) }
    expect((await send(`${bank.addresses.issuer}/token`, call)).status).toBe(200)
  })

  test.each<[string, object, string]>([
    ['no organisation', { organisation: '' }, 'organisation'],
    ['a redirect address without TLS', { redirectUris: ['http://app.example/'] }, 'redirectUris.0'],
    ['no certificate', { certificate: 'none' }, 'certificate'],
    ['another authentication', { tokenEndpointAuthMethod: 'none' }, 'tokenEndpointAuthMethod'],
  ])('refuses %s', async (_what, change, field) => {
    const body = { organisation: 'Example', certificate: tpp.set.transport.certificate, redirectUris: ['https://app.example/'], ...change }
    const answer = await portal('', body)
    expect([answer.status, answer.json.error]).toEqual([400, expect.objectContaining({ field })])
  })

  test('an operator can refuse, and no form works without its token', async () => {
    const sent = await portal('', { organisation: 'Example', certificate: tpp.set.transport.certificate, redirectUris: ['https://app.example/'] })
    expect((await portal(`/${sent.json.id}/refuse`, {}, asOperator())).json.state).toBe('refused')
    const forged = await send(bank.addresses.enrolmentPortal, { method: 'POST', ...form({ organisation: 'Example', csrf: '' }) })
    expect(forged.status).toBe(403)
  })
})
