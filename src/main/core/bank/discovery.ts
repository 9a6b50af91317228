// What a bank publishes about its authorisation server, checked before any of it is used.

import { z } from 'zod'
import { AppError } from '../../../shared/errors.ts'
import type { BankProfile } from '../../../shared/model/bank-profile.ts'
import type { BankRegistration } from '../../../shared/model/bank-registration.ts'
import { bankErrorFrom } from './bank-error.ts'
import type { BankClient, BankResponse } from './client.ts'
import type { BankTarget, ExchangeContext, TransportIdentity } from './session.ts'

// SECURITY: an endpoint without TLS, or with credentials in it, would hand tokens to whoever listens (FAPI 1.0 Baseline 7.1).
const endpoint = z.string().refine((text) => {
  const url = URL.parse(text)
  return url?.protocol === 'https:' && !url.username && !url.password && !url.hash
}, 'is not an https address')
const names = z.array(z.string())

const serverMetadata = z.looseObject({
  issuer: z.string(),
  authorization_endpoint: endpoint,
  token_endpoint: endpoint,
  jwks_uri: endpoint,
  registration_endpoint: endpoint.optional(),
  pushed_authorization_request_endpoint: endpoint.optional(),
  mtls_endpoint_aliases: z
    .looseObject({
      token_endpoint: endpoint.optional(),
      registration_endpoint: endpoint.optional(),
      pushed_authorization_request_endpoint: endpoint.optional(),
    })
    .optional(),
  scopes_supported: names.optional(),
  response_types_supported: names.optional(),
  response_modes_supported: names.optional(),
  grant_types_supported: names.optional(),
  acr_values_supported: names.optional(),
  token_endpoint_auth_methods_supported: names.optional(),
  token_endpoint_auth_signing_alg_values_supported: names.optional(),
  request_object_signing_alg_values_supported: names.optional(),
  id_token_signing_alg_values_supported: names.optional(),
})

/** OpenID Discovery 1.0 §3, RFC 8414 §2; members that are not used here are kept as they came. */
export type ServerMetadata = z.infer<typeof serverMetadata>

/** Where the metadata are: the profile's address, or derived from the issuer (OpenID Discovery 1.0 §4.1). */
export const discoveryUrlOf = (profile: Pick<BankProfile, 'issuer' | 'discoveryUrl'>): string =>
  profile.discoveryUrl ?? `${profile.issuer.replace(/\/$/, '')}/.well-known/openid-configuration`

/**
 * Reads and checks the bank’s metadata. Throws BANK_ERROR_RESPONSE when the bank refuses, and BANK_INVALID_RESPONSE, naming the
 * member at fault, when they are not usable; both are linked to the exchange.
 */
export async function discover(
  bank: BankClient,
  target: BankTarget,
  identity: TransportIdentity | null,
  profile: BankProfile,
  context: ExchangeContext,
): Promise<ServerMetadata> {
  const url = discoveryUrlOf(profile)
  const response = await bank.send(target, identity, { method: 'GET', url, headers: [['accept', 'application/json']] }, context)
  return processDiscoveryResponse(response, profile)
}

/** The pure half of `discover`. */
export function processDiscoveryResponse(response: BankResponse, profile: Pick<BankProfile, 'issuer' | 'endpoints'>): ServerMetadata {
  if (response.status !== 200) throw bankErrorFrom(response, `Discovery of ${profile.issuer}`)
  const { requestLogId } = response
  const parsed = serverMetadata.safeParse(withOverrides(response.json(), profile.endpoints))
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    throw invalid(issue?.path.join('.') || 'document', issue?.message ?? 'is not an object', requestLogId)
  }
  // SECURITY: OpenID Discovery 1.0 §4.3, exact comparison; otherwise one server could answer in the name of another (mix-up).
  if (parsed.data.issuer !== profile.issuer) {
    throw invalid('issuer', `is ${parsed.data.issuer}, not ${profile.issuer}`, requestLogId)
  }
  return parsed.data
}

/**
 * The endpoints a registration works with. Profile overrides come first, then the mTLS aliases (RFC 8705 §5), then the plain members.
 * The authorisation endpoint stays the discovered one; its override is applied to the finished address (authorisation-exchange).
 */
export function endpointsOf(metadata: ServerMetadata, profile: Pick<BankProfile, 'endpoints'>): BankRegistration['endpoints'] {
  const aliases = metadata.mtls_endpoint_aliases
  return {
    issuer: metadata.issuer,
    authorizationEndpoint: metadata.authorization_endpoint,
    tokenEndpoint: profile.endpoints.tokenEndpoint ?? aliases?.token_endpoint ?? metadata.token_endpoint,
    registrationEndpoint:
      profile.endpoints.registrationEndpoint ?? aliases?.registration_endpoint ?? metadata.registration_endpoint ?? null,
    jwksUri: metadata.jwks_uri,
    pushedAuthorizationRequestEndpoint:
      aliases?.pushed_authorization_request_endpoint ?? metadata.pushed_authorization_request_endpoint ?? null,
  }
}

// A bank that publishes a wrong endpoint is exactly why a profile overrides it: the member is replaced before it is judged.
function withOverrides(document: unknown, overrides: BankProfile['endpoints']): unknown {
  if (typeof document !== 'object' || document === null || Array.isArray(document)) return document
  return {
    ...document,
    ...(overrides.tokenEndpoint && { token_endpoint: overrides.tokenEndpoint }),
    ...(overrides.registrationEndpoint && { registration_endpoint: overrides.registrationEndpoint }),
  }
}

const invalid = (member: string, fault: string, requestLogId: string) =>
  new AppError('BANK_INVALID_RESPONSE', `Discovery metadata are not usable: "${member}" ${fault}`, {
    remedy: 'Compare the issuer and the discovery address of the bank profile with what the bank documents.',
    requestLogId,
  })
