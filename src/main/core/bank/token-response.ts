import { AppError, type Verdict } from '../../../shared/errors.ts'
import { bankErrorFrom } from './bank-error.ts'
import type { BankResponse } from './client.ts'
import {
  boundedSecondsOf,
  judgeScope,
  judgeText,
  judgeTimes,
  judgeTokenType,
  missingIdToken,
  secondsOf,
  type TokenTolerance,
  toleranceOf,
} from './token-verdicts.ts'

export interface TokenResponse {
  accessToken: string
  /** Seconds; null when the bank does not say, or says what cannot be. */
  expiresIn: number | null
  /** Space-separated. */
  scope: string
  refreshToken: string | null
  /** As received; not judged yet. */
  idToken: string | null
  /** On the members of the answer; `requireTokens` throws for one that failed. */
  verdicts: Verdict[]
  requestLogId: string
}

export interface PushedRequest {
  requestUri: string
  /** Seconds. */
  expiresIn: number
  requestLogId: string
}

export interface ExpectedTokens {
  /** What was asked for, or granted before; the scope when the bank names none, and none may be wider. Null: not known. */
  scope: string | null
  tolerances: TokenTolerance[]
  /** Of a refresh: whether the bank is known to send an ID token with it. Undefined: an absent one is not missed here. */
  refreshIdToken?: boolean | undefined
}

/**
 * Reads a token response (RFC 6749 §5.1, RFC 6750 §4): BANK_INVALID_RESPONSE when it is none, or holds no access token.
 * Whatever else is wrong with it is in its verdicts, so that no token is lost over it.
 */
export function readTokens(response: BankResponse, what: string, expected: ExpectedTokens): TokenResponse {
  const answer = readObject(response, what, 200)
  const accessToken = answer.text('access_token')
  if (!accessToken) throw answer.invalid('access_token')
  const { scope: asked, tolerances, refreshIdToken } = expected
  const [type, expiresIn, scope] = [answer.member('token_type'), answer.member('expires_in'), answer.member('scope')]
  const [refreshToken, idToken] = [answer.member('refresh_token'), answer.member('id_token')]
  const isMissing = refreshIdToken !== undefined && (idToken === undefined || idToken === '')
  return {
    accessToken,
    expiresIn: boundedSecondsOf(expiresIn),
    scope: textOf(scope) ?? asked ?? '',
    refreshToken: textOf(refreshToken),
    idToken: textOf(idToken),
    verdicts: [
      judgeTokenType(type, tolerances),
      judgeScope(scope, asked, tolerances),
      ...judgeTimes(expiresIn, textOf(idToken)),
      ...judgeText('refresh_token', refreshToken),
      ...judgeText('id_token', idToken),
      ...(isMissing ? [missingIdToken(refreshIdToken)] : []),
    ],
    requestLogId: response.requestLogId,
  }
}

/** The same tokens, when no verdict on them failed. Otherwise throws BANK_INVALID_RESPONSE with the check list. */
export function requireTokens(tokens: TokenResponse, what: string): TokenResponse {
  const { verdicts, requestLogId } = tokens
  const first = verdicts.find(({ verdict }) => verdict === 'fail')
  if (!first) return tokens
  const tolerance = toleranceOf(first)
  // SECURITY: without the value, which may be anything; it is beside the check list, and redacted in the request log.
  throw new AppError('BANK_INVALID_RESPONSE', `${what} is refused: ${first.claim} should be ${first.expected} (${first.clause})`, {
    remedy: tolerance
      ? `Tell the bank; where it is known to answer so, add ${tolerance} to tokens.tolerances of its profile.`
      : lookAndTell,
    checks: verdicts,
    requestLogId,
  })
}

/** Reads the answer to a pushed authorisation request (RFC 9126 §2.2): BANK_INVALID_RESPONSE when it is none. */
export function readPushedRequest(response: BankResponse, what: string): PushedRequest {
  const answer = readObject(response, what, 201)
  const requestUri = answer.text('request_uri')
  if (!requestUri) throw answer.invalid('request_uri')
  const expiresIn = secondsOf(answer.member('expires_in'))
  if (expiresIn === null) throw answer.invalid('expires_in', 'is not a number of seconds')
  return { requestUri, expiresIn, requestLogId: response.requestLogId }
}

const lookAndTell = 'Look at the exchange in the request log and tell the bank.'

function readObject(response: BankResponse, what: string, status: number) {
  if (response.status !== status) throw bankErrorFrom(response, what)
  const { requestLogId } = response
  const json = response.json()
  const members: Record<string, unknown> = typeof json === 'object' && json !== null ? { ...json } : {}
  const invalid = (name: string, problem = 'is missing') =>
    new AppError('BANK_INVALID_RESPONSE', `${what} was answered with JSON whose ${name} ${problem}`, {
      requestLogId,
      remedy: lookAndTell,
    })
  /** Undefined when absent or null. */
  const member = (name: string): unknown => members[name] ?? undefined
  return {
    invalid,
    member,
    text(name: string): string | undefined {
      const value = member(name)
      if (value !== undefined && typeof value !== 'string') throw invalid(name, 'is not a string')
      return value
    },
  }
}

const textOf = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)
