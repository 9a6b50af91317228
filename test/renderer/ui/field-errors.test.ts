import { describe, expect, test } from 'vitest'
import { fieldErrors } from '../../../src/renderer/ui/field-errors.ts'
import type { AppErrorData } from '../../../src/shared/errors.ts'

const names = ['name', 'endpoints.tokenEndpoint', 'caCertificates']
const error = (details: Partial<AppErrorData>): AppErrorData => ({ code: 'INVALID_INPUT', message: 'Fact', ...details })

describe('fieldErrors', () => {
  test('nothing is wrong', () => expect(fieldErrors(null, names)).toEqual({ fields: {}, rest: null }))

  test('a field at fault has the fact and what to do about it', () => {
    const found = fieldErrors(error({ field: 'name', remedy: 'Choose another.' }), names)
    expect(found).toEqual({ fields: { name: 'Fact. Choose another.' }, rest: null })
  })

  test('what is inside of a field belongs to it, and the prefix of the input is left off', () => {
    const issues = [
      { path: 'profile.caCertificates.0', message: 'One' },
      { path: 'profile.caCertificates.1', message: 'Two' },
      { path: 'profile.endpoints.tokenEndpoint', message: 'Three' },
    ]
    expect(fieldErrors(error({ issues }), names, 'profile.').fields).toEqual({
      caCertificates: 'One; Two',
      'endpoints.tokenEndpoint': 'Three',
    })
  })

  test('a field that is not on the form leaves the error whole', () => {
    const stranger = error({ field: 'names' })
    expect(fieldErrors(stranger, names)).toEqual({ fields: {}, rest: stranger })
  })

  test('an error with an exchange stays whole beside its field', () => {
    const refused = error({ field: 'name', requestLogId: 'a' })
    expect(fieldErrors(refused, names)).toEqual({ fields: { name: 'Fact' }, rest: refused })
  })

  test.each([
    ['Too small: expected string to have >=1 characters', 'Needed'],
    ['Too big: expected string to have <=40 characters', 'At most 40 characters'],
    ['Invalid string: must match pattern /^a$/', 'This is not in the form asked for'],
    ['Invalid URL', 'This is not an address of the kind asked for'],
    ['Of its own', 'Of its own'],
  ])('%s: %s', (message, words) => {
    expect(fieldErrors(error({ issues: [{ path: 'name', message }] }), names).fields.name).toBe(words)
  })
})
