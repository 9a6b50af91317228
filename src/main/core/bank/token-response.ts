import { AppError } from '../../../shared/errors.ts'
import { bankErrorFrom } from './bank-error.ts'
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
  requestLogId: string
}

export interface PushedRequest {
  requestUri: string
  /** Seconds. */
  expiresIn: number
  requestLogId: string
}

/**
 * Reads a token response (RFC 6749 §5.1, RFC 6750 §4): BANK_INVALID_RESPONSE when it is none.
 * `requested`: the scope must not be wider (FAPI 1.0 Baseline 5.2.3); null leaves that unjudged.
 * `assumed`: the scope when the bank names none, which it may when it is the one asked for.
 */
export function readTokens(response: BankResponse, what: string, requested: string | null, assumed = requested ?? ''): TokenResponse {
  const answer = readObject(response, what, 200)
  const accessToken = answer.text('access_token')
  if (!accessToken) throw answer.invalid('access_token')
  // RFC 6749 §5.1: token_type is case-insensitive; banks do write `bearer`.
  if (answer.text('token_type')?.toLowerCase() !== 'bearer') throw answer.invalid('token_type', 'is not Bearer')
  const scope = answer.text('scope') || assumed
  const unasked = requested === null ? [] : wordsOf(scope).filter((word) => !wordsOf(requested).includes(word))
  if (unasked.length > 0) throw answer.invalid('scope', `holds ${unasked.join(' ')}, which was not asked for`)
  return {
    accessToken,
    expiresIn: answer.seconds('expires_in'),
    scope,
    refreshToken: answer.text('refresh_token') || null,
    idToken: answer.text('id_token') || null,
    requestLogId: response.requestLogId,
  }
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
