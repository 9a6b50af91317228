import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import {
  emptyProfile,
  profileFrom,
  profilePaths,
  readJson,
  sections,
  valuesOf,
} from '../../../src/renderer/features/entities/banks/profile-fields.ts'
import { profileFormText } from '../../../src/renderer/text/entities/profile-form.ts'
import { bankProfileFields } from '../../../src/shared/model/bank-profile.ts'

const full = {
  name: 'example',
  displayName: 'Example Bank',
  environment: 'live',
  issuer: 'https://bank.example',
  discoveryUrl: 'https://bank.example/.well-known/other',
  caCertificates: [
    '-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----\n',
    '-----BEGIN CERTIFICATE-----\nAQ==\n-----END CERTIFICATE-----\n',
  ],
  financialId: '0015800000jfQ9aAAE',
  endpoints: {
    authorizationEndpoint: 'https://bank.example/authorise',
    tokenEndpoint: 'https://bank.example/token',
    registrationEndpoint: 'https://bank.example/register',
  },
  accountInformation: {
    baseUrls: { '3.1': 'https://bank.example/v3.1/aisp', '4.0': 'https://bank.example/v4.0/aisp' },
    defaultVersion: '3.1',
  },
  registration: {
    dcr: false,
    version: '3.2',
    contentType: 'application/jwt',
    audience: 'https://audience.example',
    applicationType: 'native',
    subjectDnRendering: 'dottedHex',
    grantTypes: ['client_credentials'],
    managementScope: 'openid',
  },
  tokenEndpointAuthMethod: 'client_secret_post',
  tokenEndpointAuthAudience: 'issuer',
  responseType: 'code',
  responseMode: 'jwt',
  pushedAuthorizationRequest: true,
  requestObjectAudience: 'https://bank.example/audience',
  acrValues: ['urn:openbanking:psd2:ca'],
}

/** Paths of a schema's leaves, as the form names them. */
const leavesOf = (schema: z.ZodType, path: string[] = []): string[] => {
  const inner = schema instanceof z.ZodDefault || schema instanceof z.ZodOptional ? schema.unwrap() : schema
  if (inner instanceof z.ZodObject)
    return Object.entries(inner.shape).flatMap(([key, value]) => leavesOf(value as z.ZodType, [...path, key]))
  if (inner instanceof z.ZodRecord) return ['3.1', '4.0'].map((version) => [...path, version].join('.'))
  return [path.join('.')]
}

describe('the form', () => {
  test('has every field of the contract once, with its words', () => {
    expect(profilePaths.toSorted()).toEqual(leavesOf(bankProfileFields).toSorted())
    expect(profilePaths.filter((path) => !profileFormText.fields[path])).toEqual([])
    expect(Object.keys(profileFormText.fields).filter((path) => !profilePaths.includes(path))).toEqual([])
  })

  test('offers the choices of the contract', () => {
    const choices = sections.flatMap(({ fields }) => fields).filter((field) => field.kind === 'choice')
    expect(choices.length).toBeGreaterThan(5)
    for (const { path, options } of choices) {
      for (const option of options) {
        const values = { ...valuesOf(full), [path]: option }
        expect([path, option, bankProfileFields.safeParse(profileFrom(values)).success]).toEqual([path, option, true])
      }
    }
  })

  test('a profile goes through it unchanged', () => {
    expect(bankProfileFields.parse(full)).toEqual(full)
    expect(profileFrom(valuesOf(full))).toEqual(full)
  })

  test('what is optional and empty is left out', () => {
    const profile = profileFrom({
      ...valuesOf(emptyProfile),
      name: 'n',
      displayName: 'N',
      issuer: 'https://a',
      'accountInformation.baseUrls.4.0': 'https://a',
    })
    expect(bankProfileFields.parse(profile)).toEqual(
      bankProfileFields.parse({
        ...emptyProfile,
        name: 'n',
        displayName: 'N',
        issuer: 'https://a',
        accountInformation: { baseUrls: { '4.0': 'https://a' }, defaultVersion: '4.0' },
      }),
    )
    expect(Object.keys(profile)).not.toContain('discoveryUrl')
  })
})

describe('readJson', () => {
  const words = { notJson: (reason: string) => `not JSON: ${reason}`, notObject: 'no object' }
  test('leaves out what the workbench adds', () => {
    expect(readJson('{"id":"a","created":"b","builtIn":true,"name":"c"}', words)).toEqual({ profile: { name: 'c' }, error: null })
  })
  test.each(['', '{', 'nothing'])('%j is no JSON', (text) => expect(readJson(text, words).error).toMatch(/^not JSON: ./))
  test.each(['[]', '1', 'null'])('%s is no profile', (text) => expect(readJson(text, words).error).toBe('no object'))
})
