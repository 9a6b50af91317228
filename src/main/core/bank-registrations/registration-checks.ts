// What a registration request must not ask for; said here, naming the field, before the bank says it less clearly.

import { AppError } from '../../../shared/errors.ts'
import type { BankProfile } from '../../../shared/model/bank-profile.ts'
import type { SoftwareStatement } from '../../../shared/model/software-statement.ts'
import { subjectDnLimits } from '../bank/subject-dn.ts'
import { isLoopbackLiteral } from '../redirect/loopback-address.ts'

type Registration = BankProfile['registration']

const grants = ['client_credentials', 'authorization_code', 'refresh_token']
const ciba = 'urn:openid:params:grant-type:ciba'

/** What differs between the versions of OB DCR. */
const versions: Record<Registration['version'], { grantTypes: string[]; applicationTypes: Registration['applicationType'][] }> = {
  '3.2': { grantTypes: grants, applicationTypes: ['web', 'mobile'] },
  '3.3': { grantTypes: [...grants, ciba], applicationTypes: ['web', 'mobile'] },
  '3.4': { grantTypes: [...grants, ciba, 'urn:ietf:params:oauth:grant-type:jwt-bearer'], applicationTypes: ['web', 'native'] },
}

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
  if (redirectUris.length === 0) throw refuse('redirectUris', 'Redirect addresses are empty', 'Give at least one.')
  const inSsa = Array.isArray(listed) ? listed.map(String) : []
  for (const redirectUri of redirectUris) {
    const problem = applicationType === 'web' ? webProblem(redirectUri) : nativeProblem(redirectUri)
    if (problem) throw refuse('redirectUris', `Redirect address ${redirectUri} ${problem.fact}`, problem.remedy)
    if (!inSsa.some((one) => sameRedirectUri(one, redirectUri))) {
      const remedy = 'Add the address to the software statement at the directory and obtain a fresh assertion, or leave it out.'
      throw refuse('redirectUris', `Redirect address ${redirectUri} is not in the software statement assertion`, remedy)
    }
  }
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
  if (url?.protocol !== 'https:' || isLocalHost(url)) {
    return { fact: 'is neither https nor a loopback literal', remedy: 'Use https, or http://127.0.0.1/… or http://[::1]/….' }
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

/** OB DCR 3.3, scope: at most 256 characters, and no more than the roles of the software statement allow. */
export function checkScope(scope: string, roles: unknown): void {
  if (scope.trim() === '') throw refuse('scope', 'Scope is empty', 'Ask for openid accounts, for instance.')
  if (scope.length > 256) throw refuse('scope', `Scope has ${scope.length} characters; 256 are allowed`, 'Ask for less.')
  const held = Array.isArray(roles) ? roles : []
  for (const word of scope.split(' ')) {
    const role = roleOfScope.get(word)
    if (!role || held.includes(role)) continue
    const message = `Scope ${word} needs the role ${role}, which the software statement assertion lacks`
    throw refuse('scope', message, 'Leave it out, or add the role at the directory and obtain a fresh assertion.')
  }
}

/** OB DCR, grant_types: those of the version that the bank offers. */
export function checkGrantTypes(grantTypes: string[], version: Registration['version']): void {
  const field = 'bankProfile.registration.grantTypes'
  const unknown = grantTypes.find((grant) => !versions[version].grantTypes.includes(grant))
  if (unknown) throw refuse(field, `Grant ${unknown} is not part of OB DCR ${version}`, 'Change grantTypes in the bank profile.')
  if (grantTypes.length === 0) throw refuse(field, 'Grants are empty', 'Give at least client_credentials in the bank profile.')
}

/** OB DCR, application_type: what a client that is not on the web is called depends on the version. */
export function checkApplicationType(applicationType: Registration['applicationType'], version: Registration['version']): void {
  const { applicationTypes } = versions[version]
  if (applicationTypes.includes(applicationType)) return
  throw refuse(
    'bankProfile.registration.applicationType',
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

/** OB DCR, tls_client_auth_subject_dn. The strict hexadecimal form is often longer than versions up to 3.3 allow. */
export function checkSubjectDn(subjectDn: string, version: Registration['version']): void {
  const most = subjectDnLimits[version]
  const { length } = [...subjectDn]
  if (length >= 1 && length <= most) return
  throw refuse(
    'tlsClientAuthSubjectDn',
    `Subject of the transport certificate has ${length} characters in this rendering; OB DCR ${version} allows 1 to ${most}`,
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
