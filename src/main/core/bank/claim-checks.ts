// Judging what a bank has signed: one verdict per claim, so that each can be shown and explained, and a refusal unless all hold.

import { compactVerify, decodeJwt, decodeProtectedHeader, importJWK, type JWTPayload, type ProtectedHeaderParameters } from 'jose'
import { AppError, type AppErrorCode, type Verdict } from '../../../shared/errors.ts'
import type { KeyResolver } from './jwks.ts'

/** Tolerance between the bank's clock and ours, in seconds. */
export const clockSkewSeconds = 60

export interface JwsChecks {
  verdicts: Verdict[]
  /** Null when the token cannot be read. To be trusted only when every verdict holds. */
  claims: JWTPayload | null
  alg: string
}

/** One verdict. `actual` undefined means absent. */
export const judge = (claim: string, clause: string, holds: boolean, expected: string | null, actual: unknown): Verdict => ({
  claim,
  expected,
  actual: show(actual),
  clause,
  verdict: holds ? 'pass' : 'fail',
})

/** A claim that nothing asks for here: absent and optional, or unknown. */
export const notApplicable = (claim: string, clause: string, expected: string | null, actual?: string): Verdict => ({
  claim,
  expected,
  actual: actual ?? null,
  clause,
  verdict: 'notApplicable',
})

/** alg, crit, kid and signature of a compact JWS, with a key of the bank's own set. Throws only what the key resolver throws. */
export async function checkJws(token: string, keys: KeyResolver, algorithms: string[]): Promise<JwsChecks> {
  const read = readJwt(token)
  if (!read) {
    return { verdicts: [judge('signature', 'RFC 7515 7.1', false, 'a signed JWT', 'not a signed JWT')], claims: null, alg: 'none' }
  }
  const { header, claims } = read
  const alg = typeof header.alg === 'string' ? header.alg : 'none'
  // SECURITY: the algorithm is ours to choose; `none`, or an HMAC keyed with a public key, would let anyone sign.
  const allowed = algorithms.includes(alg)
  const verdicts = [judge('alg', 'FAPI 1.0 Advanced 8.6', allowed, algorithms.join(' or '), header.alg)]
  if (header.crit !== undefined) verdicts.push(judge('crit', 'RFC 7515 4.1.11', false, 'absent', header.crit))
  const { kid } = header
  const key = allowed && (kid === undefined || typeof kid === 'string') ? await keys({ alg, ...(kid !== undefined && { kid }) }) : null
  verdicts.push(
    kid === undefined && key
      ? notApplicable('kid', 'OIDC Core 10.1', 'may be absent while one key fits')
      : judge('kid', 'OIDC Core 10.1', key !== null, 'one key of the bank’s key set', kid),
  )
  const holds = key !== null && header.crit === undefined && (await verifies(token, key, alg))
  const actual = holds ? 'verified' : key ? 'does not verify' : 'not verified, for want of a key or an allowed algorithm'
  verdicts.push(judge('signature', 'OIDC Core 3.1.3.7 (6)', holds, 'verified with the bank’s key', actual))
  return { verdicts, claims, alg }
}

/** exp, which must be there; iat if `issued` is asked for; nbf if present. RFC 7519 §4.1.4 to §4.1.6. */
export function checkTimes(claims: JWTPayload, now: Date, clauses: { exp: string; iat?: string; nbf: string }): Verdict[] {
  const seconds = now.getTime() / 1000
  const { exp, iat, nbf } = claims
  const late = isTime(exp) && exp > seconds - clockSkewSeconds
  // Some banks write milliseconds, which would be a time in many thousand years.
  const verdicts = [
    isTime(exp) && isMilliseconds(exp, now)
      ? judge('exp', clauses.exp, false, `after ${time(seconds)}, in seconds`, exp)
      : judge('exp', clauses.exp, late, `after ${time(seconds)}`, time(exp)),
  ]
  if (clauses.iat) {
    // A token kept back for more than an hour is not the answer to what was just asked.
    const recent = isTime(iat) && iat >= seconds - 3600 && iat <= seconds + clockSkewSeconds
    verdicts.push(judge('iat', clauses.iat, recent, `within the hour before ${time(seconds)}`, time(iat)))
  }
  verdicts.push(
    nbf === undefined
      ? notApplicable('nbf', clauses.nbf, 'not after now, if present')
      : judge('nbf', clauses.nbf, isTime(nbf) && nbf <= seconds + clockSkewSeconds, `not after ${time(seconds)}`, time(nbf)),
  )
  return verdicts
}

/** aud as a list, whether it came as one string or as several (RFC 7519 §4.1.3). */
export const audiencesOf = (claims: JWTPayload): unknown[] =>
  Array.isArray(claims.aud) ? claims.aud : claims.aud === undefined ? [] : [claims.aud]

export const allHold = (verdicts: Verdict[]): boolean => verdicts.every(({ verdict }) => verdict !== 'fail')

/**
 * Returns when no verdict failed. Otherwise throws BANK_SIGNATURE_INVALID when the signature does not hold and
 * AUTHORISATION_FAILED for anything else, with the whole list; the message names `what` (such as `ID token of the redirect`)
 * and the first claim that failed. `field`: where it came in.
 */
export function requireAll(verdicts: Verdict[], what: string, requestLogId?: string, field?: string): void {
  const first = verdicts.find(({ verdict }) => verdict === 'fail')
  if (!first) return
  const signature = verdicts.some(({ claim, verdict }) => claim === 'signature' && verdict === 'fail')
  const found = first.actual === null ? 'it is absent' : `it is ${first.actual}`
  throw new AppError(
    signature ? 'BANK_SIGNATURE_INVALID' : 'AUTHORISATION_FAILED',
    `${what} is refused: ${first.claim} should be ${first.expected ?? 'present'}, ${found} (${first.clause})`,
    {
      remedy: 'Authorise the consent again; if the same check fails, show the list of checks to the bank.',
      checks: verdicts,
      ...(requestLogId !== undefined && { requestLogId }),
      ...(field !== undefined && { field }),
    },
  )
}

/** For the request log: names the claims of an ID token that failed, and none of their values, which may be anything. */
export const refusalOf = (verdicts: Verdict[]): { code: AppErrorCode; message: string } | undefined => {
  const failed = verdicts.filter(({ verdict }) => verdict === 'fail').map(({ claim }) => claim)
  if (failed.length === 0) return undefined
  return {
    code: failed.includes('signature') ? 'BANK_SIGNATURE_INVALID' : 'AUTHORISATION_FAILED',
    message: `ID token is refused: ${failed.join(', ')}`,
  }
}

function readJwt(token: string): { header: ProtectedHeaderParameters; claims: JWTPayload } | null {
  try {
    return { header: decodeProtectedHeader(token), claims: decodeJwt(token) }
  } catch {
    return null
  }
}

async function verifies(token: string, jwk: Parameters<typeof importJWK>[0], alg: string): Promise<boolean> {
  try {
    await compactVerify(token, await importJWK(jwk, alg), { algorithms: [alg] })
    return true
  } catch {
    return false
  }
}

const isTime = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value)

/** Whether a number is a time of these decades in milliseconds, where seconds are asked for. */
export const isMilliseconds = (value: number, now: Date): boolean => value > now.getTime() / 2 && value < now.getTime() * 2

/** Epoch seconds as ISO 8601; anything else as it came. */
export function time(value: unknown): unknown {
  return isTime(value) && Math.abs(value) < 8.64e12 ? new Date(value * 1000).toISOString() : value
}

function show(value: unknown): string | null {
  if (value === undefined) return null
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return text.length > 200 ? `${text.slice(0, 200)}…` : text
}
