import { randomUUID } from 'node:crypto'
import { AppError } from '../../../shared/errors.ts'
import type { Balance } from '../../../shared/model/account-data.ts'
import type { RunStepInput, RunWalkthroughInput, WalkthroughResult, WalkthroughStatus } from '../../../shared/model/walkthrough.ts'
import type { CallContext, Emit } from '../context.ts'
import { beginRun, type Run, runStepOf, statusOf } from './run.ts'
import { known, type Progress, type StepServices } from './step.ts'
import { steps } from './steps.ts'

/** Balance types, the most telling first. */
const preferredBalances = ['ITAV', 'ITBD', 'CLAV', 'CLBD', 'XPCD', 'OPAV', 'OPBD']

const shownBalance = (balances: Balance[]): string | null => {
  const rank = ({ type }: Balance) => {
    const at = preferredBalances.indexOf(type ?? '')
    return at < 0 ? preferredBalances.length : at
  }
  return balances.toSorted((a, b) => rank(a) - rank(b))[0]?.amount ?? null
}

const summarise = (progress: Progress): Pick<WalkthroughResult, 'accounts' | 'totals'> => {
  const { transactions } = progress
  const accounts = known(progress, 'accounts')
  const balances = known(progress, 'balances')
  return {
    accounts: accounts.map(({ accountId, name, currency }) => ({
      accountId,
      name,
      currency,
      balance: shownBalance(balances.filter((balance) => balance.accountId === accountId)),
      transactions: transactions.get(accountId) ?? 0,
    })),
    totals: {
      accounts: accounts.length,
      balances: balances.length,
      transactions: [...transactions.values()].reduce((sum, count) => sum + count, 0),
    },
  }
}

export const createWalkthrough = (services: StepServices, emit: Emit) => {
  let current: Run | null = null

  const isBusy = () => current?.records.some(({ state }) => state === 'running') ?? false

  const begin = (input: RunWalkthroughInput, runId: string): Run => {
    if (isBusy()) {
      throw new AppError('CONFLICT', 'A walkthrough is running', { remedy: 'Wait for it, or cancel it.' })
    }
    current = beginRun(input, runId)
    return current
  }

  const resultOf = (run: Run, durationMs: number): WalkthroughResult => ({
    runId: run.progress.runId,
    steps: run.records.flatMap(({ result }) => (result ? [result] : [])),
    ...summarise(run.progress),
    accountAccessConsentId: known(run.progress, 'consentId'),
    bankRegistrationId: known(run.progress, 'bankRegistrationId'),
    keyGenerationMs: run.progress.keyGenerationMs,
    durationMs,
  })

  const finish = (run: Run, durationMs: number): WalkthroughResult => {
    run.result = resultOf(run, durationMs)
    run.state = 'finished'
    emit({ type: 'changed', aggregate: 'walkthrough', id: run.progress.runId })
    return run.result
  }

  const pause = (run: Run): void => {
    run.state = 'paused'
    emit({ type: 'changed', aggregate: 'walkthrough', id: run.progress.runId })
  }

  /** Both the caller and `cancel` can end it. */
  const within = (run: Run, call: CallContext): CallContext => ({
    ...call,
    signal: AbortSignal.any([run.cancellation.signal, ...(call.signal ? [call.signal] : [])]),
  })

  return {
    /** Runs every step in order; the first failure ends it, names its step, and leaves what earlier steps made. */
    async run(input: RunWalkthroughInput, call: CallContext): Promise<WalkthroughResult> {
      const run = begin(input, call.runId ?? randomUUID())
      const started = performance.now()
      for (const index of steps.keys()) await runStepOf(run, index, services, within(run, call), emit)
      return finish(run, performance.now() - started)
    },

    /** Runs one step; the first begins a new run. A step that was done before is done anew, without using what it made. */
    async runStep({ step: id, ...input }: RunStepInput, call: CallContext): Promise<WalkthroughStatus> {
      const index = steps.findIndex((step) => step.id === id)
      if (index < 0) {
        throw new AppError('INVALID_INPUT', `The walkthrough has no step "${id}"`, {
          field: 'step',
          remedy: `Its steps are ${steps.map((step) => step.id).join(', ')}.`,
        })
      }
      const run = index === 0 ? begin(input, randomUUID()) : (current ?? begin(input, randomUUID()))
      const open = run.records.slice(0, index).findIndex(({ state }) => state !== 'done')
      if (open >= 0) throw new AppError('CONFLICT', `The step "${steps[open]?.title}" comes first`, { field: 'step' })
      if (index > 0 && isBusy()) {
        throw new AppError('CONFLICT', 'A step is running', { remedy: 'Wait for it, or cancel it.' })
      }
      run.cancellation = new AbortController()
      run.progress.input = input
      run.progress.again = run.records[index]?.state === 'done'
      // Later steps rest on this one; they are to be run again.
      for (const later of run.records.slice(index + 1))
        Object.assign(later, { state: 'waiting', started: null, result: null, error: null, requestLogIds: [] })
      run.result = null
      await runStepOf(run, index, services, within(run, call), emit)
      run.progress.again = false
      if (index < steps.length - 1) pause(run)
      else
        finish(
          run,
          run.records.reduce((sum, { result }) => sum + (result?.durationMs ?? 0), 0),
        )
      return statusOf(run)
    },

    status: (): WalkthroughStatus => statusOf(current),

    /** Ends the step that is running; what earlier steps made stays. */
    cancel(): WalkthroughStatus {
      current?.cancellation.abort()
      return statusOf(current)
    },
  }
}

export type Walkthrough = ReturnType<typeof createWalkthrough>
