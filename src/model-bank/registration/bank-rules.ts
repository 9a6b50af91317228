// What this bank wants of a registration beyond the standard, or otherwise than it: one rule for each switch of its behaviour.

import type { X509Certificate } from 'node:crypto'
import { renderDn, sameDistinguishedName, subjectAttributes } from '../../pki/distinguished-name.ts'
import { cibaGrant, dcrVersions, subjectDnProblem } from '../../shared/dcr-versions.ts'
import type { BankBehaviour } from '../../shared/model/bank-behaviour.ts'
import type { SigningAlgorithm } from '../../shared/model/bank-profile.ts'
import { readSubject } from '../directory/subject.ts'
import { RegistrationError } from './errors.ts'
import type { RegistrationClaims } from './request.ts'

export type BankRules = Pick<
  BankBehaviour,
  | 'dcrVersion'
  | 'dcrAudience'
  | 'subjectDnRendering'
  | 'dcrRefreshGrant'
  | 'dcrSubjectType'
  | 'dcrSeparateScopes'
  | 'tokenEndpointAuthMethods'
  | 'signingAlgorithms'
  | 'financialId'
>

/** Whom a request may be addressed to. */
export const audiencesOf = ({ dcrAudience, financialId }: BankRules, issuer: string): string[] => {
  const organisation = financialId === null ? [] : [financialId]
  if (dcrAudience === null) return [issuer, ...organisation]
  return dcrAudience === 'issuer' ? [issuer] : organisation
}

/** Throws RegistrationError for an algorithm that the bank does not take; `what` begins the sentence. */
export function checkAlgorithm(alg: unknown, { signingAlgorithms }: Pick<BankRules, 'signingAlgorithms'>, what: string): SigningAlgorithm {
  const found = signingAlgorithms.find((one) => one === alg)
  if (found === undefined) fail(`${what} ${alg}, not with ${signingAlgorithms.join(' or ')}`)
  return found
}

/** Throws RegistrationError. */
export function checkBankRules(claims: RegistrationClaims, certificate: X509Certificate, rules: BankRules): void {
  checkVersion(claims, rules.dcrVersion)
  checkScopes(claims.scope, rules)
  checkSubject(claims.tls_client_auth_subject_dn, certificate, rules.subjectDnRendering)
  const { token_endpoint_auth_method: method, grant_types: grants } = claims
  if (!(rules.tokenEndpointAuthMethods ?? [method]).includes(method)) fail(`token_endpoint_auth_method ${method} is not offered`)
  if (!rules.dcrRefreshGrant && grants.includes('refresh_token'))
    fail('grant_types holds refresh_token, which clients here do not register')
  if (rules.dcrSubjectType !== null && claims.subject_type !== rules.dcrSubjectType) fail(`subject_type is not ${rules.dcrSubjectType}`)
  for (const name of ['id_token_signed_response_alg', 'request_object_signing_alg', 'token_endpoint_auth_signing_alg'] as const) {
    if (claims[name] !== undefined) checkAlgorithm(claims[name], rules, `${name} is`)
  }
}

function checkVersion(claims: RegistrationClaims, version: BankRules['dcrVersion']): void {
  const { application_type: type, grant_types: grants, tls_client_auth_subject_dn: subjectDn } = claims
  // A bank that takes every version takes what the latest has.
  const grant = grants.find((one) => !dcrVersions[version ?? '3.4'].grantTypes.includes(one))
  if (grant !== undefined) fail(`grant_types holds ${grant}, which is not part of OB DCR${version === null ? '' : ` ${version}`}`)
  if (grants.includes(cibaGrant)) fail(`grant_types holds ${cibaGrant}, which this bank does not offer`)
  if (version === null) return
  const { applicationTypes, subjectDn: wanted } = dcrVersions[version]
  if (!applicationTypes.includes(type)) fail(`application_type ${type} is not part of OB DCR ${version}`)
  const problem = subjectDn === undefined ? null : subjectDnProblem(subjectDn, version)
  if (problem === 'length') fail(`tls_client_auth_subject_dn is longer than ${wanted.limit} characters`)
  if (problem === 'form') fail(`tls_client_auth_subject_dn does not match the pattern of OB DCR ${version}: CN=…,NAME=VALUE,…`)
}

function checkScopes(scope: string, { dcrSeparateScopes }: BankRules): void {
  const words = scope.split(' ')
  if (dcrSeparateScopes && words.includes('accounts') && words.includes('payments'))
    fail('scope holds accounts and payments; a client has one')
}

/** RFC 8705 §2.1.2 has the subject compared as a name; many banks compare it as text. */
function checkSubject(subjectDn: string | undefined, certificate: X509Certificate, rendering: BankRules['subjectDnRendering']): void {
  if (subjectDn === undefined) return
  const presented = readSubject(certificate).distinguishedName
  const same =
    rendering === null
      ? sameDistinguishedName(subjectDn, presented)
      : subjectDn === renderDn(subjectAttributes(certificate.toString()), rendering)
  if (!same) fail(`tls_client_auth_subject_dn is not the subject of the presented certificate, ${presented}`)
}

function fail(message: string): never {
  throw new RegistrationError('invalid_client_metadata', message)
}
