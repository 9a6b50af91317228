// What the input of a registration says that cannot be so, or that nothing would come of; said before anything leaves.

import type { ParsedInput } from '../../../shared/api.ts'
import { AppError } from '../../../shared/errors.ts'
import type { TokenEndpointAuthMethod } from '../../../shared/model/bank-profile.ts'
import type { ConformanceWarning } from '../../../shared/model/common.ts'
import type { SoftwareStatement } from '../../../shared/model/software-statement.ts'
import { readSsa } from '../software-statements/ssa.ts'
import { requireRedirectUris, scopesWithoutRole, unlistedRedirectUris } from './registration-checks.ts'

export type CreateInput = ParsedInput<'bankRegistration.create'>

const refuse = (field: string, message: string, remedy?: string) =>
  new AppError('INVALID_INPUT', message, { field, ...(remedy && { remedy }) })

/** Whatever the bank is. */
export function checkInput(input: CreateInput, method: TokenEndpointAuthMethod): void {
  const { externalApiId, subjectDnRendering, tlsClientAuthSubjectDn } = input
  if (input.externalApiSecret && !externalApiId)
    throw refuse('externalApiId', 'A client secret is of no use without the client id it belongs to')
  if (input.registrationAccessToken && !externalApiId)
    throw refuse('externalApiId', 'A registration access token is of no use without the client id it belongs to')
  if (tlsClientAuthSubjectDn && subjectDnRendering)
    throw refuse('tlsClientAuthSubjectDn', 'Either tlsClientAuthSubjectDn or subjectDnRendering is given, not both')
  const subject = tlsClientAuthSubjectDn ? 'tlsClientAuthSubjectDn' : subjectDnRendering && 'subjectDnRendering'
  if (subject && method !== 'tls_client_auth') throw refuse(subject, `A subject is of no use with ${method}`, 'Leave it out.')
  if (subjectDnRendering && externalApiId) {
    const remedy = 'Leave it out, or give the subject that the bank has registered as tlsClientAuthSubjectDn.'
    throw refuse('subjectDnRendering', 'A client registered elsewhere has its subject already', remedy)
  }
}

const needsSecret = (method: TokenEndpointAuthMethod): boolean => method === 'client_secret_basic' || method === 'client_secret_post'

/** A client registered elsewhere. */
export function checkImport(input: CreateInput, method: TokenEndpointAuthMethod, { redirectUris }: SoftwareStatement): void {
  if (needsSecret(method) && !input.externalApiSecret)
    throw refuse('externalApiSecret', `${method} needs the client secret that the bank gave`)
  requireRedirectUris(input.redirectUris ?? redirectUris)
}

/** What a portal took although dynamic registration would not (OB DCR 3.3, redirect_uris and scope). */
export function importWarnings({ redirectUris, scope }: CreateInput, statement: SoftwareStatement): ConformanceWarning[] {
  if (!statement.ssa) return []
  const { software_redirect_uris: listed, software_roles: roles } = readSsa(statement.ssa.jwt).claims
  const warning = (member: string, message: string) => ({ path: `$.${member}`, message, clause: 'OB DCR 3.3', known: false })
  return [
    ...unlistedRedirectUris(redirectUris ?? statement.redirectUris, listed).map((one) =>
      warning('redirect_uris', `Redirect address ${one} is not in the software statement assertion`),
    ),
    ...scopesWithoutRole(scope, roles).map(({ word, role }) =>
      warning('scope', `Scope ${word} needs the role ${role}, which the software statement assertion lacks`),
    ),
  ]
}
