import { expect, test } from 'vitest'
import { canManage, lacksManagementToken } from '../../src/shared/client-management.ts'
import { bankProfileFields } from '../../src/shared/model/bank-profile.ts'

const registration = (changes: object) =>
  bankProfileFields.shape.registration.parse({ dcr: true, operations: ['read', 'delete'], ...changes })

test.each([
  ['clientCredentials', false, true],
  ['clientCredentials', true, true],
  ['registrationAccessToken', false, false],
  ['registrationAccessToken', true, true],
] as const)('%s, one kept: %s', (managementToken, hasRegistrationAccessToken, can) => {
  const bank = { registration: registration({ managementToken }) }
  expect(lacksManagementToken({ hasRegistrationAccessToken }, bank)).toBe(!can)
  expect(canManage('read', { hasRegistrationAccessToken }, bank)).toBe(can)
  expect(canManage('update', { hasRegistrationAccessToken }, bank)).toBe(false)
})
