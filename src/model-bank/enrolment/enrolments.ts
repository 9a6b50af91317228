import { randomUUID } from 'node:crypto'
import type { ClientMetadata } from 'oidc-provider'
import { z } from 'zod'
import { AppError } from '../../shared/errors.ts'
import type { BankBehaviour } from '../../shared/model/bank-behaviour.ts'
import { type SigningAlgorithm, tokenEndpointAuthMethod } from '../../shared/model/bank-profile.ts'
import { pem } from '../../shared/model/common.ts'
import { randomToken } from '../authorisation/forms.ts'
import { hashSecret } from '../authorisation/provider.ts'
import type { BankState } from '../contracts.ts'
import { certificateJwk } from '../directory/directory.ts'
import { readSubject } from '../directory/subject.ts'
import { type ClientBook, toProviderJwks } from '../registration/clients.ts'
import { fingerprintOf, parseCertificate } from '../trust.ts'

/** What a developer sends to the portal. */
export const enrolmentInput = z.strictObject({
  organisation: z.string().trim().min(1).max(100),
  certificate: pem.max(20_000),
  signingCertificate: pem.max(20_000).optional().describe('With it the client signs its request objects; without it it uses PKCE'),
  signingKeyId: z.string().min(1).max(100).optional(),
  redirectUris: z.array(z.url().max(255)).min(1).max(10),
  tokenEndpointAuthMethod: tokenEndpointAuthMethod.default('client_secret_basic'),
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
  /** In clear from the approval until the developer reads it, once; null too for a client that has none. */
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

export interface EnrolmentDeps {
  state: BankState
  behaviour: Pick<BankBehaviour, 'tokenEndpointAuthMethods' | 'signingAlgorithms'>
  clients: () => ClientBook
  now: () => Date
}

/**
 * The portal's flow: a developer sends a certificate, the operator compares it with what came by another
 * way and approves, and the relation between certificate and client is kept with the client.
 */
export function openEnrolments({ state, behaviour, clients, now }: EnrolmentDeps): Enrolments {
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
      checkAuthentication(input, behaviour)
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
      const { organisation: name, input, sha256Fingerprint } = enrolment
      const clientSecret = input.tokenEndpointAuthMethod.startsWith('client_secret_') ? randomToken() : null
      const metadata = providerMetadata(enrolment, clientId, clientSecret)
      const { client_secret: _hash, jwks: _jwks, ...registration } = metadata
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
        metadata,
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

function checkAuthentication(
  { tokenEndpointAuthMethod: method, signingCertificate }: EnrolmentInput,
  bank: EnrolmentDeps['behaviour'],
): void {
  const { tokenEndpointAuthMethods: offered, signingAlgorithms } = bank
  if (offered !== null && !offered.includes(method)) {
    throw new AppError('INVALID_INPUT', `This bank does not offer ${method}`, {
      field: 'tokenEndpointAuthMethod',
      remedy: `Choose ${offered.join(' or ')}.`,
    })
  }
  if (signingCertificate === undefined) {
    if (method !== 'private_key_jwt') return
    throw new AppError('INVALID_INPUT', 'private_key_jwt needs a signing certificate', { field: 'signingCertificate', remedy: 'Add it.' })
  }
  const alg = algorithmOf(signingCertificate)
  if (alg !== undefined && signingAlgorithms.includes(alg)) return
  throw new AppError('INVALID_INPUT', `The key of signingCertificate is not for ${signingAlgorithms.join(' or ')}`, {
    field: 'signingCertificate',
    remedy: 'Send a certificate with RSA 2048 (PS256) or EC P-256 (ES256), as the bank takes it.',
  })
}

function algorithmOf(certificate: string): SigningAlgorithm | undefined {
  const { kty, crv } = parseCertificate(certificate, 'signingCertificate').publicKey.export({ format: 'jwk' })
  if (kty === 'RSA') return 'PS256'
  return kty === 'EC' && crv === 'P-256' ? 'ES256' : undefined
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

function providerMetadata({ organisation, subject, input }: Enrolment, clientId: string, clientSecret: string | null): ClientMetadata {
  const { signingCertificate, signingKeyId, tokenEndpointAuthMethod: method } = input
  const native = input.redirectUris.some((uri) => uri.startsWith('http:'))
  const alg = signingCertificate === undefined ? undefined : algorithmOf(signingCertificate)
  return {
    client_id: clientId,
    ...(clientSecret !== null && { client_secret: hashSecret(clientSecret) }),
    client_name: organisation,
    application_type: native ? 'native' : 'web',
    redirect_uris: input.redirectUris,
    grant_types: ['authorization_code', 'client_credentials', 'refresh_token'],
    response_types: signingCertificate === undefined ? ['code'] : ['code id_token', 'code'],
    scope: 'openid accounts',
    token_endpoint_auth_method: method,
    ...(method === 'tls_client_auth' && { tls_client_auth_subject_dn: subject }),
    ...(method === 'private_key_jwt' && alg && { token_endpoint_auth_signing_alg: alg }),
    tls_client_certificate_bound_access_tokens: true,
    ...(signingCertificate !== undefined &&
      alg && {
        id_token_signed_response_alg: alg,
        authorization_signed_response_alg: alg,
        request_object_signing_alg: alg,
        require_signed_request_object: true,
        jwks: toProviderJwks([signingJwk(signingCertificate, signingKeyId)]),
      }),
  }
}

function signingJwk(signingCertificate: string, kid: string | undefined) {
  return { ...certificateJwk(parseCertificate(signingCertificate, 'signingCertificate')), ...(kid !== undefined && { kid }) }
}
