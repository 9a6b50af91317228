import { expect, test } from 'vitest'
import { fileNameOf } from '../../../src/renderer/features/entities/certificate-forms/file-name.ts'
import { isShownAtFields, problemOf } from '../../../src/renderer/features/entities/certificate-forms/form-problems.ts'
import type { AppErrorData } from '../../../src/shared/errors.ts'

const error: AppErrorData = {
  code: 'INVALID_INPUT',
  message: 'organisation.organisationId: wrong',
  field: 'organisation.organisationId',
  issues: [
    { path: 'organisation.organisationId', message: 'wrong' },
    { path: 'organisation.roles', message: 'too few' },
  ],
}

test('a problem stands at its field', () => {
  expect(problemOf(error, 'organisation.organisationId', 'Letters only')).toBe('Letters only')
  expect(problemOf(error, 'organisation.roles', 'At least one')).toBe('At least one')
  expect(problemOf(error, 'organisation.name', 'Too long')).toBeNull()
  expect(problemOf(error, 'organisation.role', 'Too long')).toBeNull()
  expect(problemOf({ ...error, code: 'NOT_FOUND' }, 'organisation.roles', 'At least one')).toBeNull()
  expect(problemOf(null, 'name', 'Too long')).toBeNull()
})

test('what no field shows is said beside the button', () => {
  expect(isShownAtFields(error, ['name', 'organisation'])).toBe(true)
  expect(isShownAtFields(error, ['name', 'organisation.roles'])).toBe(false)
  expect(isShownAtFields({ code: 'INVALID_INPUT', message: 'Wrong' }, ['name'])).toBe(false)
  expect(isShownAtFields({ code: 'KEY_MISMATCH', message: 'Wrong', field: 'name' }, ['name'])).toBe(false)
})

test.each([
  ['sandbox', 'sandbox.p12'],
  ['Müller & Söhne', 'Mu-ller - So-hne.p12'],
  ['../../etc/passwd', 'etc-passwd.p12'],
  ['.hidden', 'hidden.p12'],
  ['証明書', 'certificate.p12'],
  ['a'.repeat(200), `${'a'.repeat(80)}.p12`],
])('the file of %s', (name, file) => {
  expect(fileNameOf(name, 'p12')).toBe(file)
  // As the desktop host demands it.
  expect(file).toMatch(/^[\w-][\w .()-]{0,150}$/)
})
