// The official files for dynamic client registration, with what is known to be wrong in them set right in this one place.

import { join } from 'node:path'
import type { BankProfile } from '../../src/shared/model/bank-profile.ts'
import { type Check, specDirectory, validator } from './openapi.ts'

/** Those that one and the same request meets; 3.4 has another name for a client that is not on the web. */
export const registrationVersions = ['3.2', '3.3'] as const

export interface RegistrationSpec {
  /** The claims of a registration request. */
  request: Check
  /** The body of a 201 or 200. */
  response: Check
  /** The body of a 400. */
  error: Check
}

/**
 * Two departures, no others:
 * - The files give one schema to request and answer, and so require `iss`, `iat`, `exp`, `aud` and `jti` of the answer too. The text of the
 *   standard marks them as claims of the request; RFC 7591 §3.2.1 has the answer hold the registered metadata. An answer is checked
 *   against the metadata's own schema, which the request's is made of.
 * - The files want `aud` to be the bank's organisation id of at most 18 letters. Banks publish no such id and expect their issuer, as
 *   RFC 7519 §4.1.3 allows; an https address is accepted in its place.
 */
export const registrationSpec = (version: BankProfile['registration']['version']): RegistrationSpec => {
  const official = validator(join(specDirectory(), 'dcr', `client-registration-openapi-v${version}.json`))
  const whole = official.schema('OBClientRegistration1')
  return {
    request(claims) {
      const { aud } = Object(claims)
      const addressed = typeof aud === 'string' && URL.canParse(aud) && new URL(aud).protocol === 'https:'
      return whole(addressed ? { ...Object(claims), aud: 'ORGANISATION' } : claims)
    },
    response: official.schema('OBRegistrationProperties1'),
    error: official.schema('RegistrationError'),
  }
}
