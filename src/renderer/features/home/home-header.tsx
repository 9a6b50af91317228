import type { WalkthroughStatus } from '../../../shared/model/walkthrough.ts'
import { text } from '../../text/en.ts'
import { Button } from '../../ui/button.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { milliseconds } from '../../ui/format.ts'
import { useNow } from '../../ui/use-now.ts'
import { cancel, runAll, runSteps, useActions } from './actions.ts'
import { type Inputs, type Known, profileOf } from './choices.ts'
import styles from './home-header.module.css'
import { doneCount, elapsedMs, openSteps, type Page, runningStep, summaryOf } from './view.ts'

const t = text.home

/** What every part of Home is given. */
export interface HomeContext {
  status: WalkthroughStatus
  inputs: Inputs
  known: Known
  /** A step runs, or this page is about to run the next one. */
  busy: boolean
}

export const HomeHeader = ({ page, ...context }: HomeContext & { page: Page }) => {
  const { status, busy } = context
  const { error } = useActions()
  return (
    <header className={styles.header}>
      <div className={styles.row}>
        <h1>{t.title}</h1>
        <p className={styles.summary}>{summaryOf(status)}</p>
        {busy ? <Running status={status} /> : page.kind !== 'invitation' && <Choices {...context} />}
      </div>
      {error && <ErrorNotice error={error} />}
    </header>
  )
}

const Running = ({ status }: { status: WalkthroughStatus }) => {
  const now = useNow(true, 100)
  const done = doneCount(status)
  const count = status.steps.length
  return (
    <>
      <progress className={styles.progress} aria-label={t.progress.label} value={done} max={count} />
      <span className={styles.numbers}>
        {t.progress.ofSteps(done, count)}
        <span className="muted" aria-hidden="true">
          {status.awaiting || !runningStep(status) ? '' : milliseconds(Math.max(1, elapsedMs(status, now)))}
        </span>
      </span>
      <Button onPress={cancel}>{text.actions.cancel}</Button>
    </>
  )
}

const Choices = ({ status, inputs, known }: HomeContext) => {
  const open = openSteps(status)
  const begun = doneCount(status) > 0
  if (!begun && status.state === 'idle') {
    return (
      <Button kind="primary" onPress={() => runAll(inputs)}>
        {doItAllText(inputs, known)}
      </Button>
    )
  }
  if (status.state === 'finished') return <Button onPress={() => runAll(inputs)}>{t.actions.runAgain}</Button>
  return (
    <>
      <Button kind="quiet" onPress={() => runAll(inputs)}>
        {t.actions.startAgain}
      </Button>
      {begun && status.state !== 'failed' && open.length > 1 && (
        <Button
          onPress={() =>
            runSteps(
              open.map(({ id }) => id),
              inputs,
            )
          }
        >
          {t.actions.rest(open.length)}
        </Button>
      )}
    </>
  )
}

export const doItAllText = (inputs: Inputs, known: Known): string => {
  const profile = profileOf(inputs, known)
  return (inputs.bankProfileId === null && !inputs.persona) || !profile ? t.actions.all : t.actions.allWith(profile.displayName)
}
