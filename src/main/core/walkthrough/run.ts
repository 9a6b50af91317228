// One run of the walkthrough: what its steps found, how far it is, and what each step came to.

import { AppError, type AppErrorData } from '../../../shared/errors.ts'
import type { RunWalkthroughInput, WalkthroughStatus, WalkthroughStepResult } from '../../../shared/model/walkthrough.ts'
import type { CallContext, Emit } from '../context.ts'
import type { Progress, Step, StepServices } from './step.ts'
import { steps } from './steps.ts'

type StepState = WalkthroughStatus['steps'][number]['state']

interface StepRecord {
  state: StepState
  started: string | null
  result: WalkthroughStepResult | null
  error: AppErrorData | null
  requestLogIds: string[]
}

export interface Run {
  progress: Progress
  records: StepRecord[]
  /** Those of every step so far. */
  exchanges: Set<string>
  state: WalkthroughStatus['state']
  awaiting: WalkthroughStatus['awaiting']
  result: WalkthroughStatus['result']
  /** Ends the step that is running. */
  cancellation: AbortController
}

export const beginRun = (input: RunWalkthroughInput, runId: string): Run => ({
  progress: {
    input,
    runId,
    modelBank: null,
    softwareStatementReused: false,
    authorised: false,
    again: false,
    keyGenerationMs: 0,
    transactions: new Map(),
    found: {},
  },
  records: steps.map(notBegun),
  exchanges: new Set(),
  state: 'running',
  awaiting: null,
  result: null,
  cancellation: new AbortController(),
})

const notBegun = (): StepRecord => ({ state: 'waiting', started: null, result: null, error: null, requestLogIds: [] })

const failedAt = ({ id }: Step, error: unknown): unknown =>
  error instanceof AppError ? new AppError(error.code, error.message, { ...error.details, step: id }, error) : error

const errorData = (error: unknown): AppErrorData =>
  error instanceof AppError ? error.toData() : new AppError('INTERNAL', error instanceof Error ? error.message : String(error)).toData()

/** Runs the step at `index`; a failure is recorded with the run and thrown, naming the step. */
export const runStepOf = async (run: Run, index: number, services: StepServices, call: CallContext, emit: Emit): Promise<void> => {
  const step = steps[index]
  const record = run.records[index]
  if (!step || !record) throw new AppError('INTERNAL', `The walkthrough has no step ${index}`)
  const { runId } = run.progress
  const { id, title, why } = step
  const changed = () => emit({ type: 'changed', aggregate: 'walkthrough', id: runId })
  const watched: Emit = (event) => {
    if (event.type === 'walkthrough.awaitingCustomer') {
      const { authContextId, authorisationUrl, capture, expires } = event
      run.awaiting = { authContextId, authorisationUrl, capture, expires }
      run.state = 'awaitingCustomer'
      changed()
    }
    emit(event)
  }
  const ownExchanges = () => {
    const own = services.requestLog.idsOfRun(runId).filter((entry) => !run.exchanges.has(entry))
    for (const entry of own) run.exchanges.add(entry)
    return own
  }

  Object.assign(record, { state: 'running', started: services.clock.now().toISOString(), result: null, error: null, requestLogIds: [] })
  run.state = 'running'
  emit({ type: 'walkthrough.stepStarted', runId, step: { id, title, why, index, count: steps.length } })
  changed()
  const begun = performance.now()
  try {
    call.signal?.throwIfAborted()
    const { summary, reused = false, subjects = [], checks = [] } = await step.run(run.progress, services, { ...call, runId }, watched)
    const requestLogIds = ownExchanges()
    const result = { id, title, durationMs: performance.now() - begun, requestLogIds, reused, summary, subjects, checks }
    Object.assign(record, { state: 'done', result, requestLogIds })
    run.awaiting = null
    emit({ type: 'walkthrough.stepFinished', runId, step: result })
  } catch (error) {
    const cancelled = call.signal?.aborted ?? false
    Object.assign(record, {
      state: cancelled ? 'waiting' : 'failed',
      error: cancelled ? null : errorData(error),
      requestLogIds: ownExchanges(),
    })
    run.awaiting = null
    run.state = cancelled ? 'cancelled' : 'failed'
    throw cancelled
      ? new AppError('CANCELLED', `The walkthrough was cancelled in the step "${title}"`, { step: id }, error)
      : failedAt(step, error)
  } finally {
    changed()
  }
}

/** The run as every host shows it; null: none was begun. */
export const statusOf = (run: Run | null): WalkthroughStatus => ({
  runId: run?.progress.runId ?? null,
  state: run?.state ?? 'idle',
  apiVersion: run?.progress.input.apiVersion ?? null,
  customer: run?.progress.input.customer ?? null,
  autoApprove: run?.progress.input.autoApprove ?? true,
  bankProfileId: run?.progress.input.bankProfileId ?? null,
  steps: steps.map(({ id, title, why }, index) => {
    const record = run?.records[index] ?? notBegun()
    return { id, title, why, ...record }
  }),
  awaiting: run?.awaiting ?? null,
  result: run?.result ?? null,
})
