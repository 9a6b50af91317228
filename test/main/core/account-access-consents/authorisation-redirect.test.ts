import { expect, test } from 'vitest'
import { expectsSignature } from '../../../../src/main/core/account-access-consents/authorisation-redirect.ts'
import { aBankProfile } from '../../../support/bank-session.ts'

test.each([
  ['an ID token in the redirect', 'code id_token', 'fragment', true, true],
  ['an ID token from the token endpoint', 'code', 'query', true, true],
  ['a JARM token alone', 'code', 'jwt', false, true],
  ['an ID token that is asked for in spite of plain OAuth', 'code id_token', 'fragment', false, true],
  ['nothing that is signed', 'code', 'query', false, false],
] as const)('whether the keys of the bank are needed: %s', (_, responseType, responseMode, openIdConnect, needed) => {
  const { authorisation } = aBankProfile()
  const profile = aBankProfile({ responseType, responseMode, authorisation: { ...authorisation, openIdConnect } })
  expect(expectsSignature(profile)).toBe(needed)
})
