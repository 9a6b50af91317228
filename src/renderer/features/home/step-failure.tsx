import type { AppErrorData } from '../../../shared/errors.ts'
import { text } from '../../text/en.ts'
import { Button } from '../../ui/button.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { runAll, runSteps } from './actions.ts'
import type { Inputs } from './choices.ts'
import { causesOf, wayOn } from './failure.ts'
import styles from './step-panel.module.css'
import type { StepView } from './view.ts'

const t = text.home

interface StepFailureProps {
  error: AppErrorData
  step: StepView
  inputs: Inputs
  busy: boolean
}

/** What failed, the evidence, what usually causes it, and the way on. */
export const StepFailure = ({ error, step, inputs, busy }: StepFailureProps) => {
  const atModelBank = inputs.bankProfileId === null
  const causes = causesOf(error, atModelBank)
  const way = wayOn(step.id, error, atModelBank)
  const goOn = () => (way === 'all' ? runAll(inputs) : runSteps(way, inputs))
  const label = way === 'all' ? t.actions.startAgain : way.length > 1 ? t.actions.newConsent : text.actions.retry
  return (
    <>
      <ErrorNotice
        error={error}
        actions={
          <>
            <Button kind="primary" isDisabled={busy} onPress={goOn}>
              {label}
            </Button>
            {way === 'all' && (
              <Button isDisabled={busy} onPress={() => runSteps([step.id], inputs)}>
                {text.actions.retry}
              </Button>
            )}
          </>
        }
      />
      {causes.length > 0 && (
        <section className={styles.section}>
          <h3>{t.failure.causes}</h3>
          <ul className={styles.causes}>
            {causes.map((cause) => (
              <li key={cause}>{cause}</li>
            ))}
          </ul>
        </section>
      )}
    </>
  )
}
