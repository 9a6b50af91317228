import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { jwtVerify } from 'jose'
import { beforeAll, describe, expect, it } from 'vitest'
import {
  type AuthorisationRequestInput,
  buildAuthorisationRequest,
  codeChallengeOf,
  urlForPushedRequest,
  usesPkce,
} from '../../../../src/main/core/account-access-consents/authorisation-exchange.ts'
import { importSigningKey } from '../../../../src/main/core/bank/jws.ts'
import type { SigningKey } from '../../../../src/main/core/bank/session.ts'
import type { BankProfile } from '../../../../src/shared/model/bank-profile.ts'
import { appErrorOf } from '../../../support/bank-answer.ts'
import { aBankSession } from '../../../support/bank-session.ts'

const issuer = 'https://bank.example'
const redirectUri = 'http://127.0.0.1:4711/cb/a1'
const now = new Date('2026-11-20T12:00:00Z')
const seconds = now.getTime() / 1000
let signing: SigningKey
let publicKey: KeyObject

beforeAll(async () => {
  const pair = generateKeyPairSync('rsa', { modulusLength: 2048 })
  publicKey = pair.publicKey
  signing = await importSigningKey(pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), 'seal-1')
})

const sessionOf = (profile: Partial<BankProfile> = {}) =>
  aBankSession({ issuer, caCertificate: '', identity: { certificate: '', privateKey: '' }, signing, profile })

const build = (profile: Partial<BankProfile> = {}, input: Partial<AuthorisationRequestInput> = {}) =>
  buildAuthorisationRequest({
    session: sessionOf(profile),
    consentId: 'consent-1',
    redirectUri,
    state: 'state-1',
    nonce: 'nonce-1',
    codeVerifier: null,
    now,
    ...input,
  })

const asking = (authorisation: Partial<BankProfile['authorisation']>): Pick<BankProfile, 'authorisation'> => ({
  authorisation: { ...sessionOf().profile.authorisation, ...authorisation },
})

describe('buildAuthorisationRequest', () => {
  it('signs every parameter into the request object', async () => {
    const { requestObject, requestObjectClaims } = await build()
    const { payload, protectedHeader } = await jwtVerify(requestObject ?? '', publicKey, { currentDate: now })
    expect(protectedHeader).toEqual({ alg: 'PS256', kid: 'seal-1', typ: 'JWT' })
    expect(payload).toEqual(requestObjectClaims)
    const intent = { value: 'consent-1', essential: true }
    expect(payload).toEqual({
      iss: 'client-1',
      aud: issuer,
      response_type: 'code id_token',
      client_id: 'client-1',
      redirect_uri: redirectUri,
      scope: 'openid accounts',
      state: 'state-1',
      nonce: 'nonce-1',
      iat: seconds,
      nbf: seconds,
      exp: seconds + 1800,
      jti: expect.stringMatching(/^[0-9a-f-]{36}$/),
      max_age: 86_400,
      claims: {
        userinfo: { openbanking_intent_id: intent },
        id_token: {
          openbanking_intent_id: intent,
          acr: { essential: true, values: ['urn:openbanking:psd2:sca', 'urn:openbanking:psd2:ca'] },
        },
      },
    })
  })

  it('repeats outside what OAuth asks for, with the same values', async () => {
    const { url, requestObject } = await build()
    const address = new URL(url)
    expect(`${address.origin}${address.pathname}`).toBe(`${issuer}/authorize`)
    expect(Object.fromEntries(address.searchParams)).toEqual({
      client_id: 'client-1',
      response_type: 'code id_token',
      scope: 'openid accounts',
      redirect_uri: redirectUri,
      request: requestObject,
    })
  })

  it('follows the profile in audience, acr, response type and mode', async () => {
    const profile: Partial<BankProfile> = { requestObjectAudience: 'org-1', acrValues: [], responseType: 'code', responseMode: 'jwt' }
    const { requestObjectClaims: claims, url } = await build({ ...profile, ...asking({ scope: 'openid payments' }) })
    expect(claims).toMatchObject({ aud: 'org-1', response_type: 'code', response_mode: 'jwt', scope: 'openid payments' })
    expect(claims.claims).toMatchObject({ id_token: { openbanking_intent_id: { value: 'consent-1' } } })
    expect(JSON.stringify(claims.claims)).not.toContain('acr')
    expect(new URL(url).searchParams.get('scope')).toBe('openid payments')
    // Hybrid answers in the query are what a bank does unasked; a request for them would have to be refused.
    expect((await build({ responseMode: 'query' })).requestObjectClaims).not.toHaveProperty('response_mode')
    expect((await build({ responseMode: 'fragment' })).requestObjectClaims).not.toHaveProperty('response_mode')
  })

  it('protects the code by PKCE where a verifier is given', async () => {
    // RFC 7636, appendix B.
    const codeVerifier = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk'
    expect(codeChallengeOf(codeVerifier)).toBe('E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM')
    const { requestObjectClaims: claims } = await build({}, { codeVerifier })
    expect(claims).toMatchObject({ code_challenge: codeChallengeOf(codeVerifier), code_challenge_method: 'S256' })
    expect((await build()).requestObjectClaims).not.toHaveProperty('code_challenge')
  })

  it('uses a new jti every time', async () => {
    const [one, two] = [await build(), await build()]
    expect(one.requestObjectClaims.jti).not.toBe(two.requestObjectClaims.jti)
  })

  it.each([
    'http://127.0.0.1:8080/authorize?brand=one',
    'http://[::1]:8080/authorize?brand=one',
    'https://other.example/authorize?brand=one',
  ])('applies the override %s to the finished address only', async (authorizationEndpoint) => {
    const { url, requestObject, requestObjectClaims } = await build({ endpoints: { authorizationEndpoint } })
    expect(url.startsWith(authorizationEndpoint)).toBe(true)
    expect(new URL(url).searchParams.get('request')).toBe(requestObject)
    expect(JSON.stringify(requestObjectClaims)).not.toContain('brand')
  })

  it.each([
    'http://localhost:8080/authorize',
    'http://bank.example/authorize',
    'http://127.0.0.1.evil.example/authorize',
    'ftp://127.0.0.1/authorize',
  ])('refuses the override %s', async (authorizationEndpoint) => {
    const error = await appErrorOf(() => build({ endpoints: { authorizationEndpoint } }))
    expect(error.code).toBe('INVALID_INPUT')
    expect(error.details.field).toBe('endpoints.authorizationEndpoint')
  })
})

describe('what banks want otherwise', () => {
  const query = async (...asked: Parameters<typeof build>) => Object.fromEntries(new URL((await build(...asked)).url).searchParams)

  it('repeats nonce and state beside the request object', async () => {
    expect(await query(asking({ repeatedParameters: ['nonce', 'state'] }))).toMatchObject({ nonce: 'nonce-1', state: 'state-1' })
    expect(Object.keys(await query())).not.toContain('nonce')
  })

  it('adds the bank’s own parameters, some of them only the second time', async () => {
    const profile = asking({
      parameters: [
        { name: 'display', value: '{consentId}', when: 'always' },
        { name: 'stepUp', value: 'require', when: 'reauthorisation' },
      ],
    })
    expect(await query(profile)).toMatchObject({ display: 'consent-1' })
    expect(Object.keys(await query(profile))).not.toContain('stepUp')
    expect(await query(profile, { reauthorisation: true })).toMatchObject({ display: 'consent-1', stepUp: 'require' })
  })

  it('packs the whole query, not escaped, into one parameter', async () => {
    const { url, requestObject } = await build({
      ...asking({ query: 'data' }),
      endpoints: { authorizationEndpoint: 'https://a.example/x?brand=one' },
    })
    const { searchParams } = new URL(url)
    expect([...searchParams.keys()]).toEqual(['brand', 'data'])
    expect(Buffer.from(searchParams.get('data') ?? '', 'base64url').toString()).toBe(
      `client_id=client-1&response_type=code id_token&scope=openid accounts&redirect_uri=${redirectUri}&request=${requestObject}`,
    )
    expect(searchParams.get('data')).toMatch(/^[\w-]+$/)
  })

  it('asks for no OpenID Connect of a bank of plain OAuth, and names the consent all the same', async () => {
    const profile: Partial<BankProfile> = {
      ...asking({ openIdConnect: false, scope: 'accounts' }),
      responseType: 'code',
      responseMode: 'query',
    }
    const { requestObjectClaims: claims } = await build(profile, { codeVerifier: 'v'.repeat(43) })
    expect(claims).not.toHaveProperty('nonce')
    expect(claims).not.toHaveProperty('max_age')
    expect(claims).toMatchObject({
      scope: 'accounts',
      code_challenge_method: 'S256',
      claims: { id_token: { openbanking_intent_id: { value: 'consent-1' } } },
    })
  })

  it('puts everything into the address where a sandbox forbids request objects', async () => {
    const { requestObject, requestObjectClaims, pushed } = await build(asking({ requestObject: 'none' }))
    expect(requestObject).toBeNull()
    const claims = JSON.stringify(requestObjectClaims.claims)
    const clear = {
      response_type: 'code id_token',
      client_id: 'client-1',
      redirect_uri: redirectUri,
      scope: 'openid accounts',
      state: 'state-1',
    }
    expect(pushed).toEqual({ ...clear, nonce: 'nonce-1', max_age: '86400', claims })
    expect(await query(asking({ requestObject: 'none' }))).toEqual(pushed)
  })

  it('sends a live bank nothing that is not signed', async () => {
    const error = await appErrorOf(() => build({ ...asking({ requestObject: 'none' }), environment: 'live' }))
    expect(error.code).toBe('CONFLICT')
    expect(error.details.remedy).toContain('signed')
  })
})

describe('a pushed authorisation request', () => {
  it('carries the request object, and the address only its reference', async () => {
    const session = sessionOf()
    const { pushed, requestObject } = await build()
    expect(pushed).toEqual({ client_id: 'client-1', request: requestObject })
    const address = `${issuer}/authorize?client_id=client-1&request_uri=urn%3Aietf%3Aparams%3Aoauth%3Arequest_uri%3Ax`
    expect(urlForPushedRequest(session, 'urn:ietf:params:oauth:request_uri:x')).toBe(address)
    expect(urlForPushedRequest(session, 'urn:ietf:params:oauth:request_uri:x', { display: 'consent-1' })).toBe(
      `${address}&display=consent-1`,
    )
  })

  it('and the code flow use PKCE', () => {
    expect(usesPkce({ responseType: 'code id_token', pushedAuthorizationRequest: false })).toBe(false)
    expect(usesPkce({ responseType: 'code id_token', pushedAuthorizationRequest: true })).toBe(true)
    expect(usesPkce({ responseType: 'code', pushedAuthorizationRequest: false })).toBe(true)
  })
})
