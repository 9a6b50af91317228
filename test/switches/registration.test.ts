// Every switch of registration and of client authentication, from both sides: the client that does not know of it fails,
// and the client whose profile says so succeeds.

import { describe, expect, test } from 'vitest'
import type { Input } from '../../src/shared/api.ts'
import type { AppErrorData } from '../../src/shared/errors.ts'
import type { BankBehaviour } from '../../src/shared/model/bank-behaviour.ts'
import type { BankProfile } from '../../src/shared/model/bank-profile.ts'
import type { BankRegistration } from '../../src/shared/model/bank-registration.ts'
import { shareTestApp } from '../support/app.ts'
import { enrolAtPortal } from '../support/portal.ts'
import {
  authorise,
  copyProfile,
  exchangesOf,
  loopbackRedirect,
  makeCertificates,
  makeConsent,
  register,
  statementInput,
  type Tpp,
} from '../support/tpp.ts'

type Certificates = Tpp['certificates']
interface Client {
  /** Instead of what the standard bank's profile says. */
  profile?: Partial<Omit<BankProfile, 'registration'>>
  registration?: Partial<BankProfile['registration']>
  input?: Partial<Input<'bankRegistration.create'>>
}

let rsa: Certificates
let ec: Certificates
const shared = shareTestApp(async (test) => {
  rsa = await makeCertificates(test)
  ec = await makeCertificates(test, { signingKeyType: 'EC', sandboxCaId: rsa.sandboxCa.id })
})

/** A bank that behaves so, and software that its directory knows. */
const standBefore = async (behaviour: Partial<BankBehaviour>, certificates: Certificates = rsa) => {
  const { call } = shared()
  await call('modelBank.stop', {})
  const { bankProfileId } = await call('modelBank.start', { behaviour })
  const statement = await call(
    'softwareStatement.create',
    statementInput(certificates, { directory: 'modelBank', roles: ['AISP', 'PISP'] }),
  )
  return { certificates, statement, profile: await call('bankProfile.get', { id: bankProfileId ?? '' }) }
}

let copies = 0
const profileOf = (bank: Tpp, { profile = {}, registration = {} }: Client): Promise<BankProfile> => {
  copies += 1
  return copyProfile(shared(), bank.profile, {
    name: `switched-${copies}`,
    ...profile,
    registration: { ...bank.profile.registration, ...registration },
  })
}

const registerAs = async (bank: Tpp, client: Client): Promise<BankRegistration> =>
  register(shared(), { ...bank, profile: await profileOf(bank, client) }, client.input)

const refusedAs = async (bank: Tpp, client: Client): Promise<AppErrorData> =>
  shared().refused('bankRegistration.create', {
    bankProfileId: (await profileOf(bank, client)).id,
    softwareStatementId: bank.statement.id,
    reuse: 'never',
    ...client.input,
  })

/** A registration is good for something when the bank gives its client a token. */
const proveUseful = async ({ id }: BankRegistration) => expect((await makeConsent(shared(), id)).status).toBe('awaitingAuthorisation')

const metadataRefused = (description: string) => ({
  code: 'BANK_ERROR_RESPONSE',
  bank: { status: 400, error: 'invalid_client_metadata', description: expect.stringContaining(description) },
})

/** What the bank publishes of itself says that it would refuse. */
const notPublished = (member: string, offered: string) => ({
  code: 'BANK_INVALID_RESPONSE',
  message: expect.stringContaining(`"${member}" ${offered}, and not`),
})

interface Switch {
  name: string
  behaviour: Partial<BankBehaviour>
  without: Client
  refusal: object
  with: Client
  certificates?: () => Certificates
}

const financialId = '0015800000MODELAAI'
const renderings = ['dottedHex', 'dottedString', 'oidPrefix', 'spaced', 'certificateOrder'] as const
const methods = ['private_key_jwt', 'client_secret_basic', 'client_secret_post'] as const

const switches: Switch[] = [
  {
    name: 'dcrVersion=3.2',
    behaviour: { dcrVersion: '3.2' },
    without: { registration: { version: '3.4', applicationType: 'native' } },
    refusal: metadataRefused('application_type native is not part of OB DCR 3.2'),
    with: { registration: { version: '3.2' } },
  },
  {
    name: 'dcrVersion=3.3',
    behaviour: { dcrVersion: '3.3' },
    without: { registration: { version: '3.4', applicationType: 'native' } },
    refusal: metadataRefused('application_type native is not part of OB DCR 3.3'),
    with: { registration: { version: '3.3' } },
  },
  {
    name: 'dcrVersion=3.4',
    behaviour: { dcrVersion: '3.4' },
    without: {},
    refusal: metadataRefused('application_type mobile is not part of OB DCR 3.4'),
    with: { registration: { version: '3.4', applicationType: 'native' } },
  },
  ...(['application/jose', 'application/jwt'] as const).map((contentType, index, both) => ({
    name: `dcrContentType=${contentType}`,
    behaviour: { dcrContentType: contentType },
    without: { registration: { contentType: both[1 - index] ?? contentType } },
    refusal: { code: 'BANK_ERROR_RESPONSE', bank: { status: 415 } },
    with: { registration: { contentType } },
  })),
  {
    name: 'dcrAudience=financialId',
    behaviour: { dcrAudience: 'financialId', financialId },
    without: {},
    refusal: metadataRefused(`aud is not ${financialId}`),
    with: { profile: { financialId }, registration: { audienceFrom: 'financialId' } },
  },
  {
    name: 'dcrAudience=issuer',
    behaviour: { dcrAudience: 'issuer', financialId },
    without: { profile: { financialId }, registration: { audienceFrom: 'financialId' } },
    refusal: metadataRefused('aud is not https://'),
    with: { profile: { financialId } },
  },
  ...renderings.map((subjectDnRendering) => ({
    name: `subjectDnRendering=${subjectDnRendering}`,
    behaviour: { subjectDnRendering },
    without: {},
    refusal: { ...metadataRefused('tls_client_auth_subject_dn'), suggestion: { field: 'subjectDnRendering', value: 'dottedHex' } },
    with: { registration: { subjectDnRendering } },
  })),
  {
    name: 'subjectDnRendering=shortName',
    behaviour: { subjectDnRendering: 'shortName' },
    without: { registration: { subjectDnRendering: 'dottedHex' } },
    refusal: { ...metadataRefused('tls_client_auth_subject_dn'), suggestion: { field: 'subjectDnRendering', value: 'shortName' } },
    with: {},
  },
  {
    name: 'dcrRefreshGrant=false',
    behaviour: { dcrRefreshGrant: false },
    without: {},
    refusal: metadataRefused('grant_types holds refresh_token'),
    with: { registration: { grantTypes: ['client_credentials', 'authorization_code'] } },
  },
  {
    name: 'dcrSubjectType=pairwise',
    behaviour: { dcrSubjectType: 'pairwise' },
    without: {},
    refusal: metadataRefused('subject_type is not pairwise'),
    with: { registration: { subjectType: 'pairwise' } },
  },
  {
    name: 'dcrSeparateScopes=true',
    behaviour: { dcrSeparateScopes: true },
    without: { input: { scope: 'openid accounts payments' } },
    refusal: metadataRefused('scope holds accounts and payments'),
    with: { registration: { separateScopes: true } },
  },
  ...methods.map((tokenEndpointAuthMethod) => ({
    name: `tokenEndpointAuthMethods=${tokenEndpointAuthMethod}`,
    behaviour: { tokenEndpointAuthMethods: [tokenEndpointAuthMethod] },
    without: {},
    refusal: notPublished('token_endpoint_auth_methods_supported', tokenEndpointAuthMethod),
    with: { profile: { tokenEndpointAuthMethod } },
  })),
  {
    name: 'tokenEndpointAuthMethods=tls_client_auth',
    behaviour: { tokenEndpointAuthMethods: ['tls_client_auth'] },
    without: { profile: { tokenEndpointAuthMethod: 'private_key_jwt' } },
    refusal: notPublished('token_endpoint_auth_methods_supported', 'tls_client_auth'),
    with: {},
  },
  {
    name: 'signingAlgorithms=ES256',
    behaviour: { signingAlgorithms: ['ES256'] },
    certificates: () => ec,
    // The profile that does not allow it stops before the bank is asked.
    without: {},
    refusal: { code: 'INVALID_INPUT', field: 'defaultObSealCertificateId', message: expect.stringContaining('ES256') },
    with: { profile: { signingAlgorithms: ['ES256'], tokenEndpointAuthMethod: 'private_key_jwt' } },
  },
  {
    name: 'signingAlgorithms=PS256',
    behaviour: { signingAlgorithms: ['PS256'] },
    certificates: () => rsa,
    without: { profile: { signingAlgorithms: ['ES256'] } },
    refusal: { code: 'INVALID_INPUT', field: 'defaultObSealCertificateId', message: expect.stringContaining('PS256') },
    with: { profile: { tokenEndpointAuthMethod: 'private_key_jwt' } },
  },
]

describe.each(switches.map((one) => [one.name, one] as const))('switch %s', (_, one) => {
  let bank: Tpp
  test('a client whose profile does not say so is refused', async () => {
    bank = await standBefore(one.behaviour, one.certificates?.())
    expect(await refusedAs(bank, one.without)).toMatchObject(one.refusal)
  })
  test('a client whose profile says so is registered, and given a token', async () => {
    const made = await registerAs(bank, one.with)
    expect(made).toMatchObject({ state: 'registered', warnings: [] })
    await proveUseful(made)
  })
})

describe('switch dcrSeparateScopes=true', () => {
  test('with the profile, both scopes at once are refused before anything leaves, and each is registered by itself', async () => {
    const bank = await standBefore({ dcrSeparateScopes: true })
    const registration = { separateScopes: true }
    const sent = await exchangesOf(shared(), async () => {
      const both = await refusedAs(bank, { registration, input: { scope: 'openid accounts payments' } })
      expect(both).toMatchObject({ code: 'INVALID_INPUT', field: 'scope' })
    })
    expect(sent).toEqual([])
    const made = await registerAs(bank, { registration, input: { scope: 'openid payments' } })
    expect(made).toMatchObject({ state: 'registered', scope: 'openid payments' })
  })
})

describe('switch signingAlgorithms=ES256', () => {
  test('request object, client assertion and ID token are all ES256', async () => {
    const bank = await standBefore({ signingAlgorithms: ['ES256'] }, ec)
    const { id, signingAlgorithm } = await registerAs(bank, {
      profile: { signingAlgorithms: ['ES256'], tokenEndpointAuthMethod: 'private_key_jwt' },
    })
    expect(signingAlgorithm).toBe('ES256')
    const consent = await makeConsent(shared(), id)
    const { checks } = await authorise(shared(), consent.id)
    expect(checks.filter(({ claim }) => claim === 'alg').map(({ actual, verdict }) => [actual, verdict])).toEqual([
      ['ES256', 'pass'],
      ['ES256', 'pass'],
    ])
    await shared().call('softwareStatement.update', { id: bank.statement.id, defaultObSealCertificateId: rsa.obSealCertificate.id })
    const error = await shared().refused('accountAccessConsent.create', { bankRegistrationId: id, permissions: ['ReadAccountsBasic'] })
    expect(error).toMatchObject({
      code: 'CERTIFICATE_INVALID',
      field: 'defaultObSealCertificateId',
      remedy: expect.stringContaining('ES256'),
    })
  })

  test('a client that signs PS256 all the same finds that the bank does not take it', async () => {
    const bank = await standBefore({ signingAlgorithms: ['ES256'] })
    expect(await refusedAs(bank, {})).toMatchObject(notPublished('request_object_signing_alg_values_supported', 'ES256'))
  })
})

describe('switch dcrVersion=3.4', () => {
  const registration = { version: '3.4', applicationType: 'native' } as const
  test('a subject that breaks its pattern is refused before anything leaves, and another way of writing is offered', async () => {
    const bank = await standBefore({ dcrVersion: '3.4' })
    const sent = await exchangesOf(shared(), async () => {
      expect(await refusedAs(bank, { registration: { ...registration, subjectDnRendering: 'spaced' } })).toMatchObject({
        code: 'INVALID_INPUT',
        field: 'tlsClientAuthSubjectDn',
        message: expect.stringContaining('not written as OB DCR 3.4 has it'),
      })
    })
    expect(sent.filter(({ method }) => method === 'POST')).toEqual([])
    const { id } = await profileOf(bank, { registration: { ...registration, subjectDnRendering: 'spaced' } })
    const doctor = { bankProfileId: id, softwareStatementId: bank.statement.id }
    expect(await shared().call('bankRegistration.subjectDns', doctor)).toMatchObject({ next: 'shortName' })
  })
  test('JWT bearer may be registered, and the client is given a token', async () => {
    const bank = await standBefore({ dcrVersion: '3.4' })
    const grantTypes = [...bank.profile.registration.grantTypes, 'urn:ietf:params:oauth:grant-type:jwt-bearer']
    const made = await registerAs(bank, { registration: { ...registration, grantTypes } })
    expect(made).toMatchObject({ state: 'registered', warnings: [], requested: { grant_types: grantTypes } })
    await proveUseful(made)
  })
})

describe('switch dcr=false', () => {
  test('a client whose profile does not say so finds no registration endpoint', async () => {
    const bank = await standBefore({ dcr: false })
    expect(await refusedAs(bank, {})).toMatchObject({
      code: 'BANK_INVALID_RESPONSE',
      message: expect.stringContaining('registration endpoint'),
    })
    const endpoints = { ...bank.profile.endpoints, registrationEndpoint: `${bank.profile.issuer}/register` }
    expect(await refusedAs(bank, { profile: { endpoints } })).toMatchObject({ code: 'BANK_ERROR_RESPONSE', bank: { status: 404 } })
  })

  test.each(['tls_client_auth', ...methods] as const)('with the profile, %s: the portal’s client is imported and works', async (method) => {
    const bank = await standBefore({ dcr: false, tokenEndpointAuthMethods: [method] })
    const client = { profile: { tokenEndpointAuthMethod: method }, registration: { dcr: false, portal: 'https://portal.example' } }
    const error = await refusedAs(bank, client)
    expect(error).toMatchObject({
      code: 'INVALID_INPUT',
      field: 'externalApiId',
      remedy: expect.stringContaining('https://portal.example'),
    })
    const { clientId, clientSecret } = await enrolAtPortal(shared(), bank, method)
    const input = { externalApiId: clientId, externalApiSecret: clientSecret, redirectUris: [loopbackRedirect] }
    const made = await registerAs(bank, { ...client, input })
    expect(made).toMatchObject({ registeredElsewhere: true, hasClientSecret: method.startsWith('client_secret_') })
    await proveUseful(made)
  })
})

describe.each([
  ['update delete', 'read'],
  ['read delete', 'update'],
  ['read update', 'delete'],
] as const)('switch dcrOperations=%s', (_, operation) => {
  const operations = (['read', 'update', 'delete'] as const).filter((one) => one !== operation)
  const refusedCall = (id: string): Promise<AppErrorData> => {
    const { refused } = shared()
    if (operation === 'read') return refused('bankRegistration.get', { id, fromBank: true })
    return operation === 'update' ? refused('bankRegistration.update', { id }) : refused('bankRegistration.delete', { id })
  }
  let bank: Tpp

  test('a client whose profile does not say so is answered with 405', async () => {
    bank = await standBefore({ dcrOperations: operations })
    const { id } = await registerAs(bank, {})
    expect(await refusedCall(id)).toMatchObject({ code: 'BANK_ERROR_RESPONSE', bank: { status: 405 } })
  })

  test('with the profile it is refused before anything leaves, with the remedy, and the others work', async () => {
    const { call } = shared()
    const { id } = await registerAs(bank, { registration: { operations } })
    const sent = await exchangesOf(shared(), async () => {
      expect(await refusedCall(id)).toMatchObject({ code: 'CONFLICT', remedy: expect.stringMatching(/localOnly|portal/) })
    })
    expect(sent).toEqual([])
    if (operation !== 'read') await call('bankRegistration.get', { id, fromBank: true })
    if (operation !== 'update') await call('bankRegistration.update', { id, redirectUris: [loopbackRedirect] })
    await call('bankRegistration.delete', { id, localOnly: operation === 'delete' })
    expect((await call('modelBank.status', {})).clients.length).toBe(operation === 'delete' ? 2 : 1)
  })
})

describe.each([
  ['openid', 'accounts'],
  ['accounts', 'openid'],
] as const)('switch dcrManagementScope=%s', (dcrManagementScope, other) => {
  let bank: Tpp
  test('a client whose profile has another scope, or none, is refused', async () => {
    bank = await standBefore({ dcrManagementScope })
    for (const managementScope of [other, null]) {
      const { id } = await registerAs(bank, { registration: { managementScope } })
      const error = await shared().refused('bankRegistration.get', { id, fromBank: true })
      expect(error).toMatchObject({ code: 'BANK_ERROR_RESPONSE', bank: { status: 403, error: 'insufficient_scope' } })
    }
  })
  test('a client whose profile has it reads, updates and deletes itself', async () => {
    const { call } = shared()
    const { id } = await registerAs(bank, { registration: { managementScope: dcrManagementScope } })
    expect((await call('bankRegistration.get', { id, fromBank: true })).warnings).toEqual([])
    await call('bankRegistration.update', { id, redirectUris: [loopbackRedirect] })
    await call('bankRegistration.delete', { id })
  })
})

describe('switch dcrManagementScope=functional', () => {
  const input = { scope: 'openid payments' }
  let bank: Tpp
  test.each([
    ['accounts', { status: 400, error: 'invalid_scope' }],
    ['openid', { status: 403, error: 'insufficient_scope' }],
    [null, { status: 403, error: 'insufficient_scope' }],
  ])('a client for payments whose profile has the scope %s is refused', async (managementScope, refusal) => {
    bank = await standBefore({ dcrManagementScope: 'functional' })
    const { id } = await registerAs(bank, { registration: { managementScope }, input })
    const error = await shared().refused('bankRegistration.get', { id, fromBank: true })
    expect(error).toMatchObject({ code: 'BANK_ERROR_RESPONSE', bank: refusal })
  })
  test.each([
    ['openid payments', 'payments'],
    ['openid payments accounts', 'accounts'],
  ])('a client for %s whose profile says so reads, updates and deletes itself with %s', async (scope, asked) => {
    const { call } = shared()
    const { id } = await registerAs(bank, { registration: { managementScope: 'functional' }, input: { scope } })
    const sent = await exchangesOf(shared(), async () => {
      expect((await call('bankRegistration.get', { id, fromBank: true })).warnings).toEqual([])
    })
    const requests = await Promise.all(sent.map((one) => call('requestLog.get', { id: one.id })))
    const tokenRequest = requests.find(({ url }) => url.endsWith('/token'))
    expect(new URLSearchParams(tokenRequest?.request.body ?? '').get('scope')).toBe(asked)
    await call('bankRegistration.update', { id, redirectUris: [loopbackRedirect] })
    await call('bankRegistration.delete', { id })
  })
})

describe('switch dcrManagementToken=registrationAccessToken', () => {
  let bank: Tpp
  test('a client that asks with a token of its own is refused', async () => {
    bank = await standBefore({ dcrManagementToken: 'registrationAccessToken' })
    const { id } = await registerAs(bank, {})
    const error = await shared().refused('bankRegistration.get', { id, fromBank: true })
    expect(error).toMatchObject({ code: 'BANK_ERROR_RESPONSE', bank: { status: 401 } })
  })
  test('a client whose profile says so asks with the token that it was given', async () => {
    const { call } = shared()
    const { id } = await registerAs(bank, { registration: { managementToken: 'registrationAccessToken' } })
    const sent = await exchangesOf(shared(), async () => {
      const read = await call('bankRegistration.get', { id, fromBank: true })
      expect(JSON.stringify(read)).not.toContain('registration_access_token"')
      await call('bankRegistration.update', { id, redirectUris: [loopbackRedirect] })
      await call('bankRegistration.delete', { id })
    })
    expect(sent.map(({ step }) => step)).toEqual(['registration.read', 'registration.update', 'registration.delete'])
  })
  test('without a token given there is nothing to ask with', async () => {
    const other = await standBefore({})
    const { id } = await registerAs(other, { registration: { managementToken: 'registrationAccessToken' } })
    expect(await shared().refused('bankRegistration.delete', { id })).toMatchObject({ code: 'SECRET_MISSING', field: 'id' })
  })
})

describe.each([
  ['tokenEndpoint', 'issuer'],
  ['issuer', 'tokenEndpoint'],
] as const)('switch clientAssertionAudience=%s', (clientAssertionAudience, other) => {
  const client = (tokenEndpointAuthAudience: typeof other): Client => ({
    profile: { tokenEndpointAuthMethod: 'private_key_jwt', tokenEndpointAuthAudience },
  })
  let bank: Tpp
  test('a client that addresses the other one gets no token', async () => {
    bank = await standBefore({ clientAssertionAudience })
    const { id } = await registerAs(bank, client(other))
    const error = await shared().refused('accountAccessConsent.create', { bankRegistrationId: id, permissions: ['ReadAccountsBasic'] })
    expect(error).toMatchObject({ code: 'BANK_ERROR_RESPONSE', bank: { status: 401, error: 'invalid_client' } })
  })
  test('a client whose profile says so gets one', async () => {
    await proveUseful(await registerAs(bank, client(clientAssertionAudience)))
  })
})

describe.each([
  [
    'dcrClientIdIssuedAt=milliseconds',
    { dcrClientIdIssuedAt: 'milliseconds' },
    'clientIdIssuedAtInMilliseconds',
    ['$.client_id_issued_at'],
  ],
  ['dcrTimes=milliseconds', { dcrTimes: 'milliseconds' }, 'timesInMilliseconds', ['$.iat', '$.exp']],
  ['dcrScope=list', { dcrScope: 'list' }, 'scopeAsList', ['$.scope']],
] as const)('switch %s', (_, behaviour, fault, paths) => {
  test('the client is registered with a warning, which is a known one where the profile says so', async () => {
    const bank = await standBefore(behaviour)
    for (const known of [false, true]) {
      const made = await registerAs(bank, { registration: { answerFaults: known ? [fault] : [] } })
      expect(made.warnings).toMatchObject(paths.map((path) => ({ path, known })))
      expect(made.warnings).toHaveLength(paths.length)
      await proveUseful(made)
      expect((await shared().call('bankRegistration.get', { id: made.id, fromBank: true })).warnings).toEqual(made.warnings)
    }
  })
})
