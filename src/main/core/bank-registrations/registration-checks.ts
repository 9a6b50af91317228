// What a registration request must not ask for; said here, naming the field, before the bank says it less clearly.

import { cibaGrant, dcrVersions, subjectDnProblem } from '../../../shared/dcr-versions.ts'
import { AppError } from '../../../shared/errors.ts'
import type { BankProfile } from '../../../shared/model/bank-profile.ts'
import type { SoftwareStatement } from '../../../shared/model/software-statement.ts'
import { isLoopbackLiteral } from '../redirect/loopback-address.ts'

type Registration = BankProfile['registration']

/** The assertion that a request carries; it has to be of the statement's own software and organisation (OB DCR 3.3, software_statement). */
export function assertionOf({ clientName, ssa }: Pick<SoftwareStatement, 'clientName' | 'ssa'>): string {
  const field = 'softwareStatementId'
  if (!ssa) throw refuse(field, `Software statement "${clientName}" has no assertion`, 'Obtain one from the directory.')
  const other = ssa.checks.find(({ claim, verdict }) => verdict === 'fail' && (claim === 'software_id' || claim === 'org_id'))
  if (!other) return ssa.jwt
  const message = `Assertion of software statement "${clientName}" has ${other.claim} ${other.actual ?? 'absent'} instead of ${other.expected}`
  const error = refuse(field, message, 'Obtain an assertion of this software statement from the directory.')
  error.details.checks = [other]
  throw error
}

/** OB DCR 3.3, redirect_uris: a subset of the software statement's; what else holds depends on the kind of application. */
export function checkRedirectUris(redirectUris: string[], applicationType: Registration['applicationType'], listed: unknown): void {
  for (const redirectUri of redirectUris) {
    const problem = applicationType === 'web' ? webProblem(redirectUri) : nativeProblem(redirectUri)
    if (problem) throw refuse('redirectUris', `Redirect address ${redirectUri} ${problem.fact}`, problem.remedy)
  }
  requireRedirectUris(redirectUris)
  const [stranger] = unlistedRedirectUris(redirectUris, listed)
  if (stranger === undefined) return
  const remedy = 'Add the address to the software statement at the directory and obtain a fresh assertion, or leave it out.'
  throw refuse('redirectUris', `Redirect address ${stranger} is not in the software statement assertion`, remedy)
}

export function requireRedirectUris(redirectUris: string[]): void {
  if (redirectUris.length === 0) throw refuse('redirectUris', 'Redirect addresses are empty', 'Give at least one.')
}

/** Those that the assertion lacks. `listed`: its software_redirect_uris. */
export function unlistedRedirectUris(redirectUris: string[], listed: unknown): string[] {
  const inSsa = Array.isArray(listed) ? listed.map(String) : []
  return redirectUris.filter((redirectUri) => !inSsa.some((one) => sameRedirectUri(one, redirectUri)))
}

interface Problem {
  fact: string
  remedy: string
}

/** OB DCR 3.3: https, and not localhost. RFC 6749 §3.1.2: no fragment. */
function webProblem(redirectUri: string): Problem | undefined {
  const url = parse(redirectUri)
  if (url?.protocol !== 'https:') return { fact: 'is not https', remedy: 'Web clients take https addresses only.' }
  if (isLocalHost(url))
    return { fact: 'leads to this computer', remedy: 'Web clients take public addresses only; the redirect can be pasted.' }
  return url.hash ? { fact: 'has a fragment', remedy: 'Leave out everything from # on.' } : undefined
}

/** RFC 8252 §7.3 and §8.3: http for loopback literals only, and no `localhost`, which may resolve to another interface. */
function nativeProblem(redirectUri: string): Problem | undefined {
  const url = parse(redirectUri)
  if (url && isLoopbackRedirect(url)) return undefined
  if (url?.protocol !== 'https:') {
    return { fact: 'is neither https nor a loopback literal', remedy: 'Use https, or http://127.0.0.1/… or http://[::1]/….' }
  }
  if (isLocalHost(url)) {
    const fact = 'is https on this computer, which dynamic registration does not allow for this kind of client'
    return {
      fact,
      remedy: 'Use http://127.0.0.1/… or http://[::1]/…, or register at the bank’s portal and take that client over from there.',
    }
  }
  return url.hash ? { fact: 'has a fragment', remedy: 'Leave out everything from # on.' } : undefined
}

/** Exactly the same; on loopback literals the port is left open (RFC 8252 §7.3). */
function sameRedirectUri(listed: string, asked: string): boolean {
  if (listed === asked) return true
  const [one, other] = [parse(listed), parse(asked)]
  if (!one || !other || !isLoopbackRedirect(one) || !isLoopbackRedirect(other)) return false
  one.port = other.port = ''
  return one.href === other.href
}

const parse = (address: string): URL | undefined => (URL.canParse(address) ? new URL(address) : undefined)
const isLoopbackRedirect = (url: URL): boolean => url.protocol === 'http:' && isLoopbackLiteral(url) && url.hash === ''
const isLocalHost = (url: URL): boolean => url.hostname === 'localhost' || url.hostname.endsWith('.localhost') || isLoopbackLiteral(url)

/** OB DCR 3.3, software roles: the role that each scope needs. */
const roleOfScope = new Map([
  ['accounts', 'AISP'],
  ['payments', 'PISP'],
  ['fundsconfirmations', 'CBPII'],
])

/** Words of the scope beyond the roles of the assertion, each with the role that it needs. */
export function scopesWithoutRole(scope: string, roles: unknown): { word: string; role: string }[] {
  const held = Array.isArray(roles) ? roles : []
  return scope.split(' ').flatMap((word) => {
    const role = roleOfScope.get(word)
    return role && !held.includes(role) ? [{ word, role }] : []
  })
}

/** OB DCR 3.3, scope: at most 256 characters, and no more than the roles of the software statement allow. */
export function checkScope(scope: string, roles: unknown): void {
  if (scope.trim() === '') throw refuse('scope', 'Scope is empty', 'Ask for openid accounts, for instance.')
  if (scope.length > 256) throw refuse('scope', `Scope has ${scope.length} characters; 256 are allowed`, 'Ask for less.')
  const [beyond] = scopesWithoutRole(scope, roles)
  if (!beyond) return
  const message = `Scope ${beyond.word} needs the role ${beyond.role}, which the software statement assertion lacks`
  throw refuse('scope', message, 'Leave it out, or add the role at the directory and obtain a fresh assertion.')
}

/** OB DCR, grant_types: those of the version that the bank offers. `at`: where the profile stands in the input. */
export function checkGrantTypes(grantTypes: string[], version: Registration['version'], at = 'bankProfile.'): void {
  const field = `${at}registration.grantTypes`
  const ofVersion = dcrVersions[version].grantTypes
  const remedy = `Use ${ofVersion.filter((grant) => grant !== cibaGrant).join(', ')} in the bank profile.`
  const unknown = grantTypes.find((grant) => !ofVersion.includes(grant))
  if (unknown !== undefined) throw refuse(field, `Grant ${unknown} is not part of OB DCR ${version}`, remedy)
  // OB DCR 3.3: with it go backchannel_… members, which a request from here never has.
  if (grantTypes.includes(cibaGrant))
    throw refuse(field, `Grant ${cibaGrant} is not for the workbench, which makes no CIBA requests`, remedy)
  if (grantTypes.length === 0) throw refuse(field, 'Grants are empty', 'Give at least client_credentials in the bank profile.')
}

/** OB DCR, application_type: what a client that is not on the web is called depends on the version. */
export function checkApplicationType(
  applicationType: Registration['applicationType'],
  version: Registration['version'],
  at = 'bankProfile.',
): void {
  const { applicationTypes } = dcrVersions[version]
  if (applicationTypes.includes(applicationType)) return
  throw refuse(
    `${at}registration.applicationType`,
    `Application type ${applicationType} is not part of OB DCR ${version}`,
    `Use ${applicationTypes.join(' or ')} in the bank profile.`,
  )
}

/** Where a client has accounts or payments, never both. */
export function checkSeparateScopes(scope: string, { separateScopes }: Pick<Registration, 'separateScopes'>): void {
  const words = scope.split(' ')
  if (!separateScopes || !words.includes('accounts') || !words.includes('payments')) return
  throw refuse('scope', 'Scope holds accounts and payments, which this bank gives to separate clients', 'Register once for each of them.')
}

/** OB DCR, tls_client_auth_subject_dn. The strict hexadecimal form is often longer than versions up to 3.3 allow; 3.4 has a pattern. */
export function checkSubjectDn(subjectDn: string, version: Registration['version']): void {
  const problem = subjectDnProblem(subjectDn, version)
  if (problem === null) return
  const field = 'tlsClientAuthSubjectDn'
  if (problem === 'form') {
    const message = `Subject of the transport certificate is not written as OB DCR ${version} has it: CN first, and commas without spaces`
    throw refuse(field, message, 'Choose another rendering of the subject, or private_key_jwt.')
  }
  const { limit } = dcrVersions[version].subjectDn
  throw refuse(
    field,
    `Subject of the transport certificate has ${[...subjectDn].length} characters in this rendering; OB DCR ${version} allows 1 to ${limit}`,
    'Choose a shorter rendering of the subject, or private_key_jwt.',
  )
}

/** OB DCR, aud: the issuer, the bank's organisation id, or what else the profile says. */
export function audienceOf(profile: Pick<BankProfile, 'issuer' | 'financialId' | 'registration'>, issuer = profile.issuer): string {
  const { audience, audienceFrom } = profile.registration
  const found = audience ?? (audienceFrom === 'financialId' ? profile.financialId : issuer)
  if (found !== undefined) return found
  const field = audienceFrom === 'financialId' ? 'bankProfile.financialId' : 'bankProfile.issuer'
  throw refuse(field, `Bank profile lacks the ${audienceFrom} that the request is addressed to`, 'Fill it in; the bank documents it.')
}

const refuse = (field: string, message: string, remedy: string): AppError => new AppError('INVALID_INPUT', message, { field, remedy })
