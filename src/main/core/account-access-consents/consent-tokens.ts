// The tokens of consents: kept sealed, refreshed before they expire, one refresh at a time.

import { AppError } from '../../../shared/errors.ts'
import type { AccountAccessConsent } from '../../../shared/model/account-access-consent.ts'
import type { DataSession } from '../accounts/account-data-reader.ts'
import type { BankClient } from '../bank/client.ts'
import { refreshTokens, type TokenResponse } from '../bank/tokens.ts'
import type { Sessions } from '../bank-registrations/sessions.ts'
import type { CallContext, CoreContext } from '../context.ts'
import { abortable } from './abortable.ts'
import type { ConsentRecords, TokenFacts } from './consent-records.ts'

/** A token this close to its end is refreshed first. */
const margin = 30_000

export const createConsentTokens = ({ clock }: CoreContext, deps: { bank: BankClient; sessions: Sessions; records: ConsentRecords }) => {
  const { bank, sessions, records } = deps
  const refreshing = new Map<string, Promise<void>>()

  const factsOf = (tokens: TokenResponse, refreshable: boolean, refreshTokenExpires: string | null): TokenFacts => {
    const now = clock.now()
    return {
      scope: tokens.scope,
      obtained: now.toISOString(),
      accessTokenExpires: tokens.expiresIn === null ? null : new Date(now.getTime() + tokens.expiresIn * 1000).toISOString(),
      refreshable,
      refreshTokenExpires,
    }
  }

  const refreshNow = async (consent: AccountAccessConsent, call: CallContext): Promise<void> => {
    const held = records.tokens(consent.id)
    if (!held?.refreshToken) {
      throw new AppError('AUTHORISATION_FAILED', 'The consent has no refresh token', {
        field: 'id',
        remedy: 'Ask the customer to authorise the consent again.',
      })
    }
    const session = await sessions.open(consent.bankRegistrationId)
    // Not bound to the caller's signal: once sent, a refresh may have used up the held token, and its answer must be kept.
    const context = { step: 'token.refresh', runId: call.runId, bankRegistrationId: consent.bankRegistrationId }
    const fresh = await refreshTokens(bank, session, held.refreshToken, context)
    // Stored before anything else can fail: after rotation the old refresh token is dead at the bank (RFC 9700 §4.14.2).
    records.keepTokens(
      consent.id,
      { accessToken: fresh.accessToken, refreshToken: fresh.refreshToken ?? held.refreshToken },
      // RFC 6749 §5.1: a scope that is not named is the one granted before.
      factsOf({ ...fresh, scope: fresh.scope || (consent.tokens?.scope ?? '') }, true, consent.tokens?.refreshTokenExpires ?? null),
      'refreshed',
    )
  }

  const service = {
    /** Keeps what an authorisation code was exchanged for. */
    keep(id: string, tokens: TokenResponse, refreshTokenExpires: string | null): void {
      records.keepTokens(id, tokens, factsOf(tokens, tokens.refreshToken !== null, refreshTokenExpires), 'authorised')
    },

    /** Refreshes under a lock per consent; a failure leaves the held tokens as they are. */
    async refresh(id: string, call: CallContext): Promise<AccountAccessConsent> {
      const consent = records.get(id)
      const running = refreshing.get(id) ?? refreshNow(consent, call).finally(() => refreshing.delete(id))
      refreshing.set(id, running)
      await abortable(running, call.signal, 'Waiting for new tokens was cancelled')
      return records.get(id)
    },

    /** What data calls need; a token near its end is refreshed first. */
    async dataSession(id: string, call: CallContext): Promise<DataSession> {
      let consent = records.get(id, 'accountAccessConsentId')
      if (!consent.consentId || !consent.tokens) {
        throw new AppError('AUTHORISATION_FAILED', 'The consent is not authorised yet', {
          field: 'accountAccessConsentId',
          remedy: 'Start an authorisation and let the customer approve it.',
        })
      }
      const expires = consent.tokens.accessTokenExpires
      if (expires && Date.parse(expires) - margin <= clock.now().getTime() && consent.tokens.refreshable)
        consent = await service.refresh(id, call)
      const session = await sessions.open(consent.bankRegistrationId)
      const baseUrl = session.profile.accountInformation.baseUrls[consent.apiVersion]
      if (!baseUrl) {
        throw new AppError('CONFLICT', `Bank profile "${session.profile.name}" has no base URL for version ${consent.apiVersion}`, {
          remedy: 'Add it to accountInformation.baseUrls of the profile.',
        })
      }
      const tokens = records.tokens(id)
      if (!tokens)
        throw new AppError('SECRET_MISSING', 'The consent’s tokens are gone', {
          remedy: 'Ask the customer to authorise the consent again.',
        })
      return { session, accessToken: tokens.accessToken, apiVersion: consent.apiVersion, baseUrl, consentId: consent.consentId ?? '' }
    },

    /** After a 401: refreshes and tells whether another try makes sense. */
    async tokenRefused(id: string, call: CallContext): Promise<boolean> {
      if (!records.get(id).tokens?.refreshable) return false
      await service.refresh(id, call)
      return true
    },
  }
  return service
}

export type ConsentTokenService = ReturnType<typeof createConsentTokens>
