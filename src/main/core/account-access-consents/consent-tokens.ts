// The tokens of consents: kept sealed, refreshed before they expire, one refresh at a time.

import { AppError } from '../../../shared/errors.ts'
import type { AccountAccessConsent } from '../../../shared/model/account-access-consent.ts'
import { abortable } from '../abortable.ts'
import type { DataSession } from '../accounts/account-data-reader.ts'
import type { TokenResponse } from '../bank/tokens.ts'
import type { CallContext, CoreContext } from '../context.ts'
import type { TokenFacts } from './consent-records.ts'
import { createRefreshRecords } from './refresh-records.ts'
import { createTokenRefresh, factsOf, type TokenRefreshDeps } from './token-refresh.ts'

/** A token this close to its end is refreshed first. */
const margin = 30_000

export const createConsentTokens = (context: CoreContext, deps: Omit<TokenRefreshDeps, 'refreshes'>) => {
  const { clock, store } = context
  const { records, sessions } = deps
  const refreshes = createRefreshRecords(context)
  const tokenRefresh = createTokenRefresh(context, { ...deps, refreshes })
  const refreshing = new Map<string, Promise<void>>()

  const endsWithin = ({ accessTokenExpires: end }: TokenFacts, ms: number) => end !== null && Date.parse(end) - ms <= clock.now().getTime()

  const stillWorks = (id: string): boolean => {
    const { tokens } = records.get(id)
    return tokens !== null && !endsWithin(tokens, 0) && !refreshes.get(id).unproven
  }

  /** Refreshes by itself where that is due and no failure is too recent. A token that still works goes on being used when it fails. */
  const freshen = async (id: string, tokens: TokenFacts, call: CallContext): Promise<void> => {
    if (!tokens.refreshable || !(endsWithin(tokens, margin) || refreshes.get(id).unproven)) return
    try {
      if (!refreshing.has(id)) tokenRefresh.requireDue(id)
      await service.refresh(id, call)
    } catch (error) {
      if (!isOfTheBank(error) || !stillWorks(id)) throw error
    }
  }

  const service = {
    /** Keeps what an authorisation code was exchanged for. */
    keep(id: string, tokens: TokenResponse, refreshTokenExpires: string | null): void {
      const facts = factsOf(tokens, clock.now(), refreshTokenExpires, tokens.refreshToken !== null)
      store.transaction(() => {
        records.keepTokens(id, tokens, facts, 'authorised')
        refreshes.clear(id)
      })
    },

    /** Refreshes under a lock per consent; a failure leaves the held tokens as they are. */
    async refresh(id: string, call: CallContext): Promise<AccountAccessConsent> {
      const running = refreshing.get(id) ?? tokenRefresh.run(id, call).finally(() => refreshing.delete(id))
      refreshing.set(id, running)
      await abortable(running, call.signal, 'Waiting for new tokens was cancelled')
      return records.get(id)
    },

    /** What data calls need; a token near its end is refreshed first. */
    async dataSession(id: string, call: CallContext): Promise<DataSession> {
      const { apiVersion, bankRegistrationId, consentId, tokens: facts } = records.get(id, 'accountAccessConsentId')
      if (!consentId || !facts) {
        throw new AppError('AUTHORISATION_FAILED', 'The consent is not authorised yet', {
          field: 'accountAccessConsentId',
          remedy: 'Start an authorisation and let the customer approve it.',
        })
      }
      await freshen(id, facts, call)
      const session = await sessions.open(bankRegistrationId)
      const baseUrl = session.profile.accountInformation?.baseUrls[apiVersion]
      if (!baseUrl) {
        throw new AppError('CONFLICT', `Bank profile "${session.profile.name}" has no base URL for version ${apiVersion}`, {
          remedy: 'Add it to accountInformation.baseUrls of the profile.',
        })
      }
      const tokens = records.tokens(id)
      if (!tokens)
        throw new AppError('SECRET_MISSING', 'The consent’s tokens are gone', {
          remedy: 'Ask the customer to authorise the consent again.',
        })
      return { session, accessToken: tokens.accessToken, apiVersion, baseUrl, consentId }
    },

    /** After a 401: refreshes, unless that failed a moment ago, and tells whether another try makes sense. */
    async tokenRefused(id: string, call: CallContext): Promise<boolean> {
      if (!records.get(id).tokens?.refreshable) return false
      if (!refreshing.has(id)) tokenRefresh.requireDue(id)
      await service.refresh(id, call)
      return true
    },
  }
  return service
}

export type ConsentTokenService = ReturnType<typeof createConsentTokens>

const isOfTheBank = (error: unknown): boolean =>
  error instanceof AppError && (error.code.startsWith('BANK_') || error.code === 'AUTHORISATION_FAILED')
