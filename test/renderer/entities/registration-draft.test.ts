import { describe, expect, test } from 'vitest'
import { faultsOf } from '../../../src/renderer/features/entities/banks/import-faults.ts'
import {
  missingFields,
  type RegistrationDraft,
  refusesSubject,
  registrationInput,
  shownFields,
  wayOf,
} from '../../../src/renderer/features/entities/banks/registration-draft.ts'
import { groupName, sharing } from '../../../src/renderer/features/entities/banks/sharing.ts'
import { captureWays } from '../../../src/renderer/features/entities/consents/capture-ways.ts'
import { fieldErrors } from '../../../src/renderer/ui/field-errors.ts'
import { bankProfile } from '../../../src/shared/model/bank-profile.ts'
import type { SoftwareStatement } from '../../../src/shared/model/software-statement.ts'
import { exchangeId } from '../../support/walkthrough-status.ts'

const profile = bankProfile.parse({
  id: exchangeId(1),
  created: '2026-11-20T10:00:00.000Z',
  builtIn: true,
  overrides: null,
  needs: [],
  sources: [],
  name: 'bank',
  displayName: 'Bank',
  environment: 'sandbox',
  accountInformation: null,
  registration: { dcr: true },
})

const statement: SoftwareStatement = {
  id: exchangeId(2),
  created: '2026-11-20T10:00:00.000Z',
  organisationId: 'o',
  organisationName: 'O',
  softwareId: 's',
  clientName: 'S',
  roles: ['AISP'],
  redirectUris: ['https://a'],
  defaultObWacCertificateId: exchangeId(3),
  defaultObSealCertificateId: exchangeId(4),
  ssa: null,
}

const draft: RegistrationDraft = {
  profile,
  statement,
  client: { way: 'register', method: null, clientId: '', secret: '', accessToken: '' },
  way: 'register',
  method: 'tls_client_auth',
  scope: 'openid accounts',
  redirectUris: ['https://a'],
  separate: false,
  shared: false,
  subject: { rendering: null, written: null },
}
const common = {
  bankProfileId: profile.id,
  softwareStatementId: statement.id,
  scope: 'openid accounts',
  redirectUris: ['https://a'],
  reuse: 'ifPossible',
}

describe('a registration', () => {
  test('leaves to the profile what was not chosen', () => {
    expect(missingFields(draft)).toEqual({})
    expect(registrationInput(draft)).toEqual(common)
  })

  test('names the subject as it was chosen or written', () => {
    expect(registrationInput({ ...draft, subject: { rendering: 'dottedHex', written: null } })).toEqual({
      ...common,
      subjectDnRendering: 'dottedHex',
    })
    expect(registrationInput({ ...draft, subject: { rendering: null, written: ' CN=a ' } })).toEqual({
      ...common,
      tlsClientAuthSubjectDn: 'CN=a',
    })
    expect(missingFields({ ...draft, subject: { rendering: null, written: ' ' } })).toEqual({ tlsClientAuthSubjectDn: 'Needed' })
  })

  test('of a client from a portal needs its id, and its secret where it authenticates with one', () => {
    const client = { way: 'elsewhere', method: 'client_secret_post', clientId: ' id ', secret: 's', accessToken: 't' } as const
    const elsewhere: RegistrationDraft = { ...draft, client, way: 'elsewhere', method: 'client_secret_post', subject: null }
    expect(registrationInput(elsewhere)).toEqual({
      ...common,
      tokenEndpointAuthMethod: 'client_secret_post',
      externalApiId: 'id',
      externalApiSecret: 's',
      registrationAccessToken: 't',
    })
    const empty = { ...elsewhere, client: { ...client, clientId: '', secret: '' } }
    expect(Object.keys(missingFields(empty))).toEqual(['externalApiId', 'externalApiSecret'])
    // A client of the group is there already: nothing of it is asked for.
    expect(missingFields({ ...empty, shared: true })).toEqual({})
    expect(registrationInput({ ...empty, shared: true })).toEqual(common)
  })

  test('has an error beside a field only where that is on screen', () => {
    const always = ['bankProfileId', 'softwareStatementId', 'scope', 'redirectUris']
    expect(shownFields(draft)).toEqual([...always, 'tokenEndpointAuthMethod', 'subjectDnRendering', 'tlsClientAuthSubjectDn'])
    expect(shownFields({ ...draft, subject: null })).toEqual([...always, 'tokenEndpointAuthMethod'])
    const elsewhere: RegistrationDraft = { ...draft, way: 'elsewhere', method: 'client_secret_basic', subject: null }
    expect(shownFields(elsewhere)).toEqual([...always, 'tokenEndpointAuthMethod', 'externalApiId', 'externalApiSecret'])
    const registration = { ...profile.registration, managementToken: 'registrationAccessToken' } as const
    const withToken: RegistrationDraft = { ...elsewhere, profile: { ...profile, registration } }
    expect(shownFields(withToken)).toEqual([...shownFields(elsewhere), 'registrationAccessToken'])
    expect(shownFields({ ...withToken, shared: true })).toEqual(always)
    // Whoever shares a client is told below the fields that its authentication is another.
    const error = { code: 'CONFLICT', message: 'Client authenticates otherwise', field: 'tokenEndpointAuthMethod' } as const
    expect(fieldErrors(error, shownFields({ ...draft, shared: true }))).toEqual({ fields: {}, rest: error })
    expect(fieldErrors(error, shownFields(draft)).rest).toBeNull()
  })

  test('marks a subject as refused by whatever a bank says of it, and by nothing else', () => {
    const refusal = { code: 'BANK_ERROR_RESPONSE', message: 'm', bank: { status: 400 } } as const
    const suggestion = { field: 'subjectDnRendering', value: 'spaced', label: 'l' }
    expect(refusesSubject({ ...refusal, suggestion })).toBe(true)
    expect(refusesSubject({ ...refusal, field: 'tlsClientAuthSubjectDn' })).toBe(true)
    expect(refusesSubject(refusal)).toBe(false)
    expect(refusesSubject({ code: 'INVALID_INPUT', message: 'Too long', field: 'tlsClientAuthSubjectDn', suggestion })).toBe(false)
  })

  test('says which values the bank needs first', () => {
    const needs = [{ pointer: '/financialId', what: 'What', where: 'Where' }]
    expect(missingFields({ ...draft, profile: { ...profile, needs } }).bankProfileId).toBe('It needs values first: Financial id')
  })

  test('is separate when asked', () => expect(registrationInput({ ...draft, separate: true })).toMatchObject({ reuse: 'never' }))

  test('without dynamic registration is of a client registered elsewhere', () => {
    const portal = { ...profile, registration: { ...profile.registration, dcr: false } }
    expect(wayOf(portal, draft.client)).toBe('elsewhere')
    expect(wayOf(profile, draft.client)).toBe('register')
  })
})

test('registrations that share a client find each other, whoever was first', () => {
  const of = (id: string, sharesClientOf: string | null = null) => ({ id, sharesClientOf })
  const all = [of('first'), of('second', 'first'), of('third', 'first'), of('other')]
  const idsOf = (one: (typeof all)[number] | undefined) => (one ? sharing(all, one).map(({ id }) => id) : null)
  expect(all.map(idsOf)).toEqual([['second', 'third'], ['first', 'third'], ['first', 'second'], []])
})

test('a registration group is called by the name of the profile that is alone in it', () => {
  expect(groupName(`Example/${profile.id}`, profile)).toBe('Example/bank')
  expect(groupName('Example/Production', profile)).toBe('Example/Production')
  expect(groupName('Example/Production', undefined)).toBe('Example/Production')
})

describe('what is wrong in a file', () => {
  const issues = [
    { path: 'profiles.1.registration.dcr', message: 'm' },
    { path: 'profiles.7.name', message: 'n' },
  ]
  test('is told with the profile’s name, where it has one', () => {
    const text = JSON.stringify({ profiles: [{ name: 'a' }, { name: 'b' }] })
    expect(faultsOf({ issues }, text)).toEqual([
      { profile: 'b', field: 'registration.dcr', message: 'm' },
      { profile: null, field: 'name', message: 'n' },
    ])
  })
  test('of one profile as well', () => {
    expect(faultsOf({ issues: [{ path: 'issuer', message: 'm' }] }, '{"name":"a"}')).toEqual([
      { profile: 'a', field: 'issuer', message: 'm' },
    ])
  })
  test('is nothing without fields', () => expect(faultsOf({}, 'no JSON')).toEqual([]))
})

describe('ways to catch the redirect', () => {
  const addresses = ['http://127.0.0.1/callback', 'https://[::1]:3000/callback', 'https://127.0.0.1.example/callback']
  test('a loopback address is listened on, any other is pasted; localhost is whatever somebody says it is, but for https', () => {
    const names = ['http://localhost/callback', 'https://localhost:3000/callback', 'https://localhost.example/callback']
    expect(captureWays([...addresses, ...names], { window: false })).toEqual([
      { redirectUri: addresses[0], capture: 'loopback', ownCertificate: false },
      { redirectUri: addresses[1], capture: 'loopback', ownCertificate: true },
      { redirectUri: addresses[1], capture: 'paste', ownCertificate: false },
      { redirectUri: addresses[2], capture: 'paste', ownCertificate: false },
      { redirectUri: names[0], capture: 'paste', ownCertificate: false },
      { redirectUri: names[1], capture: 'loopback', ownCertificate: true },
      { redirectUri: names[1], capture: 'paste', ownCertificate: false },
      { redirectUri: names[2], capture: 'paste', ownCertificate: false },
    ])
  })
  test('a window watches for any, where the host has windows', () => {
    expect(captureWays(addresses.slice(2), { window: true }).map(({ capture }) => capture)).toEqual(['window', 'paste'])
  })
})
