// What is being fetched from banks, by consent; it goes on while other screens are open.

import { create } from 'zustand'
import type { AppErrorData, Reply } from '../../../../shared/errors.ts'
import { call } from '../../../api/client.ts'
import { dataText as t } from '../../../text/data.ts'
import { announce } from '../../../ui/announcer.tsx'
import type { RecordResource } from '../records/record-groups.ts'
import { type AllowedData, allowedData, type FetchStep, fetchPlan, type RecordStep } from './fetch-plan.ts'

export interface Fetch {
  /** What is being done; null once it ended. */
  step: FetchStep | null
  done: number
  /** Until the accounts are listed this is not known for good. */
  steps: number
  cancelled: boolean
  error: AppErrorData | undefined
  /** What the bank refused while the rest went on. */
  failures: Partial<Record<RecordResource, AppErrorData>>
}

const useFetches = create<Record<string, Fetch>>(() => ({}))

export const useFetch = (consentId: string): Fetch | undefined => useFetches((fetches) => fetches[consentId])

const change = (consentId: string, part: Partial<Fetch>) =>
  useFetches.setState((fetches) => {
    const before = fetches[consentId]
    return before ? { [consentId]: { ...before, ...part } } : fetches
  })

export const dismissFetch = (consentId: string): void => useFetches.setState(({ [consentId]: _, ...rest }) => rest, true)

const carryOut = async (accountAccessConsentId: string, step: FetchStep): Promise<Reply<unknown>> => {
  if (step.kind === 'accounts') return call('account.list', { accountAccessConsentId, source: 'bank' })
  const of = { accountAccessConsentId, ...(step.accountId !== null && { accountId: step.accountId }) }
  if (step.kind === 'records' && step.holderOnly) return call('party.list', { ...of, source: 'bank', holderOnly: true })
  // The core decides what is asked for; what is skipped has its reason in its tab.
  const reply = await call('account.fetch', { ...of, resources: [step.kind === 'records' ? step.resource : step.kind] })
  const error = reply.ok ? reply.value.items.find((item) => item.error)?.error : null
  return error ? { ok: false, error } : reply
}

type Plan = (accounts: readonly { accountId: string }[]) => FetchStep[]

/** One step after the other. A refused list of records is noted and the rest goes on; any other failure is the end. */
const carryOutAll = async (id: string, planFor: Plan): Promise<void> => {
  if (useFetches.getState()[id]?.step) return
  let plan = planFor([])
  useFetches.setState({
    [id]: { step: plan[0] ?? null, done: 0, steps: plan.length, cancelled: false, error: undefined, failures: {} },
  })
  announce(t.fetch.started)
  for (let done = 0; done < plan.length; done += 1) {
    const step = plan[done]
    if (!step) break
    change(id, { step, done, steps: plan.length })
    const reply = await carryOut(id, step)
    const now = useFetches.getState()[id]
    if (now?.cancelled) return end(id, { cancelled: true }, t.fetch.cancelled)
    if (!reply.ok && step.kind === 'records') change(id, { failures: { ...now?.failures, [step.resource]: reply.error } })
    else if (!reply.ok) return end(id, { error: reply.error }, reply.error.message)
    if (step.kind === 'accounts') plan = planFor(await accountsOf(id))
  }
  const failures = Object.values(useFetches.getState()[id]?.failures ?? {})
  if (failures.length > 0) return end(id, {}, t.fetch.partly(failures.length))
  dismissFetch(id)
  announce(t.fetch.finished)
}

/** Fetches what the consent and the bank allow, of one account or of all. */
export const startFetch = async ({ id }: { id: string }, only: string | null): Promise<void> => {
  const calls = await call('accountAccessConsent.allowedCalls', { id })
  const allowed: AllowedData = calls.ok ? allowedData(calls.value.items) : { kinds: [], records: [] }
  await carryOutAll(id, (accounts) => fetchPlan(allowed, accounts, only))
}

/** Fetches one kind alone; the accounts are known already. */
export const startFetchOf = ({ id }: { id: string }, step: Omit<RecordStep, 'kind'>): Promise<void> =>
  carryOutAll(id, () => [{ kind: 'records', ...step }])

const accountsOf = async (id: string) => {
  const accounts = await call('account.list', { accountAccessConsentId: id })
  return accounts.ok ? accounts.value.items : []
}

const end = (id: string, part: Partial<Fetch>, words: string) => {
  change(id, { ...part, step: null })
  announce(words)
}

export const cancelFetch = (consentId: string): void => {
  change(consentId, { cancelled: true })
  void call('account.cancelFetch', { accountAccessConsentId: consentId })
}
