// UK dynamic client registration on the wire (OB DCR 3.2 and 3.3, over RFC 7591 and RFC 7592).

import { randomUUID } from 'node:crypto'
import { AppError } from '../../../shared/errors.ts'
import type { BankProfile, TokenEndpointAuthMethod } from '../../../shared/model/bank-profile.ts'
import type { SoftwareStatement } from '../../../shared/model/software-statement.ts'
import { bankErrorFrom } from '../bank/bank-error.ts'
import type { BankRequest, BankResponse } from '../bank/client.ts'
import { signJwt } from '../bank/jws.ts'
import type { SigningKey } from '../bank/session.ts'
import { readSsa } from '../software-statements/ssa.ts'
import { checkGrantTypes, checkRedirectUris, checkScope, checkSubjectDn } from './registration-checks.ts'

/** Claims of a registration request, under their wire names (OB DCR 3.3, OBClientRegistration1). */
export interface RegistrationClaims extends Record<string, unknown> {
  iss: string
  /** Epoch seconds. */
  iat: number
  exp: number
  aud: string
  jti: string
  redirect_uris: string[]
  token_endpoint_auth_method: TokenEndpointAuthMethod
  grant_types: string[]
  response_types: string[]
  scope: string
  software_id: string
  software_statement: string
  application_type: BankProfile['registration']['applicationType']
  id_token_signed_response_alg: string
  request_object_signing_alg: string
  token_endpoint_auth_signing_alg?: string
  tls_client_auth_subject_dn?: string
  client_id?: string
}

export interface SignedRegistration {
  contentType: BankProfile['registration']['contentType']
  /** Compact JWS. */
  body: string
  claims: RegistrationClaims
}

/**
 * The signed body of a POST, or of a PUT when `clientId` is given, which repeats every claim (RFC 7592 §2.2).
 * INVALID_INPUT, naming the field, for what the bank would have to refuse: redirect addresses, scope, grants, length of the subject.
 */
export async function buildRegistrationRequest(asked: {
  profile: Pick<BankProfile, 'issuer' | 'registration' | 'responseType'>
  softwareStatement: Pick<SoftwareStatement, 'softwareId'>
  ssaJwt: string
  /** The subject of the transport certificate, as the bank is to compare it. */
  subjectDn: string
  tokenEndpointAuthMethod: TokenEndpointAuthMethod
  redirectUris: string[]
  scope: string
  signing: SigningKey
  now: Date
  clientId?: string
  /** As discovered; the profile’s when absent. */
  issuer?: string
}): Promise<SignedRegistration> {
  const { profile, softwareStatement, tokenEndpointAuthMethod, redirectUris, scope, clientId } = asked
  const { version, audience, applicationType, grantTypes, contentType } = profile.registration
  const ssa = readSsa(asked.ssaJwt).claims
  checkRedirectUris(redirectUris, applicationType, ssa.software_redirect_uris)
  checkScope(scope, ssa.software_roles)
  checkGrantTypes(grantTypes, version)
  if (tokenEndpointAuthMethod === 'tls_client_auth') checkSubjectDn(asked.subjectDn, version)
  const iat = Math.floor(asked.now.getTime() / 1000)
  const claims: RegistrationClaims = {
    iss: softwareStatement.softwareId,
    iat,
    exp: iat + 300,
    aud: audience ?? asked.issuer ?? profile.issuer,
    jti: randomUUID(),
    redirect_uris: redirectUris,
    token_endpoint_auth_method: tokenEndpointAuthMethod,
    grant_types: grantTypes,
    response_types: [profile.responseType],
    scope,
    software_id: softwareStatement.softwareId,
    software_statement: asked.ssaJwt,
    application_type: applicationType,
    // FAPI 1.0 Advanced 8.6: PS256 or ES256, never RS256.
    id_token_signed_response_alg: 'PS256',
    request_object_signing_alg: 'PS256',
    ...(tokenEndpointAuthMethod === 'private_key_jwt' && { token_endpoint_auth_signing_alg: 'PS256' }),
    // OB DCR 3.3: present if and only if the method is tls_client_auth.
    ...(tokenEndpointAuthMethod === 'tls_client_auth' && { tls_client_auth_subject_dn: asked.subjectDn }),
    ...(clientId !== undefined && { client_id: clientId }),
  }
  return { contentType, body: await signJwt(asked.signing, claims, { typ: 'JWT' }), claims }
}

interface ClientCall {
  registrationEndpoint: string
  clientId: string
  /** Of the client itself, or the registration access token. */
  accessToken: string
}

/** POST to the registration endpoint; the transport certificate is the only authentication. */
export function buildRegistrationCreate(registrationEndpoint: string, { contentType, body }: SignedRegistration): BankRequest {
  return {
    method: 'POST',
    url: registrationEndpoint,
    headers: [
      ['content-type', contentType],
      ['accept', 'application/json'],
    ],
    body,
  }
}

/** GET the client (RFC 7592 §2.1). */
export function buildRegistrationRead(call: ClientCall): BankRequest {
  return { method: 'GET', url: clientUrl(call), headers: [bearer(call), ['accept', 'application/json']] }
}

/** PUT the client (RFC 7592 §2.2). */
export function buildRegistrationUpdate({ request, ...call }: ClientCall & { request: SignedRegistration }): BankRequest {
  const headers: [string, string][] = [bearer(call), ['content-type', request.contentType], ['accept', 'application/json']]
  return { method: 'PUT', url: clientUrl(call), headers, body: request.body }
}

/** DELETE the client (RFC 7592 §2.3). */
export function buildRegistrationDelete(call: ClientCall): BankRequest {
  return { method: 'DELETE', url: clientUrl(call), headers: [bearer(call)] }
}

const clientUrl = ({ registrationEndpoint, clientId }: ClientCall): string =>
  `${registrationEndpoint.replace(/\/$/, '')}/${encodeURIComponent(clientId)}`

const bearer = ({ accessToken }: ClientCall): [string, string] => ['authorization', `Bearer ${accessToken}`]

export interface RegistrationAnswer {
  clientId: string
  clientSecret: string | null
  registrationAccessToken: string | null
  /** The bank's answer without secrets and without the software statement. */
  accepted: Record<string, unknown>
  /** Where the bank registered something else than was asked for; `accepted` is null where it does not say. */
  differences: { claim: string; asked: unknown; accepted: unknown }[]
}

/**
 * Reads the answer to a POST (201), PUT or GET (200) (RFC 7591 §3.2.1). `asked`: the claims that were, or once were, requested.
 * BANK_ERROR_RESPONSE for a refusal, BANK_INVALID_RESPONSE when there is no client_id.
 */
export function processRegistrationResponse(
  response: BankResponse,
  expectedStatus: 200 | 201,
  asked: Record<string, unknown>,
): RegistrationAnswer {
  if (response.status !== expectedStatus) throw expectedStatus === 201 ? creationError(response) : managementError(response, 'Registration')
  const json = response.json()
  const members: Record<string, unknown> = typeof json === 'object' && json !== null ? { ...json } : {}
  const { client_secret: clientSecret, registration_access_token: registrationAccessToken, software_statement: _, ...accepted } = members
  const { client_id: clientId } = accepted
  if (typeof clientId !== 'string' || clientId === '') {
    throw new AppError('BANK_INVALID_RESPONSE', 'Registration was answered without a client_id', {
      requestLogId: response.requestLogId,
      remedy: 'Look at the exchange in the request log and ask the bank whether it holds a client for this software statement.',
    })
  }
  return {
    clientId,
    clientSecret: typeof clientSecret === 'string' ? clientSecret : null,
    registrationAccessToken: typeof registrationAccessToken === 'string' ? registrationAccessToken : null,
    accepted,
    differences: Object.entries(asked)
      .filter(([claim, value]) => !requestOnly.has(claim) && !sameValue(value, accepted[claim]))
      .map(([claim, value]) => ({ claim, asked: value, accepted: accepted[claim] ?? null })),
  }
}

/** Reads the answer to a DELETE, which is 204 and empty. */
export function processRegistrationDelete(response: BankResponse): void {
  if (response.status !== 204) throw managementError(response, 'Deletion of the registration')
}

/** Claims of the JWT itself, and the statement, which the answer need not repeat. */
const requestOnly = new Set(['iss', 'iat', 'exp', 'aud', 'jti', 'software_statement'])

/** Lists, and words of a scope, in any order; some banks answer a scope as a list. */
function sameValue(asked: unknown, accepted: unknown): boolean {
  const parts = (value: unknown) => (Array.isArray(value) ? value.map(String) : String(value).split(' ')).sort().join('\n')
  return accepted !== undefined && parts(asked) === parts(accepted)
}

/** POST carries no token: a 401 or 403 is about the certificate and the organisation behind it. */
function creationError(response: BankResponse): AppError {
  const error = bankErrorFrom(response, 'Registration')
  const unauthorised = response.status === 401 || response.status === 403
  if (unauthorised) error.details.remedy = 'Ask the bank whether it has enrolled the organisation and trusts the transport certificate.'
  return error
}

function managementError(response: BankResponse, what: string): AppError {
  const error = bankErrorFrom(response, what)
  // OB DCR 3.3: GET, PUT and DELETE are optional for a bank.
  if (response.status === 405) error.details.remedy = 'The bank does not offer this; use the bank’s own portal for the client.'
  // OB DCR 3.3: 401 also stands for a client that the bank does not know.
  if (response.status === 401) error.details.remedy = 'Obtain a new token; if it is refused again, the bank may no longer know the client.'
  return error
}
