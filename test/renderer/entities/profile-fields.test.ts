import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { emptyProfile, profileFrom, readJson, valuesOf } from '../../../src/renderer/features/entities/banks/profile-fields.ts'
import { onlyInJson, profilePaths, sections } from '../../../src/renderer/features/entities/banks/profile-form-fields.ts'
import { bankProfileText } from '../../../src/renderer/text/bank-profile.ts'
import { profileFormText } from '../../../src/renderer/text/entities/profile-form.ts'
import { bankProfileFields } from '../../../src/shared/model/bank-profile.ts'
import { knownProfiles } from '../../support/known-profiles.ts'

/** Without what makes a profile one of the file. */
const written = knownProfiles.map(({ needs: _needs, sources: _sources, ...fields }) => fields)
const [some] = written as [(typeof written)[number]]

const inner = (schema: z.ZodType): z.ZodType =>
  schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault || schema instanceof z.ZodOptional || schema instanceof z.ZodNullable
    ? inner(schema.unwrap() as z.ZodType)
    : schema

/** Paths of a schema's leaves, as the form names them. */
const leavesOf = (schema: z.ZodType, path: string[] = []): string[] => {
  const plain = inner(schema)
  const name = path.join('.')
  if (onlyInJson.includes(name)) return [name]
  if (plain instanceof z.ZodObject)
    return Object.entries(plain.shape).flatMap(([key, value]) => leavesOf(value as z.ZodType, [...path, key]))
  if (plain instanceof z.ZodRecord) return ['3.1', '4.0'].map((version) => `${name}.${version}`)
  return [name]
}

describe('the form', () => {
  test('has every common field of the contract once, with its words; the rest is named', () => {
    expect([...profilePaths, ...onlyInJson].toSorted()).toEqual(leavesOf(bankProfileFields).toSorted())
    expect(profilePaths.filter((path) => !bankProfileText.labels[path])).toEqual([])
    expect(Object.keys(profileFormText.help).filter((path) => !profilePaths.includes(path))).toEqual([])
  })

  test('offers the choices of the contract', () => {
    const choices = sections.flatMap(({ fields }) => fields).filter((field) => field.kind === 'choice')
    expect(choices.length).toBeGreaterThan(5)
    for (const { path, options } of choices) {
      for (const option of options) {
        const values = { ...valuesOf(some), [path]: option }
        expect([path, option, bankProfileFields.safeParse(profileFrom(values, some)).success]).toEqual([path, option, true])
      }
    }
  })

  test.each(written.map((profile) => [profile.name, profile] as const))('%s goes through it unchanged', (_, profile) => {
    expect(profileFrom(valuesOf(profile), profile)).toEqual(profile)
  })

  test('what it does not show stays; what it shows is changed', () => {
    const base = { ...some, tokens: { ...some.tokens, sendsScope: true } }
    const profile = profileFrom({ ...valuesOf(base), financialId: '002', acrValues: 'urn:a\nurn:b' }, base)
    expect(profile).toMatchObject({ financialId: '002', acrValues: ['urn:a', 'urn:b'], tokens: { sendsScope: true } })
  })

  test('a bank without account information stays so until it has an address of it', () => {
    const base = { ...some, accountInformation: null }
    expect(profileFrom(valuesOf(base), base).accountInformation).toBeNull()
    const values = { ...valuesOf(base), 'accountInformation.baseUrls.4.0': 'https://a', 'accountInformation.defaultVersion': '4.0' }
    expect(profileFrom(values, base).accountInformation).toMatchObject({ baseUrls: { '4.0': 'https://a' }, defaultVersion: '4.0' })
  })

  test('empty: optional values are left out, and no scope is none', () => {
    const values = { ...valuesOf(emptyProfile), name: 'n', displayName: 'N', 'registration.managementScope': '' }
    const profile = profileFrom(values, emptyProfile)
    const least = { name: 'n', displayName: 'N', environment: 'sandbox', accountInformation: { baseUrls: {}, defaultVersion: '4.0' } }
    expect(bankProfileFields.parse(profile)).toEqual(
      bankProfileFields.parse({ ...least, registration: { dcr: true, managementScope: null } }),
    )
    expect(Object.keys(profile)).not.toContain('discoveryUrl')
  })
})

describe('readJson', () => {
  const words = { notJson: (reason: string) => `not JSON: ${reason}`, notObject: 'no object' }
  test('leaves out what the workbench adds', () => {
    expect(readJson('{"id":"a","created":"b","builtIn":true,"overrides":null,"needs":[],"sources":[],"name":"c"}', words)).toEqual({
      profile: { name: 'c' },
      error: null,
    })
  })
  test.each(['', '{', 'nothing'])('%j is no JSON', (text) => expect(readJson(text, words).error).toMatch(/^not JSON: ./))
  test.each(['[]', '1', 'null'])('%s is no profile', (text) => expect(readJson(text, words).error).toBe('no object'))
})
