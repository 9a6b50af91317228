import type { X509Certificate } from 'node:crypto'
import type { ClientMetadata } from 'oidc-provider'
import type { SoftwareRole } from '../../shared/model/software-statement.ts'
import type { SsaClaims } from '../directory/directory.ts'
import { readSubject } from '../directory/subject.ts'
import { type BankClient, type Binding, toProviderJwks } from './clients.ts'
import { RegistrationError } from './errors.ts'
import type { AcceptedRequest, RegistrationClaims } from './request.ts'

// uk-protocol §12: which scope each role of the software may have.
const roleScopes: Partial<Record<SoftwareRole, string>> = { AISP: 'accounts', PISP: 'payments', CBPII: 'fundsconfirmations' }

/** The rules of OB DCR 3.3 for what a client may be. Throws RegistrationError. */
export function checkMetadata(claims: RegistrationClaims, software: SsaClaims): void {
  if (claims.iss !== software.softwareId) fail(`iss is not the software statement's software_id ${software.softwareId}`)
  if (claims.software_id !== undefined && claims.software_id !== software.softwareId)
    fail('software_id is not that of the software statement')
  checkRedirectUris(claims, software)
  checkScope(claims.scope, software)
  checkAuthentication(claims)
  if (!claims.grant_types.includes('authorization_code')) fail('grant_types lacks authorization_code, which response_types needs')
}

function checkRedirectUris(claims: RegistrationClaims, software: SsaClaims): void {
  for (const uri of claims.redirect_uris) {
    const { protocol, hostname, hash } = new URL(uri)
    if (hash !== '') failUri(`${uri} has a fragment`)
    const loopback = hostname === 'localhost' || hostname.endsWith('.localhost') || hostname === '[::1]' || /^127\./.test(hostname)
    // The one deviation from OB DCR: an app on the customer's own machine may use a loopback literal, on any port (RFC 8252 §7.3).
    const literal = protocol === 'http:' && (hostname === '127.0.0.1' || hostname === '[::1]') && claims.application_type !== 'web'
    const listed = software.redirectUris.some((one) => one === uri || (literal && withoutPort(one) === withoutPort(uri)))
    if (!listed) failUri(`${uri} is not among the software statement's redirect URIs`)
    if (literal || (protocol === 'https:' && !loopback)) continue
    failUri(`${uri} is not accepted: redirect URIs are https and not localhost; a native client may use http://127.0.0.1 or http://[::1]`)
  }
}

const withoutPort = (uri: string): string => {
  const url = new URL(uri)
  url.port = ''
  return url.href
}

function checkScope(scope: string, software: SsaClaims): void {
  const allowed = ['openid', ...software.roles.map((role) => roleScopes[role])]
  const refused = scope.split(' ').find((item) => !allowed.includes(item))
  if (refused !== undefined) fail(`scope ${refused} is not covered by the software roles ${software.roles.join(', ')}`)
}

function checkAuthentication(claims: RegistrationClaims): void {
  const { token_endpoint_auth_method: method, tls_client_auth_subject_dn: subjectDn } = claims
  if (method === 'private_key_jwt' && claims.token_endpoint_auth_signing_alg === undefined)
    fail('token_endpoint_auth_signing_alg is missing; private_key_jwt needs it')
  // OB DCR: present if and only if the method is tls_client_auth.
  if (method !== 'tls_client_auth' && subjectDn !== undefined) fail('tls_client_auth_subject_dn goes only with tls_client_auth')
  if (method === 'tls_client_auth' && subjectDn === undefined) fail('tls_client_auth_subject_dn is missing; tls_client_auth needs it')
}

function fail(message: string): never {
  throw new RegistrationError('invalid_client_metadata', message)
}

function failUri(message: string): never {
  throw new RegistrationError('invalid_redirect_uri', message)
}

/** The bank's record of an accepted client, with what the registration is answered with. */
export function toClient(
  request: AcceptedRequest,
  certificate: X509Certificate,
  { clientId, created, tokenHash }: { clientId: string; created: Date; tokenHash: string | null },
): BankClient {
  const { claims, software } = request
  const { iss: _iss, aud: _aud, iat: _iat, exp: _exp, jti: _jti, ...metadata } = claims
  return {
    clientId,
    name: software.clientName,
    origin: 'dcr',
    authMethod: claims.token_endpoint_auth_method,
    binding: bindingOf(claims, software, certificate),
    organisationId: software.organisationId,
    softwareId: software.softwareId,
    created: created.toISOString(),
    ...(tokenHash !== null && { registrationAccessTokenHash: tokenHash }),
    registration: {
      ...metadata,
      client_id: clientId,
      client_id_issued_at: Math.floor(created.getTime() / 1000),
      software_id: software.softwareId,
    },
  }
}

function bindingOf(claims: RegistrationClaims, software: SsaClaims, certificate: X509Certificate): Binding {
  return claims.token_endpoint_auth_method === 'tls_client_auth'
    ? { kind: 'subject', value: readSubject(certificate).distinguishedName }
    : { kind: 'organisation', value: software.organisationId }
}

// OB DCR 3.4 lets a client register JWT bearer; the grant itself is optional, and this token endpoint has none of it.
const isServed = (grant: string) => grant !== 'urn:ietf:params:oauth:grant-type:jwt-bearer'

/** The same client as oidc-provider stores it. */
export function toProviderMetadata(
  { claims, software, signingKeys }: AcceptedRequest,
  { clientId, secretHash, dcrRefreshGrant }: { clientId: string; secretHash: string | null; dcrRefreshGrant: boolean },
): ClientMetadata {
  const algorithm = claims.token_endpoint_auth_signing_alg
  return {
    client_id: clientId,
    client_name: software.clientName,
    application_type: claims.application_type === 'web' ? 'web' : 'native',
    redirect_uris: claims.redirect_uris,
    // A bank whose clients do not register the grant gives refresh tokens all the same.
    grant_types: [...claims.grant_types.filter(isServed), ...(dcrRefreshGrant ? [] : ['refresh_token'])],
    response_types: claims.response_types,
    scope: claims.scope,
    token_endpoint_auth_method: claims.token_endpoint_auth_method,
    ...(secretHash !== null && { client_secret: secretHash }),
    ...(claims.token_endpoint_auth_method === 'private_key_jwt' && algorithm && { token_endpoint_auth_signing_alg: algorithm }),
    ...(claims.token_endpoint_auth_method === 'tls_client_auth' && { tls_client_auth_subject_dn: claims.tls_client_auth_subject_dn }),
    id_token_signed_response_alg: claims.id_token_signed_response_alg,
    request_object_signing_alg: claims.request_object_signing_alg,
    authorization_signed_response_alg: claims.id_token_signed_response_alg,
    require_signed_request_object: true,
    tls_client_certificate_bound_access_tokens: true,
    jwks: toProviderJwks(signingKeys),
  }
}
