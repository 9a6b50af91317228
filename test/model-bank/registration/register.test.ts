import { decodeJwt, SignJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ModelBank, startModelBank } from '../../../src/model-bank/start.ts'
import { dnRenderings } from '../../../src/pki/distinguished-name.ts'
import {
  assertion,
  enrol,
  makeTpp,
  postRegistration,
  register,
  registrationClaims,
  seconds,
  sign,
  subjectOf,
  type Tpp,
} from '../../support/bank-tpp.ts'

let bank: ModelBank
let tpp: Tpp

beforeAll(async () => {
  ;[bank, tpp] = await Promise.all([startModelBank(), makeTpp('0015800001BBBBBBBB')])
  await enrol(bank, tpp)
})
afterAll(() => bank.close())

describe('POST /register', () => {
  test.each(['application/jose', 'application/jwt'])('accepts %s', async (contentType) => {
    const claims = await registrationClaims(bank, tpp)
    const answer = await postRegistration(bank, tpp, await sign(tpp, claims), contentType)
    expect(answer.status).toBe(201)
    expect(answer.headers['content-type']).toContain('application/json')
    expect(answer.json).toMatchObject({
      client_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      software_id: tpp.softwareId,
      redirect_uris: claims.redirect_uris,
      grant_types: ['client_credentials', 'authorization_code', 'refresh_token'],
      application_type: 'mobile',
      tls_client_auth_subject_dn: claims.tls_client_auth_subject_dn,
    })
    expect(answer.json).not.toHaveProperty('iss')
    expect(answer.json).not.toHaveProperty('client_secret')
  })

  test.each(['application/json', 'text/plain'])('answers %s with 415', async (contentType) => {
    expect((await postRegistration(bank, tpp, '{}', contentType)).status).toBe(415)
  })

  test('needs a client certificate', async () => {
    const answer = await postRegistration(bank, null, await sign(tpp, await registrationClaims(bank, tpp)))
    expect(answer.status).toBe(401)
  })

  test('accepts every rendering of the subject', async () => {
    for (const { value } of dnRenderings(tpp.set.transport.certificate)) {
      expect((await register(bank, tpp, { tls_client_auth_subject_dn: value })).status).toBe(201)
    }
  })

  test('accepts any port of a loopback address that the SSA lists without one', async () => {
    const [listed = ''] = (await registrationClaims(bank, tpp)).redirect_uris as string[]
    const url = new URL(listed)
    url.port = '45678'
    expect((await register(bank, tpp, { redirect_uris: [url.href] })).status).toBe(201)
    url.pathname = '/elsewhere'
    expect((await register(bank, tpp, { redirect_uris: [url.href] })).status).toBe(400)
  })

  const web = { application_type: 'web' }
  test.each<[string, Record<string, unknown>, string]>([
    ['another iss', { iss: 'other' }, 'invalid_client_metadata'],
    ['another software_id', { software_id: 'other' }, 'invalid_client_metadata'],
    ['another aud', { aud: 'https://other.example' }, 'invalid_client_metadata'],
    ['an iat in the future', { iat: seconds(600), exp: seconds(900) }, 'invalid_client_metadata'],
    ['a past exp', { iat: seconds(-600), exp: seconds(-120) }, 'invalid_client_metadata'],
    ['an exp far off', { exp: seconds(7200) }, 'invalid_client_metadata'],
    ['a jti that is no UUID', { jti: 'one' }, 'invalid_client_metadata'],
    ['no jti', { jti: undefined }, 'invalid_client_metadata'],
    ['a redirect URI that the SSA lacks', { redirect_uris: ['https://else.example/callback'] }, 'invalid_redirect_uri'],
    ['a loopback redirect URI of a web client', web, 'invalid_redirect_uri'],
    ['localhost', { ...web, redirect_uris: ['https://localhost/callback'] }, 'invalid_redirect_uri'],
    ['plain http', { redirect_uris: ['http://app.example/'] }, 'invalid_redirect_uri'],
    ['no redirect URI', { redirect_uris: [] }, 'invalid_redirect_uri'],
    ['a subject with a client secret', { token_endpoint_auth_method: 'client_secret_basic' }, 'invalid_client_metadata'],
    ['no subject with tls_client_auth', { tls_client_auth_subject_dn: undefined }, 'invalid_client_metadata'],
    ['another subject than the certificate’s', { tls_client_auth_subject_dn: 'CN=other,C=GB' }, 'invalid_client_metadata'],
    [
      'a subject with private_key_jwt',
      { token_endpoint_auth_method: 'private_key_jwt', token_endpoint_auth_signing_alg: 'PS256' },
      'invalid_client_metadata',
    ],
    [
      'private_key_jwt without its algorithm',
      { token_endpoint_auth_method: 'private_key_jwt', tls_client_auth_subject_dn: undefined },
      'invalid_client_metadata',
    ],
    ['RS256 for ID tokens', { id_token_signed_response_alg: 'RS256' }, 'invalid_client_metadata'],
    ['RS256 for request objects', { request_object_signing_alg: 'RS256' }, 'invalid_client_metadata'],
    ['a scope beyond the roles', { scope: 'openid accounts payments' }, 'invalid_client_metadata'],
    ['an unknown grant type', { grant_types: ['password'] }, 'invalid_client_metadata'],
    ['an SSA that is none', { software_statement: 'not.a.jws' }, 'invalid_software_statement'],
    ['no SSA', { software_statement: undefined }, 'invalid_software_statement'],
  ])('refuses %s', async (_what, change, error) => {
    const answer = await register(bank, tpp, change)
    expect([answer.status, answer.json.error]).toEqual([400, error])
    expect(String(answer.json.error_description).length).toBeGreaterThan(10)
  })

  test('takes a request only once', async () => {
    const jws = await sign(tpp, await registrationClaims(bank, tpp))
    expect((await postRegistration(bank, tpp, jws)).status).toBe(201)
    const again = await postRegistration(bank, tpp, jws)
    expect([again.status, again.json.error_description]).toEqual([400, 'jti was used before: a registration request counts once'])
  })

  test('takes keys from the directory only', async () => {
    const claims = async () => registrationClaims(bank, tpp)
    const other = await makeTpp(tpp.organisationId)
    expect((await postRegistration(bank, tpp, await sign(other, await claims()))).json.error).toBe('invalid_client_metadata')
    expect((await postRegistration(bank, tpp, await sign(tpp, await claims(), { kid: 'unknown' }))).json.error).toBe(
      'invalid_client_metadata',
    )
    const withKey = await postRegistration(bank, tpp, await sign(tpp, await claims(), { x5c: ['AAAA'] }))
    expect(withKey.json.error_description).toContain('"x5c" is not allowed')
    const symmetric = await new SignJWT(await claims()).setProtectedHeader({ alg: 'HS256', kid: tpp.keyId }).sign(new Uint8Array(32))
    expect((await postRegistration(bank, tpp, symmetric)).json.error_description).toContain('not with PS256')
  })

  test('refuses a forged SSA', async () => {
    const forged = await sign(tpp, { ...decodeJwt(await assertion(bank, tpp)), iat: seconds() })
    expect((await register(bank, tpp, { software_statement: forged })).json.error).toBe('invalid_software_statement')
  })

  test('refuses an SSA that is older than half an hour', async () => {
    let passed = 0
    const other = await startModelBank({ now: () => new Date(Date.now() + passed) })
    try {
      await enrol(other, tpp)
      const software_statement = await assertion(other, tpp)
      passed = 25 * 60_000
      const times = () => ({ iat: seconds(passed / 1000), exp: seconds(passed / 1000 + 300) })
      expect((await register(other, tpp, { software_statement, ...times() })).status).toBe(201)
      passed = 35 * 60_000
      const stale = await register(other, tpp, { software_statement, ...times() })
      expect([stale.status, stale.json.error]).toEqual([400, 'invalid_software_statement'])
      expect(stale.json.error_description).toContain('older than the 30 minutes')
    } finally {
      await other.close()
    }
  })

  test("refuses another organisation's certificate", async () => {
    const other = await makeTpp('0015800001CCCCCCCC')
    await enrol(bank, other)
    const answer = await postRegistration(bank, other, await sign(tpp, await registrationClaims(bank, tpp)))
    expect([answer.status, answer.json.error]).toEqual([400, 'invalid_client_metadata'])
  })
})

test('the subject of the tests has the strict form', () => expect(subjectOf(tpp)).toMatch(/^CN=0015800001BBBBBBBB,2\.5\.4\.97=#13/))
