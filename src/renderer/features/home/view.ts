// What Home shows of the core's state, worked out without React.

import type { Output } from '../../../shared/api.ts'
import type { RequestLogEntry } from '../../../shared/model/request-log.ts'
import type { WalkthroughStatus } from '../../../shared/model/walkthrough.ts'
import { text } from '../../text/en.ts'
import { milliseconds, plural } from '../../ui/format.ts'

/** As the marks of the interface have it. */
export type Tone = 'good' | 'attention' | 'failed' | 'information' | 'neutral'
export type StepView = WalkthroughStatus['steps'][number]
export type Finding = Output<'workspace.check'>['findings'][number]
export type Page = { kind: 'invitation' } | { kind: 'result' } | { kind: 'step'; step: StepView; index: number }

const t = text.home

export const runningStep = ({ steps }: WalkthroughStatus): StepView | undefined => steps.find(({ state }) => state === 'running')
export const isBusy = (status: WalkthroughStatus): boolean => runningStep(status) !== undefined
export const doneCount = ({ steps }: WalkthroughStatus): number => steps.filter(({ state }) => state === 'done').length

/** Steps that are still to be run, in order. */
export const openSteps = ({ steps }: WalkthroughStatus): StepView[] => steps.slice(steps.findLastIndex(({ state }) => state === 'done') + 1)

/** What the right side shows: what was chosen, else what matters now. */
export const pageOf = (status: WalkthroughStatus, chosen: string | null): Page => {
  if (chosen === 'result' && status.result) return { kind: 'result' }
  const { steps } = status
  const found = steps.findIndex(({ id }) => id === chosen)
  const [first] = openSteps(status)
  if (found < 0 && status.state === 'idle') return { kind: 'invitation' }
  if (found < 0 && status.result && !isBusy(status)) return { kind: 'result' }
  const index = found >= 0 ? found : steps.findIndex(({ id }) => id === (runningStep(status) ?? first)?.id)
  const step = steps[index]
  return step ? { kind: 'step', step, index } : { kind: 'invitation' }
}

/** How a step stands, as a mark with its words. */
export const standingOf = (step: StepView, { awaiting }: WalkthroughStatus): { tone: Tone; words: string } => {
  const { state, result } = step
  if (state === 'running')
    return awaiting ? { tone: 'attention', words: t.states.awaiting } : { tone: 'information', words: t.states.running }
  if (state === 'failed') return { tone: 'failed', words: t.states.failed }
  if (state === 'waiting') return { tone: 'neutral', words: t.states.waiting }
  const reused = result?.reused ? [t.states.reused] : []
  const count = result?.checks.filter(({ verdict }) => verdict === 'warning').length ?? 0
  const warnings = count > 0 ? [plural(count, 'warning')] : []
  const words = [t.states.done, milliseconds(result?.durationMs ?? 0), ...reused, ...warnings].join(' · ')
  return { tone: count > 0 ? 'attention' : 'good', words }
}

/** Why a step cannot be run now; null when it can. */
export const hindranceOf = (step: StepView, status: WalkthroughStatus): string | null => {
  if (isBusy(status)) return t.states.busy
  const before = status.steps.slice(0, status.steps.indexOf(step)).find(({ state }) => state !== 'done')
  return before ? t.states.comesFirst(before.title) : null
}

/** The steps' own time, so that pauses between them do not count. */
export const elapsedMs = (status: WalkthroughStatus, now: number): number => {
  const started = runningStep(status)?.started
  const done = status.steps.reduce((sum, { result }) => sum + (result?.durationMs ?? 0), 0)
  return done + (started ? Math.max(0, now - Date.parse(started)) : 0)
}

export const totalsText = ({ totals }: NonNullable<WalkthroughStatus['result']>): string =>
  t.data.totals(plural(totals.accounts, 'account'), plural(totals.balances, 'balance'), plural(totals.transactions, 'transaction'))

export const countText = ({ totals }: NonNullable<WalkthroughStatus['result']>): string =>
  t.data.inAccounts(plural(totals.transactions, 'transaction'), plural(totals.accounts, 'account'))

/** One line about how the walkthrough stands. */
export const summaryOf = (status: WalkthroughStatus): string => {
  const { state, steps, result } = status
  const running = runningStep(status)
  if (status.awaiting) return t.progress.awaiting
  if (running) return t.progress.step(steps.indexOf(running) + 1, steps.length, running.title)
  if (state === 'finished' && result) return t.progress.finished(milliseconds(result.durationMs))
  if (state === 'failed') return t.progress.failed(steps.find((step) => step.state === 'failed')?.title ?? '')
  if (state === 'cancelled') return t.progress.cancelled
  return state === 'idle' ? '' : t.progress.paused(doneCount(status), steps.length)
}

/** What a screen reader is told when one state follows another; a failure speaks for itself. */
export const announcementOf = (before: WalkthroughStatus, now: WalkthroughStatus): string | null => {
  if (now.state === 'failed' || now.state === 'idle') return null
  if (now.state === 'finished' && now.result) return before.result ? null : `${summaryOf(now)}. ${totalsText(now.result)}`
  const [was, is] = [summaryOf(before), summaryOf(now)]
  return was === is ? null : is
}

/** The exchanges of a step, in the order of the run's; of one that runs, those it has made so far. */
export const exchangesOf = ({ state, started, requestLogIds }: StepView, entries: readonly RequestLogEntry[]): RequestLogEntry[] => {
  const ids = new Set(requestLogIds)
  return entries.filter((entry) => (state === 'running' ? started !== null && entry.started >= started : ids.has(entry.id)))
}

/** Without an answer, or with one that refuses. */
export const hasFailed = ({ status, errorCode }: Pick<RequestLogEntry, 'status' | 'errorCode'>): boolean =>
  errorCode !== null || (status ?? 0) >= 400

const severities: Finding['severity'][] = ['failed', 'attention', 'good']

/** Findings that somebody has to do something about, the worst first. */
export const attentionOf = (findings: readonly Finding[]): Finding[] =>
  findings.filter(({ severity }) => severity !== 'good').toSorted((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity))

const screens: Record<string, string> = {
  obWacCertificate: 'certificates',
  obSealCertificate: 'certificates',
  softwareStatement: 'software',
  encryptionKeyDescription: 'keys',
  bankProfile: 'banks',
  bankRegistration: 'banks',
  accountAccessConsent: 'consents',
}

/** Where an entity is shown; null for one that has no screen. */
export const entityPath = ({ aggregate, id }: { aggregate: string; id: string }): string[] | null => {
  const screen = screens[aggregate]
  return screen ? [screen, aggregate, id] : null
}
