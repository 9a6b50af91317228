import { createPublicKey } from 'node:crypto'
import { jwtVerify, UnsecuredJWT } from 'jose'
import { beforeAll, describe, expect, test } from 'vitest'
import { importSigningKey } from '../../../../src/main/core/bank/jws.ts'
import {
  buildAssertionRequest,
  buildDirectoryTokenRequest,
  processAssertion,
  processDirectoryToken,
} from '../../../../src/main/core/software-statements/directory-exchange.ts'
import type { Directory } from '../../../../src/shared/model/software-statement.ts'
import { appErrorOf, bankAnswer } from '../../../support/bank-answer.ts'
import { opensslKey } from '../../../support/openssl-identity.ts'

const directory: Directory = {
  name: 'example',
  displayName: 'Example directory',
  tokenEndpoint: 'https://directory.example/token',
  softwareStatementAssertion: 'https://directory.example/tpp/{organisationId}/ssa/{softwareId}',
  scope: 'ReadAll ReadMore',
  assertionAlgorithm: 'RS256',
  caCertificates: [],
}
const now = new Date('2026-06-01T12:00:00.900Z')
const seconds = 1_780_315_200
let pem: string
beforeAll(() => {
  pem = opensslKey('-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:2048')
})

describe('buildDirectoryTokenRequest', () => {
  test.each(['RS256', 'PS256'] as const)(
    'signs %s as the software, for the token endpoint, with the scope beside it and in it',
    async (alg) => {
      const signing = await importSigningKey(pem, 'kid-1', alg)
      const request = await buildDirectoryTokenRequest({ directory, softwareId: 'soft1', signing, now })
      expect(request).toMatchObject({
        method: 'POST',
        url: 'https://directory.example/token',
        headers: [
          ['content-type', 'application/x-www-form-urlencoded'],
          ['accept', 'application/json'],
        ],
      })
      const { client_assertion: assertion = '', ...form } = Object.fromEntries(new URLSearchParams(String(request.body)))
      expect(form).toEqual({
        grant_type: 'client_credentials',
        scope: 'ReadAll ReadMore',
        client_id: 'soft1',
        client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      })
      const { payload, protectedHeader } = await jwtVerify(assertion, createPublicKey(pem), { currentDate: now })
      expect(protectedHeader).toEqual({ alg, kid: 'kid-1', typ: 'JWT' })
      expect(payload).toEqual({
        iss: 'soft1',
        sub: 'soft1',
        aud: 'https://directory.example/token',
        scope: 'ReadAll ReadMore',
        jti: expect.stringMatching(/^[0-9a-f-]{36}$/),
        iat: seconds,
        exp: seconds + 300,
      })
    },
  )

  test('never uses a jti twice', async () => {
    const signing = await importSigningKey(pem, 'kid-1')
    const bodies = await Promise.all([1, 2].map(() => buildDirectoryTokenRequest({ directory, softwareId: 's', signing, now })))
    expect(bodies[0]?.body).not.toBe(bodies[1]?.body)
  })
})

describe('processDirectoryToken', () => {
  test.each([
    [
      { access_token: 'at', expires_in: 300, token_type: 'Bearer' },
      { accessToken: 'at', expiresIn: 300 },
    ],
    [{ access_token: 'at' }, { accessToken: 'at', expiresIn: null }],
    [
      { access_token: 'at', expires_in: 'soon' },
      { accessToken: 'at', expiresIn: null },
    ],
  ])('reads %j', (body, expected) => {
    expect(processDirectoryToken(bankAnswer(200, body))).toEqual(expected)
  })

  test.each([
    [200, {}, 'BANK_INVALID_RESPONSE', undefined],
    [200, { access_token: 7 }, 'BANK_INVALID_RESPONSE', undefined],
    [200, 'null', 'BANK_INVALID_RESPONSE', undefined],
    [200, '<html>', 'BANK_INVALID_RESPONSE', undefined],
    [302, '', 'BANK_INVALID_RESPONSE', expect.any(String)],
    [400, { error: 'invalid_client' }, 'BANK_ERROR_RESPONSE', expect.stringContaining('key id')],
    [401, '', 'BANK_ERROR_RESPONSE', expect.stringContaining('key id')],
    [503, '', 'BANK_ERROR_RESPONSE', expect.any(String)],
  ])('refuses %s %j', async (status, body, code, remedy) => {
    const response = bankAnswer(status, body)
    const error = await appErrorOf(() => processDirectoryToken(response))
    expect(error.code).toBe(code)
    expect(error.details.requestLogId).toBe(response.requestLogId)
    if (remedy) expect(error.details.remedy).toEqual(remedy)
  })
})

describe('the assertion', () => {
  const jwt = new UnsecuredJWT({ software_id: 'soft1' }).encode()

  test('is asked for by organisation and software, with the token', () => {
    expect(buildAssertionRequest(directory, { organisationId: 'org/1', softwareId: 'soft1' }, 'at')).toEqual({
      method: 'GET',
      url: 'https://directory.example/tpp/org%2F1/ssa/soft1',
      headers: [
        ['authorization', 'Bearer at'],
        ['accept', 'application/jws+json, application/jwt, text/plain'],
      ],
    })
  })

  test('is kept as it was signed', () => {
    expect(processAssertion(bankAnswer(200, ` ${jwt}\n`))).toBe(jwt)
  })

  test.each([
    [200, 'no JWT', 'BANK_INVALID_RESPONSE', /request log/],
    [200, '', 'BANK_INVALID_RESPONSE', /request log/],
    [401, '', 'BANK_ERROR_RESPONSE', /certificate/],
    [403, '', 'BANK_ERROR_RESPONSE', /organisation id/],
    [404, '', 'BANK_ERROR_RESPONSE', /no such software statement/],
    [500, '', 'BANK_ERROR_RESPONSE', /later/],
  ])('is not %s %j', async (status, body, code, remedy) => {
    const response = bankAnswer(status, body)
    const error = await appErrorOf(() => processAssertion(response))
    expect(error.code).toBe(code)
    expect(error.details.remedy).toMatch(remedy)
    expect(error.details.requestLogId).toBe(response.requestLogId)
  })
})
