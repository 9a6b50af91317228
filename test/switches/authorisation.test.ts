// Each switch of the model bank about authorisation, from both sides: a client that does not know of it fails, one whose profile
// says so succeeds.

import { describe, expect, test } from 'vitest'
import { standIns } from '../../src/shared/bank-persona.ts'
import type { BankBehaviour } from '../../src/shared/model/bank-behaviour.ts'
import { failed, type ProfileChanges, shareSwitches, warned } from '../support/switch-bank.ts'
import { exchangesOf } from '../support/tpp.ts'

const { bankWith } = shareSwitches()

const plainCode = { responseType: 'code', responseMode: 'query' } as const
const authorised = { error: null, consent: { status: 'authorised', tokens: { scope: expect.any(String) } } }

interface Pair {
  name: string
  behaviour: Partial<BankBehaviour>
  /** Of the client that fails; the standard's profile when absent. */
  without?: ProfileChanges
  /** What the bank says to it. */
  refusal: { error: string; description: RegExp }
  profile: (issuer: string) => ProfileChanges
}

const own = (parameters: BankBehaviour['authorisationParameters']): Pick<Pair, 'behaviour' | 'profile'> => ({
  behaviour: { authorisationParameters: parameters },
  profile: () => ({ authorisation: { parameters } }),
})

const pairs: Pair[] = [
  {
    name: 'openIdConnect=false',
    behaviour: { openIdConnect: false },
    refusal: { error: 'invalid_scope', description: /OpenID Connect/ },
    profile: () => ({ ...plainCode, authorisation: { openIdConnect: false, scope: 'accounts' } }),
  },
  {
    name: 'authorisationScope=openid accounts offline',
    behaviour: { authorisationScope: 'openid accounts offline' },
    refusal: { error: 'invalid_scope', description: /has to be openid accounts offline/ },
    profile: () => ({ authorisation: { scope: 'openid accounts offline' } }),
  },
  {
    name: 'responseType=code',
    behaviour: { responseType: 'code' },
    refusal: { error: 'unsupported_response_type', description: /has to be code/ },
    profile: () => plainCode,
  },
  {
    name: 'responseType=code id_token',
    behaviour: { responseType: 'code id_token' },
    without: { responseType: 'code', responseMode: 'jwt' },
    refusal: { error: 'unsupported_response_type', description: /has to be code id_token/ },
    profile: () => ({}),
  },
  {
    name: 'requiresPar=true',
    behaviour: { requiresPar: true },
    refusal: { error: 'invalid_request', description: /pushed/ },
    profile: () => ({ pushedAuthorizationRequest: true }),
  },
  {
    name: 'requestObjectAudience=root',
    behaviour: { requestObjectAudience: 'root' },
    refusal: { error: 'invalid_request_object', description: /invalid/ },
    profile: (issuer) => ({ requestObjectAudience: standIns.groupRoot(issuer) }),
  },
  {
    name: 'repeatedParameters=nonce',
    behaviour: { repeatedParameters: ['nonce'] },
    refusal: { error: 'invalid_request', description: /nonce has to stand beside/ },
    profile: () => ({ authorisation: { repeatedParameters: ['nonce'] } }),
  },
  {
    name: 'repeatedParameters=state',
    behaviour: { repeatedParameters: ['state'] },
    refusal: { error: 'invalid_request', description: /state has to stand beside/ },
    profile: () => ({ authorisation: { repeatedParameters: ['state'] } }),
  },
  {
    name: 'authorisationParameters=login_hint always',
    ...own([{ name: 'login_hint', value: 'brand', when: 'always' }]),
    refusal: { error: 'invalid_request', description: /login_hint has to be brand/ },
  },
  {
    name: 'authorisationParameters=display always',
    ...own([{ name: 'display', value: '{consentId}', when: 'always' }]),
    refusal: { error: 'invalid_request', description: /display has to be aac-/ },
  },
  {
    name: 'authorisationQuery=data',
    behaviour: { authorisationQuery: 'data' },
    refusal: { error: 'invalid_request', description: /packed into the parameter data/ },
    profile: () => ({ authorisation: { query: 'data' } }),
  },
]

describe.each(pairs.map((pair) => [pair.name, pair] as const))('switch %s', (_, { behaviour, without, refusal, profile }) => {
  test('without the profile’s value it fails', async () => {
    const { error } = await (await bankWith(behaviour)).attempt(without)
    expect(error).toMatchObject({
      code: 'AUTHORISATION_FAILED',
      bank: { error: refusal.error, description: expect.stringMatching(refusal.description) },
    })
  })

  test('with it it succeeds, and nothing is put up with', async () => {
    const bank = await bankWith(behaviour)
    const outcome = await bank.attempt(profile(bank.issuer))
    expect(outcome).toMatchObject(authorised)
    expect([warned(outcome), failed(outcome)]).toEqual([[], []])
  })
})

describe('an ID token that was not asked for', () => {
  test('is judged like any other where it comes beside a plain code', async () => {
    const bank = await bankWith({ responseType: 'code' })
    const { error } = await bank.attempt(plainCode, { tamper: (redirect) => `${redirect}&id_token=a.b.c` })
    expect(error).toMatchObject({ code: 'BANK_SIGNATURE_INVALID', message: expect.stringContaining('ID token of the redirect') })
  })
})

const modes: [BankBehaviour['responseMode'] & string, ProfileChanges, ProfileChanges][] = [
  ['query', {}, { responseMode: 'query' }],
  ['jwt', {}, { responseMode: 'jwt' }],
  ['fragment', { responseMode: 'jwt' }, {}],
]

describe.each(modes)('switch responseMode=%s', (responseMode, without, profile) => {
  test('without the profile’s value it fails', async () => {
    const outcome = await (await bankWith({ responseMode })).attempt(without)
    expect(outcome.error).toMatchObject({ code: 'AUTHORISATION_FAILED', field: 'redirect' })
    expect(outcome.checks.find(({ verdict }) => verdict === 'fail')).toMatchObject({ claim: 'response_mode', actual: responseMode })
  })

  test('with it it succeeds, hashes and all', async () => {
    const outcome = await (await bankWith({ responseMode })).attempt(profile)
    expect(outcome).toMatchObject(authorised)
    const verdicts = outcome.checks.map(({ claim, verdict }) => `${claim} ${verdict}`)
    expect(verdicts).toEqual(expect.arrayContaining(['response_mode pass', 'c_hash pass', 's_hash pass']))
  })

  test('a refusal is told in the same way', async () => {
    const { error } = await (await bankWith({ responseMode })).attempt(profile, { decision: 'refuse' })
    expect(error).toMatchObject({ code: 'AUTHORISATION_FAILED', bank: { error: 'access_denied' } })
  })
})

describe('switch requestObject=none', () => {
  test('without the profile’s value it fails', async () => {
    const { error } = await (await bankWith({ requestObject: 'none' })).attempt()
    expect(error).toMatchObject({ code: 'AUTHORISATION_FAILED', bank: { error: 'request_not_supported' } })
  })

  test.each<[string, Partial<BankBehaviour>, ProfileChanges]>([
    ['hybrid', {}, {}],
    ['code', { responseType: 'code' }, plainCode],
    ['pushed', { requiresPar: true }, { pushedAuthorizationRequest: true }],
  ])('with it it succeeds, with a warning (%s)', async (_, behaviour, changes) => {
    const outcome = await (await bankWith({ ...behaviour, requestObject: 'none' })).attempt({
      ...changes,
      authorisation: { requestObject: 'none' },
    })
    expect(outcome).toMatchObject(authorised)
    expect(warned(outcome)).toEqual(['request'])
  })

  test('the warning comes with the address, before anybody opens it', async () => {
    const bank = await bankWith({ requestObject: 'none' })
    const startWith = async (requestObject: 'none' | 'signed') => {
      const { id } = await bank.consent((await bank.client({ authorisation: { requestObject } })).id)
      const started = await bank.test.call('accountAccessConsent.startAuthorisation', { id, capture: 'paste' })
      const { items } = await bank.test.call('accountAccessConsent.listAuthorisations', {})
      expect(items.find(({ authContextId }) => authContextId === started.authContextId)?.warnings).toEqual(started.warnings)
      return started.warnings
    }
    const clause = 'FAPI 1.0 Advanced 5.2.3 (2)'
    const warning = { claim: 'request', expected: 'a signed request object', actual: null, clause, verdict: 'warning' }
    expect(await startWith('none')).toEqual([warning])
    expect(await startWith('signed')).toEqual([])
  })

  test('never with a live bank', async () => {
    const { error } = await (await bankWith({ requestObject: 'none' })).attempt({
      environment: 'live',
      authorisation: { requestObject: 'none' },
    })
    expect(error).toMatchObject({ code: 'INVALID_INPUT', field: 'authorisation.requestObject' })
  })
})

describe('switch authorisationParameters=stepUp reauthorisation', () => {
  const parameters: BankBehaviour['authorisationParameters'] = [{ name: 'stepUp', value: 'require', when: 'reauthorisation' }]

  test('without the profile’s value the second time fails', async () => {
    const bank = await bankWith({ authorisationParameters: parameters })
    const { id } = await bank.consent((await bank.client()).id)
    await bank.authorise(id)
    expect(await bank.refusal(() => bank.authorise(id))).toMatchObject({
      code: 'AUTHORISATION_FAILED',
      bank: { error: 'invalid_request', description: expect.stringContaining('stepUp has to be require') },
    })
  })

  test('with it it succeeds', async () => {
    const bank = await bankWith({ authorisationParameters: parameters })
    const { id } = await bank.consent((await bank.client({ authorisation: { parameters } })).id)
    await bank.authorise(id)
    expect((await bank.authorise(id)).consent.status).toBe('authorised')
  })
})

describe('switch reauthorisation=false', () => {
  test('without the profile’s value the bank refuses the second time', async () => {
    const bank = await bankWith({ reauthorisation: false })
    const { id } = await bank.consent((await bank.client()).id)
    await bank.authorise(id)
    expect(await bank.refusal(() => bank.authorise(id))).toMatchObject({
      code: 'AUTHORISATION_FAILED',
      bank: { error: 'invalid_request', description: expect.stringContaining('cannot be again') },
    })
  })

  test('with it nothing is asked of the bank, and a new consent does it', async () => {
    const bank = await bankWith({ reauthorisation: false })
    const client = await bank.client({ authorisation: { reauthorisation: false } })
    const { id } = await bank.consent(client.id)
    await bank.authorise(id)
    const sent = await exchangesOf(bank.test, async () => {
      expect(await bank.refusal(() => bank.authorise(id))).toMatchObject({
        code: 'CONFLICT',
        field: 'id',
        remedy: expect.stringContaining('new consent'),
      })
    })
    expect(sent).toEqual([])
    expect((await bank.authorise((await bank.consent(client.id)).id)).consent.status).toBe('authorised')
  })
})

describe('switch consentReadyAfterSeconds=1', () => {
  const profile = { accountInformation: { consentReadyAfterSeconds: 1 } }

  test('without the profile’s value it fails', async () => {
    const { error } = await (await bankWith({ consentReadyAfterSeconds: 1 })).attempt()
    expect(error).toMatchObject({
      code: 'AUTHORISATION_FAILED',
      bank: { error: 'invalid_request', description: expect.stringContaining('too new') },
    })
  })

  test('with it it succeeds: the client says from when, and waits', async () => {
    const bank = await bankWith({ consentReadyAfterSeconds: 1 })
    const { id, readyFrom } = await bank.consent((await bank.client(profile)).id)
    expect(Date.parse(readyFrom ?? '')).toBeGreaterThan(Date.now())
    expect((await bank.authorise(id)).consent.status).toBe('authorised')
    expect(Date.parse(readyFrom ?? '')).toBeLessThan(Date.now())
  })

  test('the wait can be cancelled', async () => {
    const bank = await bankWith({})
    const { id } = await bank.consent((await bank.client({ accountInformation: { consentReadyAfterSeconds: 600 } })).id)
    const waiting = bank.test.app.dispatch('accountAccessConsent.startAuthorisation', { id }, { signal: AbortSignal.timeout(5) })
    expect(await waiting).toMatchObject({ ok: false, error: { code: 'CANCELLED' } })
    const { items } = await bank.test.call('accountAccessConsent.listAuthorisations', {})
    expect(items.filter((one) => one.accountAccessConsentId === id)).toEqual([])
  })
})

describe('switch approvesBySupplementaryData=true', () => {
  const profile = { accountInformation: { consentSupplementaryData: { DesiredStatus: 'Authorised', UserID: 'jordan' } } }

  test('without the profile’s value it fails', async () => {
    const { error } = await (await bankWith({ approvesBySupplementaryData: true })).attempt()
    expect(error).toMatchObject({
      code: 'AUTHORISATION_FAILED',
      bank: { error: 'access_denied', description: expect.stringContaining('SupplementaryData') },
    })
  })

  test('with it the consent is authorised at once, and the code comes without a page', async () => {
    const bank = await bankWith({ approvesBySupplementaryData: true, reauthorisation: false })
    const client = await bank.client({ ...profile, authorisation: { reauthorisation: false } })
    const { id, status } = await bank.consent(client.id)
    expect(status).toBe('authorised')
    const { consent } = await bank.authorise(id)
    expect(consent).toMatchObject({ status: 'authorised', tokens: { refreshable: true } })
    expect((await bank.test.call('account.list', { accountAccessConsentId: id, source: 'bank' })).items.length).toBeGreaterThan(0)
  })
})

describe('switch financialId=0015800000MODELAAI', () => {
  const { financialId } = standIns

  test('without the profile’s value it fails', async () => {
    const { error } = await (await bankWith({ financialId })).attempt()
    expect(error).toMatchObject({ code: 'BANK_ERROR_RESPONSE', bank: { status: 400, reasons: [{ path: 'x-fapi-financial-id' }] } })
  })

  test('with it it succeeds', async () => {
    expect(await (await bankWith({ financialId })).attempt({ financialId })).toMatchObject(authorised)
  })
})

describe('switch financialIds=3.1 and 4.0', () => {
  const financialIds = { '3.1': 'id-of-the-old-version', '4.0': 'id-of-the-new-version' }

  test.each(['3.1', '4.0'] as const)('without the profile’s value %s fails', async (apiVersion) => {
    const { error } = await (await bankWith({ financialIds })).attempt({ financialId: 'one-for-all' }, { consent: { apiVersion } })
    expect(error).toMatchObject({ code: 'BANK_ERROR_RESPONSE', bank: { status: 400 } })
  })

  test.each(['3.1', '4.0'] as const)('with it %s succeeds, data and all', async (apiVersion) => {
    const bank = await bankWith({ financialIds })
    const { consent, error } = await bank.attempt({ accountInformation: { financialIds } }, { consent: { apiVersion } })
    expect(error).toBeNull()
    const accountAccessConsentId = consent?.id ?? ''
    expect((await bank.test.call('account.list', { accountAccessConsentId, source: 'bank' })).items.length).toBeGreaterThan(0)
  })
})

describe('switch consentLinks=consentIdOmitted', () => {
  test.each([false, true])('warns; known by the profile: %s', async (known) => {
    const bank = await bankWith({ consentLinks: 'consentIdOmitted' })
    const client = await bank.client(known ? { accountInformation: { linksTolerances: ['consentIdOmitted'] } } : {})
    const { warnings } = await bank.consent(client.id)
    expect(warnings).toMatchObject([{ path: '$.Links.Self', message: expect.stringContaining('consent id'), known }])
  })

  test('a complete link warns of nothing', async () => {
    const bank = await bankWith({})
    expect((await bank.consent((await bank.client()).id)).warnings).toEqual([])
  })
})

describe('switch refusedPermissions=ReadOffers, on the client’s side', () => {
  test('what the profile knows is never asked for, and named', async () => {
    const bank = await bankWith({ refusedPermissions: ['ReadOffers'] })
    const client = await bank.client({ accountInformation: { unsupportedPermissions: ['ReadOffers', 'ReadPAN'] } })
    const sent = await exchangesOf(bank.test, async () => {
      const refusal = bank.refusal(() => bank.consent(client.id, { permissions: ['ReadAccountsBasic', 'ReadOffers'] }))
      expect(await refusal).toMatchObject({ code: 'INVALID_INPUT', field: 'permissions', message: expect.stringContaining('ReadOffers') })
    })
    expect(sent).toEqual([])
  })
})
