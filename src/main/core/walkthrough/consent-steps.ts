// A consent, and the customer who authorises it.

import { AppError } from '../../../shared/errors.ts'
import type { Permission } from '../../../shared/model/account-access-consent.ts'
import { useConsentPages } from './simulated-customer.ts'
import { defaultCustomer, type Progress, plural, type Step } from './step.ts'

const permissions: Permission[] = [
  'ReadAccountsDetail',
  'ReadBalances',
  'ReadTransactionsDetail',
  'ReadTransactionsCredits',
  'ReadTransactionsDebits',
]

const reference = ({ input, modelBank }: Progress) => (modelBank ? `walkthrough: ${input.customer ?? defaultCustomer}` : 'walkthrough')

export const consent: Step = {
  id: 'consent',
  title: 'Create an account access consent',
  why: 'The consent says which data you ask for. It is created before the customer sees anything.',
  async run(progress, services, call) {
    const apiVersion = progress.input.apiVersion ?? progress.profile.accountInformation.defaultVersion
    const candidates = services.consents
      .list()
      .filter((one) => one.bankRegistrationId === progress.bankRegistrationId && one.apiVersion === apiVersion)
      .filter((one) => one.reference === reference(progress) && one.status === 'authorised' && one.tokens)
    const known = candidates.at(-1)
    if (known) {
      const current = await services.consents.get({ id: known.id, fromBank: true }, call)
      if (current.status === 'authorised') {
        progress.consentId = known.id
        progress.authorised = true
        return { summary: `Consent ${known.consentId}, ${current.externalStatus}`, reused: true }
      }
    }
    const made = await services.consents.create(
      { bankRegistrationId: progress.bankRegistrationId, reference: reference(progress), apiVersion, permissions },
      call,
    )
    progress.consentId = made.id
    return { summary: `Consent ${made.consentId}, ${made.externalStatus}, ${plural(permissions.length, 'permission')}` }
  },
}

export const authorisation: Step = {
  id: 'authorisation',
  title: 'Let the customer authorise it',
  why: 'The customer logs in at the bank, chooses accounts and approves. The bank sends the browser back with a code and a signed ID token.',
  async run(progress, services, call, emit) {
    if (progress.authorised) return { summary: 'Authorised already', reused: true }
    const { input, modelBank } = progress
    const started = await services.authorisations.start({ id: progress.consentId, timeoutSeconds: 600 }, call)
    const { authContextId, authorisationUrl, capture } = started
    if (modelBank && input.autoApprove) {
      const customer = modelBank.customers.find(({ username }) => username === (input.customer ?? defaultCustomer))
      if (!customer) throw new AppError('INVALID_INPUT', 'The model bank has no such customer', { field: 'customer' })
      const redirect = await useConsentPages(authorisationUrl, customer, { signal: call.signal })
      const { checks } = await services.authorisations.complete({ authContextId, redirect }, call)
      return { summary: `Approved by ${customer.name}; ${plural(checks.length, 'check')} on the answer` }
    }
    emit({ type: 'walkthrough.awaitingCustomer', runId: progress.runId, authContextId, authorisationUrl, capture })
    const { checks } = await services.authorisations.complete({ authContextId }, call)
    return { summary: `Approved; ${plural(checks.length, 'check')} on the answer` }
  },
}
