import type { RequestLogEntry, RequestLogRun, Timing } from '../../../shared/model/request-log.ts'

/** Shares of the whole, from 0 to 1. */
export interface Bar {
  start: number
  width: number
}

/** Where an exchange lies within its run. */
export const barInRun = ({ started, durationMs }: RequestLogEntry, run: RequestLogRun): Bar => {
  const begin = Date.parse(run.started)
  const whole = Math.max(1, Date.parse(run.ended) - begin)
  const start = Math.min(1, Math.max(0, (Date.parse(started) - begin) / whole))
  return { start, width: Math.min(1 - start, durationMs / whole) }
}

export type Phase = 'connect' | 'wait' | 'download' | 'other'

export interface PhaseBar extends Bar {
  phase: Phase
  ms: number
}

/** The phases one after the other; what the total has beyond them is `other`. */
export const phasesOf = ({ connect, wait, download, total }: Timing): PhaseBar[] => {
  const known = { connect, wait, download }
  const rest = total - (connect ?? 0) - (wait ?? 0) - (download ?? 0)
  const lengths: [Phase, number | null][] = [...(Object.entries(known) as [Phase, number | null][]), ['other', rest >= 0.05 ? rest : null]]
  const whole = Math.max(total, total - rest, Number.EPSILON)
  let start = 0
  return lengths.flatMap(([phase, ms]) => {
    if (ms === null) return []
    const bar = { phase, ms, start: start / whole, width: ms / whole }
    start += ms
    return [bar]
  })
}
