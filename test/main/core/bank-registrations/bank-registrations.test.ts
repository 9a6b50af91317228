import { afterEach, describe, expect, test } from 'vitest'
import { shareTestApp } from '../../../support/app.ts'
import {
  copyProfile,
  exchangesOf,
  loopbackRedirect,
  makeConsent,
  prepareTpp,
  register,
  statementInput,
  type Tpp,
  webRedirect,
} from '../../../support/tpp.ts'

let tpp: Tpp
const shared = shareTestApp(async (test) => {
  tpp = await prepareTpp(test)
})

const clientsAtBank = async () => (await shared().call('modelBank.status', {})).clients
const registrations = async () => (await shared().call('bankRegistration.list', {})).items
afterEach(async () => {
  for (const { id } of await registrations()) await shared().call('bankRegistration.delete', { id })
})

describe('dynamic client registration', () => {
  test.each([
    ['tls_client_auth', /^subject CN=0015800001041RHAAY,/],
    ['private_key_jwt', /^organisation 0015800001041RHAAY$/],
  ] as const)('%s: create, read, update, delete', async (tokenEndpointAuthMethod, boundTo) => {
    const { call, refused, events } = shared()
    const { obWacCertificate } = tpp.certificates
    let made = await register(shared(), tpp, { tokenEndpointAuthMethod })
    const dn = tokenEndpointAuthMethod === 'tls_client_auth' ? obWacCertificate.subject : null
    expect(made).toMatchObject({
      state: 'registered',
      tokenEndpointAuthMethod,
      registeredElsewhere: false,
      hasClientSecret: false,
      tlsClientAuthSubjectDn: dn,
    })
    expect(made.binding).toMatchObject({ obWacCertificateId: obWacCertificate.id, sha256Fingerprint: obWacCertificate.sha256Fingerprint })
    expect(made.bindingHistory).toEqual([])
    const clientId = made.externalApiId ?? ''
    expect(await clientsAtBank()).toMatchObject([
      { clientId, origin: 'dcr', tokenEndpointAuthMethod, boundTo: expect.stringMatching(boundTo) },
    ])
    expect(events).toContainEqual({ type: 'changed', aggregate: 'bankRegistration', id: made.id })

    const reading = await exchangesOf(shared(), async () => {
      made = await call('bankRegistration.get', { id: made.id, fromBank: true })
    })
    expect(reading.map(({ step, status }) => `${step} ${status}`)).toEqual(['registration.read 200', 'registration.read 200'])
    expect(reading.every(({ clientCertificate }) => clientCertificate === obWacCertificate.sha256Fingerprint)).toBe(true)
    expect(made.accepted).toMatchObject({ client_id: clientId, token_endpoint_auth_method: tokenEndpointAuthMethod })

    const changed = await call('bankRegistration.update', { id: made.id, redirectUris: [webRedirect] })
    expect(changed).toMatchObject({ externalApiId: clientId, redirectUris: [webRedirect], requested: { client_id: clientId } })
    const read = await call('bankRegistration.get', { id: made.id, fromBank: true })
    expect(read.accepted).toMatchObject({ redirect_uris: [webRedirect] })

    await call('bankRegistration.delete', { id: made.id })
    expect(await clientsAtBank()).toEqual([])
    expect(await registrations()).toEqual([])
    expect(await refused('bankRegistration.get', { id: made.id })).toMatchObject({ code: 'NOT_FOUND', field: 'id' })
  })

  test('the request is signed, PS256, and carries the assertion', async () => {
    const { call } = shared()
    const exchanges = await exchangesOf(shared(), () => register(shared(), tpp))
    expect(exchanges.map(({ step }) => step)).toEqual(['discovery', 'registration.create'])
    const { jwts } = await call('requestLog.get', { id: exchanges[1]?.id ?? '' })
    const { kid } = jwts[0]?.header ?? {}
    expect(jwts[0]).toMatchObject({
      header: { alg: 'PS256' },
      claims: { software_id: 'testbenchSoftware', redirect_uris: [loopbackRedirect, webRedirect] },
    })
    expect(kid).toBe(tpp.certificates.obSealCertificate.keyId)
  })

  test('an assertion that the directory did not sign is refused by the bank; nothing stays', async () => {
    const [header, claims, signature = ''] = (tpp.statement.ssa?.jwt ?? '').split('.')
    const ssa = [header, claims, [...signature].toReversed().join('')].join('.')
    const statement = await shared().call('softwareStatement.create', statementInput(tpp.certificates, { ssa }))
    const error = await shared().refused('bankRegistration.create', { bankProfileId: tpp.profile.id, softwareStatementId: statement.id })
    expect(error).toMatchObject({ code: 'BANK_ERROR_RESPONSE', bank: { status: 400, error: 'invalid_software_statement' } })
    expect(await shared().call('requestLog.get', { id: error.requestLogId ?? '' })).toMatchObject({
      step: 'registration.create',
      status: 400,
    })
    expect(await registrations()).toEqual([])
    expect(await clientsAtBank()).toEqual([])
  })

  test('a registration with consents is not deleted', async () => {
    const { id } = await register(shared(), tpp)
    const consent = await makeConsent(shared(), id)
    const sent = await exchangesOf(shared(), async () => {
      expect(await shared().refused('bankRegistration.delete', { id })).toMatchObject({ code: 'CONFLICT', field: 'id' })
    })
    expect(sent).toEqual([])
    expect(await clientsAtBank()).toHaveLength(1)
    await shared().call('accountAccessConsent.delete', { id: consent.id })
  })
})

describe('refused before anything is sent', () => {
  const statementOf = async (changes: Parameters<typeof statementInput>[1] = {}) => ({
    softwareStatementId: (await shared().call('softwareStatement.create', statementInput(tpp.certificates, changes))).id,
  })
  /** With the assertion of the usual statement. */
  const borrowing = (changes: Parameters<typeof statementInput>[1]) => statementOf({ ssa: tpp.statement.ssa?.jwt ?? '', ...changes })
  const foreign = (claim: string) => ({
    ...{ code: 'INVALID_INPUT', field: 'softwareStatementId', message: expect.stringContaining(claim) },
    checks: [expect.objectContaining({ claim, verdict: 'fail' })],
  })
  const cases: [string, () => Promise<object> | object, { code: string; field: string }][] = [
    ['a software statement without assertion', () => statementOf(), { code: 'INVALID_INPUT', field: 'softwareStatementId' }],
    ['an assertion of another software', () => borrowing({ softwareId: 'another' }), foreign('software_id')],
    ['an assertion of another organisation', () => borrowing({ organisationId: 'anotherOrganisatio' }), foreign('org_id')],
    ['an unknown profile', () => ({ bankProfileId: crypto.randomUUID() }), { code: 'NOT_FOUND', field: 'bankProfileId' }],
    [
      'an unknown software statement',
      () => ({ softwareStatementId: crypto.randomUUID() }),
      { code: 'NOT_FOUND', field: 'softwareStatementId' },
    ],
    ['a client secret without its client id', () => ({ externalApiSecret: 'secret' }), { code: 'INVALID_INPUT', field: 'externalApiId' }],
    [
      'a client that needs its secret, without it',
      () => ({ externalApiId: 'client', tokenEndpointAuthMethod: 'client_secret_basic' }),
      { code: 'INVALID_INPUT', field: 'externalApiSecret' },
    ],
    [
      'a bank without dynamic registration',
      async () => ({ bankProfileId: (await copyProfile(shared(), tpp.profile, { name: 'no-dcr', registration: { dcr: false } })).id }),
      { code: 'INVALID_INPUT', field: 'externalApiId' },
    ],
  ]
  test.each(cases)('%s', async (_, changes, expected) => {
    const input = { bankProfileId: tpp.profile.id, softwareStatementId: tpp.statement.id, ...(await changes()) }
    const sent = await exchangesOf(shared(), async () => {
      expect(await shared().refused('bankRegistration.create', input)).toMatchObject(expected)
    })
    expect(sent).toEqual([])
  })

  const judged: [string, () => Promise<object> | object, string][] = [
    ['a redirect address that the assertion lacks', () => ({ redirectUris: ['https://tpp.example/other'] }), 'redirectUris'],
    ['a redirect address on localhost', () => ({ redirectUris: ['http://localhost/callback'] }), 'redirectUris'],
    ['a scope beyond the roles', () => ({ scope: 'openid accounts payments' }), 'scope'],
  ]
  test.each(judged)('%s: no registration request', async (_, changes, field) => {
    const input = { bankProfileId: tpp.profile.id, softwareStatementId: tpp.statement.id, ...(await changes()) }
    const sent = await exchangesOf(shared(), async () => {
      expect(await shared().refused('bankRegistration.create', input)).toMatchObject({ code: 'INVALID_INPUT', field })
    })
    expect(sent.map(({ step }) => step)).toEqual(['discovery'])
    expect(await registrations()).toEqual([])
  })
})
