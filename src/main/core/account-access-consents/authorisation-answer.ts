// From the redirect to tokens: every claim is judged before the code is redeemed, and again on what the token endpoint answers.

import { decodeJwt, type JWTPayload } from 'jose'
import { AppError, type Verdict } from '../../../shared/errors.ts'
import { requireAll } from '../bank/claim-checks.ts'
import type { BankClient } from '../bank/client.ts'
import { checkIdToken } from '../bank/id-token-checks.ts'
import { checkJarm } from '../bank/jarm-checks.ts'
import type { KeyResolver } from '../bank/jwks.ts'
import { checkResponseParameters } from '../bank/response-checks.ts'
import type { BankSession, ExchangeContext } from '../bank/session.ts'
import { redeemCode, type TokenResponse } from '../bank/tokens.ts'
import type { Clock } from '../clock.ts'
import type { AuthContext } from './auth-contexts.ts'
import { requestedMaxAgeSeconds } from './authorisation-exchange.ts'
import { authorisationError, readRedirect } from './redirect-parameters.ts'

const algorithms = ['PS256', 'ES256']
export const requestedScope = 'openid accounts'

export interface AnswerInput {
  bank: BankClient
  session: BankSession
  keys: KeyResolver
  clock: Clock
  context: AuthContext
  /** ConsentId at the bank. */
  consentId: string
  redirect: string
  /** Marks the authorisation used; called once state, issuer and signature of the answer hold. */
  consume: () => void
  exchange: ExchangeContext
}

export interface AnsweredAuthorisation {
  tokens: TokenResponse
  refreshTokenExpires: string | null
  checks: Verdict[]
}

/** Throws AUTHORISATION_FAILED or BANK_SIGNATURE_INVALID with the check list, INVALID_INPUT when the redirect cannot be read. */
export const answerAuthorisation = async (input: AnswerInput): Promise<AnsweredAuthorisation> => {
  const { bank, session, context, clock, keys, consentId, exchange } = input
  const { parameters, checks } = await judgeRedirect(input)
  input.consume()
  const refused = authorisationError(parameters)
  if (refused) throw refused

  const { code = '', state = '' } = parameters
  const expected = { nonce: context.nonce, consentId, acrValues: session.profile.acrValues, algorithms, maxAge: requestedMaxAgeSeconds }
  const from = { issuer: session.endpoints.issuer, clientId: session.client.clientId, keys }
  let first: JWTPayload | null = null
  if (parameters.id_token) {
    const token = { token: parameters.id_token, from: 'authorizationEndpoint' as const, now: clock.now() }
    const judged = await checkIdToken({ ...from, ...token, expected: { ...expected, state, code } })
    checks.push(...judged.verdicts)
    requireAll(judged.verdicts, 'ID token of the redirect')
    first = judged.claims
  }

  const { redirectUri, codeVerifier } = context
  const tokens = await redeemCode(bank, session, { code, redirectUri, codeVerifier, scope: requestedScope }, exchange)
  const { idToken, accessToken, requestLogId } = tokens
  if (!idToken) throw new AppError('AUTHORISATION_FAILED', 'The bank answered the code with no ID token', { requestLogId, checks })
  const token = { token: idToken, from: 'tokenEndpoint' as const, now: clock.now() }
  const judged = await checkIdToken({ ...from, ...token, expected: { ...expected, state, code, accessToken, ...(first ? { first } : {}) } })
  checks.push(...judged.verdicts)
  requireAll(judged.verdicts, 'ID token of the token endpoint', requestLogId)
  return { tokens, refreshTokenExpires: refreshTokenExpiry(judged.claims), checks }
}

const judgeRedirect = async ({ session, context, clock, keys, redirect }: AnswerInput) => {
  const { issuer } = session.endpoints
  const { responseMode, responseType } = session.profile
  const answer = readRedirect(redirect, { redirectUri: context.redirectUri })
  const checks: Verdict[] = []
  let { parameters } = answer
  if (answer.kind === 'jarm') {
    const { clientId } = session.client
    const jarm = await checkJarm({ token: parameters.response ?? '', issuer, clientId, algorithms, keys, now: clock.now() })
    requireAll(jarm.verdicts, 'JARM token')
    checks.push(...jarm.verdicts)
    parameters = jarm.parameters
  } else if (responseMode === 'jwt') {
    // SECURITY: a plain answer where a signed one was asked for is not the bank's.
    throw new AppError('AUTHORISATION_FAILED', 'The redirect is not signed, although a signed answer (JARM) was asked for', { field: 'redirect' })
  }
  const verdicts = checkResponseParameters(parameters, { state: context.state, issuer, responseType })
  checks.push(...verdicts)
  requireAll(verdicts, 'Redirect')
  return { parameters, checks }
}

/** The state of a redirect however it is packed; null when it cannot be told. Not yet verified. */
export const stateOf = (redirect: string): string | null => {
  const { kind, parameters } = readRedirect(redirect, null)
  if (kind !== 'jarm') return parameters.state ?? null
  try {
    const { state } = decodeJwt(parameters.response ?? '')
    return typeof state === 'string' ? state : null
  } catch {
    return null
  }
}

/** UK OB Security Profile: when the refresh token expires, if it does. */
const refreshTokenExpiry = (claims: JWTPayload | null): string | null => {
  const seconds = claims?.['http://openbanking.org.uk/refresh_token_expires_at']
  return typeof seconds === 'number' ? new Date(seconds * 1000).toISOString() : null
}
