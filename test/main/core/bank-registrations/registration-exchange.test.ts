import { createPublicKey } from 'node:crypto'
import { jwtVerify, UnsecuredJWT } from 'jose'
import { beforeAll, describe, expect, it } from 'vitest'
import { importSigningKey } from '../../../../src/main/core/bank/jws.ts'
import type { SigningKey } from '../../../../src/main/core/bank/session.ts'
import {
  buildRegistrationCreate,
  buildRegistrationDelete,
  buildRegistrationRead,
  buildRegistrationRequest,
  buildRegistrationUpdate,
  processRegistrationDelete,
  processRegistrationResponse,
} from '../../../../src/main/core/bank-registrations/registration-exchange.ts'
import type { BankProfile } from '../../../../src/shared/model/bank-profile.ts'
import { appErrorOf, bankAnswer } from '../../../support/bank-answer.ts'
import { aBankProfile } from '../../../support/bank-session.ts'
import { opensslKey } from '../../../support/openssl-identity.ts'

const now = new Date('2026-06-01T12:00:00.900Z')
const seconds = 1_780_315_200
const ssaJwt = new UnsecuredJWT({ software_redirect_uris: ['https://tpp.example/cb'], software_roles: ['AISP'] }).encode()
const subjectDn = 'CN=org1,organizationIdentifier=PSDGB-FCA-123456,O=Example,C=GB'
let pem: string
let signing: SigningKey

beforeAll(async () => {
  pem = opensslKey('-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:2048')
  signing = await importSigningKey(pem, 'kid-1')
})

type Asked = Parameters<typeof buildRegistrationRequest>[0]
const build = (changed: Partial<Asked> = {}, registration: Partial<BankProfile['registration']> = {}) => {
  const profile = aBankProfile()
  return buildRegistrationRequest({
    profile: { ...profile, registration: { ...profile.registration, ...registration } },
    softwareStatement: { softwareId: 'soft1' },
    ssaJwt,
    subjectDn,
    tokenEndpointAuthMethod: 'tls_client_auth',
    redirectUris: ['https://tpp.example/cb'],
    scope: 'openid accounts',
    signing,
    now,
    ...changed,
  })
}

describe('buildRegistrationRequest', () => {
  it('has every claim of OB DCR 3.3, signed PS256 with the key id', async () => {
    const request = await build()
    const { payload, protectedHeader } = await jwtVerify(request.body, createPublicKey(pem), { currentDate: now })
    expect(protectedHeader).toEqual({ alg: 'PS256', kid: 'kid-1', typ: 'JWT' })
    expect(payload).toEqual(request.claims)
    expect(request.contentType).toBe('application/jose')
    expect(request.claims).toEqual({
      iss: 'soft1',
      iat: seconds,
      exp: seconds + 300,
      aud: 'https://bank.example',
      jti: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/),
      redirect_uris: ['https://tpp.example/cb'],
      token_endpoint_auth_method: 'tls_client_auth',
      grant_types: ['client_credentials', 'authorization_code', 'refresh_token'],
      response_types: ['code id_token'],
      scope: 'openid accounts',
      software_id: 'soft1',
      software_statement: ssaJwt,
      application_type: 'web',
      id_token_signed_response_alg: 'PS256',
      request_object_signing_alg: 'PS256',
      tls_client_auth_subject_dn: subjectDn,
    })
  })

  it('takes audience, content type and kind of application from the profile', async () => {
    const { contentType, claims } = await build({}, { audience: 'org2', contentType: 'application/jwt', applicationType: 'mobile' })
    expect(contentType).toBe('application/jwt')
    expect(claims).toMatchObject({ aud: 'org2', application_type: 'mobile' })
  })

  it('takes the discovered issuer as audience before the profile’s', async () => {
    expect((await build({ issuer: 'https://other.example' })).claims.aud).toBe('https://other.example')
    expect((await build({ issuer: 'https://other.example' }, { audience: 'org2' })).claims.aud).toBe('org2')
  })

  it('names the subject only for tls_client_auth, the signing algorithm only for private_key_jwt', async () => {
    const { claims } = await build({ tokenEndpointAuthMethod: 'private_key_jwt' })
    expect(claims).toMatchObject({ token_endpoint_auth_method: 'private_key_jwt', token_endpoint_auth_signing_alg: 'PS256' })
    expect(claims).not.toHaveProperty('tls_client_auth_subject_dn')
    expect((await build()).claims).not.toHaveProperty('token_endpoint_auth_signing_alg')
    const secret = (await build({ tokenEndpointAuthMethod: 'client_secret_basic' })).claims
    expect(secret).not.toHaveProperty('token_endpoint_auth_signing_alg')
    expect(secret).not.toHaveProperty('tls_client_auth_subject_dn')
  })

  it('names the client in an update, and never uses a jti twice', async () => {
    const [one, other] = [await build({ clientId: 'c1' }), await build({ clientId: 'c1' })]
    expect(one.claims.client_id).toBe('c1')
    expect(one.claims.jti).not.toBe(other.claims.jti)
    expect((await build()).claims).not.toHaveProperty('client_id')
  })

  it.each([
    [{ redirectUris: ['https://evil.example/cb'] }, {}, 'redirectUris'],
    [{ scope: 'openid payments' }, {}, 'scope'],
    [{ subjectDn: 'x'.repeat(129) }, {}, 'tlsClientAuthSubjectDn'],
    [{}, { grantTypes: ['password'] }, 'bankProfile.registration.grantTypes'],
    [{ ssaJwt: 'odd' }, {}, 'ssa'],
    [{ ssaJwt: new UnsecuredJWT({}).encode() }, {}, 'redirectUris'],
  ])('refuses %j %j, naming %s', async (changed, registration, field) => {
    const error = await appErrorOf(() => build(changed, registration))
    expect(error.code).toBe('INVALID_INPUT')
    expect(error.details.field).toBe(field)
  })

  it('takes a subject of any length where it is not sent', async () => {
    expect((await build({ subjectDn: 'x'.repeat(129), tokenEndpointAuthMethod: 'private_key_jwt' })).body).toBeTruthy()
  })
})

describe('requests to the registration endpoint', () => {
  const call = { registrationEndpoint: 'https://bank.example/register/', clientId: 'a/b', accessToken: 'at' }

  it('posts the signed body without a token', async () => {
    const signed = await build()
    expect(buildRegistrationCreate('https://bank.example/register', signed)).toEqual({
      method: 'POST',
      url: 'https://bank.example/register',
      headers: [
        ['content-type', 'application/jose'],
        ['accept', 'application/json'],
      ],
      body: signed.body,
    })
  })

  it('reads, updates and deletes under the client id, with a token (RFC 7592)', async () => {
    const request = await build({ clientId: 'a/b' })
    const url = 'https://bank.example/register/a%2Fb'
    const bearer = ['authorization', 'Bearer at']
    expect(buildRegistrationRead(call)).toEqual({ method: 'GET', url, headers: [bearer, ['accept', 'application/json']] })
    expect(buildRegistrationUpdate({ ...call, request })).toEqual({
      ...{ method: 'PUT', url, body: request.body },
      headers: [bearer, ['content-type', 'application/jose'], ['accept', 'application/json']],
    })
    expect(buildRegistrationDelete(call)).toEqual({ method: 'DELETE', url, headers: [bearer] })
  })
})

describe('processRegistrationResponse', () => {
  it('separates secrets from what was accepted', () => {
    const body = { client_id: 'c1', client_secret: 's', registration_access_token: 'rat', software_statement: 'a.b.c', scope: 'accounts' }
    const answer = processRegistrationResponse(bankAnswer(201, body), 201, { scope: 'accounts' })
    expect(answer).toEqual({
      ...{ clientId: 'c1', clientSecret: 's', registrationAccessToken: 'rat' },
      ...{ accepted: { client_id: 'c1', scope: 'accounts' }, differences: [] },
    })
  })

  it('tells what the bank registered differently', async () => {
    const { claims } = await build()
    const body = {
      ...claims,
      client_id: 'c1',
      scope: ['accounts', 'openid'],
      grant_types: ['refresh_token', 'authorization_code', 'client_credentials'],
      id_token_signed_response_alg: 'RS256',
      tls_client_auth_subject_dn: undefined,
      iat: 1,
    }
    const { differences, clientSecret, registrationAccessToken } = processRegistrationResponse(bankAnswer(201, body), 201, claims)
    expect(differences).toEqual([
      { claim: 'id_token_signed_response_alg', asked: 'PS256', accepted: 'RS256' },
      { claim: 'tls_client_auth_subject_dn', asked: subjectDn, accepted: null },
    ])
    expect({ clientSecret, registrationAccessToken }).toEqual({ clientSecret: null, registrationAccessToken: null })
  })

  it.each([
    [201, 200, { client_id: 'c1' }, 'BANK_INVALID_RESPONSE'],
    [201, 201, {}, 'BANK_INVALID_RESPONSE'],
    [201, 201, { client_id: 7 }, 'BANK_INVALID_RESPONSE'],
    [201, 201, 'null', 'BANK_INVALID_RESPONSE'],
    [201, 201, '<html>', 'BANK_INVALID_RESPONSE'],
    [200, 401, '', 'BANK_ERROR_RESPONSE'],
  ] as const)('where %s is expected, refuses %s %j', async (expected, status, body, code) => {
    const response = bankAnswer(status, body)
    const error = await appErrorOf(() => processRegistrationResponse(response, expected, {}))
    expect(error.code).toBe(code)
    expect(error.details.requestLogId).toBe(response.requestLogId)
  })

  it.each([
    ['invalid_redirect_uri', /assertion lists/],
    ['invalid_client_metadata', /rendering/],
    ['invalid_software_statement', /fresh assertion/],
    ['unapproved_software_statement', /enrolled/],
  ])('explains %s', async (error, remedy) => {
    const thrown = await appErrorOf(() => processRegistrationResponse(bankAnswer(400, { error, error_description: 'why' }), 201, {}))
    expect(thrown.code).toBe('BANK_ERROR_RESPONSE')
    expect(thrown.details.bank).toEqual({ status: 400, error, description: 'why' })
    expect(thrown.details.remedy).toMatch(remedy)
  })

  it.each([401, 403])('explains %s to a POST, which carries no token', async (status) => {
    const error = await appErrorOf(() => processRegistrationResponse(bankAnswer(status), 201, {}))
    expect(error.details.remedy).toMatch(/enrolled the organisation/)
  })

  it('explains 401 and 405 to a GET or PUT', async () => {
    const unknown = await appErrorOf(() => processRegistrationResponse(bankAnswer(401), 200, {}))
    expect(unknown.details.remedy).toMatch(/no longer know the client/)
    const notOffered = await appErrorOf(() => processRegistrationResponse(bankAnswer(405), 200, {}))
    expect(notOffered.details.remedy).toMatch(/does not offer/)
  })
})

describe('processRegistrationDelete', () => {
  it('takes 204', () => {
    expect(processRegistrationDelete(bankAnswer(204))).toBeUndefined()
  })

  it.each([
    [200, 'BANK_INVALID_RESPONSE'],
    [401, 'BANK_ERROR_RESPONSE'],
    [403, 'BANK_ERROR_RESPONSE'],
    [405, 'BANK_ERROR_RESPONSE'],
  ])('refuses %s', async (status, code) => {
    const error = await appErrorOf(() => processRegistrationDelete(bankAnswer(status)))
    expect(error.code).toBe(code)
    expect(error.message).toMatch(/^Deletion of the registration/)
    if (status === 405) expect(error.details.remedy).toMatch(/does not offer/)
  })
})
