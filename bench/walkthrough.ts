// How much of a walkthrough's time is our own: neither the bank's answers nor the making of keys.

import { createApp } from '../src/main/core/app.ts'
import type { RunningModelBank } from '../src/main/core/model-bank/model-bank-service.ts'
import { type BenchResult, median } from './measure.ts'
import { withModelBank } from './model-bank.ts'

const runs = 20

/** Milliseconds in which at least one of the intervals was open: exchanges that wait for each other are not counted twice. */
const covered = (intervals: [start: number, end: number][]): number => {
  let until = Number.NEGATIVE_INFINITY
  let sum = 0
  for (const [start, end] of intervals.toSorted(([a], [b]) => a - b)) {
    sum += Math.max(0, end - Math.max(start, until))
    until = Math.max(until, end)
  }
  return sum
}

/** Each run starts from nothing in a new ephemeral workspace; the model bank, in its own process, is there already. */
const once = async (bank: RunningModelBank): Promise<{ wall: number; exchanges: number; keys: number }> => {
  const app = await createApp({ dataDir: null, env: {}, launchModelBank: async () => ({ ...bank, close: async () => {} }) })
  try {
    const begin = performance.now()
    const reply = await app.dispatch('walkthrough.run', {})
    const wall = performance.now() - begin
    if (!reply.ok) throw new Error(reply.error.message)
    const log = await app.dispatch('requestLog.list', { limit: 1000 })
    if (!log.ok) throw new Error(log.error.message)
    const exchanges = covered(log.value.items.map(({ started, durationMs }) => [Date.parse(started), Date.parse(started) + durationMs]))
    return { wall, exchanges, keys: reply.value.keyGenerationMs }
  } finally {
    await app.close()
  }
}

export const benchWalkthrough = (): Promise<BenchResult[]> =>
  withModelBank(async (bank) => {
    await once(bank)
    const shares: number[] = []
    const walls: number[] = []
    for (let run = 0; run < runs; run += 1) {
      const { wall, exchanges, keys } = await once(bank)
      shares.push((wall - exchanges - keys) / wall)
      walls.push(wall)
    }
    return [
      {
        name: 'Walkthrough: own share of the wall time',
        ratio: median(shares),
        limit: { atMost: 0.25 },
        detail: `median of ${runs}; a walkthrough takes ${median(walls).toFixed(0)} ms`,
      },
    ]
  })
