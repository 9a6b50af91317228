// A request log of 100,000 exchanges: how fast the core filters it, and how the drawer scrolls over it in Chromium.

import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import { type App, createApp } from '../src/main/core/app.ts'
import type { SqlValue, Store } from '../src/main/core/db/store.ts'
import { openStore } from '../src/main/core/db/store.ts'
import type { RunningModelBank } from '../src/main/core/model-bank/model-bank-service.ts'
import { unpack } from '../src/main/core/request-log/packed-text.ts'
import { startBrowserHost } from '../src/main/hosts/browser/host.ts'
import type { Input, Method, Output } from '../src/shared/api.ts'
import { launchChromium } from '../test/support/chromium.ts'
import { type BenchResult, median, timed } from './measure.ts'
import { withModelBank } from './model-bank.ts'
import { heapBytes, scrollFrames } from './page.ts'

const exchanges = 100_000
const rounds = 3
const builtRenderer = fileURLToPath(new URL('../out/renderer', import.meta.url))

type Row = Record<string, SqlValue>

const get = async <M extends Method>(app: App, method: M, input: Input<M>): Promise<Output<M>> => {
  const reply = await app.dispatch(method, input)
  if (!reply.ok) throw new Error(`${method}: ${reply.error.message}`)
  return reply.value
}

const insert = (store: Store, table: string, row: Row): void => {
  const names = Object.keys(row)
  store.run(`insert into ${table} (${names.join(', ')}) values (${names.map(() => '?').join(', ')})`, ...Object.values(row))
}

/** Copies the exchanges of a walkthrough until there are enough: each copy a run of its own, one in fifty failed, bodies cut at 4,000 characters. */
export const seedRequestLog = (file: string, count = exchanges): void => {
  const store = openStore({ file })
  const entries = store.all<Row>('select * from request_log order by seq')
  const contents = new Map(store.all<Row>('select * from request_log_content').map((content) => [content.seq, content]))
  // Before what is there, and within the age that is kept.
  const begin = Date.now() - 20 * 86_400_000
  const stepMs = 10
  let made = entries.length
  let seq = Math.max(...entries.map((entry) => Number(entry.seq)))
  while (made < count) {
    const runId = randomUUID()
    store.transaction(() => {
      for (const entry of entries) {
        seq += 1
        made += 1
        const failed: Row = made % 50 === 0 ? { status: 400, error_code: 'BANK_ERROR_RESPONSE', error_message: 'The bank refused it' } : {}
        const started = new Date(begin + made * stepMs).toISOString()
        insert(store, 'request_log', { ...entry, ...failed, seq, id: randomUUID(), run_id: runId, started, raw_bytes: 0 })
        const { response_body: whole, response_body_brotli: packed, ...content } = contents.get(entry.seq ?? 0) ?? {}
        const body = Buffer.isBuffer(packed) ? unpack(packed).toString() : String(whole ?? '')
        const marked = made === count >> 1 ? 'haystackneedle' : ''
        insert(store, 'request_log_content', { ...content, seq, response_body: `${body.slice(0, 4000)}${marked}` })
      }
    })
  }
  store.close()
}

interface Seeded {
  app: App
  runId: string
  bankProfileId: string
}

/** A kept workspace, because the seeding is done beside the app. */
const withSeededLog = async <T>(bank: RunningModelBank, work: (seeded: Seeded) => Promise<T>): Promise<T> => {
  const dataDir = await mkdtemp(join(tmpdir(), 'tpp-log-bench-'))
  const key = Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('base64')
  const open = () =>
    createApp({ dataDir, env: { TPP_WORKBENCH_KEY: key }, launchModelBank: async () => ({ ...bank, close: async () => {} }) })
  try {
    const first = await open()
    await get(first, 'walkthrough.run', {})
    await first.close()
    seedRequestLog(join(dataDir, 'workspace.sqlite'))
    const app = await open()
    try {
      // The words of what was seeded are indexed here, once.
      await get(app, 'requestLog.list', { text: 'haystackneedle' })
      const { runs, bankProfileIds } = await get(app, 'requestLog.summarise', {})
      return await work({ app, runId: runs.find((run) => run.runId !== null)?.runId ?? '', bankProfileId: bankProfileIds[0] ?? '' })
    } finally {
      await app.close()
    }
  } finally {
    await rm(dataDir, { recursive: true })
  }
}

/** The slowest filter: counting what passes it, and reading a page of it. */
const benchFilters = async ({ app, runId, bankProfileId }: Seeded): Promise<BenchResult> => {
  const filters: Record<string, Input<'requestLog.summarise'>> = {
    none: {},
    errors: { errorsOnly: true },
    run: { runId },
    step: { step: 'transactions.list' },
    bank: { bankProfileId },
    'a rare word': { text: 'haystackneedle' },
    'a word of two in three': { text: 'accounts' },
    'a word of all': { text: 'json' },
    'errors with a word': { errorsOnly: true, text: 'token' },
  }
  const times: [name: string, ms: number][] = []
  for (const [name, filter] of Object.entries(filters)) {
    const runs: number[] = []
    for (let run = 0; run < 5; run += 1) {
      const counting = await timed(() => get(app, 'requestLog.summarise', filter))
      const reading = await timed(() => get(app, 'requestLog.list', { ...filter, oldestFirst: true, limit: 200 }))
      runs.push(Math.max(counting, reading))
    }
    // What else the machine does only adds, so the calmest run tells what ours need.
    times.push([name, Math.min(...runs)])
  }
  const [slowest = ['', Number.NaN]] = times.toSorted(([, a], [, b]) => b - a)
  return {
    name: `Request log of ${exchanges.toLocaleString('en-GB')}: slowest filter against 100 ms`,
    ratio: slowest[1] / 100,
    limit: { atMost: 1 },
    detail: times.map(([name, ms]) => `${name} ${ms.toFixed(0)} ms`).join(', '),
  }
}

const openLog = async (page: Page, address: string): Promise<void> => {
  await page.addInitScript(() => localStorage.setItem('tpp-workbench.preferences', JSON.stringify({ drawerOpen: true, drawerHeight: 500 })))
  await page.goto(address)
  await page.waitForSelector('#request-log-grid [role="row"][data-row="5"] [role="gridcell"] + [role="gridcell"]')
}

const benchScrolling = async ({ app }: Seeded, rendererDir: string): Promise<BenchResult[]> => {
  const host = await startBrowserHost({ app, rendererDir, version: 'bench' })
  const browser = await launchChromium()
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
    await openLog(page, host.issueAddress())
    const devtools = await page.context().newCDPSession(page)
    await page.evaluate(scrollFrames('request-log-grid'))
    const before = await heapBytes(devtools)
    const all: number[][] = []
    for (let round = 0; round < rounds; round += 1) all.push(await page.evaluate<number[]>(scrollFrames('request-log-grid')))
    const grown = (await heapBytes(devtools)) - before
    // As with the filters, the calmest round counts.
    const [frames = []] = all.toSorted((a, b) => Math.max(...a) - Math.max(...b))
    const longest = frames.toSorted((a, b) => b - a).slice(0, 3)
    return [
      {
        name: 'Scrolling the request log: longest frame against 50 ms',
        ratio: (longest[0] ?? Number.NaN) / 50,
        limit: { atMost: 1 },
        detail: `longest of ${frames.length}: ${longest.map((ms) => ms.toFixed(0)).join(', ')} ms, median ${median(frames).toFixed(0)} ms; best of ${rounds} rounds`,
      },
      {
        name: 'Scrolling the request log: heap growth against 30 MB',
        ratio: grown / 30_000_000,
        limit: { atMost: 1 },
        detail: `${(grown / 1e6).toFixed(1)} MB on ${(before / 1e6).toFixed(1)} MB`,
      },
    ]
  } finally {
    await browser.close()
    await host.close()
  }
}

/** The renderer must be built. */
export const benchLog = (rendererDir = builtRenderer): Promise<BenchResult[]> =>
  withModelBank((bank) =>
    withSeededLog(bank, async (seeded) => [await benchFilters(seeded), ...(await benchScrolling(seeded, rendererDir))]),
  )
