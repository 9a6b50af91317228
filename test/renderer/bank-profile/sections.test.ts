import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { groupedProfiles } from '../../../src/renderer/bank-profile/groups.ts'
import { isNotStarted, neededLater, neededNow, shortName } from '../../../src/renderer/bank-profile/needs.ts'
import { dotted } from '../../../src/renderer/bank-profile/pointers.ts'
import { sectionsOf, waysOf } from '../../../src/renderer/bank-profile/sections.ts'
import { standardProfile } from '../../../src/renderer/bank-profile/standard.ts'
import { bankProfileText } from '../../../src/renderer/text/bank-profile.ts'
import { behaviourOf } from '../../../src/shared/bank-persona.ts'
import { type BankProfile, type BankProfileFields, bankProfileFields } from '../../../src/shared/model/bank-profile.ts'
import { knownProfiles } from '../../support/known-profiles.ts'

const url = 'https://bank.example'
/** Nothing left out, and nothing in the standard's usual way where there is another. */
const full: BankProfileFields = bankProfileFields.parse({
  name: 'full',
  displayName: 'Full',
  group: 'Group',
  environment: 'sandbox',
  issuer: url,
  discovery: 'none',
  discoveryUrl: url,
  responseModesSupported: ['fragment'],
  caCertificates: ['-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----\n'],
  financialId: '001',
  endpoints: {
    authorizationEndpoint: url,
    tokenEndpoint: url,
    registrationEndpoint: url,
    jwksUri: url,
    pushedAuthorizationRequestEndpoint: url,
  },
  accountInformation: {
    baseUrls: { '3.1': url, '4.0': url },
    defaultVersion: '3.1',
    financialIds: { '3.1': '002', '4.0': '003' },
    unsupportedPermissions: ['ReadPAN'],
    unsupportedCalls: ['/party'],
    additionalCalls: ['pots'],
    consentReadyAfterSeconds: 30,
    consentSupplementaryData: { UserID: 'u' },
    linksTolerances: ['consentIdOmitted', 'trailingSlash', 'otherBase', 'httpWithoutPort'],
    linksBases: [url],
    dataFaults: ['directDebitDates'],
  },
  paymentInitiation: { baseUrls: { '3.1': url, '4.0': url }, defaultVersion: '3.1' },
  variableRecurringPayments: { baseUrls: { '3.1': url, '4.0': url }, defaultVersion: '3.1' },
  registration: {
    dcr: false,
    version: '3.4',
    contentType: 'application/jwt',
    audience: 'a',
    audienceFrom: 'financialId',
    applicationType: 'native',
    subjectDnRendering: 'spaced',
    grantTypes: ['client_credentials'],
    subjectType: 'pairwise',
    operations: [],
    managementScope: null,
    managementToken: 'registrationAccessToken',
    group: { accounts: 'a', payments: 'p' },
    separateScopes: true,
    portal: url,
    answerFaults: ['clientIdIssuedAtInMilliseconds', 'timesInMilliseconds', 'scopeAsList'],
  },
  tokenEndpointAuthMethod: 'client_secret_post',
  tokenEndpointAuthAudience: 'issuer',
  signingAlgorithms: ['ES256'],
  responseType: 'code',
  responseMode: 'jwt',
  pushedAuthorizationRequest: true,
  requestObjectAudience: url,
  acrValues: ['urn:a'],
  authorisation: {
    scope: 'openid',
    requestObject: 'none',
    repeatedParameters: ['nonce', 'state'],
    parameters: [{ name: 'login_hint', value: 'x', when: 'reauthorisation' }],
    query: 'data',
    reauthorisation: false,
  },
  idToken: {
    issuer: url,
    subject: 'endUserId',
    authorizationEndpointSubject: 'clientId',
    tolerances: [{ claim: 'acr', from: ['authorizationEndpoint', 'refresh'], fault: 'absent' }],
    judged: 'asWarnings',
  },
  tokens: {
    clientCredentialsScope: 'x',
    sendsScope: true,
    refreshIdToken: false,
    tolerances: ['extraScope', 'emptyScope', 'tokenTypeCase'],
  },
  notes: ['A note.'],
})

const rowsOf = (profile: BankProfileFields) => sectionsOf(profile).flatMap(({ rows }) => rows)

const inner = (schema: z.ZodType): z.ZodType =>
  schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault || schema instanceof z.ZodOptional || schema instanceof z.ZodNullable
    ? inner(schema.unwrap() as z.ZodType)
    : schema

/** Paths of a schema's leaves. */
const leavesOf = (schema: z.ZodType, path: string[] = []): string[] => {
  const plain = inner(schema)
  if (plain instanceof z.ZodObject)
    return Object.entries(plain.shape).flatMap(([key, value]) => leavesOf(value as z.ZodType, [...path, key]))
  return [path.join('.')]
}

describe('what a profile says', () => {
  test('every value has a row, but for the name in the heading and the version that is preferred, which is said at its address', () => {
    const told = rowsOf(full).map(({ pointer }) => dotted(pointer).replace(/\.(3\.1|4\.0)$/, ''))
    const untold = leavesOf(bankProfileFields).filter((path) => !told.includes(path))
    expect(untold).toEqual([
      'displayName',
      'accountInformation.defaultVersion',
      'paymentInitiation.defaultVersion',
      'variableRecurringPayments.defaultVersion',
    ])
    expect(rowsOf(full).find(({ pointer }) => pointer === '/accountInformation/baseUrls/3.1')?.label).toMatch(/preferred$/)
  })

  test('every row has its words, and something to say', () => {
    for (const { pointer, label, lines } of rowsOf(full)) {
      expect(bankProfileText.labels[dotted(pointer)], pointer).toBeDefined()
      expect(label).not.toBe(dotted(pointer))
      // A profile that has no operations, and sends no scope, says so otherwise.
      if (!['/registration/operations', '/registration/managementScope'].includes(pointer)) expect(lines, pointer).not.toEqual([])
    }
  })

  test('no value is told twice', () => {
    const pointers = rowsOf(full).map(({ pointer }) => pointer)
    expect(new Set(pointers).size).toBe(pointers.length)
  })

  test('what is put up with is marked, with what the standard asks for', () => {
    const relaxing = rowsOf(full).filter(({ relaxes }) => relaxes)
    expect(relaxing.map(({ pointer }) => pointer)).toEqual([
      '/registration/answerFaults',
      '/authorisation/requestObject',
      '/idToken/tolerances',
      '/idToken/judged',
      '/tokens/tolerances',
      '/accountInformation/linksTolerances',
    ])
    expect(relaxing.find(({ pointer }) => pointer === '/idToken/tolerances')?.lines).toEqual([
      'acr may be missing in the ID token of the redirect, of a refresh; elsewhere it has to be one that was asked for (OIDC Core §3.1.3.7)',
    ])
  })

  test('without OpenID Connect there are no ID tokens, and without the API no more than that', () => {
    const plain = { ...full, authorisation: { ...full.authorisation, openIdConnect: false }, accountInformation: null }
    expect(sectionsOf(plain).map(({ id }) => id)).not.toContain('idToken')
    expect(
      sectionsOf(plain)
        .find(({ id }) => id === 'accountInformation')
        ?.rows.map(({ lines }) => lines),
    ).toEqual([['The bank offers no account information']])
  })
})

describe('the standard’s way', () => {
  test('is what the contract says where a profile says nothing', () => {
    const least = { name: '-', displayName: '-', environment: 'sandbox', accountInformation: { baseUrls: {}, defaultVersion: '4.0' } }
    expect(standardProfile).toEqual(bankProfileFields.parse({ ...least, registration: { dcr: true } }))
  })

  test('has no ways of its own; another is told by its row', () => {
    expect(waysOf(standardProfile)).toEqual([])
    expect(waysOf({ ...standardProfile, responseType: 'code' }).map(({ pointer }) => pointer)).toEqual(['/responseType'])
  })

  test('every known bank’s ways are told: a model bank that behaves otherwise has at least one', () => {
    const usual = behaviourOf(standardProfile)
    // Values of the bank's own, and not its ways.
    const own = ['apiVersions', 'financialId', 'financialIds', 'issuerTrailingSlash', 'accountInformation']
    expect(knownProfiles.length).toBeGreaterThanOrEqual(60)
    for (const profile of knownProfiles) {
      const unusual = Object.entries(behaviourOf(profile))
        .filter(([key, value]) => !own.includes(key) && JSON.stringify(value) !== JSON.stringify(usual[key as keyof typeof usual]))
        .map(([key]) => key)
      expect(waysOf(profile).length > 0 || unusual.length === 0, `${profile.name}: ${unusual}`).toBe(true)
    }
  })
})

const listed = (profile: (typeof knownProfiles)[number]): BankProfile => ({
  ...profile,
  id: profile.name,
  created: '2026-01-01T00:00:00Z',
  builtIn: true,
  overrides: null,
})

describe('the list', () => {
  const groups = groupedProfiles(knownProfiles.map(listed))
  test('has every bank once: the model bank, groups by name, and the others last', () => {
    expect(groups.flatMap(({ profiles }) => profiles.map(({ name }) => name)).toSorted()).toEqual(
      knownProfiles.map(({ name }) => name).toSorted(),
    )
    const headings = groups.map(({ heading }) => heading)
    expect(headings[0]).toBe('Model bank')
    expect(headings.at(-1)).toBe('Other banks')
    expect(headings.slice(1, -1)).toEqual(headings.slice(1, -1).toSorted((a, b) => a.localeCompare(b, 'en-GB')))
    expect(groups.slice(1, -1).every(({ profiles }) => profiles.length > 1)).toBe(true)
  })

  test('of a few banks has one heading', () => {
    const own = { ...listed(knownProfiles[0] as (typeof knownProfiles)[number]), group: undefined }
    expect(groupedProfiles([own]).map(({ heading }) => heading)).toEqual(['Banks'])
    expect(groupedProfiles([])).toEqual([])
  })
})

describe('what is needed', () => {
  const need = (pointer: string) => ({ pointer, what: 'What', where: 'Where' })
  const needs = [
    '/financialId',
    '/accountInformation/baseUrls/4.0',
    '/accountInformation/baseUrls/3.1',
    '/paymentInitiation/baseUrls/4.0',
  ].map(need)
  const profile = { accountInformation: standardProfile.accountInformation, needs }
  test('before a registration, and what can wait', () => {
    expect(neededNow(profile).map(({ pointer }) => pointer)).toEqual(['/financialId', '/accountInformation/baseUrls/4.0'])
    expect(neededLater(profile).map(({ pointer }) => pointer)).toEqual([
      '/accountInformation/baseUrls/3.1',
      '/paymentInitiation/baseUrls/4.0',
    ])
  })
  test('in a word', () => expect(needs.slice(0, 2).map(shortName)).toEqual(['financial id', 'API address']))
  test('of the model bank is its start', () => {
    expect(isNotStarted({ environment: 'modelBank', needs })).toBe(true)
    expect(isNotStarted({ environment: 'modelBank', needs: [] })).toBe(false)
    expect(isNotStarted({ environment: 'live', needs })).toBe(false)
  })
})
