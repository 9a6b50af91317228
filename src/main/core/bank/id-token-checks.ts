// The check list for ID tokens, of the redirect (where the token is a detached signature over code and state) and of the token endpoint.

import { createHash } from 'node:crypto'
import type { JWTPayload } from 'jose'
import type { Verdict } from '../../../shared/errors.ts'
import type { SubjectMeaning } from '../../../shared/model/bank-profile.ts'
import { allHold, audiencesOf, checkJws, checkTimes, clockSkewSeconds, judge, notApplicable, time } from './claim-checks.ts'
import { type IdTokenRules, tolerate } from './id-token-rules.ts'
import type { KeyResolver } from './jwks.ts'

export interface IdTokenInput {
  token: string
  from: 'authorizationEndpoint' | 'tokenEndpoint'
  rules: IdTokenRules
  clientId: string
  expected: {
    nonce: string
    /** Of the redirect; hashed in s_hash. */
    state?: string
    /** Of the redirect; hashed in c_hash. */
    code?: string
    /** Issued with this token; hashed in at_hash. */
    accessToken?: string
    consentId: string
    /** Those asked for; none: the profile leaves acr unjudged. */
    acrValues: string[]
    /** max_age of the request, in seconds; auth_time is required then. */
    maxAge?: number
    /** Claims of the redirect's ID token, for the one of the token endpoint. */
    first?: JWTPayload
  }
  keys: KeyResolver
  now: Date
}

export interface CheckedToken {
  verdicts: Verdict[]
  /** Null when the token cannot be read. */
  claims: JWTPayload | null
  ok: boolean
}

/** Judges every claim of an ID token. Throws only what the key resolver throws (such as BANK_UNREACHABLE). */
export async function checkIdToken(input: IdTokenInput): Promise<CheckedToken> {
  const { rules, from, now } = input
  const { verdicts, claims, alg } = await checkJws(input.token, input.keys, rules.algorithms)
  if (claims) verdicts.push(...checkClaims(claims, alg, input))
  const judged = tolerate(verdicts, claims, rules, from, now)
  return { verdicts: judged, claims, ok: allHold(judged) }
}

function checkClaims(claims: JWTPayload, alg: string, input: IdTokenInput): Verdict[] {
  return [
    ...checkParties(claims, input),
    ...checkTimes(claims, input.now, { exp: 'OIDC Core 3.1.3.7 (9)', iat: 'OIDC Core 3.1.3.7 (10)', nbf: 'RFC 7519 4.1.5' }),
    judge('nonce', 'OIDC Core 3.1.3.7 (11)', claims.nonce === input.expected.nonce, input.expected.nonce, claims.nonce),
    ...checkHashes(claims, alg, input),
    ...checkAuthentication(claims, input),
    judge(
      'openbanking_intent_id',
      'UK OB Security Profile, Hybrid Grant Parameters',
      claims.openbanking_intent_id === input.expected.consentId,
      input.expected.consentId,
      claims.openbanking_intent_id,
    ),
    ...Object.keys(claims)
      .filter((name) => !known.has(name))
      .map((name) => notApplicable(name, 'OIDC Core 2', null, 'present')),
  ]
}

const known = new Set('iss sub aud azp exp iat nbf nonce s_hash c_hash at_hash acr auth_time openbanking_intent_id'.split(' '))

function checkParties(claims: JWTPayload, { rules, from, clientId, expected: { first, consentId } }: IdTokenInput): Verdict[] {
  const audiences = audiencesOf(claims)
  const { iss, sub, azp } = claims
  const { authorizationEndpoint, tokenEndpoint } = rules.subject
  const verdicts = [
    judge('iss', 'OIDC Core 3.1.3.7 (2)', iss === rules.issuer, rules.issuer, iss),
    judge('aud', 'OIDC Core 3.1.3.7 (3)', audiences.includes(clientId), clientId, claims.aud),
    // SECURITY: a token that others may also use must name us as the party it was issued to (token substitution).
    audiences.length > 1 || azp !== undefined
      ? judge('azp', 'OIDC Core 3.1.3.7 (4), (5)', azp === clientId, clientId, azp)
      : notApplicable('azp', 'OIDC Core 3.1.3.7 (4), (5)', 'the client, when there are several audiences'),
    subjectVerdict(sub, rules.subject[from], { clientId, consentId }),
  ]
  if (first) {
    verdicts.push(
      judge('iss', 'OIDC Core 3.3.3.6', iss === first.iss, 'iss of the first ID token', iss),
      authorizationEndpoint === tokenEndpoint
        ? judge('sub', 'OIDC Core 3.3.3.6', sub === first.sub, 'sub of the first ID token', sub)
        : notApplicable('sub', 'OIDC Core 3.3.3.6', 'the same in both ID tokens, where it means the same', 'present'),
    )
  }
  return verdicts
}

/** sub by what the bank profile says it stands for: the consent (UK OB Security Profile), the client, or the customer. */
export function subjectVerdict(
  sub: unknown,
  meaning: SubjectMeaning,
  { clientId, consentId }: { clientId: string; consentId: string },
): Verdict {
  const clause = 'OIDC Core 2, UK OB Security Profile'
  if (meaning === 'consentId') return judge('sub', clause, sub === consentId, consentId, sub)
  if (meaning === 'clientId') return judge('sub', clause, sub === clientId, clientId, sub)
  const isOther = typeof sub === 'string' && sub !== '' && sub !== consentId && sub !== clientId
  return judge('sub', clause, isOther, 'an identifier of the customer', sub)
}

// SECURITY: these hashes bind code, state and access token to the bank's signature; without them each could be swapped on the way.
function checkHashes(claims: JWTPayload, alg: string, { from, expected }: IdTokenInput): Verdict[] {
  const front = from === 'authorizationEndpoint'
  return [
    hashVerdict(
      's_hash',
      front ? 'FAPI 1.0 Advanced 5.2.3.1 (4)' : 'FAPI 1.0 Advanced 5.2.2.1 (5)',
      claims.s_hash,
      alg,
      expected.state,
      front,
    ),
    hashVerdict('c_hash', front ? 'OIDC Core 3.3.2.11' : 'OIDC Core 3.3.3.6', claims.c_hash, alg, expected.code, front),
    hashVerdict('at_hash', 'OIDC Core 3.1.3.6', claims.at_hash, alg, expected.accessToken, false),
  ]
}

/** A hash claim; one that is not `required` is judged only where it is there and what it is of is known. */
export function hashVerdict(
  claim: string,
  clause: string,
  actual: unknown,
  alg: string,
  of: string | undefined,
  required: boolean,
): Verdict {
  if (!required && (actual === undefined || of === undefined)) {
    return notApplicable(claim, clause, 'equal to the hash, if present', actual === undefined ? undefined : 'present')
  }
  const expected = of === undefined ? null : leftHalfOfHash(of, alg)
  return judge(claim, clause, expected !== null && actual === expected, expected ?? 'a hash of what the redirect carried', actual)
}

/** Base64url of the left half of the hash that the signature algorithm uses (OIDC Core 3.3.2.11); null for another kind of algorithm. */
export function leftHalfOfHash(value: string, alg: string): string | null {
  const bits = /^(?:PS|ES|RS)(256|384|512)$/.exec(alg)?.[1]
  if (!bits) return null
  const digest = createHash(`sha${bits}`).update(value).digest()
  return digest.subarray(0, digest.length / 2).toString('base64url')
}

function checkAuthentication(claims: JWTPayload, { expected: { acrValues, maxAge }, now }: IdTokenInput): Verdict[] {
  const { acr, auth_time: authTime } = claims
  const seconds = now.getTime() / 1000
  const oldest = maxAge === undefined ? Number.NEGATIVE_INFINITY : seconds - maxAge - clockSkewSeconds
  const inTime = typeof authTime === 'number' && authTime >= oldest && authTime <= seconds + clockSkewSeconds
  const authTimeClause = 'OIDC Core 3.1.3.7 (13)'
  return [
    acrValues.length === 0
      ? notApplicable('acr', 'OIDC Core 5.5.1.1', null, acr === undefined ? undefined : 'present')
      : judge('acr', 'OIDC Core 5.5.1.1', typeof acr === 'string' && acrValues.includes(acr), acrValues.join(' or '), acr),
    authTime === undefined && maxAge === undefined
      ? notApplicable('auth_time', authTimeClause, 'a past time, if present')
      : judge('auth_time', authTimeClause, inTime, maxAge === undefined ? 'a past time' : `within ${maxAge} seconds`, time(authTime)),
  ]
}
