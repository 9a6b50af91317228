import { createHash, randomUUID, X509Certificate } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ModelBank, startModelBank } from '../../../src/model-bank/start.ts'
import { createPlainSet } from '../../../src/pki/certificate.ts'
import type { BankBehaviour } from '../../../src/shared/model/bank-behaviour.ts'
import { Browser, form, send } from '../../support/bank-http.ts'
import { approve, makeTpp, redirected, registered, seconds, sign, type Tpp, token } from '../../support/bank-tpp.ts'

let bank: ModelBank
let tpp: Tpp

beforeAll(async () => {
  ;[bank, tpp] = await Promise.all([startModelBank(), makeTpp('0015800001HHHHHHHH')])
  await registered(bank, tpp)
})
afterAll(() => bank.close())

describe('enrolment portal', () => {
  const subject = 'C=GB,O=Example,OU=unit,CN=plain'
  const portal = (path: string, body?: object, headers: Record<string, string> = {}) => {
    const call =
      body === undefined ? {} : { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json', ...headers } }
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
      return send(`${bank.addresses.issuer}/token`, {
        method: 'POST',
        ca: bank.addresses.caCertificate,
        headers: { ...headers, ...basic(id, secret) },
        body,
        ...(identity && { identity }),
      })
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
    // RFC 7592 §2.1: this client may not manage itself; its token stays good.
    const own = { ca: bank.addresses.caCertificate, identity: transport, headers }
    for (const _ of [1, 2]) {
      const refused = await send(`${bank.addresses.issuer}/register/${id}`, own)
      expect([refused.status, refused.headers['www-authenticate']]).toEqual([403, expect.stringContaining('enrolled at the portal')])
    }
    expect(bank.status().clients.find((client) => client.clientId === id)).toMatchObject({
      origin: 'enrolmentPortal',
      tokenEndpointAuthMethod: 'client_secret_basic',
      boundTo: `fingerprint ${new X509Certificate(transport.certificate).fingerprint256.toLowerCase()}`,
    })
  })

  test.each<[string, Partial<BankBehaviour>, (tpp: Tpp) => Record<string, unknown>, string]>([
    ['a method that is not offered', { tokenEndpointAuthMethods: ['private_key_jwt'] }, () => ({}), 'tokenEndpointAuthMethod'],
    ['private_key_jwt without a key', {}, () => ({ tokenEndpointAuthMethod: 'private_key_jwt' }), 'signingCertificate'],
    [
      'a key for another algorithm',
      { signingAlgorithms: ['ES256'] },
      ({ set }) => ({ signingCertificate: set.signing.certificate }),
      'signingCertificate',
    ],
  ])('refuses %s', async (_, behaviour, change, field) => {
    const other = await startModelBank({ behaviour })
    try {
      const answer = await send(`${other.addresses.enrolmentPortal}/api/enrolments`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          organisation: 'Example',
          certificate: tpp.set.transport.certificate,
          redirectUris: ['https://app.example/cb'],
          ...change(tpp),
        }),
      })
      expect([answer.status, answer.json.error]).toEqual([400, expect.objectContaining({ code: 'INVALID_INPUT', field })])
    } finally {
      await other.close()
    }
  })

  test.each(['tls_client_auth', 'private_key_jwt'])('%s: a client without a secret', async (tokenEndpointAuthMethod) => {
    const sent = await portal('', {
      organisation: 'Example',
      certificate: tpp.set.transport.certificate,
      signingCertificate: tpp.set.signing.certificate,
      signingKeyId: tpp.keyId,
      redirectUris: ['https://app.example/cb'],
      tokenEndpointAuthMethod,
    })
    await bank.approveEnrolment(String(sent.json.id))
    const { clientId, ...rest } = (await portal(`/${sent.json.id}`)).json
    expect(rest).not.toHaveProperty('clientSecret')
    expect((await new Browser().open(`${bank.addresses.enrolmentPortal}/enrolments/${sent.json.id}`)).text).not.toContain('Client secret')
    const claims = { iss: clientId, sub: clientId, aud: bank.addresses.issuer, jti: randomUUID(), iat: seconds(), exp: seconds(60) }
    const assertion = {
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: await sign(tpp, claims),
    }
    const proof = tokenEndpointAuthMethod === 'private_key_jwt' ? assertion : {}
    const fields = { grant_type: 'client_credentials', scope: 'accounts', client_id: String(clientId) }
    expect((await token(bank, tpp, { ...fields, ...proof })).status).toBe(200)
    expect(bank.status().clients.find((client) => client.clientId === clientId)?.boundTo).toMatch(/^fingerprint /)
  })

  test('its pages lead through the same flow', async () => {
    const { transport } = await createPlainSet(subject)
    const developer = new Browser()
    await developer.open(bank.addresses.enrolmentPortal)
    const wrong = await developer.submit({
      organisation: "O'Neil & <Sons>",
      certificate: 'nothing',
      redirectUris: 'https://app.example/cb',
    })
    expect([wrong.status, wrong.text.includes('certificate is not a PEM certificate')]).toEqual([400, true])
    expect(wrong.text).toContain('O&#39;Neil &amp; &lt;Sons&gt;')
    await developer.submit({
      organisation: "O'Neil & <Sons>",
      certificate: transport.certificate,
      redirectUris: 'https://app.example/cb',
      tokenEndpointAuthMethod: 'client_secret_post',
    })
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
    const call = {
      method: 'POST',
      ca: bank.addresses.caCertificate,
      identity: transport,
      ...form({ grant_type: 'client_credentials', scope: 'accounts', client_id: id, client_secret: secret }),
    }
    expect((await send(`${bank.addresses.issuer}/token`, call)).status).toBe(200)
  })

  const portalClient = async (change: object) => {
    const { transport } = await createPlainSet(subject)
    const { json } = await portal('', {
      organisation: 'Example',
      certificate: transport.certificate,
      redirectUris: ['http://127.0.0.1/cb'],
      tokenEndpointAuthMethod: 'client_secret_post',
      ...change,
    })
    await bank.approveEnrolment(String(json.id))
    const { clientId: id, clientSecret } = (await portal(`/${json.id}`)).json
    const fields = { client_id: String(id), client_secret: String(clientSecret) }
    const call = (path: string, body: Record<string, string>) =>
      send(`${bank.addresses.issuer}${path}`, {
        method: 'POST',
        ca: bank.addresses.caCertificate,
        identity: transport,
        ...form({ ...fields, ...body }),
      })
    const { json: granted } = await call('/token', { grant_type: 'client_credentials', scope: 'accounts' })
    const consent = await send(`${bank.addresses.accountInformation['4.0']}/account-access-consents`, {
      method: 'POST',
      ca: bank.addresses.caCertificate,
      identity: transport,
      headers: { authorization: `Bearer ${granted.access_token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ Data: { Permissions: ['ReadAccountsBasic'] }, Risk: {} }),
    })
    return { id: String(id), call, consentId: String(JSON.parse(consent.text).Data.ConsentId) }
  }

  test('a client without a signing key gets a code by PKCE, and not without', async () => {
    const { id, call, consentId } = await portalClient({})
    const verifier = 'v'.repeat(64)
    const request = {
      client_id: id,
      response_type: 'code',
      scope: 'openid accounts',
      redirect_uri: 'http://127.0.0.1/cb',
      state: 's',
      claims: JSON.stringify({ id_token: { openbanking_intent_id: { value: consentId } } }),
    }
    const unproven = new Browser()
    await unproven.open(`${bank.addresses.frontChannel}?${new URLSearchParams(request)}`)
    expect(redirected(unproven).get('error')).toBe('invalid_request')
    const code_challenge = createHash('sha256').update(verifier).digest('base64url')
    const browser = await approve(
      `${bank.addresses.frontChannel}?${new URLSearchParams({ ...request, code_challenge, code_challenge_method: 'S256' })}`,
    )
    const code = redirected(browser).get('code') ?? ''
    const exchange = { grant_type: 'authorization_code', code, redirect_uri: 'http://127.0.0.1/cb' }
    expect((await call('/token', exchange)).json.error).toBe('invalid_grant')
    const { status, json } = await call('/token', { ...exchange, code_verifier: verifier })
    expect([status, json.scope]).toEqual([200, 'openid accounts'])
  })

  test('a client with a signing key must sign its requests', async () => {
    const {
      signing: { certificate: signingCertificate },
    } = await createPlainSet(subject)
    const { id, consentId } = await portalClient({ signingCertificate, signingKeyId: 'mine' })
    const claims = JSON.stringify({ id_token: { openbanking_intent_id: { value: consentId } } })
    const browser = new Browser()
    await browser.open(
      `${bank.addresses.frontChannel}?${new URLSearchParams({ client_id: id, response_type: 'code id_token', scope: 'openid accounts', redirect_uri: 'http://127.0.0.1/cb', nonce: 'n', state: 's', claims })}`,
    )
    expect(redirected(browser).get('error_description')).toContain('Request Object must be used')
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
    const sent = await portal('', {
      organisation: 'Example',
      certificate: tpp.set.transport.certificate,
      redirectUris: ['https://app.example/'],
    })
    expect((await portal(`/${sent.json.id}/refuse`, {}, asOperator())).json.state).toBe('refused')
    const forged = await send(bank.addresses.enrolmentPortal, { method: 'POST', ...form({ organisation: 'Example', csrf: '' }) })
    expect(forged.status).toBe(403)
  })
})
