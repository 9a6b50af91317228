import { randomUUID } from 'node:crypto'
import type { ClientMetadata } from 'oidc-provider'
import { z } from 'zod'
import { AppError } from '../../shared/errors.ts'
import { pem } from '../../shared/model/common.ts'
import { randomToken } from '../authorisation/forms.ts'
import { hashSecret } from '../authorisation/provider.ts'
import type { BankState } from '../contracts.ts'
import { certificateJwk } from '../directory/directory.ts'
import { readSubject } from '../directory/subject.ts'
import type { ClientBook } from '../registration/clients.ts'
import { fingerprintOf, parseCertificate } from '../trust.ts'

/** What a developer sends to the portal. */
export const enrolmentInput = z.strictObject({
  organisation: z.string().trim().min(1).max(100),
  certificate: pem.max(20_000),
  signingCertificate: pem.max(20_000).optional().describe('With it the client signs its request objects; without it it uses PKCE'),
  signingKeyId: z.string().min(1).max(100).optional(),
  redirectUris: z.array(z.url().max(255)).min(1).max(10),
  tokenEndpointAuthMethod: z.enum(['client_secret_basic', 'client_secret_post']).default('client_secret_basic'),
})
export type EnrolmentInput = z.infer<typeof enrolmentInput>

export interface Enrolment {
  /** Known to the developer and the operator alone; it cannot be guessed. */
  id: string
  organisation: string
  subject: string
  sha256Fingerprint: string
  state: 'pending' | 'approved' | 'refused'
  requested: string
  input: EnrolmentInput
  clientId: string | null
  /** In clear from the approval until the developer reads it, once. */
  clientSecret: string | null
}

export interface Enrolments {
  request(input: EnrolmentInput): Enrolment
  find(id: string): Enrolment | undefined
  all(): Enrolment[]
  approve(id: string): Promise<Enrolment>
  refuse(id: string): Enrolment
  /** What the developer may see; the secret is given out once and then forgotten. */
  collect(id: string): Enrolment | undefined
  isApproved(fingerprint: string): boolean
}

/**
 * The portal's flow: a developer sends a certificate, the operator compares it with what came by another
 * way and approves, and the relation between certificate and client is kept with the client.
 */
export function openEnrolments(state: BankState, clients: () => ClientBook, now: () => Date): Enrolments {
  const enrolments = state.collection<Enrolment>('enrolments')
  const pending = (id: string): Enrolment => {
    const enrolment = enrolments.get(id)
    if (enrolment === undefined) throw new AppError('NOT_FOUND', `Enrolment ${id} does not exist`)
    if (enrolment.state !== 'pending') throw new AppError('CONFLICT', `Enrolment ${id} is ${enrolment.state} already`)
    return enrolment
  }
  const save = (enrolment: Enrolment): Enrolment => {
    enrolments.put(enrolment.id, enrolment)
    return enrolment
  }

  return {
    request(input) {
      const certificate = parseCertificate(input.certificate, 'certificate')
      if (now() > certificate.validToDate) {
        throw new AppError('CERTIFICATE_EXPIRED', `certificate expired on ${certificate.validToDate.toISOString()}`, {
          field: 'certificate',
          remedy: 'Send a certificate that is in date.',
        })
      }
      if (input.signingCertificate !== undefined) parseCertificate(input.signingCertificate, 'signingCertificate')
      checkRedirectUris(input.redirectUris)
      return save({
        id: randomToken(),
        organisation: input.organisation,
        subject: readSubject(certificate).distinguishedName,
        sha256Fingerprint: fingerprintOf(certificate),
        state: 'pending',
        requested: now().toISOString(),
        input,
        clientId: null,
        clientSecret: null,
      })
    },
    find: (id) => enrolments.get(id),
    all: () => enrolments.all().map((entry) => entry.value),
    async approve(id) {
      const enrolment = pending(id)
      const clientId = randomUUID()
      const clientSecret = randomToken()
      const { organisation: name, input, sha256Fingerprint } = enrolment
      const { client_secret: _hash, jwks: _jwks, ...registration } = providerMetadata(enrolment, clientId, clientSecret)
      await clients().put(
        {
          clientId,
          name,
          origin: 'enrolmentPortal',
          authMethod: input.tokenEndpointAuthMethod,
          binding: { kind: 'fingerprint', value: sha256Fingerprint },
          organisationId: null,
          softwareId: null,
          created: now().toISOString(),
          registration,
        },
        providerMetadata(enrolment, clientId, clientSecret),
      )
      return save({ ...enrolment, state: 'approved', clientId, clientSecret })
    },
    refuse: (id) => save({ ...pending(id), state: 'refused' }),
    collect(id) {
      const enrolment = enrolments.get(id)
      if (enrolment?.clientSecret != null) save({ ...enrolment, clientSecret: null })
      return enrolment
    },
    isApproved: (fingerprint) =>
      enrolments.all().some(({ value }) => value.state === 'approved' && value.sha256Fingerprint === fingerprint),
  }
}

function checkRedirectUris(uris: string[]): void {
  uris.forEach((uri, index) => {
    const { protocol, hostname, hash } = new URL(uri)
    const literal = protocol === 'http:' && (hostname === '127.0.0.1' || hostname === '[::1]')
    if ((protocol === 'https:' || literal) && hash === '') return
    throw new AppError('INVALID_INPUT', `${uri} is not accepted as a redirect URI`, {
      field: `redirectUris.${index}`,
      remedy: 'Use https, or http://127.0.0.1 or http://[::1] for an app on the customer’s own machine, without a fragment.',
    })
  })
}

function providerMetadata({ organisation, input }: Enrolment, clientId: string, clientSecret: string): ClientMetadata {
  const native = input.redirectUris.some((uri) => uri.startsWith('http:'))
  return {
    client_id: clientId,
    client_secret: hashSecret(clientSecret),
    client_name: organisation,
    application_type: native ? 'native' : 'web',
    redirect_uris: input.redirectUris,
    grant_types: ['authorization_code', 'client_credentials', 'refresh_token'],
    response_types: input.signingCertificate === undefined ? ['code'] : ['code id_token', 'code'],
    scope: 'openid accounts',
    token_endpoint_auth_method: input.tokenEndpointAuthMethod,
    id_token_signed_response_alg: 'PS256',
    tls_client_certificate_bound_access_tokens: true,
    ...(input.signingCertificate !== undefined && {
      request_object_signing_alg: 'PS256' as const,
      require_signed_request_object: true,
      jwks: { keys: [signingJwk(input.signingCertificate, input.signingKeyId)] },
    }),
  }
}

function signingJwk(signingCertificate: string, kid: string | undefined) {
  const { kty, n, e } = certificateJwk(parseCertificate(signingCertificate, 'signingCertificate'))
  return { kty, n, e, use: 'sig', alg: 'PS256', ...(kid !== undefined && { kid }) }
}
