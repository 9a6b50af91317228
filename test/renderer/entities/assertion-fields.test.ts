import { describe, expect, test } from 'vitest'
import {
  claimsOf,
  createInput,
  emptyFields,
  fieldsFrom,
  linesOf,
  missingFields,
} from '../../../src/renderer/features/entities/software/assertion-fields.ts'

const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')
const jwtOf = (claims: unknown): string => `${part({ alg: 'PS256' })}.${part(claims)}.c2lnbmF0dXJl`

describe('claimsOf', () => {
  test('claims, in whatever script', () => {
    expect(claimsOf(` ${jwtOf({ org_name: 'Crédit Ünïon ✓' })}\n`)).toEqual({ org_name: 'Crédit Ünïon ✓' })
  })
  test.each(['', 'hello', 'a.b', 'a.b.c', `${part({})}.${part([1])}.c`, `${jwtOf({})}.more`])('%s is none', (text) => {
    expect(claimsOf(text)).toBeNull()
  })
})

describe('fieldsFrom', () => {
  test('what the claims name, and nothing else', () => {
    expect(
      fieldsFrom({ org_id: 'org', software_roles: ['PISP', 'AISP', 'other'], software_redirect_uris: ['https://a', 'https://b'] }),
    ).toEqual({
      organisationId: 'org',
      roles: ['AISP', 'PISP'],
      redirectUris: 'https://a\nhttps://b',
    })
    expect(fieldsFrom({ org_id: 1, software_redirect_uris: 'https://a' })).toEqual({})
  })
  test('a name that is too long is cut to what can be registered', () => {
    expect(fieldsFrom({ software_client_name: 'n'.repeat(60) }).clientName).toHaveLength(40)
  })
})

test('what is left empty is named', () => {
  expect(missingFields(emptyFields)).toEqual([
    'organisationId',
    'organisationName',
    'softwareId',
    'clientName',
    'defaultObWacCertificateId',
    'defaultObSealCertificateId',
  ])
  expect(missingFields({ ...emptyFields, roles: [], redirectUris: ' \n ' })).toEqual(expect.arrayContaining(['roles', 'redirectUris']))
})

test('the call has trimmed values and one address per line', () => {
  expect(linesOf(' https://a \n\n https://b')).toEqual(['https://a', 'https://b'])
  expect(createInput({ ...emptyFields, clientName: ' Name ' })).toMatchObject({
    clientName: 'Name',
    redirectUris: ['http://127.0.0.1/callback'],
  })
})
