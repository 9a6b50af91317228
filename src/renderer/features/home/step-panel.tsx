import { lazy, Suspense } from 'react'
import { text } from '../../text/en.ts'
import { Button } from '../../ui/button.tsx'
import { loadingText } from '../../ui/format.ts'
import { Status } from '../../ui/status.tsx'
import { runSteps } from './actions.ts'
import { showPage } from './choices.ts'
import { Exchanges } from './exchanges.tsx'
import type { HomeContext } from './home-header.tsx'
import { StepFailure } from './step-failure.tsx'
import { StepInputs } from './step-inputs.tsx'
import styles from './step-panel.module.css'
import { useRunExchanges } from './use-run-exchanges.ts'
import { exchangesOf, hindranceOf, openSteps, type StepView, standingOf } from './view.ts'

const AwaitingCustomer = lazy(async () => ({ default: (await import('../../ui/awaiting-customer.tsx')).AwaitingCustomer }))
const Outcome = lazy(async () => ({ default: (await import('./outcome.tsx')).Outcome }))

const t = text.home

/** One step: why it is done, what it is given, what it sent, and what came of it. */
export const StepPanel = ({ step, index, ...context }: HomeContext & { step: StepView; index: number }) => {
  const { status, inputs, known, busy } = context
  const exchanges = exchangesOf(step, useRunExchanges(status.runId))
  const { tone, words } = standingOf(step, status)
  const awaiting = step.state === 'running' ? status.awaiting : null
  return (
    <div className={styles.step}>
      <div className={styles.heading}>
        <h2>{t.progress.step(index + 1, status.steps.length, step.title)}</h2>
        <Status tone={tone}>{words}</Status>
      </div>
      <p>{step.why}</p>
      {step.state !== 'running' && <StepInputs step={step.id} inputs={inputs} known={known} />}
      {step.state !== 'failed' && !awaiting && <RunRow step={step} index={index} {...context} />}
      {step.error && <StepFailure error={step.error} step={step} inputs={inputs} busy={busy} />}
      <Suspense fallback={<p className="muted">{loadingText}</p>}>
        {awaiting && (
          <AwaitingCustomer awaiting={awaiting} customer={known.customers.find(({ username }) => username === inputs.customer)} />
        )}
        {(step.state !== 'waiting' || exchanges.length > 0) && <Exchanges entries={exchanges} running={step.state === 'running'} />}
        {step.result && <Outcome result={step.result} />}
      </Suspense>
    </div>
  )
}

const RunRow = ({ step, index, status, inputs, busy }: HomeContext & { step: StepView; index: number }) => {
  const hindrance = busy ? t.states.busy : hindranceOf(step, status)
  const done = step.state === 'done'
  const next = done ? openSteps(status).find((one) => one === status.steps[index + 1]) : undefined
  if (step.state === 'running') return null
  return (
    <div className={styles.run}>
      {next && !hindrance && (
        <Button kind="primary" onPress={() => showPage(next.id)}>
          {t.actions.next(next.title)}
        </Button>
      )}
      <Button kind={done ? 'normal' : 'primary'} isDisabled={hindrance !== null} onPress={() => runSteps([step.id], inputs)}>
        {done ? t.actions.runAgain : t.actions.run}
      </Button>
      {hindrance && <span className="caption">{hindrance}</span>}
    </div>
  )
}
