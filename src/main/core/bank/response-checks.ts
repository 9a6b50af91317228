import { createHash, timingSafeEqual } from 'node:crypto'
import type { Verdict } from '../../../shared/errors.ts'
import type { BankProfile } from '../../../shared/model/bank-profile.ts'
import { judge, notApplicable } from './claim-checks.ts'

/**
 * Judges the plain parameters of an authorisation response (of the redirect, or from inside a JARM token).
 * An `error` answer is judged by `state` and `iss` only; `iss` may be absent unless the bank publishes that it sends it. Neither state nor code appears in a verdict.
 */
export function checkResponseParameters(
  parameters: Record<string, string>,
  expected: { state: string; issuer: string; responseType: BankProfile['responseType']; issRequired?: boolean },
): Verdict[] {
  const { state, iss, code, error, id_token: idToken } = parameters
  const same = state !== undefined && sameText(state, expected.state)
  const verdicts = [
    // SECURITY: an answer that this authorisation did not ask for would attach another customer's consent (CSRF).
    judge('state', 'RFC 6749 10.12', same, 'the state that was sent', state === undefined ? undefined : same ? 'equal' : 'another'),
    // SECURITY: mix-up; the answer may come from another bank than the one that was asked.
    iss === undefined && !expected.issRequired
      ? notApplicable('iss (parameter)', 'RFC 9207 2.4', expected.issuer)
      : judge('iss (parameter)', 'RFC 9207 2.4', iss === expected.issuer, expected.issuer, iss),
  ]
  if (error !== undefined) return verdicts
  const present = (value: string | undefined) => (value ? 'present' : undefined)
  verdicts.push(judge('code', 'RFC 6749 4.1.2', Boolean(code), 'present', present(code)))
  if (expected.responseType === 'code id_token') {
    verdicts.push(judge('id_token', 'OIDC Core 3.3.2.5', Boolean(idToken), 'present', present(idToken)))
  }
  return verdicts
}

const modes: Record<BankProfile['responseMode'], { kind: string; clause: string }> = {
  fragment: { kind: 'fragment', clause: 'OAuth 2.0 Multiple Response Types 5' },
  query: { kind: 'query', clause: 'bank profile, responseMode' },
  jwt: { kind: 'jarm', clause: 'JARM 2.3' },
}

/** How the answer came, against how the bank is to answer. `bare`: its parameters were pasted, so that nobody knows. */
export function checkResponseMode(
  kind: 'query' | 'fragment' | 'jarm' | 'bare',
  expected: BankProfile['responseMode'],
  isError: boolean,
): Verdict {
  const { kind: wanted, clause } = modes[expected]
  const came = kind === 'jarm' ? 'jwt' : kind
  // SECURITY: a plain answer where a signed one was asked for is not the bank's.
  if (expected === 'jwt' || kind === 'jarm') return judge('response_mode', clause, kind === wanted, expected, came)
  // Why the bank refused is worth more than where it wrote so.
  if (kind === 'bare' || isError) return notApplicable('response_mode', clause, expected, kind === 'bare' ? undefined : came)
  return judge('response_mode', clause, kind === wanted, expected, came)
}

/** Compares two texts in a time that tells nothing about where they differ. */
export function sameText(one: string, other: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(one), digest(other))
}
