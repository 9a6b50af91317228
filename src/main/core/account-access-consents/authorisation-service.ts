import type { Output, ParsedInput } from '../../../shared/api.ts'
import { AppError } from '../../../shared/errors.ts'
import type { WaitingAuthorisation } from '../../../shared/model/account-access-consent.ts'
import { abortable } from '../abortable.ts'
import type { BankClient } from '../bank/client.ts'
import type { BankKeys } from '../bank/jwks.ts'
import type { BankSession } from '../bank/session.ts'
import { pushAuthorisationRequest } from '../bank/tokens.ts'
import type { RegistrationRecords } from '../bank-registrations/registration-records.ts'
import type { Sessions } from '../bank-registrations/sessions.ts'
import type { CallContext, CoreContext } from '../context.ts'
import type { RedirectCapture } from '../redirect/redirect-capture.ts'
import type { RequestLog } from '../request-log/request-log.ts'
import type { AuthContext, AuthContexts } from './auth-contexts.ts'
import { answerAuthorisation, stateOf } from './authorisation-answer.ts'
import { type AuthorisationRequest, buildAuthorisationRequest, urlForPushedRequest, usesPkce } from './authorisation-exchange.ts'
import { authorisedBefore, requireAuthorisable, untilReady } from './authorisation-readiness.ts'
import { expectsSignature, requestWarnings } from './authorisation-redirect.ts'
import type { ConsentRecords } from './consent-records.ts'
import type { ConsentService } from './consent-service.ts'
import type { ConsentTokenService } from './consent-tokens.ts'
import { type Complete, createPendingAuthorisations } from './pending-authorisations.ts'
import { endingOf } from './redirect-parameters.ts'

type Completed = Output<'accountAccessConsent.completeAuthorisation'>

export const createAuthorisationService = (
  { store, clock, emit }: CoreContext,
  deps: {
    bank: BankClient
    keys: BankKeys
    sessions: Sessions
    registrations: RegistrationRecords
    records: ConsentRecords
    contexts: AuthContexts
    tokens: ConsentTokenService
    consents: ConsentService
    redirects: RedirectCapture
    requestLog: RequestLog
  },
) => {
  const { bank, contexts, records, sessions } = deps
  const changed = (id: string) => emit({ type: 'changed', aggregate: 'accountAccessConsent', id })

  const abandon = ({ id, consentId, expires }: Pick<AuthContext, 'id' | 'consentId' | 'expires'>): void => {
    store.transaction(() => {
      if (!contexts.end(id, 'abandoned')) return
      records.happened(consentId, 'authorisationAbandoned', { at: expires, detail: `No answer of the bank came until ${expires}` })
    })
    changed(consentId)
  }
  // Timers end with their process, so that nobody else tells of the ones before.
  const abandonExpired = () => contexts.expired().forEach(abandon)
  abandonExpired()

  const complete: Complete<Completed> = async (authContextId, redirect, accepted) => {
    abandonExpired()
    const context = contexts.get(authContextId)
    const consent = records.get(context.consentId)
    const session = await sessions.open(consent.bankRegistrationId)
    const exchange = { runId: context.runId ?? undefined, bankRegistrationId: consent.bankRegistrationId }
    // What is wrong with a redirect that was not accepted as the answer is whoever brought it to be told, and ends nothing.
    let used = false
    try {
      const { tokens, refreshTokenExpires, idToken, checks } = await answerAuthorisation({
        bank,
        session,
        keys: deps.keys.keysFor(session, { ...exchange, step: 'jwks' }),
        clock,
        requestLog: deps.requestLog,
        context,
        consentId: consent.consentId ?? '',
        redirect,
        consume() {
          contexts.consume(context)
          used = true
          accepted()
        },
        exchange: { ...exchange, step: 'token.code' },
      })
      store.transaction(() => {
        records.keepIdToken(consent.id, idToken)
        deps.tokens.keep(consent.id, tokens, refreshTokenExpires)
      })
      await learnStatus(consent.id, exchange)
      return { consent: records.get(consent.id), checks }
    } catch (error) {
      if (error instanceof AppError && used) records.happened(consent.id, endingOf(error), failureOf(error))
      if (error instanceof AppError && error.details.bank?.error) await learnStatus(consent.id, exchange)
      throw error
    }
  }

  /** Once it is decided, the bank's status of the consent is worth knowing, and no reason to fail, or to fail differently. */
  const learnStatus = async (id: string, call: CallContext) => {
    try {
      await deps.consents.get({ id, fromBank: true }, call)
    } catch (error) {
      if (!(error instanceof AppError)) throw error
    }
  }

  const waiting = new Map<string, WaitingAuthorisation>()

  const pending = createPendingAuthorisations(complete, (id, abandoned) => {
    const over = waiting.get(id)
    waiting.delete(id)
    if (!over) return
    const { accountAccessConsentId: consentId, expires } = over
    if (abandoned) abandon({ id, consentId, expires })
    else changed(consentId)
  })

  const contextOf = (redirect: string): string => {
    const state = stateOf(redirect)
    const found = state ? contexts.findByState(state) : null
    if (found) return found.id
    throw new AppError('AUTHORISATION_FAILED', 'The state of this redirect belongs to no authorisation that was started here', {
      field: 'redirect',
      remedy: 'Use the redirect of the authorisation that was started last.',
    })
  }

  const push = async (session: BankSession, { pushed, beside }: AuthorisationRequest, call: CallContext): Promise<string> => {
    const exchange = { step: 'par', runId: call.runId, signal: call.signal, bankRegistrationId: session.bankRegistrationId }
    const { requestUri } = await pushAuthorisationRequest(bank, session, pushed, exchange)
    return urlForPushedRequest(session, requestUri, beside)
  }

  const fetchKeys = (session: BankSession, { runId }: CallContext): void => {
    if (!expectsSignature(session.profile)) return
    deps.keys.fetchAhead(session, { step: 'jwks', runId, bankRegistrationId: session.bankRegistrationId })
  }

  return {
    async start(
      input: ParsedInput<'accountAccessConsent.startAuthorisation'>,
      call: CallContext,
    ): Promise<Output<'accountAccessConsent.startAuthorisation'>> {
      const consent = records.get(input.id)
      const session = await sessions.open(consent.bankRegistrationId)
      const { consentId } = requireAuthorisable(consent, session.profile, clock.now())
      const { registered, capture } = deps.redirects.choose(deps.registrations.get(consent.bankRegistrationId).redirectUris, input)
      await untilReady(consent, clock, call.signal)
      const draft = contexts.draft(usesPkce(session.profile))
      const timeoutMs = input.timeoutSeconds * 1000
      // The listener outlives this call, so it is not bound to the call's signal.
      const listener =
        capture === 'loopback' ? await deps.redirects.listen({ redirectUri: registered, state: draft.state, timeoutMs }) : null
      try {
        const redirectUri = listener?.address ?? registered
        const expires = new Date(clock.now().getTime() + timeoutMs).toISOString()
        const context: AuthContext = { ...draft, consentId: consent.id, redirectUri, capture, expires, runId: call.runId ?? null }
        const { pushedAuthorizationRequest } = session.profile
        // Signing the request takes a while, and the customer a longer one; a request that is pushed has the only connection first.
        if (!pushedAuthorizationRequest) fetchKeys(session, call)
        const request = await buildAuthorisationRequest({
          session,
          ...context,
          consentId,
          now: clock.now(),
          reauthorisation: authorisedBefore(consent, session.profile),
        })
        const authorisationUrl = pushedAuthorizationRequest ? await push(session, request, call) : request.url
        if (pushedAuthorizationRequest) fetchKeys(session, call)
        contexts.keep(context)
        const warnings = requestWarnings(session.profile)
        const started = { authContextId: context.id, authorisationUrl, redirectUri, capture, expires, warnings }
        waiting.set(context.id, { ...started, accountAccessConsentId: consent.id })
        pending.add(context.id, listener, timeoutMs)
        records.happened(consent.id, 'authorisationStarted')
        changed(consent.id)
        return started
      } catch (error) {
        await listener?.close()
        throw error
      }
    },

    /** With a redirect: completes with it. Without: waits until the listener, or another call, has brought it. */
    async complete(input: ParsedInput<'accountAccessConsent.completeAuthorisation'>, call: CallContext): Promise<Completed> {
      const { redirect, authContextId } = input
      if (redirect !== undefined) return pending.bring(authContextId ?? contextOf(redirect), redirect)
      if (!authContextId) throw new AppError('INVALID_INPUT', 'Either redirect or authContextId is needed', { field: 'authContextId' })
      contexts.get(authContextId)
      const outcome = pending.outcome(authContextId)
      if (!outcome) {
        throw new AppError('AUTHORISATION_FAILED', 'This authorisation is over, or was started by another process', {
          field: 'authContextId',
          remedy: 'Paste the redirect, or start the authorisation again.',
        })
      }
      return abortable(outcome, call.signal, 'Waiting for the customer was cancelled')
    },

    /** Those that wait for the customer, oldest first. */
    waiting: (): WaitingAuthorisation[] => [...waiting.values()],

    /**
     * Whoever waits for it learns that it was CANCELLED; what the customer still does at the bank then leads nowhere, also when another
     * process started it.
     */
    async cancel(authContextId: string): Promise<{ cancelled: boolean }> {
      contexts.get(authContextId)
      abandonExpired()
      const cancelled = contexts.end(authContextId, 'cancelled')
      if (cancelled) await pending.cancel(authContextId)
      return { cancelled }
    },

    /** Stops every listener. */
    close: () => pending.close(),
  }
}

export type AuthorisationService = ReturnType<typeof createAuthorisationService>

/** For the history: the fact, and where it can be seen. */
const failureOf = ({ message, details }: AppError) => ({ detail: message, requestLogId: details.requestLogId ?? null })
