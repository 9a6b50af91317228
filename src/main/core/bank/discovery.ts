// What a bank publishes about its authorisation server, checked before any of it is used.

import { z } from 'zod'
import { AppError } from '../../../shared/errors.ts'
import type { BankProfile } from '../../../shared/model/bank-profile.ts'
import type { BankRegistration } from '../../../shared/model/bank-registration.ts'
import { checkAdvertised } from './advertised.ts'
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
  jwks_uri: endpoint.optional(),
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
  authorization_response_iss_parameter_supported: z.boolean().optional(),
})

/** OpenID Discovery 1.0 §3, RFC 8414 §2; members that are not used here are kept as they came. */
export type ServerMetadata = z.infer<typeof serverMetadata>

type DiscoveredProfile = Pick<
  BankProfile,
  'displayName' | 'issuer' | 'discovery' | 'discoveryUrl' | 'responseModesSupported' | 'endpoints'
> &
  Parameters<typeof checkAdvertised>[1]

/** Where the metadata are: the profile's address, or derived from the issuer (OpenID Discovery 1.0 §4.1). INVALID_INPUT without either. */
export const discoveryUrlOf = ({
  displayName,
  issuer,
  discoveryUrl,
}: Pick<BankProfile, 'displayName' | 'issuer' | 'discoveryUrl'>): string => {
  if (discoveryUrl) return discoveryUrl
  if (issuer) return `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`
  throw new AppError('INVALID_INPUT', `The bank profile of ${displayName} has no issuer`, { field: 'issuer' })
}

/**
 * Reads and checks the bank’s metadata; those of a bank that publishes none are in its profile. Throws BANK_ERROR_RESPONSE when the
 * bank refuses, and BANK_INVALID_RESPONSE, naming the member at fault, when they are not usable; both are linked to the exchange.
 */
export async function discover(
  bank: BankClient,
  target: BankTarget,
  identity: TransportIdentity | null,
  profile: BankProfile,
  context: ExchangeContext,
): Promise<ServerMetadata> {
  if (profile.discovery === 'none') return metadataOf(profile)
  const url = discoveryUrlOf(profile)
  const response = await bank.send(target, identity, { method: 'GET', url, headers: [['accept', 'application/json']] }, context)
  return processDiscoveryResponse(response, profile)
}

/** The pure half of `discover`. */
export function processDiscoveryResponse(response: BankResponse, profile: DiscoveredProfile): ServerMetadata {
  if (response.status !== 200) throw bankErrorFrom(response, `Discovery of ${profile.issuer}`)
  const { requestLogId } = response
  const parsed = serverMetadata.safeParse(withProfile(response.json(), profile))
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    throw invalid(issue?.path.join('.') || 'document', issue?.message ?? 'is not an object', requestLogId)
  }
  const { data } = parsed
  // SECURITY: OpenID Discovery 1.0 §4.3, exact comparison; otherwise one server could answer in the name of another (mix-up).
  if (data.issuer !== profile.issuer) throw invalid('issuer', `is ${data.issuer}, not ${profile.issuer}`, requestLogId)
  if (!data.jwks_uri && profile.authorisation.openIdConnect) throw invalid('jwks_uri', 'is missing', requestLogId)
  checkAdvertised(data, profile, requestLogId)
  return data
}

/** What stands in for metadata at a bank that publishes none. INVALID_INPUT names the endpoint that the profile lacks. */
function metadataOf({ displayName, issuer, endpoints }: BankProfile): ServerMetadata {
  const given = (name: 'authorizationEndpoint' | 'tokenEndpoint'): string => {
    const address = endpoints[name]
    if (address) return address
    throw new AppError('INVALID_INPUT', `The bank profile of ${displayName} has no ${name}, and the bank publishes none`, {
      field: `endpoints.${name}`,
    })
  }
  const tokenEndpoint = given('tokenEndpoint')
  return {
    issuer: issuer ?? new URL(tokenEndpoint).origin,
    authorization_endpoint: given('authorizationEndpoint'),
    token_endpoint: tokenEndpoint,
    ...membersOf(endpoints),
  }
}

/**
 * The endpoints a registration works with. Profile overrides come first, then the mTLS aliases (RFC 8705 §5), then the plain members.
 * The authorisation endpoint stays the discovered one; its override is applied to the finished address (authorisation-exchange).
 */
export function endpointsOf(metadata: ServerMetadata, { endpoints }: Pick<BankProfile, 'endpoints'>): BankRegistration['endpoints'] {
  const aliases = metadata.mtls_endpoint_aliases
  return {
    issuer: metadata.issuer,
    authorizationEndpoint: metadata.authorization_endpoint,
    tokenEndpoint: endpoints.tokenEndpoint ?? aliases?.token_endpoint ?? metadata.token_endpoint,
    registrationEndpoint: endpoints.registrationEndpoint ?? aliases?.registration_endpoint ?? metadata.registration_endpoint ?? null,
    jwksUri: metadata.jwks_uri ?? null,
    pushedAuthorizationRequestEndpoint:
      endpoints.pushedAuthorizationRequestEndpoint ??
      aliases?.pushed_authorization_request_endpoint ??
      metadata.pushed_authorization_request_endpoint ??
      null,
    // RFC 9207 §3: false when omitted.
    issInAuthorisationResponse: metadata.authorization_response_iss_parameter_supported ?? false,
  }
}

const membersOf = (endpoints: BankProfile['endpoints']) => ({
  ...(endpoints.tokenEndpoint && { token_endpoint: endpoints.tokenEndpoint }),
  ...(endpoints.registrationEndpoint && { registration_endpoint: endpoints.registrationEndpoint }),
  ...(endpoints.jwksUri && { jwks_uri: endpoints.jwksUri }),
  ...(endpoints.pushedAuthorizationRequestEndpoint && {
    pushed_authorization_request_endpoint: endpoints.pushedAuthorizationRequestEndpoint,
  }),
})

// A bank that publishes a wrong endpoint is exactly why a profile overrides it: the member is replaced before it is judged.
function withProfile(document: unknown, { endpoints, responseModesSupported }: DiscoveredProfile): unknown {
  if (typeof document !== 'object' || document === null || Array.isArray(document)) return document
  return {
    ...(responseModesSupported && { response_modes_supported: responseModesSupported }),
    ...document,
    ...membersOf(endpoints),
  }
}

const invalid = (member: string, fault: string, requestLogId: string) =>
  new AppError('BANK_INVALID_RESPONSE', `Discovery metadata are not usable: "${member}" ${fault}`, {
    remedy: 'Compare the issuer and the discovery address of the bank profile with what the bank documents.',
    requestLogId,
  })
