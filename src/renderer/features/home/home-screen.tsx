import { lazy, Suspense, useEffect } from 'react'
import type { WalkthroughStatus } from '../../../shared/model/walkthrough.ts'
import { useQuery } from '../../api/query.ts'
import type { ScreenProps } from '../../frame/screens.ts'
import { useShortcut } from '../../frame/shortcuts.ts'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { loadingText } from '../../ui/format.ts'
import { runAll, runSteps, useActions } from './actions.ts'
import { Attention } from './attention.tsx'
import { type Inputs, inputsOf, type Known, useChoices } from './choices.ts'
import { wayOn } from './failure.ts'
import { HomeHeader } from './home-header.tsx'
import styles from './home-screen.module.css'
import { Invitation } from './invitation.tsx'
import { StepList } from './step-list.tsx'
import { StepPanel } from './step-panel.tsx'
import { useAnnouncements } from './use-announcements.ts'
import { hindranceOf, isBusy, openSteps, type Page, pageOf } from './view.ts'

const ResultPanel = lazy(async () => ({ default: (await import('./result-panel.tsx')).ResultPanel }))

const nobody: Known['customers'] = []
const noProfiles: Known['profiles'] = []

/** The guided walkthrough: a view of the run that the core holds, so that every tab shows the same. */
export const HomeScreen = (_: ScreenProps) => {
  const { value: status, error } = useQuery('walkthrough.status', {})
  useAnnouncements(status)
  if (status) return <Walkthrough status={status} />
  return <div className={styles.alone}>{error ? <ErrorNotice error={error} /> : loadingText}</div>
}

const Walkthrough = ({ status }: { status: WalkthroughStatus }) => {
  const chosen = useChoices()
  const { calling } = useActions()
  // What `npm run bench` waits for: Home shows what there is, and takes input.
  useEffect(() => {
    performance.mark('interactive')
  }, [])
  const modelBank = useQuery('modelBank.status', {}).value
  const known: Known = {
    profiles: useQuery('bankProfile.list', {}).value?.items ?? noProfiles,
    customers: modelBank?.customers ?? nobody,
    modelBank,
  }
  const inputs = inputsOf(chosen.inputs, status, known)
  const page = pageOf(status, chosen.page)
  const busy = calling || isBusy(status)
  useShortcut('run', () => {
    if (!busy) runCurrent(page, status, inputs)
  })
  const context = { status, inputs, known, busy }
  return (
    <div className={styles.home}>
      <HomeHeader {...context} page={page} />
      <StepList status={status} page={page} />
      <section className={styles.panel} aria-live="off" aria-label={page.kind === 'step' ? page.step.title : undefined}>
        {page.kind === 'invitation' && <Invitation {...context} />}
        {page.kind === 'step' && <StepPanel key={page.step.id} {...context} step={page.step} index={page.index} />}
        {page.kind === 'result' && status.result && (
          <Suspense fallback={<p className="muted">{loadingText}</p>}>
            <ResultPanel result={status.result} />
          </Suspense>
        )}
      </section>
      <Attention paused={busy} />
    </div>
  )
}

/** The way on from a failure, else the step on screen, or, when that is done, the one that comes next. */
const runCurrent = (page: Page, status: WalkthroughStatus, inputs: Inputs): void => {
  const [next] = openSteps(status)
  const step = page.kind === 'step' && page.step.state !== 'done' ? page.step : next
  if (page.kind !== 'step') void runAll(inputs)
  if (page.kind !== 'step' || !step || hindranceOf(step, status)) return
  const way = step.error ? wayOn(step.id, step.error, inputs.bankProfileId === null) : [step.id]
  void (way === 'all' ? runAll(inputs) : runSteps(way, inputs))
}
