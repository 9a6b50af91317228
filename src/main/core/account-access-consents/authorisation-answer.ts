// From the redirect to tokens: every claim is judged before the code is redeemed, and again on what the token endpoint answers.

import { decodeJwt, type JWTPayload } from 'jose'
import { AppError, type Verdict } from '../../../shared/errors.ts'
import { audiencesOf, refusalOf, requireAll } from '../bank/claim-checks.ts'
import type { BankClient } from '../bank/client.ts'
import { checkIdToken } from '../bank/id-token-checks.ts'
import { idTokenRulesOf } from '../bank/id-token-rules.ts'
import type { KeyResolver } from '../bank/jwks.ts'
import type { IdTokenFacts } from '../bank/refreshed-id-token.ts'
import type { BankSession, ExchangeContext } from '../bank/session.ts'
import { refreshTokenExpiryOf } from '../bank/token-verdicts.ts'
import { redeemCode, type TokenResponse } from '../bank/tokens.ts'
import type { Clock } from '../clock.ts'
import type { RequestLog } from '../request-log/request-log.ts'
import type { AuthContext } from './auth-contexts.ts'
import { requestedMaxAgeSeconds } from './authorisation-exchange.ts'
import { expectsIdToken, judgeRedirect } from './authorisation-redirect.ts'
import { type Judged, recordRedirect } from './recorded-redirect.ts'
import { authorisationError, type RedirectAnswer, readRedirect } from './redirect-parameters.ts'

export interface AnswerInput {
  bank: BankClient
  session: BankSession
  keys: KeyResolver
  clock: Clock
  requestLog: Pick<RequestLog, 'record' | 'attachVerdicts' | 'attachAnswerVerdicts'>
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
  /** What the ID token of the token endpoint said; null where there is none, or where it is not usable. */
  idToken: IdTokenFacts | null
  checks: Verdict[]
}

/** Throws AUTHORISATION_FAILED or BANK_SIGNATURE_INVALID with the check list, INVALID_INPUT when the redirect cannot be read. */
export const answerAuthorisation = async (input: AnswerInput): Promise<AnsweredAuthorisation> => {
  const { bank, session, context, redirect, exchange } = input
  const { redirectUri, codeVerifier } = context
  const { openIdConnect, scope } = session.profile.authorisation
  const answer = readRedirect(redirect, { redirectUri })
  const judged = await recordRedirect({ ...input, redirectUri }, (note) => judgeAnswer(input, answer, note))
  const tokens = await redeemCode(bank, session, { code: judged.code, redirectUri, codeVerifier, scope }, exchange)
  const checks = [...judged.checks, ...tokens.verdicts]
  if (!openIdConnect) return { tokens, refreshTokenExpires: null, idToken: null, checks }

  const { verdicts, claims } = await judgeTokens(input, tokens, judged)
  checks.push(...verdicts)
  return { tokens, refreshTokenExpires: refreshTokenExpiryOf(tokens.idToken), idToken: factsOf(claims), checks }
}

interface JudgedRedirect {
  checks: Verdict[]
  code: string
  state: string
  /** Claims of the redirect's ID token. */
  first: JWTPayload | null
}

/** What the redirect says, once all of it holds. */
const judgeAnswer = async (input: AnswerInput, answer: RedirectAnswer, note: Judged): Promise<JudgedRedirect> => {
  const { session, context } = input
  const { parameters, checks } = await judgeRedirect({ session, state: context.state, ...issuedBy(input) }, answer, note)
  input.consume()
  const refused = authorisationError(parameters)
  if (refused) throw refused

  const { code = '', state = '', id_token: token } = parameters
  if (!token || !expectsIdToken(session.profile)) return { checks, code, state, first: null }
  const expected = { ...expectedOf(input), state, code }
  const { verdicts, claims: first } = await checkIdToken({ ...issuedBy(input), token, from: 'authorizationEndpoint', expected })
  note('id_token', verdicts)
  checks.push(...verdicts)
  requireAll(verdicts, 'ID token of the redirect')
  return { checks, code, state, first }
}

const judgeTokens = async (input: AnswerInput, { idToken: token, accessToken, requestLogId }: TokenResponse, before: JudgedRedirect) => {
  const { checks, code, state, first } = before
  if (!token) throw new AppError('AUTHORISATION_FAILED', 'The bank answered the code with no ID token', { requestLogId, checks })
  const expected = { ...expectedOf(input), state, code, accessToken, ...(first ? { first } : {}) }
  const judged = await checkIdToken({ ...issuedBy(input), token, from: 'tokenEndpoint', expected })
  input.requestLog.attachVerdicts(requestLogId, 'id_token', judged.verdicts, refusalOf(judged.verdicts))
  requireAll(judged.verdicts, 'ID token of the token endpoint', requestLogId)
  return judged
}

const issuedBy = ({ session, keys, clock }: AnswerInput) => ({
  rules: idTokenRulesOf(session),
  clientId: session.client.clientId,
  keys,
  now: clock.now(),
})

const expectedOf = ({ context, consentId, session }: AnswerInput) => ({
  nonce: context.nonce,
  consentId,
  acrValues: session.profile.acrValues,
  maxAge: requestedMaxAgeSeconds,
})

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

const factsOf = (claims: JWTPayload | null): IdTokenFacts | null => {
  const { iss, sub, nonce, auth_time: authTime } = claims ?? {}
  if (!claims || typeof iss !== 'string' || typeof sub !== 'string') return null
  return {
    iss,
    sub,
    aud: audiencesOf(claims).map(String),
    authTime: typeof authTime === 'number' ? authTime : null,
    nonce: typeof nonce === 'string' ? nonce : null,
  }
}
