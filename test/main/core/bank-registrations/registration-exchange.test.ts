import { createPublicKey } from 'node:crypto'
import { jwtVerify, UnsecuredJWT } from 'jose'
import { beforeAll, describe, expect, it } from 'vitest'
import { importSigningKey } from '../../../../src/main/core/bank/jws.ts'
import type { SigningKey } from '../../../../src/main/core/bank/session.ts'
import {
  buildRegistrationCreate,
  buildRegistrationDelete,
  buildRegistrationRead,
  buildRegistrationUpdate,
  type ExpectedAnswer,
  processRegistrationDelete,
  processRegistrationResponse,
} from '../../../../src/main/core/bank-registrations/registration-exchange.ts'
import { buildRegistrationRequest } from '../../../../src/main/core/bank-registrations/registration-request.ts'
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

  it('is addressed to the bank’s organisation where the profile says so', async () => {
    const profile = aBankProfile({ financialId: '0015800000jfQ9aAAE' })
    const registration = { ...profile.registration, audienceFrom: 'financialId' } as const
    const asked = { issuer: 'https://other.example', profile: { ...profile, registration } }
    expect((await build(asked)).claims.aud).toBe('0015800000jfQ9aAAE')
  })

  it('signs ES256 with an EC key, and asks for it throughout', async () => {
    const ec = opensslKey('-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256')
    const signing = await importSigningKey(ec, 'kid-2')
    const { body, claims } = await build({ signing, tokenEndpointAuthMethod: 'private_key_jwt' })
    const { protectedHeader } = await jwtVerify(body, createPublicKey(ec), { currentDate: now })
    expect(protectedHeader).toEqual({ alg: 'ES256', kid: 'kid-2', typ: 'JWT' })
    expect(claims).toMatchObject({
      id_token_signed_response_alg: 'ES256',
      request_object_signing_alg: 'ES256',
      token_endpoint_auth_signing_alg: 'ES256',
    })
  })

  it('has subject_type only where the profile says so', async () => {
    expect((await build()).claims).not.toHaveProperty('subject_type')
    expect((await build({}, { subjectType: 'pairwise' })).claims.subject_type).toBe('pairwise')
  })

  it.each([
    ['3.2', 'mobile', 128],
    ['3.3', 'mobile', 128],
    ['3.4', 'native', 512],
  ] as const)(
    'OB DCR %s: a client that is not on the web is %s, its subject has up to %s characters',
    async (version, applicationType, most) => {
      const longest = { subjectDn: `CN=${'x'.repeat(most - 3)}` }
      const { claims } = await build(longest, { version, applicationType })
      expect(claims).toMatchObject({ application_type: applicationType, tls_client_auth_subject_dn: longest.subjectDn })
      const tooLong = await appErrorOf(() => build({ subjectDn: `${longest.subjectDn}x` }, { version, applicationType }))
      expect(tooLong.details.field).toBe('tlsClientAuthSubjectDn')
      const other = applicationType === 'native' ? 'mobile' : 'native'
      const misnamed = await appErrorOf(() => build({}, { version, applicationType: other }))
      expect(misnamed.details.field).toBe('bankProfile.registration.applicationType')
    },
  )

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
    [{}, { audienceFrom: 'financialId' as const }, 'bankProfile.financialId'],
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

const expecting = (status: 200 | 201, expected: Partial<ExpectedAnswer> = {}): ExpectedAnswer => ({
  status,
  asked: {},
  answerFaults: [],
  ...expected,
})

describe('processRegistrationResponse', () => {
  it('separates secrets from what was accepted', () => {
    const body = { client_id: 'c1', client_secret: 's', registration_access_token: 'rat', software_statement: 'a.b.c', scope: 'accounts' }
    const answer = processRegistrationResponse(bankAnswer(201, body), expecting(201, { asked: { scope: 'accounts' } }))
    expect(answer).toEqual({
      ...{ clientId: 'c1', clientSecret: 's', registrationAccessToken: 'rat' },
      ...{ accepted: { client_id: 'c1', scope: 'accounts' }, warnings: [] },
    })
  })

  it('warns of what the bank registered differently, and of nothing else (RFC 7591 §3.2.1)', async () => {
    const { claims } = await build()
    const body = {
      ...claims,
      client_id: 'c1',
      scope: 'accounts openid',
      grant_types: ['refresh_token', 'authorization_code', 'client_credentials'],
      id_token_signed_response_alg: 'RS256',
      tls_client_auth_subject_dn: undefined,
      iat: 1,
    }
    const answer = processRegistrationResponse(bankAnswer(201, body), expecting(201, { asked: claims }))
    expect(answer.warnings).toEqual([
      {
        path: '$.id_token_signed_response_alg',
        message: 'id_token_signed_response_alg was asked for as PS256 and registered as RS256',
        clause: 'RFC 7591 §3.2.1',
        known: false,
      },
      {
        path: '$.tls_client_auth_subject_dn',
        message: `tls_client_auth_subject_dn was asked for as ${subjectDn} and left out`,
        clause: 'RFC 7591 §3.2.1',
        known: false,
      },
    ])
    expect(answer).toMatchObject({ clientSecret: null, registrationAccessToken: null })
  })

  const milliseconds = 1_780_315_200_000
  it.each<[string, Record<string, unknown>, string, ExpectedAnswer['answerFaults'][number] | null]>([
    ['client_id_issued_at in milliseconds', { client_id_issued_at: milliseconds }, 'client_id_issued_at', 'clientIdIssuedAtInMilliseconds'],
    ['client_id_issued_at as text', { client_id_issued_at: '1780315200' }, 'client_id_issued_at', null],
    ['iat in milliseconds', { iat: milliseconds }, 'iat', 'timesInMilliseconds'],
    ['exp in milliseconds', { exp: milliseconds }, 'exp', 'timesInMilliseconds'],
    ['scope as a list', { scope: ['openid', 'accounts'] }, 'scope', 'scopeAsList'],
    ['client_id as a number', { client_id: 7 }, 'client_id', null],
  ])('warns of %s, and the client id is kept', (_, members, member, fault) => {
    const read = (answerFaults: ExpectedAnswer['answerFaults']) =>
      processRegistrationResponse(
        bankAnswer(201, { client_id: '7', ...members }),
        expecting(201, { asked: { scope: 'openid accounts' }, answerFaults }),
      )
    const scope = 'scope' in members ? [] : [expect.objectContaining({ path: '$.scope' })]
    const warning = { path: `$.${member}`, message: expect.stringContaining(member), clause: expect.stringMatching(/^RFC 75[19]/) }
    expect(read([])).toMatchObject({ clientId: '7', warnings: [{ ...warning, known: false }, ...scope] })
    if (fault) expect(read([fault]).warnings).toMatchObject([{ ...warning, known: true }, ...scope])
  })

  it('warns of a client with a secret that is not told it', () => {
    const asked = { token_endpoint_auth_method: 'client_secret_post' }
    const answer = processRegistrationResponse(bankAnswer(201, { client_id: 'c1', ...asked }), expecting(201, { asked }))
    expect(answer).toMatchObject({ clientId: 'c1', clientSecret: null, warnings: [{ path: '$.client_secret', known: false }] })
    expect(processRegistrationResponse(bankAnswer(200, { client_id: 'c1', ...asked }), expecting(200, { asked })).warnings).toEqual([])
  })

  it('warns of another status of success, and the client id is kept', () => {
    const answer = processRegistrationResponse(bankAnswer(200, { client_id: 'c1' }), expecting(201))
    expect(answer).toMatchObject({ clientId: 'c1', warnings: [{ path: '$', message: 'Status is 200; 201 is asked for' }] })
  })

  it.each([[{ client_id: 'another' }], [{}]])('a client that exists stays what it is, whatever the answer says: %j', (body) => {
    const answer = processRegistrationResponse(bankAnswer(200, body), expecting(200, { clientId: 'c1' }))
    expect(answer).toMatchObject({ clientId: 'c1', warnings: [{ path: '$.client_id', known: false }] })
  })

  it.each([
    [201, 201, {}, 'BANK_INVALID_RESPONSE'],
    [201, 201, { client_id: '' }, 'BANK_INVALID_RESPONSE'],
    [201, 201, { client_id: { id: 'c1' } }, 'BANK_INVALID_RESPONSE'],
    [201, 201, 'null', 'BANK_INVALID_RESPONSE'],
    [201, 201, '<html>', 'BANK_INVALID_RESPONSE'],
    [201, 302, '', 'BANK_INVALID_RESPONSE'],
    [200, 401, '', 'BANK_ERROR_RESPONSE'],
  ] as const)('where %s is expected, refuses %s %j', async (expected, status, body, code) => {
    const response = bankAnswer(status, body)
    const error = await appErrorOf(() => processRegistrationResponse(response, expecting(expected)))
    expect(error.code).toBe(code)
    expect(error.details.requestLogId).toBe(response.requestLogId)
  })

  it.each([
    ['invalid_redirect_uri', /assertion lists/],
    ['invalid_client_metadata', /^Compare the claims with what the bank documents\.$/],
    ['invalid_software_statement', /fresh assertion/],
    ['unapproved_software_statement', /enrolled/],
  ])('explains %s', async (error, remedy) => {
    const answer = bankAnswer(400, { error, error_description: 'why' })
    const thrown = await appErrorOf(() => processRegistrationResponse(answer, expecting(201)))
    expect(thrown.code).toBe('BANK_ERROR_RESPONSE')
    expect(thrown.details.bank).toEqual({ status: 400, error, description: 'why' })
    expect(thrown.details.remedy).toMatch(remedy)
  })

  const subject = { tls_client_auth_subject_dn: 'CN=c1' }
  it.each([
    ['names it', 'tls_client_auth_subject_dn is not the subject', subject, true, 'tlsClientAuthSubjectDn'],
    ['does not say of what', undefined, subject, true, undefined],
    ['is of something else', 'scope bogus is not known', subject, false, undefined],
    ['is of subject_type', 'subject_type is not pairwise', subject, false, undefined],
    ['cannot be of it, because none was named', undefined, {}, false, undefined],
  ] as const)('speaks of another subject where a refusal of the claims %s', async (_, description, asked, spoken, field) => {
    const answer = bankAnswer(400, { error: 'invalid_client_metadata', ...(description && { error_description: description }) })
    for (const status of [200, 201] as const) {
      const { details } = await appErrorOf(() => processRegistrationResponse(answer, expecting(status, { asked })))
      expect([details.remedy?.includes('rendering of the subject'), details.field]).toEqual([spoken, field])
    }
  })

  it.each([401, 403])('explains %s to a POST, which carries no token', async (status) => {
    const error = await appErrorOf(() => processRegistrationResponse(bankAnswer(status), expecting(201)))
    expect(error.details.remedy).toMatch(/enrolled the organisation/)
  })

  it('explains 401 and 405 to a GET or PUT', async () => {
    const unknown = await appErrorOf(() => processRegistrationResponse(bankAnswer(401), expecting(200)))
    expect(unknown.details.remedy).toMatch(/no longer know the client/)
    const notOffered = await appErrorOf(() => processRegistrationResponse(bankAnswer(405), expecting(200)))
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
