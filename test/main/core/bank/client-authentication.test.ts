import { createPublicKey } from 'node:crypto'
import { jwtVerify } from 'jose'
import { describe, expect, it } from 'vitest'
import { requestClientCredentialsToken } from '../../../../src/main/core/bank/tokens.ts'
import { appErrorOf } from '../../../support/bank-answer.ts'
import { goodTokens, shareTokenBank } from '../../../support/token-server.ts'

const setting = shareTokenBank()
const context = { step: 'token' }

describe('client authentication', () => {
  it('tls_client_auth names the client in the form and shows the certificate (RFC 8705 §2.1)', async () => {
    setting().server.willAnswer(200, goodTokens)
    await requestClientCredentialsToken(setting().bank, setting().session(), 'accounts', context)
    const { path, fields, headers, peer } = setting().received()
    expect(path).toBe('/token')
    expect(fields).toEqual({ grant_type: 'client_credentials', scope: 'accounts', client_id: 'client-1' })
    expect(headers.authorization).toBeUndefined()
    expect(headers['content-type']).toMatch(/^application\/x-www-form-urlencoded/)
    expect(headers.accept).toBe('application/json')
    expect(peer).toBe('tpp')
  })

  it.each([
    ['tokenEndpoint', (issuer: string) => `${issuer}/token`],
    ['issuer', (issuer: string) => issuer],
  ] as const)('private_key_jwt signs an assertion for the %s (RFC 7523 §3)', async (tokenEndpointAuthAudience, audience) => {
    const asked = setting().session({ authMethod: 'private_key_jwt' }, { tokenEndpointAuthAudience })
    setting().server.willAnswer(200, goodTokens)
    setting().server.willAnswer(200, goodTokens)
    await requestClientCredentialsToken(setting().bank, asked, 'accounts', context)
    await requestClientCredentialsToken(setting().bank, asked, 'accounts', context)
    const assertions = setting().server.calls.map(({ form }) => form.get('client_assertion') ?? '')
    expect(setting().server.calls[0]?.form.get('client_assertion_type')).toBe('urn:ietf:params:oauth:client-assertion-type:jwt-bearer')
    const verified = await Promise.all(
      assertions.map((jwt) => jwtVerify(jwt, createPublicKey(setting().identity.privateKey), { algorithms: ['PS256'] })),
    )
    const [one, other] = verified
    expect(one?.protectedHeader).toEqual({ alg: 'PS256', kid: 'kid-1' })
    expect(one?.payload).toMatchObject({ iss: 'client-1', sub: 'client-1', aud: audience(setting().server.issuer) })
    expect((one?.payload.exp ?? 0) - (one?.payload.iat ?? 0)).toBe(60)
    expect(one?.payload.jti).toBeTruthy()
    expect(one?.payload.jti).not.toBe(other?.payload.jti)
  })

  it('client_secret_basic escapes what RFC 6749 §2.3.1 says, and hyphens not', async () => {
    setting().server.willAnswer(200, goodTokens)
    const client = { authMethod: 'client_secret_basic', clientId: 'a-b_c', clientSecret: 's:e c&r%t' } as const
    await requestClientCredentialsToken(setting().bank, setting().session(client), 'accounts', context)
    const { headers, fields } = setting().received()
    const basic = Buffer.from(headers.authorization?.slice('Basic '.length) ?? '', 'base64').toString()
    expect(basic).toBe('a-b_c:s%3Ae+c%26r%25t')
    expect(fields).toEqual({ grant_type: 'client_credentials', scope: 'accounts' })
  })

  it('client_secret_post puts both into the form', async () => {
    setting().server.willAnswer(200, goodTokens)
    await requestClientCredentialsToken(
      setting().bank,
      setting().session({ authMethod: 'client_secret_post', clientSecret: 's' }),
      'accounts',
      context,
    )
    expect(setting().received().fields).toMatchObject({ client_id: 'client-1', client_secret: 's' })
  })

  it.each(['client_secret_basic', 'client_secret_post'] as const)('%s without a secret stops before the call', async (authMethod) => {
    const error = await appErrorOf(() =>
      requestClientCredentialsToken(setting().bank, setting().session({ authMethod }), 'accounts', context),
    )
    expect(error.code).toBe('SECRET_MISSING')
    expect(setting().server.calls).toHaveLength(0)
  })

  it.each([
    ['tls_client_auth', /tls_client_auth_subject_dn/],
    ['private_key_jwt', /JWKS/],
    ['client_secret_post', /client secret/],
  ] as const)('explains invalid_client for %s', async (authMethod, remedy) => {
    setting().server.willAnswer(401, { error: 'invalid_client', error_description: 'no' })
    const error = await appErrorOf(() =>
      requestClientCredentialsToken(setting().bank, setting().session({ authMethod, clientSecret: 's' }), 'accounts', context),
    )
    expect(error.code).toBe('BANK_ERROR_RESPONSE')
    expect(error.details.bank).toEqual({ status: 401, error: 'invalid_client', description: 'no' })
    expect(error.details.remedy).toMatch(remedy)
    expect(error.details.requestLogId).toBeTruthy()
  })
  it('explains a bare 401 in the same way', async () => {
    setting().server.willAnswer(401, '')
    const error = await appErrorOf(() => requestClientCredentialsToken(setting().bank, setting().session(), 'accounts', context))
    expect(error.details.bank).toEqual({ status: 401 })
    expect(error.details.remedy).toMatch(/tls_client_auth_subject_dn/)
  })
})
