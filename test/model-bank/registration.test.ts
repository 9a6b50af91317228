import { randomUUID } from 'node:crypto'
import { decodeJwt, decodeProtectedHeader, SignJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ModelBank, startModelBank } from '../../src/model-bank/start.ts'
import { dnRenderings } from '../../src/pki/distinguished-name.ts'
import { assertion, clientToken, enrol, makeTpp, postRegistration, register, registered, registrationClaims, seconds, sign, subjectOf, type Tpp, tppCall } from '../support/bank-tpp.ts'

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
    ['a secret as authentication', { token_endpoint_auth_method: 'client_secret_basic' }, 'invalid_client_metadata'],
    ['no subject with tls_client_auth', { tls_client_auth_subject_dn: undefined }, 'invalid_client_metadata'],
    ['another subject than the certificate’s', { tls_client_auth_subject_dn: 'CN=other,C=GB' }, 'invalid_client_metadata'],
    ['a subject with private_key_jwt', { token_endpoint_auth_method: 'private_key_jwt', token_endpoint_auth_signing_alg: 'PS256' }, 'invalid_client_metadata'],
    ['private_key_jwt without its algorithm', { token_endpoint_auth_method: 'private_key_jwt', tls_client_auth_subject_dn: undefined }, 'invalid_client_metadata'],
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
    expect((await postRegistration(bank, tpp, await sign(tpp, await claims(), { kid: 'unknown' }))).json.error).toBe('invalid_client_metadata')
    const withKey = await postRegistration(bank, tpp, await sign(tpp, await claims(), { x5c: ['AAAA'] }))
    expect(withKey.json.error_description).toContain('"x5c" is not allowed')
    const symmetric = await new SignJWT(await claims()).setProtectedHeader({ alg: 'HS256', kid: tpp.keyId }).sign(new Uint8Array(32))
    expect((await postRegistration(bank, tpp, symmetric)).json.error_description).toContain('not with PS256')
  })

  test('refuses a forged and a stale SSA', async () => {
    const ssa = decodeJwt(await assertion(bank, tpp))
    const forged = await sign(tpp, { ...ssa, iat: seconds() })
    expect((await register(bank, tpp, { software_statement: forged })).json.error).toBe('invalid_software_statement')
    const old = await startModelBank({ now: () => new Date(Date.now() - 45 * 60_000) })
    await old.close()
    const later = await startModelBank({ now: () => new Date(Date.now() + 45 * 60_000) })
    try {
      await enrol(later, tpp)
      const claims = await registrationClaims(later, tpp, { iat: seconds(45 * 60), exp: seconds(50 * 60) })
      expect((await postRegistration(later, tpp, await sign(tpp, claims))).status).toBe(201)
    } finally {
      await later.close()
    }
  })

  test("refuses another organisation's certificate", async () => {
    const other = await makeTpp('0015800001CCCCCCCC')
    await enrol(bank, other)
    const answer = await postRegistration(bank, other, await sign(tpp, await registrationClaims(bank, tpp)))
    expect([answer.status, answer.json.error]).toEqual([400, 'invalid_client_metadata'])
  })
})

describe('/register/:clientId', () => {
  const manage = (method: string, clientId: string, bearer: string | null, body?: string) =>
    tppCall(bank, tpp, `/register/${clientId}`, {
      method,
      headers: { ...(bearer !== null && { authorization: `Bearer ${bearer}` }), ...(body !== undefined && { 'content-type': 'application/jose' }) },
      ...(body !== undefined && { body }),
    })

  test('reads, updates and deletes the client with a token of its own', async () => {
    const clientId = await registered(bank, tpp)
    const bearer = await clientToken(bank, tpp, clientId)
    const read = await manage('GET', clientId, bearer)
    expect([read.status, read.json.client_id]).toEqual([200, clientId])

    const change = { client_id: clientId, redirect_uris: ['http://127.0.0.1/other'] }
    const updated = await manage('PUT', clientId, bearer, await sign(tpp, await registrationClaims(bank, tpp, change)))
    expect([updated.status, updated.json.redirect_uris]).toEqual([200, ['http://127.0.0.1/other']])
    expect((await manage('GET', clientId, bearer)).json.redirect_uris).toEqual(['http://127.0.0.1/other'])
    const wrong = await manage('PUT', clientId, bearer, await sign(tpp, await registrationClaims(bank, tpp, { client_id: randomUUID() })))
    expect([wrong.status, wrong.json.error]).toEqual([400, 'invalid_client_metadata'])

    const deleted = await manage('DELETE', clientId, bearer)
    expect([deleted.status, deleted.text]).toEqual([204, ''])
    expect((await manage('GET', clientId, bearer)).status).toBe(401)
    expect(await clientToken(bank, tpp, clientId)).toBe('undefined')
  })

  test("is closed to other clients' tokens and to none", async () => {
    const [own, other] = [await registered(bank, tpp), await registered(bank, tpp)]
    const bearer = await clientToken(bank, tpp, other)
    expect((await manage('GET', own, bearer)).status).toBe(403)
    for (const wrong of [null, 'garbage']) {
      const answer = await manage('GET', own, wrong)
      expect([answer.status, answer.headers['www-authenticate']]).toEqual([401, expect.stringContaining('Bearer')])
    }
    expect((await manage('GET', randomUUID(), bearer)).status).toBe(401)
    // RFC 7592 §2.1: the token that asked for a client that does not exist is revoked.
    expect((await manage('GET', other, bearer)).status).toBe(401)
  })
})

describe('directory', () => {
  test('signs an assertion with every claim of the standard', async () => {
    const ssa = await assertion(bank, tpp)
    expect(decodeProtectedHeader(ssa)).toMatchObject({ alg: 'PS256', typ: 'JWT' })
    const directory = `${bank.addresses.directory}/organisation/${tpp.organisationId}`
    expect(decodeJwt(ssa)).toMatchObject({
      iss: 'OpenBanking Ltd',
      software_id: tpp.softwareId,
      software_client_id: tpp.softwareId,
      software_client_name: 'Budget & Co',
      software_roles: ['AISP'],
      software_mode: 'Test',
      software_jwks_endpoint: `${directory}/software-statement/${tpp.softwareId}/jwks`,
      org_id: tpp.organisationId,
      org_status: 'Active',
      organisation_competent_authority_claims: { authority_id: 'GB-FCA', registration_id: tpp.organisationId },
    })
  })

  test('publishes the keys of the software statement', async () => {
    const { json } = await tppCall(bank, null, `/directory/organisation/${tpp.organisationId}/software-statement/${tpp.softwareId}/jwks`)
    expect(json.keys).toMatchObject([{ kid: tpp.keyId, use: 'sig', alg: 'PS256', kty: 'RSA' }, { use: 'tls' }])
  })

  test.each<[string, (tpp: Tpp, other: Tpp) => Record<string, unknown>, string]>([
    ['no certificate', () => ({ transportCertificate: 'none' }), 'transportCertificate'],
    ["another organisation's certificate", (_own, other) => ({ signingCertificate: other.set.signing.certificate }), 'signingCertificate'],
    ['an authority that did not issue it', (_own, other) => ({ caCertificates: [other.set.ca.certificate] }), 'transportCertificate'],
    ['a role that the certificate lacks', () => ({ roles: ['AISP', 'PISP'] }), 'transportCertificate'],
    ['no redirect address', () => ({ redirectUris: [] }), 'redirectUris'],
    ['an unknown field', () => ({ more: true }), ''],
  ])('does not enrol %s', async (_what, change, field) => {
    const other = await makeTpp('0015800001DDDDDDDD')
    const answer = await enrol(bank, tpp, change(tpp, other))
    expect([answer.status, answer.json.error]).toEqual([400, expect.objectContaining({ field })])
  })

  test('a renewed signing key is taken over by the clients', async () => {
    const first = await makeTpp('0015800001EEEEEEEE')
    const clientId = await registered(bank, first, { token_endpoint_auth_method: 'private_key_jwt', token_endpoint_auth_signing_alg: 'PS256', tls_client_auth_subject_dn: undefined })
    const renewed = { ...(await makeTpp(first.organisationId)), keyId: 'renewed' }
    await enrol(bank, renewed)
    const client_assertion = await sign(renewed, { iss: clientId, sub: clientId, aud: bank.addresses.issuer, jti: randomUUID(), exp: seconds(60) })
    const body = new URLSearchParams({ grant_type: 'client_credentials', client_assertion, client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer' })
    const answer = await tppCall(bank, renewed, '/token', { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: body.toString() })
    expect(answer.status).toBe(200)
  })
})

test('the subject of the tests has the strict form', () => expect(subjectOf(tpp)).toMatch(/^CN=0015800001BBBBBBBB,2\.5\.4\.97=#13/))
