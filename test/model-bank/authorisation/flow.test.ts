import { createHash } from 'node:crypto'
import { createLocalJWKSet, decodeJwt, type JWTPayload, jwtVerify } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ModelBank, startModelBank } from '../../../src/model-bank/start.ts'
import { Browser } from '../../support/bank-http.ts'
import {
  approve,
  authorisationUrl,
  clientToken,
  createConsent,
  makeTpp,
  redirected,
  redirectUri,
  registered,
  requestObject,
  seconds,
  sign,
  type Tpp,
  token,
  tppCall,
} from '../../support/bank-tpp.ts'

let bank: ModelBank
let tpp: Tpp
let clientId: string

beforeAll(async () => {
  ;[bank, tpp] = await Promise.all([startModelBank(), makeTpp('0015800001AAAAAAAA')])
  clientId = await registered(bank, tpp)
})
afterAll(() => bank.close())

const newConsent = async () => createConsent(bank, tpp, await clientToken(bank, tpp, clientId))
const exchange = (code: string, change: Record<string, string> = {}) =>
  token(bank, tpp, { grant_type: 'authorization_code', code, redirect_uri: redirectUri, client_id: clientId, ...change })
const accounts = (bearer: string, caller: Tpp | null = tpp) =>
  tppCall(bank, caller, `${bank.addresses.accountInformation['4.0']}/accounts`, { headers: { authorization: `Bearer ${bearer}` } })
const consentStatus = async (consentId: string) => {
  const authorization = `Bearer ${await clientToken(bank, tpp, clientId)}`
  const answer = await tppCall(bank, tpp, `${bank.addresses.accountInformation['4.0']}/account-access-consents/${consentId}`, {
    headers: { authorization },
  })
  return JSON.parse(answer.text).Data.Status
}
const leftHalf = (value: string) => createHash('sha256').update(value).digest().subarray(0, 16).toString('base64url')

async function verifyIdToken(jwt: string): Promise<JWTPayload> {
  const jwks = await tppCall(bank, null, '/jwks')
  const { payload } = await jwtVerify(jwt, createLocalJWKSet(JSON.parse(jwks.text)), {
    issuer: bank.addresses.issuer,
    audience: clientId,
    algorithms: ['PS256'],
  })
  return payload
}

describe('discovery', () => {
  test('names the endpoints of the issuer and what FAPI needs', async () => {
    const { json } = await tppCall(bank, null, '/.well-known/openid-configuration')
    const { issuer } = bank.addresses
    expect(json).toMatchObject({
      issuer,
      authorization_endpoint: `${issuer}/auth`,
      token_endpoint: `${issuer}/token`,
      registration_endpoint: `${issuer}/register`,
      pushed_authorization_request_endpoint: `${issuer}/request`,
      response_types_supported: ['code id_token', 'code'],
      request_object_signing_alg_values_supported: ['PS256', 'ES256'],
      id_token_signing_alg_values_supported: ['PS256', 'ES256'],
      tls_client_certificate_bound_access_tokens: true,
      mtls_endpoint_aliases: { token_endpoint: `${issuer}/token` },
    })
    expect(bank.addresses.frontChannel).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/auth$/)
  })
})

describe('hybrid flow', () => {
  test('ends with tokens that fetch the accounts chosen', async () => {
    const consentId = await newConsent()
    const browser = await approve(await authorisationUrl(bank, tpp, clientId, consentId))
    expect(browser.url.startsWith(`${redirectUri}#`)).toBe(true)
    const answer = redirected(browser)
    const code = answer.get('code') ?? ''
    const front = await verifyIdToken(answer.get('id_token') ?? '')
    expect(answer.get('state')).toBe('the-state')
    expect(front).toMatchObject({
      nonce: 'the-nonce',
      sub: consentId,
      openbanking_intent_id: consentId,
      acr: 'urn:openbanking:psd2:sca',
      c_hash: leftHalf(code),
      s_hash: leftHalf('the-state'),
    })

    const { status, json } = await exchange(code)
    expect(status).toBe(200)
    expect(json).toMatchObject({ token_type: 'Bearer', scope: 'openid accounts', expires_in: 600 })
    expect(json.refresh_token).toBeTypeOf('string')
    expect(await verifyIdToken(String(json.id_token))).toMatchObject({
      sub: front.sub,
      nonce: 'the-nonce',
      openbanking_intent_id: consentId,
    })
    const fetched = await accounts(String(json.access_token))
    expect(fetched.status).toBe(200)
    expect(JSON.parse(fetched.text).Data.Account.length).toBeGreaterThan(1)
    expect(await consentStatus(consentId)).toBe('AUTH')
  })

  test('a code counts once, and its second use ends the tokens of the first', async () => {
    const code = redirected(await approve(await authorisationUrl(bank, tpp, clientId, await newConsent()))).get('code') ?? ''
    const first = await exchange(code)
    const second = await exchange(code)
    expect([second.status, second.json.error]).toEqual([400, 'invalid_grant'])
    expect((await accounts(String(first.json.access_token))).status).toBe(401)
  })

  test('refresh tokens rotate, and the use of an old one ends the grant', async () => {
    const code = redirected(await approve(await authorisationUrl(bank, tpp, clientId, await newConsent()))).get('code') ?? ''
    const refresh = (value: unknown) => token(bank, tpp, { grant_type: 'refresh_token', refresh_token: String(value), client_id: clientId })
    const first = (await exchange(code)).json
    const second = (await refresh(first.refresh_token)).json
    expect(second.refresh_token).toBeTypeOf('string')
    expect(second.refresh_token).not.toBe(first.refresh_token)
    expect((await accounts(String(second.access_token))).status).toBe(200)
    expect((await refresh(first.refresh_token)).json.error).toBe('invalid_grant')
    expect((await refresh(second.refresh_token)).json.error).toBe('invalid_grant')
    const dead = await accounts(String(second.access_token))
    expect([dead.status, JSON.parse(dead.text).Errors[0].ErrorCode]).toEqual([401, 'TKSP'])
  })

  test('a renewed authorisation of the same consent ends the tokens before it', async () => {
    const consentId = await newConsent()
    const codeOf = async () => redirected(await approve(await authorisationUrl(bank, tpp, clientId, consentId))).get('code') ?? ''
    const first = (await exchange(await codeOf())).json
    const second = (await exchange(await codeOf())).json
    expect((await accounts(String(first.access_token))).status).toBe(401)
    expect((await accounts(String(second.access_token))).status).toBe(200)
  })

  test('another customer cannot take over a consent', async () => {
    const consentId = await newConsent()
    await approve(await authorisationUrl(bank, tpp, clientId, consentId))
    const browser = await approve(await authorisationUrl(bank, tpp, clientId, consentId), {
      username: 'eira',
      password: 'heather',
      code: '141421',
    })
    expect(redirected(browser).get('error')).toBe('access_denied')
  })

  test('works with PAR and PKCE', async () => {
    const consentId = await newConsent()
    const verifier = 'v'.repeat(64)
    const request = await requestObject(bank, tpp, clientId, consentId, {
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
    })
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }
    const pushed = await tppCall(bank, tpp, '/request', {
      method: 'POST',
      headers,
      body: new URLSearchParams({ client_id: clientId, request }).toString(),
    })
    expect(pushed.status).toBe(201)
    const query = new URLSearchParams({ client_id: clientId, request_uri: String(pushed.json.request_uri) })
    const code = redirected(await approve(`${bank.addresses.frontChannel}?${query}`)).get('code') ?? ''
    expect((await exchange(code)).json.error).toBe('invalid_grant')
    expect((await exchange(code, { code_verifier: verifier })).status).toBe(200)
    const again = new Browser()
    await again.open(`${bank.addresses.frontChannel}?${query}`)
    expect(redirected(again).get('error')).toBe('invalid_request_uri')
  })

  test('works with JARM', async () => {
    const browser = await approve(
      await authorisationUrl(bank, tpp, clientId, await newConsent(), { response_type: 'code', response_mode: 'jwt' }),
    )
    const response = await verifyIdToken(redirected(browser).get('response') ?? '')
    expect(response.state).toBe('the-state')
    expect((await exchange(String(response.code))).status).toBe(200)
  })

  test('reports plain authentication where only that was asked for', async () => {
    const consentId = await newConsent()
    const claims = {
      id_token: { openbanking_intent_id: { value: consentId }, acr: { essential: true, values: ['urn:openbanking:psd2:ca'] } },
    }
    const browser = await approve(await authorisationUrl(bank, tpp, clientId, consentId, { claims }))
    expect(await verifyIdToken(redirected(browser).get('id_token') ?? '')).toMatchObject({ acr: 'urn:openbanking:psd2:ca' })
  })

  test('native clients may use any port of the loopback literal', async () => {
    const withPort = 'http://127.0.0.1:49152/callback'
    const browser = await approve(await authorisationUrl(bank, tpp, clientId, await newConsent(), { redirect_uri: withPort }))
    expect(browser.url.startsWith(`${withPort}#`)).toBe(true)
    expect((await exchange(redirected(browser).get('code') ?? '', { redirect_uri: withPort })).status).toBe(200)
  })
})

describe('private_key_jwt', () => {
  test('works, counts each assertion once, and needs the certificate of the organisation', async () => {
    const id = await registered(bank, tpp, {
      token_endpoint_auth_method: 'private_key_jwt',
      token_endpoint_auth_signing_alg: 'PS256',
      tls_client_auth_subject_dn: undefined,
    })
    const fields = async (header: Record<string, unknown> = {}) => ({
      grant_type: 'client_credentials',
      scope: 'accounts',
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: await sign(
        tpp,
        { iss: id, sub: id, aud: `${bank.addresses.issuer}/token`, jti: crypto.randomUUID(), iat: seconds(), exp: seconds(60) },
        header,
      ),
    })
    const once = await fields()
    expect((await token(bank, tpp, once)).status).toBe(200)
    expect((await token(bank, tpp, once)).json.error).toBe('invalid_client')
    expect((await token(bank, tpp, await fields({ kid: undefined }))).status).toBe(200)
    const other = await makeTpp('0015800001ELSEAAAA')
    await registered(bank, other)
    const refused = await token(bank, other, await fields())
    expect([refused.status, refused.json.error]).toEqual([401, 'invalid_client'])
    expect(refused.json.error_description).toContain('no certificate authority that the bank knows for this organisation')
  })
})

test('an ID token of the front channel never holds an access token', async () => {
  const browser = await approve(await authorisationUrl(bank, tpp, clientId, await newConsent()))
  expect(redirected(browser).get('access_token')).toBeNull()
  expect(decodeJwt(redirected(browser).get('id_token') ?? '').at_hash).toBeUndefined()
})
