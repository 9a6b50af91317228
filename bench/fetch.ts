// How much our own work (parsing, mapping, storing, the request log) slows down the fetch of a large customer's data.

import { type BenchResult, median, timed } from './measure.ts'

export interface FetchBenchOptions {
  /** Fetches accounts, balances and every page of transactions through the workbench, into its local copy. */
  listAll: () => Promise<void>
  /** The same GETs by undici alone: the addresses of one `listAll`, the same agent options and concurrency, bodies read and dropped. */
  bare: () => Promise<void>
  /** Pairs of runs that count; one more pair warms up. */
  runs?: number
}

/** Runs the two by turns, so that what else the machine does falls on both, and compares the medians. */
export async function benchFetch({ listAll, bare, runs = 7 }: FetchBenchOptions): Promise<BenchResult> {
  await listAll()
  await bare()
  const ours: number[] = []
  const theirs: number[] = []
  for (let run = 0; run < runs; run += 1) {
    ours.push(await timed(listAll))
    theirs.push(await timed(bare))
  }
  const [oursMs, bareMs] = [median(ours), median(theirs)]
  return {
    name: 'Fetch of a large customer: throughput against bare requests',
    ratio: bareMs / oursMs,
    limit: { atLeast: 0.8 },
    detail: `${oursMs.toFixed(0)} ms against ${bareMs.toFixed(0)} ms, medians of ${runs}`,
  }
}
