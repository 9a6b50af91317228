// The signed body of a registration request (OB DCR 3.2 to 3.4, over RFC 7591).

import { randomUUID } from 'node:crypto'
import type { BankProfile, SigningAlgorithm, TokenEndpointAuthMethod } from '../../../shared/model/bank-profile.ts'
import type { SoftwareStatement } from '../../../shared/model/software-statement.ts'
import { signingAlgorithmOf, signJwt } from '../bank/jws.ts'
import type { SigningKey } from '../bank/session.ts'
import { readSsa } from '../software-statements/ssa.ts'
import {
  audienceOf,
  checkApplicationType,
  checkGrantTypes,
  checkRedirectUris,
  checkScope,
  checkSeparateScopes,
  checkSubjectDn,
} from './registration-checks.ts'

/** Claims of a registration request, under their wire names (OBClientRegistration1). */
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
  id_token_signed_response_alg: SigningAlgorithm
  request_object_signing_alg: SigningAlgorithm
  token_endpoint_auth_signing_alg?: SigningAlgorithm
  tls_client_auth_subject_dn?: string
  subject_type?: 'public' | 'pairwise'
  client_id?: string
}

export interface SignedRegistration {
  contentType: BankProfile['registration']['contentType']
  /** Compact JWS. */
  body: string
  claims: RegistrationClaims
}

export interface AskedRegistration {
  profile: Pick<BankProfile, 'issuer' | 'financialId' | 'registration' | 'responseType'>
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
}

/**
 * The signed body of a POST, or of a PUT when `clientId` is given, which repeats every claim (RFC 7592 §2.2).
 * INVALID_INPUT, naming the field, for what the bank would have to refuse: redirect addresses, scope, grants, length of the subject.
 */
export async function buildRegistrationRequest(asked: AskedRegistration): Promise<SignedRegistration> {
  const { profile, softwareStatement, tokenEndpointAuthMethod, redirectUris, scope, clientId } = asked
  const { version, applicationType, grantTypes, contentType, subjectType } = profile.registration
  const ssa = readSsa(asked.ssaJwt).claims
  checkApplicationType(applicationType, version)
  checkRedirectUris(redirectUris, applicationType, ssa.software_redirect_uris)
  checkScope(scope, ssa.software_roles)
  checkSeparateScopes(scope, profile.registration)
  checkGrantTypes(grantTypes, version)
  if (tokenEndpointAuthMethod === 'tls_client_auth') checkSubjectDn(asked.subjectDn, version)
  const iat = Math.floor(asked.now.getTime() / 1000)
  const algorithm = signingAlgorithmOf(asked.signing)
  const claims: RegistrationClaims = {
    iss: softwareStatement.softwareId,
    iat,
    exp: iat + 300,
    aud: audienceOf(profile, asked.issuer),
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
    id_token_signed_response_alg: algorithm,
    request_object_signing_alg: algorithm,
    ...(tokenEndpointAuthMethod === 'private_key_jwt' && { token_endpoint_auth_signing_alg: algorithm }),
    // OB DCR: present if and only if the method is tls_client_auth.
    ...(tokenEndpointAuthMethod === 'tls_client_auth' && { tls_client_auth_subject_dn: asked.subjectDn }),
    ...(subjectType !== undefined && { subject_type: subjectType }),
    ...(clientId !== undefined && { client_id: clientId }),
  }
  return { contentType, body: await signJwt(asked.signing, claims, { typ: 'JWT' }), claims }
}
