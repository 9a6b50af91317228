import { AppError, type Verdict } from '../../../shared/errors.ts'
import type { BankProfile } from '../../../shared/model/bank-profile.ts'
import { bankErrorFrom } from './bank-error.ts'
import { judge, notApplicable } from './claim-checks.ts'
import type { BankResponse } from './client.ts'

export interface TokenResponse {
  accessToken: string
  /** Seconds; null when the bank does not say. */
  expiresIn: number | null
  /** Space-separated. */
  scope: string
  refreshToken: string | null
  /** As received; not judged yet. */
  idToken: string | null
  /** On token_type and scope; `requireTokens` throws for one that failed. */
  verdicts: Verdict[]
  requestLogId: string
}

export interface PushedRequest {
  requestUri: string
  /** Seconds. */
  expiresIn: number
  requestLogId: string
}

type Tolerance = BankProfile['tokens']['tolerances'][number]

export interface ExpectedTokens {
  /** What was asked for, or granted before; the scope when the bank names none, and none may be wider. Null: not known. */
  scope: string | null
  tolerances: Tolerance[]
}

/** Reads a token response (RFC 6749 §5.1, RFC 6750 §4): BANK_INVALID_RESPONSE when it is none. */
export function readTokens(response: BankResponse, what: string, { scope: asked, tolerances }: ExpectedTokens): TokenResponse {
  const answer = readObject(response, what, 200)
  const accessToken = answer.text('access_token')
  if (!accessToken) throw answer.invalid('access_token')
  const type = answer.text('token_type')
  if (type?.toLowerCase() !== 'bearer') throw answer.invalid('token_type', 'is not Bearer')
  const scope = answer.text('scope')
  return {
    accessToken,
    expiresIn: answer.seconds('expires_in'),
    scope: scope || (asked ?? ''),
    refreshToken: answer.text('refresh_token') || null,
    idToken: answer.text('id_token') || null,
    verdicts: [judgeTokenType(type), judgeScope(scope, asked, tolerances)],
    requestLogId: response.requestLogId,
  }
}

/** The same tokens, when no verdict on them failed. Otherwise throws BANK_INVALID_RESPONSE with the check list. */
export function requireTokens(tokens: TokenResponse, what: string): TokenResponse {
  const { verdicts, requestLogId } = tokens
  const first = verdicts.find(({ verdict }) => verdict === 'fail')
  if (!first) return tokens
  const tolerance: Tolerance = first.actual === '' ? 'emptyScope' : 'extraScope'
  // SECURITY: without the value, which may be anything; it is beside the check list, and redacted in the request log.
  throw new AppError('BANK_INVALID_RESPONSE', `${what} is refused: ${first.claim} should be ${first.expected} (${first.clause})`, {
    remedy: `Tell the bank; where it is known to answer so, add ${tolerance} to tokens.tolerances of its profile.`,
    checks: verdicts,
    requestLogId,
  })
}

/** Case does not matter to the standard, but there are clients that fail over it. */
function judgeTokenType(type: string): Verdict {
  const verdict = judge('token_type', 'RFC 6749 5.1', type === 'Bearer', 'Bearer', type)
  return verdict.verdict === 'fail' ? { ...verdict, verdict: 'warning' } : verdict
}

function judgeScope(scope: string | undefined, asked: string | null, tolerances: Tolerance[]): Verdict {
  if (scope === undefined) return notApplicable('scope', 'RFC 6749 5.1', 'absent when it is the one asked for')
  const [clause, fault]: [string, Tolerance] = scope === '' ? ['RFC 6749 3.3', 'emptyScope'] : ['FAPI 1.0 Baseline 5.2.3', 'extraScope']
  const wider = asked !== null && wordsOf(scope).some((word) => !wordsOf(asked).includes(word))
  const verdict = judge('scope', clause, scope !== '' && !wider, asked === null ? 'at least one word' : `${asked}, or less`, scope)
  return verdict.verdict === 'fail' && tolerances.includes(fault) ? { ...verdict, verdict: 'warning' } : verdict
}

/** Reads the answer to a pushed authorisation request (RFC 9126 §2.2): BANK_INVALID_RESPONSE when it is none. */
export function readPushedRequest(response: BankResponse, what: string): PushedRequest {
  const answer = readObject(response, what, 201)
  const requestUri = answer.text('request_uri')
  if (!requestUri) throw answer.invalid('request_uri')
  const expiresIn = answer.seconds('expires_in')
  if (expiresIn === null) throw answer.invalid('expires_in')
  return { requestUri, expiresIn, requestLogId: response.requestLogId }
}
function readObject(response: BankResponse, what: string, status: number) {
  if (response.status !== status) throw bankErrorFrom(response, what)
  const { requestLogId } = response
  const json = response.json()
  const members: Record<string, unknown> = typeof json === 'object' && json !== null ? { ...json } : {}
  const invalid = (name: string, problem = 'is missing') =>
    new AppError('BANK_INVALID_RESPONSE', `${what} was answered with JSON whose ${name} ${problem}`, {
      requestLogId,
      remedy: 'Look at the exchange in the request log and tell the bank.',
    })
  return {
    invalid,
    /** Undefined when absent or null. */
    text(name: string): string | undefined {
      const value = members[name] ?? undefined
      if (value !== undefined && typeof value !== 'string') throw invalid(name, 'is not a string')
      return value
    },
    /** A number, or its digits as text, which some banks write; null when absent. */
    seconds(name: string): number | null {
      const value = members[name] ?? null
      if (value === null) return null
      const number = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value
      if (typeof number !== 'number' || !Number.isFinite(number) || number < 0) throw invalid(name, 'is not a number of seconds')
      return number
    },
  }
}

const wordsOf = (scope: string): string[] => scope.split(' ').filter(Boolean)
