// What is judged about the members of a token response (RFC 6749 §5.1), one verdict per member.

import { decodeJwt } from 'jose'
import type { Verdict } from '../../../shared/errors.ts'
import type { BankProfile } from '../../../shared/model/bank-profile.ts'
import { judge, notApplicable } from './claim-checks.ts'

export type TokenTolerance = BankProfile['tokens']['tolerances'][number]

const clause = 'RFC 6749 5.1'
const emptyClause = 'RFC 6749 3.3'
const widerClause = 'FAPI 1.0 Baseline 5.2.3'

/** Seconds from 1970, or from now on, beyond which a year may need more than four digits: no time that can be kept. */
const farthest = 1e11

/** A number, or its digits as text, which some banks write; null when it is neither. */
export const secondsOf = (value: unknown): number | null => {
  const number = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value
  return typeof number === 'number' && number >= 0 ? number : null
}

/** The same, and null too when no time can be kept that is so far away. */
export const boundedSecondsOf = (value: unknown): number | null => {
  const seconds = secondsOf(value)
  return seconds !== null && seconds <= farthest ? seconds : null
}

/** UK OB Security Profile: when the refresh token expires, if it does and says so in a way that can be kept. The token is not judged. */
export const refreshTokenExpiryOf = (idToken: string | null): string | null => {
  const seconds = boundedSecondsOf(expiryClaimOf(idToken))
  return seconds === null ? null : new Date(seconds * 1000).toISOString()
}

/** Case does not matter to the standard, but there are clients that fail over it. */
export function judgeTokenType(type: unknown, tolerances: TokenTolerance[]): Verdict {
  const verdict = judge('token_type', clause, type === 'Bearer', 'Bearer', type)
  if (verdict.verdict === 'pass' || typeof type !== 'string' || type.toLowerCase() !== 'bearer') return verdict
  return warningOf(verdict, tolerances.includes('tokenTypeCase') && 'another case')
}

/** `asked`: none may be wider; null: not known. */
export function judgeScope(scope: unknown, asked: string | null, tolerances: TokenTolerance[]): Verdict {
  if (scope === undefined) return notApplicable('scope', clause, 'absent when it is the one asked for')
  const expected = asked === null ? 'at least one word' : `${asked}, or less`
  if (typeof scope !== 'string') return judge('scope', clause, false, 'text', scope)
  const wider = asked !== null && wordsOf(scope).some((word) => !wordsOf(asked).includes(word))
  const verdict = judge('scope', scope === '' ? emptyClause : widerClause, scope !== '' && !wider, expected, scope)
  const tolerance = toleranceOf(verdict)
  return verdict.verdict === 'fail' && tolerance && tolerances.includes(tolerance) ? warningOf(verdict) : verdict
}

/** What a profile names to put up with such a failure; null when there is nothing. */
export const toleranceOf = ({ claim, clause }: Verdict): TokenTolerance | null => {
  if (claim !== 'scope') return null
  return clause === emptyClause ? 'emptyScope' : clause === widerClause ? 'extraScope' : null
}

/** On expires_in and on the end of the refresh token, where they are not as they should be. */
export function judgeTimes(expiresIn: unknown, idToken: string | null): Verdict[] {
  const expected = 'seconds that lead to a year of four digits'
  const verdicts: Verdict[] = []
  if (expiresIn !== undefined && boundedSecondsOf(expiresIn) === null) {
    const isNumber = secondsOf(expiresIn) !== null
    const verdict = judge('expires_in', clause, false, isNumber ? expected : 'a number of seconds', expiresIn)
    verdicts.push(isNumber ? warningOf(verdict) : verdict)
  }
  const end = expiryClaimOf(idToken)
  if (end !== undefined && boundedSecondsOf(end) === null)
    verdicts.push(warningOf(judge('refresh_token_expires_at', 'UK OB Security Profile', false, expected, end)))
  return verdicts
}

/** On a refresh token or an ID token that is not text. */
export const judgeText = (name: string, value: unknown): Verdict[] =>
  // SECURITY: without the value, which holds a token however it is packed.
  value === undefined || typeof value === 'string' ? [] : [judge(name, clause, false, 'text', `of type ${typeof value}`)]

/** A refresh may be answered without an ID token; what is known of most banks is that they send one. */
export const missingIdToken = (isSent: boolean): Verdict =>
  warningOf(judge('id_token', 'OIDC Core 12.2', false, 'an ID token', undefined), !isSent && 'that there is none')

/** `known`: the deviation, where the profile names it. */
const warningOf = (verdict: Verdict, known: string | false = false): Verdict => ({
  ...verdict,
  expected: known ? `${verdict.expected}; ${known} is known of this bank` : verdict.expected,
  verdict: 'warning',
})

const expiryClaimOf = (idToken: string | null): unknown => {
  try {
    return idToken === null ? undefined : decodeJwt(idToken)['http://openbanking.org.uk/refresh_token_expires_at']
  } catch {
    return undefined
  }
}

const wordsOf = (scope: string): string[] => scope.split(' ').filter(Boolean)
