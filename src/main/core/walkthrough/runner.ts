import { randomUUID } from 'node:crypto'
import { AppError } from '../../../shared/errors.ts'
import type { Balance } from '../../../shared/model/account-data.ts'
import type { RunWalkthroughInput, WalkthroughResult, WalkthroughStepResult } from '../../../shared/model/walkthrough.ts'
import type { CallContext, Emit } from '../context.ts'
import type { Progress, StepServices } from './step.ts'
import { steps } from './steps.ts'

/** Balance types, the most telling first. */
const preferredBalances = ['ITAV', 'ITBD', 'CLAV', 'CLBD', 'XPCD', 'OPAV', 'OPBD']

const shownBalance = (balances: Balance[]): string | null => {
  const rank = ({ type }: Balance) => (preferredBalances.includes(type) ? preferredBalances.indexOf(type) : preferredBalances.length)
  return balances.toSorted((a, b) => rank(a) - rank(b))[0]?.amount ?? null
}

const unset = (progress: Partial<Progress> & Pick<Progress, 'input' | 'runId'>): Progress =>
  // Each step writes what later ones read; reading earlier than that is a mistake in the list of steps.
  new Proxy(progress as Progress, {
    get(target, name, receiver) {
      if (!Reflect.has(target, name)) throw new AppError('INTERNAL', `A walkthrough step needs ${String(name)} before it is known`)
      return Reflect.get(target, name, receiver)
    },
  })

export const createWalkthrough = (services: StepServices, emit: Emit) => ({
  /** Runs every step in order; the first failure ends it, and what earlier steps made stays. */
  async run(input: RunWalkthroughInput, call: CallContext): Promise<WalkthroughResult> {
    const runId = call.runId ?? randomUUID()
    const within = { ...call, runId }
    const started = performance.now()
    const progress = unset({
      input,
      runId,
      modelBank: null,
      softwareStatementReused: false,
      authorised: false,
      keyGenerationMs: 0,
      transactions: new Map(),
    })
    const results: WalkthroughStepResult[] = []
    const seen = new Set<string>()

    for (const [index, step] of steps.entries()) {
      call.signal?.throwIfAborted()
      const { id, title, why } = step
      emit({ type: 'walkthrough.stepStarted', runId, step: { id, title, why, index, count: steps.length } })
      const stepStarted = performance.now()
      const { summary, reused = false } = await step.run(progress, services, within, emit)
      const requestLogIds = services.requestLog.idsOfRun(runId).filter((entry) => !seen.has(entry))
      for (const entry of requestLogIds) seen.add(entry)
      const result = { id, title, durationMs: performance.now() - stepStarted, requestLogIds, reused, summary }
      results.push(result)
      emit({ type: 'walkthrough.stepFinished', runId, step: result })
    }

    const { accounts, balances, transactions } = progress
    return {
      runId,
      steps: results,
      accounts: accounts.map(({ accountId, name, currency }) => ({
        accountId,
        name,
        currency,
        balance: shownBalance(balances.filter((balance) => balance.accountId === accountId)),
        transactions: transactions.get(accountId) ?? 0,
      })),
      totals: { accounts: accounts.length, balances: balances.length, transactions: [...transactions.values()].reduce((sum, count) => sum + count, 0) },
      accountAccessConsentId: progress.consentId,
      bankRegistrationId: progress.bankRegistrationId,
      keyGenerationMs: progress.keyGenerationMs,
      durationMs: performance.now() - started,
    }
  },
})

export type Walkthrough = ReturnType<typeof createWalkthrough>
