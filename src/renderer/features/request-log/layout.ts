// Which row of the list is what. Known from the counts of the runs alone, so that no exchange has to be read for it.

import type { RequestLogRun } from '../../../shared/model/request-log.ts'

/** By run: each run under a row of its own, the newest run first, its exchanges as they followed each other. */
export type Order = 'run' | 'newest'

/** Exchanges are counted from the oldest, so that new ones change no other's place. `list`: a run's id, 'none' or 'all'. */
export type Place = { kind: 'run'; run: RequestLogRun } | { kind: 'exchange'; list: string; index: number; run: RequestLogRun | null }

export interface Layout {
  rows: number
  exchanges: number
  errors: number
  at(row: number): Place | null
  /** The row of a place of this or an earlier layout; null when it is gone. */
  rowOf(place: Place): number | null
  runOf(runId: string | null): RequestLogRun | null
}

export const listOf = (runId: string | null): string => runId ?? 'none'

export const createLayout = (order: Order, runs: readonly RequestLogRun[]): Layout => {
  const count = (of: 'exchanges' | 'errors') => runs.reduce((sum, run) => sum + run[of], 0)
  const totals = { exchanges: count('exchanges'), errors: count('errors') }
  const byId = new Map(runs.map((run) => [run.runId, run]))
  const common = { ...totals, runOf: (runId: string | null) => byId.get(runId) ?? null }
  return order === 'newest' ? newestFirst(common) : byRun(common, runs)
}

type Common = Pick<Layout, 'exchanges' | 'errors' | 'runOf'>

const newestFirst = (common: Common): Layout => {
  const { exchanges } = common
  return {
    ...common,
    rows: exchanges,
    at: (row) => (row >= 0 && row < exchanges ? { kind: 'exchange', list: 'all', index: exchanges - 1 - row, run: null } : null),
    rowOf: (place) => (place.kind === 'exchange' && place.index < exchanges ? exchanges - 1 - place.index : null),
  }
}

const byRun = (common: Common, runs: readonly RequestLogRun[]): Layout => {
  const begins: number[] = []
  let rows = 0
  for (const { exchanges } of runs) {
    begins.push(rows)
    rows += 1 + exchanges
  }
  const groups = new Map(runs.map(({ runId }, group) => [listOf(runId), group]))
  return {
    ...common,
    rows,
    at(row) {
      const group = lastAtMost(begins, row)
      const run = runs[group]
      if (!run || row < 0 || row >= rows) return null
      const index = row - (begins[group] ?? 0) - 1
      return index < 0 ? { kind: 'run', run } : { kind: 'exchange', list: listOf(run.runId), index, run }
    },
    rowOf(place) {
      const group = groups.get(place.kind === 'run' ? listOf(place.run.runId) : place.list)
      if (group === undefined) return null
      const index = place.kind === 'run' ? -1 : Math.min(place.index, (runs[group]?.exchanges ?? 0) - 1)
      return (begins[group] ?? 0) + 1 + index
    },
  }
}

/** The index of the last of some rising numbers that is at most `value`; -1 when none is. */
const lastAtMost = (numbers: number[], value: number): number => {
  let low = 0
  let high = numbers.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((numbers[middle] ?? 0) <= value) low = middle + 1
    else high = middle
  }
  return low - 1
}
