import { describe, expect, test } from 'vitest'
import {
  changedPointers,
  composed,
  dotted,
  isObject,
  type Json,
  overriddenAt,
  patchBetween,
  sourceOf,
  valueAt,
  withoutChange,
  withValue,
} from '../../../src/renderer/bank-profile/pointers.ts'
import { notNullByDefault } from '../../../src/renderer/bank-profile/standard.ts'
import { bankProfileFields } from '../../../src/shared/model/bank-profile.ts'

/** RFC 7396 §2. */
const applied = (before: Json, patch: Json): Json => {
  const after = { ...before }
  for (const [key, value] of Object.entries(patch)) {
    const inner = after[key]
    if (value === null) delete after[key]
    else after[key] = isObject(value) ? applied(isObject(inner) ? inner : {}, value) : value
  }
  return after
}

const pointersOf = (value: Json, at = ''): string[] =>
  Object.entries(value).flatMap(([key, inner]) => (isObject(inner) ? pointersOf(inner, `${at}/${key}`) : [`${at}/${key}`]))

const profile = {
  financialId: '001',
  accountInformation: { baseUrls: { '3.1': 'https://a/v3.1', '4.0': 'https://a/v4.0' }, defaultVersion: '4.0' },
  acrValues: ['urn:a'],
}

describe('places', () => {
  test('a version is one step, and written with its dot', () => {
    expect(valueAt(profile, '/accountInformation/baseUrls/4.0')).toBe('https://a/v4.0')
    expect(dotted('/accountInformation/baseUrls/4.0')).toBe('accountInformation.baseUrls.4.0')
  })

  test('signs of the pointer itself are unescaped (RFC 6901 §4)', () => {
    expect(valueAt({ 'a/b': { '~': 1 } }, '/a~1b/~0')).toBe(1)
    expect(changedPointers({ 'a/b': { '~': 1 } })).toEqual(['/a~1b/~0'])
  })

  test('what is not there is undefined', () => expect(valueAt(profile, '/endpoints/jwksUri')).toBeUndefined())
})

describe('the source of a value', () => {
  const source = (pointer: string) => ({ pointer, source: pointer || 'whole', date: '2026-01-01' })
  const sources = [source(''), source('/accountInformation'), source('/accountInformation/baseUrls/4.0')]
  test.each([
    ['/financialId', 'whole'],
    ['/accountInformation/defaultVersion', '/accountInformation'],
    ['/accountInformation/baseUrls/3.1', '/accountInformation'],
    ['/accountInformation/baseUrls/4.0', '/accountInformation/baseUrls/4.0'],
    ['/accountInformationOfAnother', 'whole'],
  ])('%s: the longest pointer that leads to it', (pointer, expected) => expect(sourceOf(sources, pointer)?.source).toBe(expected))

  test('none without sources', () => expect(sourceOf([], '/issuer')).toBeUndefined())
})

describe('changes', () => {
  const changes: [string, Json, Json][] = [
    ['a value', profile, { ...profile, financialId: '002' }],
    ['a value within', profile, { ...profile, accountInformation: { ...profile.accountInformation, defaultVersion: '3.1' } }],
    ['a list, as a whole', profile, { ...profile, acrValues: ['urn:b', 'urn:c'] }],
    ['something taken away', profile, { accountInformation: profile.accountInformation, acrValues: [] }],
    ['something added', profile, { ...profile, tokens: { sendsScope: true } }],
    ['an object gone', profile, { ...profile, accountInformation: { defaultVersion: '4.0' } }],
    ['nothing', profile, profile],
  ]
  test.each(changes)('%s: the patch makes the one of the other', (_, before, after) => {
    expect(applied(before, patchBetween(before, after))).toEqual(after)
  })
  test('nothing changed is an empty patch', () => expect(patchBetween(profile, structuredClone(profile))).toEqual({}))

  test('what is left out becomes its default where null would be another value', () => {
    const before = { registration: { dcr: true, managementScope: 'openid', portal: 'p' }, paymentInitiation: {} }
    const patch = { registration: { managementScope: 'accounts', portal: null }, paymentInitiation: null }
    expect(patchBetween(before, { registration: { dcr: true } }, notNullByDefault)).toEqual(patch)
    const none = { ...before, registration: { ...before.registration, managementScope: null } }
    expect(patchBetween(before, none, notNullByDefault)).toEqual({ registration: { managementScope: null } })
  })

  test('every default of a member that can be null is null or known', () => {
    const least = { name: 'n', displayName: 'N', environment: 'sandbox', issuer: 'https://a', accountInformation: null }
    const defaults = bankProfileFields.parse({ ...least, registration: { dcr: true } })
    const found = pointersOf(defaults).filter((pointer) => {
      const withNull = withValue(defaults, pointer, null)
      return valueAt(defaults, pointer) !== null && bankProfileFields.safeParse(withNull).success
    })
    expect(found).toEqual(pointersOf(notNullByDefault))
    for (const pointer of found) expect(valueAt(notNullByDefault, pointer)).toBe(valueAt(defaults, pointer))
  })

  test('two patches become one that does the same', () => {
    const first = { financialId: '002', accountInformation: { defaultVersion: '3.1' }, acrValues: null }
    const second = { accountInformation: { baseUrls: { '3.1': null } }, financialId: '003', acrValues: ['urn:c'] }
    expect(applied(profile, composed(first, second))).toEqual(applied(applied(profile, first), second))
  })

  test('one change is taken back, and what was made for it only', () => {
    const patch = withValue(withValue({}, '/accountInformation/baseUrls/4.0', 'https://b'), '/financialId', '002')
    expect(patch).toEqual({ accountInformation: { baseUrls: { '4.0': 'https://b' } }, financialId: '002' })
    expect(changedPointers(patch)).toEqual(['/accountInformation/baseUrls/4.0', '/financialId'])
    expect(withoutChange(patch, '/accountInformation/baseUrls/4.0')).toEqual({ financialId: '002' })
    expect(withoutChange({ financialId: '002' }, '/financialId')).toBeNull()
  })

  test('a changed value is known by its own place, by what is in it, and by what it is in', () => {
    const overrides = {
      accountInformation: { baseUrls: { '4.0': 'https://b' } },
      registration: { group: { accounts: 'a' } },
      acrValues: null,
    }
    expect(overriddenAt({ overrides }, '/accountInformation/baseUrls/4.0')).toEqual(['/accountInformation/baseUrls/4.0'])
    expect(overriddenAt({ overrides }, '/accountInformation/baseUrls/3.1')).toEqual([])
    expect(overriddenAt({ overrides }, '/registration/group')).toEqual(['/registration/group/accounts'])
    expect(overriddenAt({ overrides }, '/acrValues')).toEqual(['/acrValues'])
    expect(overriddenAt({ overrides: { accountInformation: null } }, '/accountInformation/baseUrls/4.0')).toEqual(['/accountInformation'])
    expect(overriddenAt({ overrides: null }, '/acrValues')).toEqual([])
  })
})
