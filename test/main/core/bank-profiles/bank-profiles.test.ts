import { describe, expect, test } from 'vitest'
import type { Input } from '../../../../src/shared/api.ts'
import { shareTestApp, startTestApp } from '../../../support/app.ts'
import { copyProfile, prepareTpp, register } from '../../../support/tpp.ts'

const shared = shareTestApp()
const fields = (name: string): Input<'bankProfile.create'> => ({
  name,
  displayName: 'A bank',
  environment: 'sandbox',
  issuer: 'https://bank.example',
  accountInformation: { baseUrls: { '3.1': 'https://bank.example/aisp' }, defaultVersion: '3.1' },
  registration: { dcr: false },
})

describe('bank profiles', () => {
  test('create fills in what was left out; get, list, update, delete', async () => {
    const { call, refused } = shared()
    const made = await call('bankProfile.create', fields('life'))
    expect(made).toMatchObject({
      builtIn: false,
      tokenEndpointAuthMethod: 'tls_client_auth',
      responseType: 'code id_token',
      registration: { version: '3.3' },
    })
    expect(await call('bankProfile.get', { id: made.id })).toEqual(made)
    expect((await call('bankProfile.list', {})).items).toContainEqual(made)
    const changed = await call('bankProfile.update', { id: made.id, profile: { ...fields('life'), responseMode: 'jwt' } })
    expect(changed).toEqual({ ...made, responseMode: 'jwt' })
    await call('bankProfile.delete', { id: made.id })
    expect(await refused('bankProfile.get', { id: made.id })).toMatchObject({ code: 'NOT_FOUND', field: 'id' })
  })

  test('a name is given once', async () => {
    const { call, refused } = shared()
    await call('bankProfile.create', fields('first'))
    const { id } = await call('bankProfile.create', fields('second'))
    expect(await refused('bankProfile.create', fields('first'))).toMatchObject({ code: 'CONFLICT', field: 'name' })
    expect(await refused('bankProfile.update', { id, profile: fields('first') })).toMatchObject({ code: 'CONFLICT', field: 'profile.name' })
    expect((await call('bankProfile.get', { id })).name).toBe('second')
  })

  test('http is for loopback authorisation pages only', async () => {
    const { call, refused } = shared()
    const at = (authorizationEndpoint: string) => ({ ...fields(`at-${crypto.randomUUID()}`), endpoints: { authorizationEndpoint } })
    for (const address of ['http://127.0.0.1:8080/auth', 'http://[::1]:8080/auth', 'https://bank.example/auth']) {
      expect((await call('bankProfile.create', at(address))).endpoints.authorizationEndpoint).toBe(address)
    }
    for (const address of ['http://bank.example/auth', 'http://localhost/auth', 'http://127.0.0.1.bank.example/auth']) {
      expect(await refused('bankProfile.create', at(address))).toMatchObject({
        code: 'INVALID_INPUT',
        field: 'endpoints.authorizationEndpoint',
      })
    }
  })

  test('the model bank’s own is neither changed nor deleted, and follows the bank', async () => {
    const { call, refused } = shared()
    const { bankProfileId, addresses } = await call('modelBank.start', {})
    const id = bankProfileId ?? ''
    expect(await refused('bankProfile.delete', { id })).toMatchObject({ code: 'CONFLICT', field: 'id' })
    expect(await refused('bankProfile.update', { id, profile: fields('mine') })).toMatchObject({ code: 'CONFLICT', field: 'id' })
    await call('modelBank.stop', {})
    const again = await call('modelBank.start', {})
    expect(again.bankProfileId).toBe(id)
    const profile = await call('bankProfile.get', { id })
    expect(profile).toMatchObject({ builtIn: true, issuer: again.addresses?.issuer, caCertificates: [again.addresses?.caCertificate] })
    expect(profile.caCertificates).not.toEqual([addresses?.caCertificate])
  })

  test('one that is used by a registration is not deleted', async () => {
    const own = await startTestApp()
    const tpp = await prepareTpp(own)
    const profile = await copyProfile(own, tpp.profile, { name: 'copy' })
    const { id } = await register(own, { ...tpp, profile })
    expect(await own.refused('bankProfile.delete', { id: profile.id })).toMatchObject({ code: 'CONFLICT', field: 'id' })
    await own.call('bankRegistration.delete', { id })
    await own.call('bankProfile.delete', { id: profile.id })
  })

  test('one with a name that the workbench needs is not overwritten by it; the bank starts once the name is free', async () => {
    const own = await startTestApp()
    const name = 'model-bank-as-Zopa_Zopa'
    const mine = await own.call('bankProfile.create', fields(name))
    expect(await own.refused('modelBank.start', { persona: 'Zopa_Zopa' })).toMatchObject({ code: 'CONFLICT', remedy: expect.any(String) })
    expect(await own.call('bankProfile.get', { id: mine.id })).toEqual(mine)
    expect(await own.call('modelBank.status', {})).toMatchObject({ running: false })
    await own.call('bankProfile.update', { id: mine.id, profile: fields('renamed') })
    expect(await own.call('modelBank.start', { persona: 'Zopa_Zopa' })).toMatchObject({ running: true, persona: 'Zopa_Zopa' })
  })

  test('the name of a known bank is taken', async () => {
    const { call, refused } = shared()
    for (const name of ['Monzo_Monzo', 'model-bank']) {
      expect(await refused('bankProfile.create', fields(name))).toMatchObject({ code: 'CONFLICT', field: 'name' })
    }
    const { id } = await call('bankProfile.create', fields('not-monzo'))
    expect(await refused('bankProfile.update', { id, profile: fields('Monzo_Monzo') })).toMatchObject({
      code: 'CONFLICT',
      field: 'profile.name',
    })
  })

  test.each([
    ['authorisation.requestObject', { authorisation: { requestObject: 'none' } }],
    ['idToken.judged', { idToken: { judged: 'asWarnings' } }],
  ] as const)('%s is relaxed for sandboxes only', async (field, change) => {
    const { call, refused } = shared()
    const relaxed = (environment: 'sandbox' | 'live') => ({ ...fields(`${field.split('.')[0]}-${environment}`), ...change, environment })
    expect(await refused('bankProfile.create', relaxed('live'))).toMatchObject({ code: 'INVALID_INPUT', field })
    expect(await call('bankProfile.create', relaxed('sandbox'))).toMatchObject(change)
  })

  test('another nonce, intent or time in the ID token of an authorisation is put up with at sandboxes only', async () => {
    const { call, refused } = shared()
    const from = ['refresh', 'tokenEndpoint'] as const
    for (const claim of ['nonce', 'openbanking_intent_id', 'exp'] as const) {
      const idToken = {
        tolerances: [
          { claim: 'acr' as const, from: [...from], fault: 'other' as const },
          { claim, from: [...from], fault: 'other' as const },
        ],
      }
      const live = { ...fields(`${claim}-live`), environment: 'live' as const, idToken }
      expect(await refused('bankProfile.create', live)).toMatchObject({ code: 'INVALID_INPUT', field: 'idToken.tolerances.1' })
      expect(await call('bankProfile.create', { ...live, name: `${claim}-sandbox`, environment: 'sandbox' })).toMatchObject({ idToken })
      const refreshed = { tolerances: [{ claim, from: ['refresh' as const], fault: 'other' as const }] }
      expect(await call('bankProfile.create', { ...live, idToken: refreshed })).toMatchObject({ idToken: refreshed })
    }
  })

  const accounts = { baseUrls: { '3.1': 'https://bank.example/aisp' }, defaultVersion: '3.1' as const }
  test.each<[field: string, change: Partial<Input<'bankProfile.create'>>]>([
    ['registration.grantTypes', { registration: { dcr: true, grantTypes: ['bogus'] } }],
    ['registration.grantTypes', { registration: { dcr: true, grantTypes: ['urn:openid:params:grant-type:ciba'] } }],
    [
      'registration.grantTypes',
      { registration: { dcr: true, version: '3.3', grantTypes: ['urn:ietf:params:oauth:grant-type:jwt-bearer'] } },
    ],
    ['registration.applicationType', { registration: { dcr: true, version: '3.4', applicationType: 'mobile' } }],
    ['registration.applicationType', { registration: { dcr: true, version: '3.2', applicationType: 'native' } }],
    ['registration.managementScope', { registration: { dcr: true, managementScope: ' ' } }],
    ['registration.group', { registration: { dcr: true, group: '' } }],
    ['registration.group.payments', { registration: { dcr: true, group: { accounts: 'one', payments: '' } } }],
    ['accountInformation.linksBases', { accountInformation: { ...accounts, linksTolerances: ['otherBase'] } }],
    ['authorisation.scope', { authorisation: { scope: '' } }],
    ['tokens.clientCredentialsScope', { tokens: { clientCredentialsScope: '' } }],
    ['acrValues', { acrValues: [] }],
  ])('%s: %j is refused with its remedy', async (field, change) => {
    const { call, refused } = shared()
    const wrong = { ...fields('wrong'), ...change }
    expect(await refused('bankProfile.create', wrong)).toMatchObject({ code: 'INVALID_INPUT', field, remedy: expect.any(String) })
    const { items } = await call('bankProfile.list', {})
    const id = items.find(({ name }) => name === 'Monzo_Monzo')?.id ?? ''
    expect(await refused('bankProfile.override', { id, overrides: change })).toMatchObject({ field: `overrides.${field}` })
    expect(items.map(({ name }) => name)).not.toContain('wrong')
  })

  test('calls that are not offered are calls of the standard', async () => {
    const { call, refused } = shared()
    const without = (...unsupportedCalls: string[]) => ({ ...fields('calls'), accountInformation: { ...accounts, unsupportedCalls } })
    expect(await refused('bankProfile.create', without('/party', '/nonsense'))).toMatchObject({
      code: 'INVALID_INPUT',
      field: 'accountInformation.unsupportedCalls.1',
      message: expect.stringContaining('write one as the standard does, such as /party'),
    })
    const { id } = await call('bankProfile.create', without('/party', '/accounts/{AccountId}/parties', '/balances'))
    await call('bankProfile.delete', { id })
  })

  test('a bank without discovery needs its endpoints, every other its issuer', async () => {
    const { call, refused } = shared()
    const { issuer: _issuer, ...withoutIssuer } = fields('without-discovery')
    expect(await refused('bankProfile.create', withoutIssuer)).toMatchObject({ code: 'INVALID_INPUT', field: 'issuer' })
    const none = { ...withoutIssuer, discovery: 'none' as const }
    expect(await refused('bankProfile.create', none)).toMatchObject({ field: 'endpoints.authorizationEndpoint' })
    const endpoints = { authorizationEndpoint: 'https://bank.example/authorise', tokenEndpoint: 'https://bank.example/token' }
    expect(await call('bankProfile.create', { ...none, endpoints })).toMatchObject({ discovery: 'none', endpoints })
  })
})
