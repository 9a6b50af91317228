// What is being fetched from banks, by consent; it goes on while other screens are open.

import { create } from 'zustand'
import type { AppErrorData, Reply } from '../../../../shared/errors.ts'
import type { AccountAccessConsent } from '../../../../shared/model/account-access-consent.ts'
import { call } from '../../../api/client.ts'
import { dataText as t } from '../../../text/data.ts'
import { announce } from '../../../ui/announcer.tsx'
import { type FetchStep, fetchPlan } from './fetch-plan.ts'

export interface Fetch {
  /** What is being done; null once it ended. */
  step: FetchStep | null
  done: number
  /** Until the accounts are listed this is not known for good. */
  steps: number
  cancelled: boolean
  error: AppErrorData | undefined
}

const useFetches = create<Record<string, Fetch>>(() => ({}))

export const useFetch = (consentId: string): Fetch | undefined => useFetches((fetches) => fetches[consentId])

const change = (consentId: string, part: Partial<Fetch>) =>
  useFetches.setState((fetches) => {
    const before = fetches[consentId]
    return before ? { [consentId]: { ...before, ...part } } : fetches
  })

export const dismissFetch = (consentId: string): void => useFetches.setState(({ [consentId]: _, ...rest }) => rest, true)

const carryOut = (accountAccessConsentId: string, step: FetchStep): Promise<Reply<unknown>> => {
  const input = { accountAccessConsentId, source: 'bank' } as const
  if (step.kind === 'accounts') return call('account.list', input)
  const { accountId } = step
  return step.kind === 'balances'
    ? call('balance.list', { ...input, accountId })
    : // The rows are read for the screen afterwards, as they are filtered there.
      call('transaction.list', { ...input, accountId, limit: 1 })
}

/** Fetches what the consent allows, of one account or of all, one call after the other; ends at the first that fails. */
export const startFetch = async (
  { id, permissions }: Pick<AccountAccessConsent, 'id' | 'permissions'>,
  only: string | null,
): Promise<void> => {
  if (useFetches.getState()[id]?.step) return
  const [first] = fetchPlan(permissions, [], only)
  let plan = fetchPlan(permissions, [], only)
  useFetches.setState({ [id]: { step: first ?? null, done: 0, steps: plan.length, cancelled: false, error: undefined } })
  announce(t.fetch.started)
  for (let done = 0; done < plan.length; done += 1) {
    const step = plan[done]
    if (!step) break
    change(id, { step, done, steps: plan.length })
    const reply = await carryOut(id, step)
    if (useFetches.getState()[id]?.cancelled) return end(id, { cancelled: true }, t.fetch.cancelled)
    if (!reply.ok) return end(id, { error: reply.error }, reply.error.message)
    if (step.kind === 'accounts') plan = await planOf(id, permissions, only)
  }
  dismissFetch(id)
  announce(t.fetch.finished)
}

const planOf = async (id: string, permissions: AccountAccessConsent['permissions'], only: string | null) => {
  const accounts = await call('account.list', { accountAccessConsentId: id })
  return fetchPlan(permissions, accounts.ok ? accounts.value.items : [], only)
}

const end = (id: string, part: Partial<Fetch>, words: string) => {
  change(id, { ...part, step: null })
  announce(words)
}

export const cancelFetch = (consentId: string): void => {
  change(consentId, { cancelled: true })
  void call('account.cancelFetch', { accountAccessConsentId: consentId })
}
