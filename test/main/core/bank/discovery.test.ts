import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { discover, discoveryUrlOf, endpointsOf, processDiscoveryResponse } from '../../../../src/main/core/bank/discovery.ts'
import type { BankProfile } from '../../../../src/shared/model/bank-profile.ts'
import { appErrorOf, bankAnswer } from '../../../support/bank-answer.ts'
import { aBankProfile } from '../../../support/bank-session.ts'
import { startTokenBank, type TokenBank } from '../../../support/token-server.ts'

const issuer = 'https://bank.example'
const metadata = {
  issuer,
  authorization_endpoint: `${issuer}/authorize`,
  token_endpoint: `${issuer}/token`,
  jwks_uri: `${issuer}/jwks`,
  registration_endpoint: `${issuer}/register`,
  response_types_supported: ['code id_token'],
  claims_supported: ['acr'],
}
const profile = (fields: Partial<BankProfile> = {}) => aBankProfile({ issuer, ...fields })

describe('discovery over mutual TLS', () => {
  let setting: TokenBank
  beforeAll(async () => {
    setting = await startTokenBank()
  })
  afterAll(() => setting.close())

  it('reads the metadata where the issuer, or the profile, says they are', async () => {
    const { server, bank } = setting
    const { issuer } = server
    const { target, identity } = setting.session()
    const read = (fields: Partial<BankProfile>) => discover(bank, target, identity, profile(fields), { step: 'discovery' })
    server.willAnswer(200, { ...metadata, issuer })
    expect((await read({ issuer })).token_endpoint).toBe(metadata.token_endpoint)
    expect(setting.received()).toMatchObject({
      path: '/.well-known/openid-configuration',
      peer: 'tpp',
      headers: { accept: 'application/json' },
    })
    server.willAnswer(200, { ...metadata, issuer })
    await read({ issuer, discoveryUrl: `${issuer}/elsewhere` })
    expect(setting.received().path).toBe('/elsewhere')
  })

  it('links a failure to the exchange', async () => {
    const { server, bank } = setting
    const { target, identity } = setting.session()
    server.willAnswer(200, 'no JSON')
    const error = await appErrorOf(() => discover(bank, target, identity, profile({ issuer: server.issuer }), { step: 'discovery' }))
    expect(error.code).toBe('BANK_INVALID_RESPONSE')
    expect(setting.recorded.has(error.details.requestLogId ?? '')).toBe(true)
    expect(setting.received().path).toBe('/.well-known/openid-configuration')
  })
})

describe('a bank that publishes nothing', () => {
  const endpoints = { authorizationEndpoint: 'https://bank.example/authorise', tokenEndpoint: 'https://bank.example:8443/token' }
  const read = async (fields: Partial<BankProfile>) => {
    const { bank, session, recorded, close } = await startTokenBank()
    try {
      const { target, identity } = session()
      const found = await discover(bank, target, identity, profile({ discovery: 'none', ...fields }), { step: 'discovery' })
      expect(recorded.size).toBe(0)
      return found
    } finally {
      await close()
    }
  }

  it('is not asked; its profile says it all', async () => {
    const found = await read({ endpoints })
    expect(endpointsOf(found, { endpoints })).toEqual({
      issuer,
      ...endpoints,
      registrationEndpoint: null,
      jwksUri: null,
      pushedAuthorizationRequestEndpoint: null,
      issInAuthorisationResponse: false,
    })
    expect((await read({ endpoints, issuer: undefined })).issuer).toBe('https://bank.example:8443')
  })

  it('an endpoint that the profile lacks is named', async () => {
    expect(await appErrorOf(() => read({ endpoints: { tokenEndpoint: endpoints.tokenEndpoint } }))).toMatchObject({
      code: 'INVALID_INPUT',
      details: { field: 'endpoints.authorizationEndpoint' },
    })
  })
})

describe('discoveryUrlOf', () => {
  it.each([
    ['https://bank.example', 'https://bank.example/.well-known/openid-configuration'],
    ['https://bank.example/', 'https://bank.example/.well-known/openid-configuration'],
    ['https://bank.example/brand', 'https://bank.example/brand/.well-known/openid-configuration'],
  ])('%s', (issuer, url) => {
    expect(discoveryUrlOf({ displayName: 'Bank', issuer })).toBe(url)
  })
})

describe('processDiscoveryResponse', () => {
  const process = (change: object, fields: Partial<BankProfile> = {}) =>
    processDiscoveryResponse(bankAnswer(200, { ...metadata, ...change }), profile(fields))

  it('keeps members it does not know', () => {
    expect(process({}).claims_supported).toEqual(['acr'])
  })

  it.each([
    ['issuer', { issuer: 'https://bank.example/' }],
    ['issuer', { issuer: 'https://evil.example' }],
    ['issuer', { issuer: undefined }],
    ['token_endpoint', { token_endpoint: undefined }],
    ['token_endpoint', { token_endpoint: 'http://bank.example/token' }],
    ['authorization_endpoint', { authorization_endpoint: 'http://127.0.0.1/authorize' }],
    ['jwks_uri', { jwks_uri: 'file:///etc/passwd' }],
    ['registration_endpoint', { registration_endpoint: 'https://user:pass@bank.example/register' }],
    ['mtls_endpoint_aliases.token_endpoint', { mtls_endpoint_aliases: { token_endpoint: 'nonsense' } }],
    ['response_types_supported', { response_types_supported: 'code' }],
  ])('refuses a wrong %s, naming it and the exchange', async (member, change) => {
    const response = bankAnswer(200, { ...metadata, ...change })
    const error = await appErrorOf(() => processDiscoveryResponse(response, profile()))
    expect(error.code).toBe('BANK_INVALID_RESPONSE')
    expect(error.message).toContain(`"${member}"`)
    expect(error.details.requestLogId).toBe(response.requestLogId)
  })

  it.each(['[]', '"text"', 'null', '7'])('refuses a document that is %s', async (body) => {
    expect((await appErrorOf(() => processDiscoveryResponse(bankAnswer(200, body), profile()))).code).toBe('BANK_INVALID_RESPONSE')
  })

  it('tells a refusal and a redirect apart from a document', async () => {
    const refused = await appErrorOf(() => processDiscoveryResponse(bankAnswer(404, '<title>Not here</title>'), profile()))
    expect(refused.code).toBe('BANK_ERROR_RESPONSE')
    expect(refused.details.bank?.status).toBe(404)
    const moved = await appErrorOf(() => processDiscoveryResponse(bankAnswer(302, '', { location: 'https://evil.example' }), profile()))
    expect(moved.code).toBe('BANK_INVALID_RESPONSE')
  })

  it('takes the profile’s endpoints for those that the bank publishes wrongly', () => {
    const endpoints = {
      tokenEndpoint: 'https://mtls.bank.example/token',
      registrationEndpoint: 'https://mtls.bank.example/register',
      jwksUri: 'https://keys.bank.example/jwks',
      pushedAuthorizationRequestEndpoint: 'https://mtls.bank.example/par',
    }
    const wrong = {
      token_endpoint: undefined,
      registration_endpoint: 7,
      jwks_uri: 'http://bank.example/jwks',
      pushed_authorization_request_endpoint: '',
    }
    expect(endpointsOf(process(wrong, { endpoints }), { endpoints })).toMatchObject(endpoints)
  })
})

describe('endpointsOf', () => {
  const aliases = {
    token_endpoint: 'https://mtls.bank.example/token',
    registration_endpoint: 'https://mtls.bank.example/register',
    pushed_authorization_request_endpoint: 'https://mtls.bank.example/par',
  }

  it('takes what is published', () => {
    expect(endpointsOf(metadata, profile())).toEqual({
      issuer,
      authorizationEndpoint: `${issuer}/authorize`,
      tokenEndpoint: `${issuer}/token`,
      registrationEndpoint: `${issuer}/register`,
      jwksUri: `${issuer}/jwks`,
      pushedAuthorizationRequestEndpoint: null,
      issInAuthorisationResponse: false,
    })
    const naming = { ...metadata, authorization_response_iss_parameter_supported: true }
    expect(endpointsOf(naming, profile())).toMatchObject({ issInAuthorisationResponse: true })
  })

  it('prefers mTLS aliases, and the profile’s endpoints to both', () => {
    const aliased = { ...metadata, mtls_endpoint_aliases: aliases }
    expect(endpointsOf(aliased, profile())).toMatchObject({
      tokenEndpoint: aliases.token_endpoint,
      registrationEndpoint: aliases.registration_endpoint,
      pushedAuthorizationRequestEndpoint: aliases.pushed_authorization_request_endpoint,
    })
    const endpoints = { tokenEndpoint: 'https://profile.example/token' }
    expect(endpointsOf(aliased, { endpoints })).toMatchObject({ tokenEndpoint: endpoints.tokenEndpoint })
  })

  it('leaves the authorisation endpoint as discovered', () => {
    const endpoints = { authorizationEndpoint: 'http://127.0.0.1:8080/authorize' }
    expect(endpointsOf(metadata, { endpoints }).authorizationEndpoint).toBe(`${issuer}/authorize`)
  })
})
