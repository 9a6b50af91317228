// A consent, and the customer who authorises it.

import { pageStep } from '../../../shared/browser-exchanges.ts'
import { AppError } from '../../../shared/errors.ts'
import { type AccountAccessConsent, type Permission, permission } from '../../../shared/model/account-access-consent.ts'
import { accountInformationOf } from '../bank-profiles/account-information-of.ts'
import type { CallContext } from '../context.ts'
import { goThroughConsentPages, type PageExchange } from './simulated-customer.ts'
import { checksSummary, defaultCustomer, known, type Progress, plural, type Step, type StepServices } from './step.ts'

const usualPermissions: Permission[] = [
  'ReadAccountsDetail',
  'ReadBalances',
  'ReadTransactionsDetail',
  'ReadTransactionsCredits',
  'ReadTransactionsDebits',
]

/** Of a bank that is imitated, everything that it offers. */
const permissionsFor = (progress: Progress): Permission[] => {
  const { unsupportedPermissions } = accountInformationOf(known(progress, 'profile'))
  const wanted = progress.input.persona === undefined ? usualPermissions : permission.options
  return wanted.filter((one) => !unsupportedPermissions.includes(one))
}

const reference = ({ input, modelBank }: Progress) => (modelBank ? `walkthrough: ${input.customer ?? defaultCustomer}` : 'walkthrough')

/** What a step did something with: the consent of this run. */
export const consentSubjects = (progress: Progress) => [{ aggregate: 'accountAccessConsent', id: known(progress, 'consentId') }]

export const consent: Step = {
  id: 'consent',
  title: 'Create an account access consent',
  why: 'The consent says which data you ask for. It is created before the customer sees anything.',
  async run(progress, services, call) {
    const bankRegistrationId = known(progress, 'bankRegistrationId')
    const apiVersion = progress.input.apiVersion ?? accountInformationOf(known(progress, 'profile')).defaultVersion
    const wanted = { bankRegistrationId, apiVersion, reference: reference(progress) }
    const earlier = services.consents
      .list()
      .filter((one) => one.bankRegistrationId === bankRegistrationId && one.apiVersion === apiVersion && one.reference === wanted.reference)
      .findLast((one) => one.status === 'authorised' && tokensLast(one, services))
    const current = earlier && !progress.again && (await stillAuthorised(earlier.id, services, call))
    if (current) {
      progress.found.consentId = current.id
      progress.authorised = true
      return { summary: `Consent ${current.consentId}, ${current.externalStatus}`, reused: true, subjects: consentSubjects(progress) }
    }
    const permissions = permissionsFor(progress)
    const made = await services.consents.create({ ...wanted, permissions }, call)
    progress.found.consentId = made.id
    progress.authorised = false
    return {
      summary: `Consent ${made.consentId}, ${made.externalStatus}, ${plural(permissions.length, 'permission')}`,
      subjects: consentSubjects(progress),
    }
  },
}

const tokensLast = ({ tokens }: AccountAccessConsent, { clock }: StepServices): boolean => {
  if (!tokens) return false
  const now = clock.now().getTime()
  const until = tokens.refreshable ? tokens.refreshTokenExpires : tokens.accessTokenExpires
  return until === null || Date.parse(until) > now
}

/** Null when the bank no longer honours the consent or its tokens, so that the customer has to be asked again. */
const stillAuthorised = async (id: string, services: StepServices, call: CallContext): Promise<AccountAccessConsent | null> => {
  try {
    const current = await services.consents.get({ id, fromBank: true }, call)
    if (current.status !== 'authorised') return null
    await services.consentTokens.dataSession(id, call)
    return current
  } catch (error) {
    const refused = error instanceof AppError && error.code === 'BANK_ERROR_RESPONSE' && (error.details.bank?.status ?? 500) < 500
    if (refused) return null
    throw error
  }
}

/** A person's browser keeps to itself what it says to the bank; that of the simulated customer can be looked at. */
const recordPages =
  (progress: Progress, { requestLog }: StepServices) =>
  (exchange: PageExchange): string =>
    requestLog.record({
      ...exchange,
      runId: progress.runId,
      step: pageStep,
      bankProfileId: known(progress, 'profile').id,
      bankRegistrationId: known(progress, 'bankRegistrationId'),
    })

export const authorisation: Step = {
  id: 'authorisation',
  title: 'Let the customer authorise it',
  why: 'The customer logs in at the bank, chooses accounts and approves. The bank sends the browser back with a code and a signed ID token.',
  async run(progress, services, call, emit) {
    const subjects = consentSubjects(progress)
    if (progress.authorised && !progress.again) return { summary: 'Authorised already', reused: true, subjects }
    const { input, modelBank, runId } = progress
    const simulated = modelBank !== null && input.autoApprove
    // The simulated customer hands the redirect over itself; nobody has to listen for it.
    const wanted = { id: known(progress, 'consentId'), timeoutSeconds: 600, ...(simulated ? { capture: 'paste' as const } : {}) }
    const started = await services.authorisations.start(wanted, call)
    const { authContextId, authorisationUrl, capture, expires } = started
    if (simulated) {
      const customer = modelBank.customers.find(({ username }) => username === (input.customer ?? defaultCustomer))
      if (!customer) throw new AppError('INVALID_INPUT', 'The model bank has no such customer', { field: 'customer' })
      const redirect = await goThroughConsentPages(authorisationUrl, customer, {
        signal: call.signal,
        record: recordPages(progress, services),
        clock: services.clock,
      })
      const { checks } = await services.authorisations.complete({ authContextId, redirect }, call)
      return { summary: `Approved by ${customer.name}; ${checksSummary(checks, 'the answer')}`, subjects, checks }
    }
    emit({ type: 'walkthrough.awaitingCustomer', runId, authContextId, authorisationUrl, capture, expires })
    const { checks } = await services.authorisations.complete({ authContextId }, call)
    return { summary: `Approved; ${checksSummary(checks, 'the answer')}`, subjects, checks }
  },
}
