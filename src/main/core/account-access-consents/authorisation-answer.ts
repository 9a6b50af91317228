// From the redirect to tokens: every claim is judged before the code is redeemed, and again on what the token endpoint answers.

import { decodeJwt, type JWTPayload } from 'jose'
import { AppError, type AppErrorCode, type Verdict } from '../../../shared/errors.ts'
import { requireAll } from '../bank/claim-checks.ts'
import type { BankClient } from '../bank/client.ts'
import { checkIdToken } from '../bank/id-token-checks.ts'
import { checkJarm } from '../bank/jarm-checks.ts'
import type { KeyResolver } from '../bank/jwks.ts'
import { checkResponseParameters } from '../bank/response-checks.ts'
import type { BankSession, ExchangeContext } from '../bank/session.ts'
import { redeemCode, type TokenResponse } from '../bank/tokens.ts'
import type { Clock } from '../clock.ts'
import type { RequestLog } from '../request-log/request-log.ts'
import type { AuthContext } from './auth-contexts.ts'
import { requestedMaxAgeSeconds } from './authorisation-exchange.ts'
import { type Judged, recordRedirect } from './recorded-redirect.ts'
import { authorisationError, type RedirectAnswer, readRedirect } from './redirect-parameters.ts'

const algorithms = ['PS256', 'ES256']
export const requestedScope = 'openid accounts'

export interface AnswerInput {
  bank: BankClient
  session: BankSession
  keys: KeyResolver
  clock: Clock
  requestLog: Pick<RequestLog, 'record' | 'attachVerdicts'>
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
  const { bank, session, context, redirect, requestLog, exchange } = input
  const { redirectUri, codeVerifier } = context
  const answer = readRedirect(redirect, { redirectUri })
  const { checks, code, state, first } = await recordRedirect({ ...input, redirectUri }, (judged) => judgeAnswer(input, answer, judged))

  const tokens = await redeemCode(bank, session, { code, redirectUri, codeVerifier, scope: requestedScope }, exchange)
  const { idToken, accessToken, requestLogId } = tokens
  if (!idToken) throw new AppError('AUTHORISATION_FAILED', 'The bank answered the code with no ID token', { requestLogId, checks })
  const expected = { ...expectedOf(input), state, code, accessToken, ...(first ? { first } : {}) }
  const judged = await checkIdToken({ ...issuedBy(input), token: idToken, from: 'tokenEndpoint', expected })
  const refused = refusalOf(judged.verdicts)
  requestLog.attachVerdicts(requestLogId, 'id_token', judged.verdicts, refused)
  checks.push(...judged.verdicts)
  requireAll(judged.verdicts, 'ID token of the token endpoint', requestLogId)
  return { tokens, refreshTokenExpires: refreshTokenExpiry(judged.claims), checks }
}

/** What the redirect says, once all of it holds. */
const judgeAnswer = async (input: AnswerInput, answer: RedirectAnswer, judged: Judged) => {
  const { parameters, checks } = await judgeRedirect(input, answer, judged)
  input.consume()
  const refused = authorisationError(parameters)
  if (refused) throw refused

  const { code = '', state = '', id_token: token } = parameters
  if (!token) return { checks, code, state, first: null }
  const expected = { ...expectedOf(input), state, code }
  const { verdicts, claims: first } = await checkIdToken({ ...issuedBy(input), token, from: 'authorizationEndpoint', expected })
  judged('id_token', verdicts)
  checks.push(...verdicts)
  requireAll(verdicts, 'ID token of the redirect')
  return { checks, code, state, first }
}

const issuedBy = ({ session, keys, clock }: AnswerInput) => ({
  issuer: session.endpoints.issuer,
  clientId: session.client.clientId,
  keys,
  now: clock.now(),
})

const expectedOf = ({ context, consentId, session }: AnswerInput) => ({
  nonce: context.nonce,
  consentId,
  acrValues: session.profile.acrValues,
  algorithms,
  maxAge: requestedMaxAgeSeconds,
})

const judgeRedirect = async (input: AnswerInput, answer: RedirectAnswer, judged: Judged) => {
  const { session, context } = input
  const { responseMode, responseType } = session.profile
  const checks: Verdict[] = []
  let { parameters } = answer
  if (answer.kind === 'jarm') {
    const jarm = await checkJarm({ ...issuedBy(input), token: parameters.response ?? '', algorithms })
    judged('response', jarm.verdicts)
    requireAll(jarm.verdicts, 'JARM token')
    checks.push(...jarm.verdicts)
    parameters = jarm.parameters
  } else if (responseMode === 'jwt') {
    // SECURITY: a plain answer where a signed one was asked for is not the bank's.
    throw new AppError('AUTHORISATION_FAILED', 'The redirect is not signed, although a signed answer (JARM) was asked for', {
      field: 'redirect',
    })
  }
  const verdicts = checkResponseParameters(parameters, { state: context.state, issuer: session.endpoints.issuer, responseType })
  checks.push(...verdicts)
  // In a JARM token the parameters are claims.
  if (answer.kind === 'jarm') judged('response', [...checks])
  requireAll(verdicts, 'Redirect')
  return { parameters, checks }
}

/** Names the claims that failed and none of their values, which may be anything. */
const refusalOf = (verdicts: Verdict[]): { code: AppErrorCode; message: string } | undefined => {
  const failed = verdicts.filter(({ verdict }) => verdict === 'fail').map(({ claim }) => claim)
  if (failed.length === 0) return undefined
  return {
    code: failed.includes('signature') ? 'BANK_SIGNATURE_INVALID' : 'AUTHORISATION_FAILED',
    message: `ID token is refused: ${failed.join(', ')}`,
  }
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
