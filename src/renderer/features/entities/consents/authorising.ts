// Authorisations that this page waits for. Which ones wait at all stands in the core; here is what came of them.

import { create } from 'zustand'
import type { Input } from '../../../../shared/api.ts'
import type { AppErrorData, Reply } from '../../../../shared/errors.ts'
import type { WaitingAuthorisation } from '../../../../shared/model/account-access-consent.ts'
import type { BankProfile } from '../../../../shared/model/bank-profile.ts'
import { call, host } from '../../../api/client.ts'
import { write } from '../../../frame/confirm-live.tsx'
import { entityText } from '../../../text/entities/index.ts'
import { announce } from '../../../ui/announcer.tsx'
import { failedWith, type Outcome, outcomeOf, wordsOf } from './authorisation-outcome.ts'

const t = entityText.consentForm

/** By the consent's id; absent until the first one is over. */
export const useOutcomes = create<Record<string, Outcome>>(() => ({}))

const forgetOutcome = (id: string): void => useOutcomes.setState(({ [id]: _, ...rest }) => rest, true)

const wait = async (id: string, authContextId: string): Promise<void> => {
  const reply = await call('accountAccessConsent.completeAuthorisation', { authContextId })
  if (!reply.ok) {
    if (reply.error.code === 'CANCELLED') return
    announce(reply.error.message)
    return useOutcomes.setState({ [id]: failedWith(reply.error) })
  }
  const outcome = outcomeOf(reply.value.checks)
  announce(wordsOf(outcome))
  useOutcomes.setState({ [id]: outcome })
}

/** Makes the address for the customer, and from then on waits for what the bank answers. */
export const beginAuthorisation = async (
  input: Input<'accountAccessConsent.startAuthorisation'>,
  bank: Pick<BankProfile, 'displayName' | 'environment'>,
): Promise<Reply<unknown>> => {
  forgetOutcome(input.id)
  const what = t.whatAuthorise(bank.displayName)
  const reply = await write({ method: 'accountAccessConsent.startAuthorisation', input, what, environment: bank.environment })
  if (reply.ok) {
    announce(t.started)
    void wait(input.id, reply.value.authContextId)
  }
  return reply
}

/** Opens the window that watches for the redirect. What is wrong with the one it caught is the end, and told as such. */
export const openWindow = async ({ accountAccessConsentId: id, authContextId }: WaitingAuthorisation): Promise<Reply<unknown>> => {
  const reply = await host().authoriseInWindow(authContextId)
  if (reply.ok || reply.error.code === 'CANCELLED') return { ok: true, value: null }
  // The window is open already, and was brought to the front.
  if (reply.error.code !== 'CONFLICT') useOutcomes.setState({ [id]: failedWith(reply.error) })
  return reply
}

export const cancelAuthorisation = async (authContextId: string): Promise<AppErrorData | null> => {
  const reply = await call('accountAccessConsent.cancelAuthorisation', { authContextId })
  if (!reply.ok) return reply.error
  announce(t.cancelled)
  return null
}
