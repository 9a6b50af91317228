// Asking a bank to let its customer authorise a consent: the signed request object, the address to open, and PAR.

import { createHash, randomUUID } from 'node:crypto'
import type { JWTPayload } from 'jose'
import { AppError } from '../../../shared/errors.ts'
import type { BankProfile } from '../../../shared/model/bank-profile.ts'
import { signJwt } from '../bank/jws.ts'
import type { BankSession } from '../bank/session.ts'
import { isLoopbackLiteral } from '../redirect/loopback-address.ts'

/** FAPI 1.0 Advanced 5.2.3 (7) allows an hour; half of it leaves the customer time to open the address. */
export const requestObjectLifetimeSeconds = 1800
/** max_age that is asked for: the customer has authenticated within a day. The ID tokens then carry auth_time (OIDC Core 3.1.2.1). */
export const requestedMaxAgeSeconds = 86_400

export interface AuthorisationRequestInput {
  session: BankSession
  consentId: string
  /** As registered, with the port that is listened on. */
  redirectUri: string
  state: string
  nonce: string
  /** RFC 7636 §4.1; null where `usesPkce` says no. */
  codeVerifier: string | null
  now: Date
  scope?: string
}

export interface AuthorisationRequest {
  /** For the customer's browser. */
  url: string
  requestObjectClaims: JWTPayload
  /** Compact JWS; what PAR pushes. */
  requestObject: string
}

/** Whether an authorisation of this bank is protected by PKCE (FAPI 1.0 Advanced 5.2.3 (9) asks for it with PAR). */
export const usesPkce = (profile: Pick<BankProfile, 'responseType' | 'pushedAuthorizationRequest'>): boolean =>
  profile.responseType === 'code' || profile.pushedAuthorizationRequest

/**
 * Signs the request object and makes the address that carries it. INVALID_INPUT when the profile’s authorisation endpoint is
 * neither https nor http on a loopback literal.
 */
export async function buildAuthorisationRequest(input: AuthorisationRequestInput): Promise<AuthorisationRequest> {
  const { session, redirectUri } = input
  const requestObjectClaims = requestObjectClaimsOf(input)
  const requestObject = await signJwt(session.signing, requestObjectClaims, { typ: 'JWT' })
  // FAPI 1.0 Advanced 5.2.3 (4), (5): everything is inside; OAuth wants these few outside as well, with the same values.
  const url = authorisationAddress(session, {
    client_id: session.client.clientId,
    response_type: session.profile.responseType,
    scope: scopeOf(input),
    redirect_uri: redirectUri,
    request: requestObject,
  })
  return { url, requestObjectClaims, requestObject }
}

/**
 * Form parameters of a pushed authorisation request (RFC 9126 §3), to which the client's authentication is added;
 * they go to `session.endpoints.pushedAuthorizationRequestEndpoint`.
 */
export const buildPushedRequest = (session: Pick<BankSession, 'client'>, requestObject: string): [string, string][] => [
  ['client_id', session.client.clientId],
  ['request', requestObject],
]

/** The address for the customer's browser after a pushed request (RFC 9126 §4, FAPI 1.0 Advanced 5.2.3 (9)). */
export const urlForPushedRequest = (session: Pick<BankSession, 'client' | 'endpoints' | 'profile'>, requestUri: string): string =>
  authorisationAddress(session, { client_id: session.client.clientId, request_uri: requestUri })

/** RFC 7636 §4.2, S256. */
export const codeChallengeOf = (codeVerifier: string): string => createHash('sha256').update(codeVerifier, 'ascii').digest('base64url')

const scopeOf = ({ scope }: AuthorisationRequestInput) => scope ?? 'openid accounts'

/** OIDC Core 6.1, FAPI 1.0 Advanced 5.2.3 (6) to (9), UK OB Security Profile "Hybrid Grant Parameters". */
function requestObjectClaimsOf(input: AuthorisationRequestInput): JWTPayload {
  const { session, consentId, redirectUri, state, nonce, codeVerifier, now } = input
  const { profile, client, endpoints } = session
  const seconds = Math.floor(now.getTime() / 1000)
  const intent = { value: consentId, essential: true }
  return {
    iss: client.clientId,
    aud: profile.requestObjectAudience ?? endpoints.issuer,
    response_type: profile.responseType,
    client_id: client.clientId,
    redirect_uri: redirectUri,
    scope: scopeOf(input),
    state,
    nonce,
    iat: seconds,
    nbf: seconds,
    exp: seconds + requestObjectLifetimeSeconds,
    jti: randomUUID(),
    max_age: requestedMaxAgeSeconds,
    // fragment is what `code id_token` does by itself.
    ...(profile.responseMode !== 'fragment' && { response_mode: profile.responseMode }),
    ...(codeVerifier !== null && { code_challenge: codeChallengeOf(codeVerifier), code_challenge_method: 'S256' }),
    claims: {
      userinfo: { openbanking_intent_id: intent },
      id_token: {
        openbanking_intent_id: intent,
        ...(profile.acrValues.length > 0 && { acr: { essential: true, values: profile.acrValues } }),
      },
    },
  }
}

/** The finished address. The profile's override replaces scheme, host and path last, so that every rule before it saw https. */
function authorisationAddress(
  { endpoints, profile }: Pick<BankSession, 'endpoints' | 'profile'>,
  parameters: Record<string, string>,
): string {
  const url = new URL(overrideOf(profile) ?? endpoints.authorizationEndpoint)
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value)
  return url.href
}

function overrideOf(profile: BankProfile): string | undefined {
  const override = profile.endpoints.authorizationEndpoint
  const url = override === undefined ? null : URL.parse(override)
  // SECURITY: a request over http can be read and redirected on the way; only a loopback literal never leaves the machine (RFC 8252 §8.3).
  if (override !== undefined && url?.protocol !== 'https:' && !(url?.protocol === 'http:' && isLoopbackLiteral(url))) {
    throw new AppError('INVALID_INPUT', `Authorisation endpoint of bank profile "${profile.name}" is neither https nor loopback`, {
      field: 'endpoints.authorizationEndpoint',
      remedy: 'Use https, or http on 127.0.0.1 or [::1].',
    })
  }
  return override
}
