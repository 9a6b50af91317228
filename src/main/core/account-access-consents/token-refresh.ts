// One refresh of a consent's tokens, so that nothing is lost whatever fails: its beginning is written down before it is sent,
// new tokens before anything about them is judged, and a failure leaves the held ones as they are.

import { AppError } from '../../../shared/errors.ts'
import type { AccountAccessConsent } from '../../../shared/model/account-access-consent.ts'
import { allHold, refusalOf, requireAll } from '../bank/claim-checks.ts'
import type { BankClient } from '../bank/client.ts'
import type { BankKeys } from '../bank/jwks.ts'
import { changedNothing } from '../bank/outcome.ts'
import { checkRefreshedIdToken } from '../bank/refreshed-id-token.ts'
import type { BankSession } from '../bank/session.ts'
import { requireTokens } from '../bank/token-response.ts'
import { refreshTokenExpiryOf } from '../bank/token-verdicts.ts'
import { refreshTokens, type TokenResponse } from '../bank/tokens.ts'
import type { Sessions } from '../bank-registrations/sessions.ts'
import type { CallContext, CoreContext } from '../context.ts'
import type { RequestLog } from '../request-log/request-log.ts'
import type { ConsentRecords, TokenFacts } from './consent-records.ts'
import type { RefreshRecord, RefreshRecords } from './refresh-records.ts'

export interface TokenRefreshDeps {
  bank: BankClient
  keys: BankKeys
  sessions: Sessions
  records: ConsentRecords
  refreshes: RefreshRecords
  requestLog: Pick<RequestLog, 'attachVerdicts'>
}

const authoriseAgain = 'Ask the customer to authorise the consent again.'
const what = 'Token refresh'

export const factsOf = (tokens: TokenResponse, now: Date, refreshTokenExpires: string | null, refreshable: boolean): TokenFacts => ({
  scope: tokens.scope,
  obtained: now.toISOString(),
  accessTokenExpires: tokens.expiresIn === null ? null : new Date(now.getTime() + tokens.expiresIn * 1000).toISOString(),
  refreshable,
  refreshTokenExpires,
})

export const createTokenRefresh = ({ store, clock, emit }: CoreContext, deps: TokenRefreshDeps) => {
  const { bank, keys, records, refreshes, requestLog, sessions } = deps

  /** Notes the failure and when to try again; returns it in the words for whoever waits. */
  const failed = (id: string, error: AppError, { begun, failures: before }: Pick<RefreshRecord, 'begun' | 'failures'>): AppError => {
    const refused = error.details.bank?.error === 'invalid_grant'
    const failure = refused && begun !== null ? lost(begun, error) : error
    store.transaction(() => {
      const failures = before + 1
      // SECURITY: the check list stays with the exchange, where values that a bank puts into it are redacted.
      const { checks: _, ...kept } = failure.toData()
      const change = { failures, error: kept, retry: refused ? null : retryTime(clock.now(), failures) }
      // What may have been carried out at the bank stays noted as begun: the next refusal then tells that the tokens are lost.
      refreshes.put(id, changedNothing(error) ? { ...change, begun } : change)
      records.happened(id, 'refreshFailed', { detail: failure.message, requestLogId: failure.details.requestLogId ?? null })
    })
    emit({ type: 'changed', aggregate: 'accountAccessConsent', id })
    return failure
  }

  /** Returns the refresh token that is held then. */
  const keep = ({ id, tokens: facts }: AccountAccessConsent, refreshToken: string, fresh: TokenResponse): string => {
    const held = fresh.refreshToken ?? refreshToken
    const rotated = held !== refreshToken
    // A scope that is refused must not be what the next one is measured by.
    const scope = allHold(fresh.verdicts) ? fresh.scope : (facts?.scope ?? '')
    const expires = refreshTokenExpiryOf(fresh.idToken) ?? (rotated ? null : (facts?.refreshTokenExpires ?? null))
    store.transaction(() => {
      records.keepTokens(
        id,
        { accessToken: fresh.accessToken, refreshToken: held },
        factsOf({ ...fresh, scope }, clock.now(), expires, true),
        'refreshed',
      )
      // SECURITY: until they are judged to be this consent's, they are used for nothing but another refresh.
      refreshes.put(id, { begun: null, unproven: true })
    })
    return held
  }

  const judge = async (consent: AccountAccessConsent, session: BankSession, fresh: TokenResponse, runId: string | undefined) => {
    const { idToken: token, accessToken, requestLogId } = fresh
    requireTokens(fresh, what)
    if (!token || !session.profile.authorisation.openIdConnect) return
    const { verdicts } = await checkRefreshedIdToken({
      ...{ token, session, accessToken, now: clock.now(), consentId: consent.consentId ?? '', first: records.idToken(consent.id) },
      keys: keys.keysFor(session, { step: 'jwks', runId, bankRegistrationId: session.bankRegistrationId }),
    })
    requestLog.attachVerdicts(requestLogId, 'id_token', verdicts, refusalOf(verdicts))
    requireAll(verdicts, 'ID token of the refresh', requestLogId)
  }

  return {
    /** Throws what was wrong last time while that is too recent for another try. */
    requireDue(id: string): void {
      const { error, retry } = refreshes.get(id)
      if (!error || (retry !== null && retry <= clock.now().toISOString())) return
      if (retry === null) throw AppError.fromData(error)
      const next = `A refresh is tried again from ${retry} on, or when it is asked for.`
      throw AppError.fromData({ ...error, remedy: error.remedy ? `${error.remedy} ${next}` : next })
    },

    /** AUTHORISATION_FAILED when there is no refresh token, when it expired or was lost; otherwise what the exchange throws. */
    async run(id: string, { runId }: CallContext): Promise<void> {
      const { bankRegistrationId } = records.get(id)
      const session = await sessions.open(bankRegistrationId)
      const consent = records.get(id)
      let held = refreshTokenOf(consent)
      // Authorised again, or deleted, in the meantime: what becomes of the tokens before that is nothing to the consent.
      const isReplaced = () => records.tokens(id)?.refreshToken !== held
      let { begun, failures } = refreshes.get(id)
      refreshes.put(id, { begun: begun ?? clock.now().toISOString() })
      try {
        const sent = { refreshToken: held, scope: consent.tokens?.scope || null }
        // Not bound to the caller's signal: once sent, a refresh may have used up the held token, and its answer must be kept.
        const fresh = await refreshTokens(bank, session, sent, { step: 'token.refresh', runId, bankRegistrationId })
        if (isReplaced()) return
        // Stored before anything else can fail: after rotation the old refresh token is dead at the bank (RFC 9700 §4.14.2).
        held = keep(consent, held, fresh)
        begun = null
        await judge(consent, session, fresh, runId)
        refreshes.clear(id)
      } catch (error) {
        if (!(error instanceof AppError) || error.code === 'DATABASE_FAILED') throw error
        if (!isReplaced()) throw failed(id, error, { begun, failures })
      }
    },
  }

  function refreshTokenOf({ id, tokens }: AccountAccessConsent): string {
    const refreshToken = records.tokens(id)?.refreshToken
    if (!refreshToken)
      throw new AppError('AUTHORISATION_FAILED', 'The consent has no refresh token', { field: 'id', remedy: authoriseAgain })
    const expired = tokens?.refreshTokenExpires ?? null
    if (expired !== null && Date.parse(expired) <= clock.now().getTime()) {
      throw new AppError('AUTHORISATION_FAILED', `The refresh token expired at ${expired}`, { field: 'id', remedy: authoriseAgain })
    }
    return refreshToken
  }
}

const lost = (begun: string, error: AppError): AppError =>
  new AppError(
    'AUTHORISATION_FAILED',
    `The tokens of the refresh begun at ${begun} never arrived here, and the bank no longer takes those before it`,
    { ...error.details, field: 'id', remedy: authoriseAgain },
    error,
  )

/** Half a minute after the first failure, twice as long after each further one, at most a quarter of an hour. */
const retryTime = (now: Date, failures: number): string =>
  new Date(now.getTime() + Math.min(30_000 * 2 ** (failures - 1), 15 * 60_000)).toISOString()
