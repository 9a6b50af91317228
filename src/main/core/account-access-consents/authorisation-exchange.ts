// Asking a bank to let its customer authorise a consent: the request object, the address to open, and PAR.

import { createHash, randomUUID } from 'node:crypto'
import type { JWTPayload } from 'jose'
import { AppError } from '../../../shared/errors.ts'
import type { BankProfile } from '../../../shared/model/bank-profile.ts'
import { signJwt } from '../bank/jws.ts'
import type { BankSession } from '../bank/session.ts'
import { isLoopbackLiteral } from '../redirect/loopback-address.ts'

/** FAPI 1.0 Advanced 5.2.3 (7) allows an hour; half of it leaves the customer time to open the address. */
const requestObjectLifetimeSeconds = 1800
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
  /** The customer authorised this consent before. */
  reauthorisation?: boolean
}

type Parameters = Record<string, string>

export interface AuthorisationRequest {
  /** For the customer's browser. */
  url: string
  /** What is asked, by parameter. */
  requestObjectClaims: JWTPayload
  /** Compact JWS; null where the profile forbids one. */
  requestObject: string | null
  /** What PAR pushes, to which the client's authentication is added (RFC 9126 §3). */
  pushed: Parameters
  /** The bank's own and the repeated ones, which stand beside the request object and beside a reference to it. */
  beside: Parameters
}

/** Whether an authorisation of this bank is protected by PKCE (FAPI 1.0 Advanced 5.2.3 (9) asks for it with PAR). */
export const usesPkce = (profile: Pick<BankProfile, 'responseType' | 'pushedAuthorizationRequest'>): boolean =>
  profile.responseType === 'code' || profile.pushedAuthorizationRequest

/**
 * Makes the request and the address that carries it. INVALID_INPUT when the profile’s authorisation endpoint is neither https nor
 * http on a loopback literal; CONFLICT when the profile of a live bank leaves out the request object.
 */
export async function buildAuthorisationRequest(input: AuthorisationRequestInput): Promise<AuthorisationRequest> {
  const { session, redirectUri } = input
  const { client, profile, signing } = session
  const { clientId: client_id } = client
  const asked = parametersOf(input)
  const beside = besideOf(input)
  if (!signsRequests(profile)) {
    const pushed = inClear(asked)
    return { url: authorisationAddress(session, { ...pushed, ...beside }), requestObjectClaims: asked, requestObject: null, pushed, beside }
  }
  const requestObjectClaims = { ...asked, ...envelopeOf(input) }
  const requestObject = await signJwt(signing, requestObjectClaims, { typ: 'JWT' })
  const { scope } = profile.authorisation
  // FAPI 1.0 Advanced 5.2.3 (4), (5): everything is inside; OAuth wants these few outside as well, with the same values.
  const outside = { client_id, response_type: profile.responseType, scope, redirect_uri: redirectUri, request: requestObject }
  const url = authorisationAddress(session, { ...outside, ...beside })
  return { url, requestObjectClaims, requestObject, pushed: { client_id, request: requestObject }, beside }
}

/** The address for the customer's browser after a pushed request (RFC 9126 §4, FAPI 1.0 Advanced 5.2.3 (9)). */
export const urlForPushedRequest = (
  session: Pick<BankSession, 'client' | 'endpoints' | 'profile'>,
  requestUri: string,
  beside: Parameters = {},
): string => authorisationAddress(session, { client_id: session.client.clientId, request_uri: requestUri, ...beside })

/** RFC 7636 §4.2, S256. */
export const codeChallengeOf = (codeVerifier: string): string => createHash('sha256').update(codeVerifier, 'ascii').digest('base64url')

function signsRequests({ authorisation, environment, name }: BankProfile): boolean {
  if (authorisation.requestObject === 'signed') return true
  // SECURITY: whoever has the address in hand could change what an unsigned request asks for.
  if (environment !== 'live') return false
  throw new AppError('CONFLICT', `Bank profile "${name}" is of a live bank and leaves out the signed request object`, {
    remedy: 'Set authorisation.requestObject of the profile to signed; only sandboxes go without.',
  })
}

/** OIDC Core 3.1.2.1 and 5.5, FAPI 1.0 Advanced 5.2.3 (9), UK OB Security Profile "Hybrid Grant Parameters". */
function parametersOf({ session, consentId, redirectUri, state, nonce, codeVerifier }: AuthorisationRequestInput): JWTPayload {
  const { profile, client } = session
  const { openIdConnect, scope } = profile.authorisation
  const intent = { value: consentId, essential: true }
  return {
    response_type: profile.responseType,
    client_id: client.clientId,
    redirect_uri: redirectUri,
    scope,
    state,
    // Whatever else is written in a profile is what the response type does by itself, or what the bank does unasked.
    ...(profile.responseMode === 'jwt' && { response_mode: 'jwt' }),
    ...(codeVerifier !== null && { code_challenge: codeChallengeOf(codeVerifier), code_challenge_method: 'S256' }),
    ...(openIdConnect && { nonce, max_age: requestedMaxAgeSeconds }),
    ...((openIdConnect || profile.authorisation.requestObject === 'signed') && {
      claims: {
        userinfo: { openbanking_intent_id: intent },
        id_token: {
          openbanking_intent_id: intent,
          ...(profile.acrValues.length > 0 && { acr: { essential: true, values: profile.acrValues } }),
        },
      },
    }),
  }
}

/** OIDC Core 6.1, FAPI 1.0 Advanced 5.2.3 (6) to (8). */
function envelopeOf({ session: { profile, client, endpoints }, now }: AuthorisationRequestInput): JWTPayload {
  const seconds = Math.floor(now.getTime() / 1000)
  return {
    iss: client.clientId,
    aud: profile.requestObjectAudience ?? endpoints.issuer,
    iat: seconds,
    nbf: seconds,
    exp: seconds + requestObjectLifetimeSeconds,
    jti: randomUUID(),
  }
}

function besideOf({ session, consentId, state, nonce, reauthorisation = false }: AuthorisationRequestInput): Parameters {
  const { parameters, repeatedParameters } = session.profile.authorisation
  const own = parameters.filter(({ when }) => when === 'always' || reauthorisation)
  return Object.fromEntries([
    ...repeatedParameters.map((name) => [name, { nonce, state }[name]]),
    ...own.map(({ name, value }) => [name, value.replaceAll('{consentId}', consentId)]),
  ])
}

const inClear = (asked: JWTPayload): Parameters =>
  Object.fromEntries(Object.entries(asked).map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)]))

/** The finished address. The profile's override replaces scheme, host and path last, so that every rule before it saw https. */
function authorisationAddress({ endpoints, profile }: Pick<BankSession, 'endpoints' | 'profile'>, parameters: Parameters): string {
  const url = new URL(overrideOf(profile) ?? endpoints.authorizationEndpoint)
  const pairs = Object.entries(parameters)
  if (profile.authorisation.query === 'data') {
    const query = pairs.map(([name, value]) => `${name}=${value}`).join('&')
    url.searchParams.set('data', Buffer.from(query).toString('base64url'))
  } else for (const [name, value] of pairs) url.searchParams.set(name, value)
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
