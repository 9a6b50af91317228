// Tokens of the directory's own interface: for software statements that prove themselves with their signing key (RFC 7523 §2.2),
// over mutual TLS with a certificate of their organisation.

import { hash, type X509Certificate } from 'node:crypto'
import { createLocalJWKSet, decodeJwt, type JWK, jwtVerify } from 'jose'
import { randomToken } from '../authorisation/forms.ts'
import { chainsTo, thumbprintOf } from '../trust.ts'
import type { Directory, SoftwareStatementRecord } from './directory.ts'
import { readSubject } from './subject.ts'

export interface DirectoryTokenAnswer {
  access_token: string
  token_type: 'Bearer'
  expires_in: number
  scope: string
}
/** RFC 6749 §5.2. */
export interface DirectoryTokenError {
  error: 'invalid_client' | 'invalid_scope' | 'invalid_request' | 'unsupported_grant_type'
  error_description: string
}

export interface DirectoryTokens {
  issue(form: Record<string, string>, certificate: X509Certificate | null): Promise<DirectoryTokenAnswer | DirectoryTokenError>
  /** Whose token this is; null when it is not known, not in time, or bound to another certificate (RFC 8705 §3). */
  ownerOf(authorization: string | undefined, certificate: X509Certificate | null): { organisationId: string } | null
}

interface IssuedToken {
  organisationId: string
  thumbprint: string
  expires: number
}

const lifetime = 300
const skew = 60
const scopes = ['ASPSPReadAccess', 'TPPReadAccess', 'AuthoritiesReadAccess']
const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'

export function createDirectoryTokens({
  directory,
  address,
  now,
}: {
  directory: Directory
  address: string
  now: () => Date
}): DirectoryTokens {
  const issued = new Map<string, IssuedToken>()
  const seen = new Map<string, number>()
  const seconds = () => Math.floor(now().getTime() / 1000)

  /** The certificate's organisation must have enrolled the software that the assertion names. */
  const softwareOf = (softwareId: unknown, certificate: X509Certificate): SoftwareStatementRecord | undefined => {
    const { commonName } = readSubject(certificate)
    const known = chainsTo(certificate, directory.authorities(commonName ?? ''), now())
    return known ? directory.all().find((one) => one.softwareId === softwareId && one.organisationId === commonName) : undefined
  }

  /** Throws what jose throws, and Error with the reason. */
  const verify = async (assertion: string, { organisationId, softwareId }: SoftwareStatementRecord): Promise<void> => {
    // The directory takes RS256 too, for which a key of its JWKS is as good.
    const keys = directory.signingKeys(organisationId, softwareId).map(({ alg: _, ...key }: JWK) => key)
    const { payload } = await jwtVerify(assertion, createLocalJWKSet({ keys }), {
      algorithms: ['RS256', 'PS256', 'ES256'],
      ...{ issuer: softwareId, subject: softwareId, audience: `${address}/token`, currentDate: now(), clockTolerance: skew },
      requiredClaims: ['exp', 'iat', 'jti'],
    })
    for (const [jti, expires] of seen) if (expires < seconds() - skew) seen.delete(jti)
    if (seen.has(String(payload.jti))) throw new Error('jti was used before')
    seen.set(String(payload.jti), payload.exp ?? 0)
  }

  return {
    async issue(form, certificate) {
      const refuse = (error: DirectoryTokenError['error'], error_description: string): DirectoryTokenError => ({ error, error_description })
      if (certificate === null) return refuse('invalid_client', 'No client certificate was presented')
      if (form.grant_type !== 'client_credentials') return refuse('unsupported_grant_type', 'grant_type is not client_credentials')
      const { client_assertion: assertion = '', client_assertion_type: type, scope = '' } = form
      if (type !== assertionType) return refuse('invalid_request', `client_assertion_type is not ${assertionType}`)
      const unknown = scope.split(' ').find((word) => !scopes.includes(word))
      if (unknown !== undefined) return refuse('invalid_scope', `scope "${unknown}" is not one of ${scopes.join(' ')}`)
      try {
        const software = softwareOf(decodeJwt(assertion).iss, certificate)
        if (!software) return refuse('invalid_client', 'The software statement is not one of the organisation of the client certificate')
        await verify(assertion, software)
        for (const [token, { expires }] of issued) if (expires < seconds()) issued.delete(token)
        const token = randomToken()
        const { organisationId } = software
        issued.set(hash('sha256', token), { organisationId, thumbprint: thumbprintOf(certificate), expires: seconds() + lifetime })
        return { access_token: token, token_type: 'Bearer', expires_in: lifetime, scope }
      } catch (error) {
        return refuse(
          'invalid_client',
          `The client assertion is not accepted: ${error instanceof Error ? error.message : 'unknown reason'}`,
        )
      }
    },

    ownerOf(authorization, certificate) {
      const [, token = ''] = /^bearer +(\S+)$/i.exec(authorization ?? '') ?? []
      const found = issued.get(hash('sha256', token))
      if (!found || certificate === null || found.expires < seconds() || found.thumbprint !== thumbprintOf(certificate)) return null
      return { organisationId: found.organisationId }
    },
  }
}
