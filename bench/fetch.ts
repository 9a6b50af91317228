// How much our own work (parsing, mapping, storing, the request log) slows down the fetch of a large customer's data.

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openLargeCustomer } from './large-customer.ts'
import { type BenchResult, median, timed } from './measure.ts'
import { withModelBank } from './model-bank.ts'

/** Runs the two by turns, so that what else the machine does falls on both, and compares the medians. */
const compare = (name: string, rounds: number, latencyMs: number): Promise<BenchResult> =>
  withModelBank(
    async (bank) => {
      const folder = await mkdtemp(join(tmpdir(), 'tpp-bench-'))
      const customer = await openLargeCustomer(bank, folder)
      try {
        const times: { ours: number; bare: number }[] = []
        for (let round = 0; round < rounds; round += 1) {
          const { ours, bare } = await customer.prepare()
          times.push({ bare: await timed(bare), ours: await timed(ours) })
        }
        const [oursMs, bareMs] = [median(times.map(({ ours }) => ours)), median(times.map(({ bare }) => bare))]
        const what = `${customer.requests} requests, ${customer.rows} transactions`
        return {
          name,
          ratio: bareMs / oursMs,
          limit: { atLeast: 0.8 },
          detail: `${what}: ${oursMs.toFixed(0)} ms against ${bareMs.toFixed(0)} ms, medians of ${rounds}`,
        }
      } finally {
        await customer.close()
        await rm(folder, { recursive: true })
      }
    },
    { latencyMs },
  )

// The model bank answers a page in about a millisecond, less than anyone needs to read it; banks take far longer.
const latencyMs = 25

export const benchFetch = async (): Promise<BenchResult[]> => [
  await compare('Fetch of a large customer: throughput against bare requests', 11, 0),
  await compare(`The same from a bank that takes ${latencyMs} ms longer to answer`, 3, latencyMs),
]
