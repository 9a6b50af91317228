// How much our own work (parsing, mapping, storing, the request log) slows down the fetch of a large customer's data.

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openLargeCustomer } from './large-customer.ts'
import { type BenchResult, median, timed } from './measure.ts'
import { withModelBank } from './model-bank.ts'

const rounds = 11

/** Runs the two by turns, so that what else the machine does falls on both, and compares the medians. */
export const benchFetch = (): Promise<BenchResult[]> =>
  withModelBank(async (bank) => {
    const folder = await mkdtemp(join(tmpdir(), 'tpp-bench-'))
    const customer = await openLargeCustomer(bank, folder)
    try {
      const times: { ours: number; bare: number }[] = []
      for (let round = 0; round < rounds; round += 1) {
        const { ours, bare } = await customer.prepare()
        times.push({ bare: await timed(bare), ours: await timed(ours) })
      }
      const [oursMs, bareMs] = [median(times.map(({ ours }) => ours)), median(times.map(({ bare }) => bare))]
      return [
        {
          name: 'Fetch of a large customer: throughput against bare requests',
          ratio: bareMs / oursMs,
          limit: { atLeast: 0.8 },
          detail: `${customer.requests} requests, ${customer.rows} transactions: ${oursMs.toFixed(0)} ms against ${bareMs.toFixed(0)} ms, medians of ${rounds}`,
        },
      ]
    } finally {
      await customer.close()
      await rm(folder, { recursive: true })
    }
  })
