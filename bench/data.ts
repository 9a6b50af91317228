// A local copy of 100,000 transactions: how fast the core filters, sorts and adds it up, and how the screen opens and scrolls in Chromium.

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { CDPSession, Page } from 'playwright-core'
import { type App, createApp } from '../src/main/core/app.ts'
import { openStore, type SqlValue } from '../src/main/core/db/store.ts'
import type { RunningModelBank } from '../src/main/core/model-bank/model-bank-service.ts'
import { startBrowserHost } from '../src/main/hosts/browser/host.ts'
import type { Input, Method, Output } from '../src/shared/api.ts'
import { launchChromium } from '../test/support/chromium.ts'
import { type BenchResult, median, timed } from './measure.ts'
import { withModelBank } from './model-bank.ts'
import { goTo, heapBytes, scrollFrames, taskMs } from './page.ts'
import { untilQuiet } from './quiet.ts'

const transactions = 100_000
const builtRenderer = fileURLToPath(new URL('../out/renderer', import.meta.url))

type Row = Record<string, SqlValue>

const get = async <M extends Method>(app: App, method: M, input: Input<M>): Promise<Output<M>> => {
  const reply = await app.dispatch(method, input)
  if (!reply.ok) throw new Error(`${method}: ${reply.error.message}`)
  return reply.value
}

/** Copies the transactions of a walkthrough until there are enough: other ids, amounts and days, and one of them with a rare word. */
export const seedTransactions = (file: string, count = transactions): void => {
  const store = openStore({ file })
  const rows = store.all<Row>('select * from account_transaction order by key')
  const names = Object.keys(rows[0] ?? {}).filter((name) => name !== 'key')
  const insert = `insert into account_transaction (${names.join(', ')}) values (${names.map(() => '?').join(', ')})`
  store.transaction(() => {
    for (let made = rows.length; made < count; made += 1) {
      const row = rows[made % rows.length] ?? {}
      const original = JSON.parse(String(row.original))
      const cents = (made * 7919) % 1_000_003
      const booked = Number(row.booked) - Math.floor(made / rows.length) * 3_600_000
      const words = made === count >> 1 ? 'haystackneedle' : `payment ${made}`
      Object.assign(original, {
        TransactionId: `copy-${made}`,
        BookingDateTime: new Date(booked).toISOString(),
        TransactionInformation: words,
      })
      original.Amount.Amount = (cents / 100).toFixed(2)
      const units = cents * 1000 * (original.CreditDebitIndicator === 'Debit' ? -1 : 1)
      const copy: Row = {
        ...row,
        identity: `copy-${made}`,
        booked,
        units,
        search: `${words}\n${row.search}`,
        original: JSON.stringify(original),
      }
      store.run(insert, ...names.map((name) => copy[name] ?? null))
    }
  })
  store.close()
}

interface Seeded {
  app: App
  accountAccessConsentId: string
  accountId: string
}

/** A kept workspace, because the seeding is done beside the app. */
const withSeededData = async <T>(bank: RunningModelBank, work: (seeded: Seeded) => Promise<T>): Promise<T> => {
  const dataDir = await mkdtemp(join(tmpdir(), 'tpp-data-bench-'))
  const key = Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('base64')
  const open = () =>
    createApp({ dataDir, env: { TPP_WORKBENCH_KEY: key }, launchModelBank: async () => ({ ...bank, close: async () => {} }) })
  try {
    const first = await open()
    const { accountAccessConsentId } = await get(first, 'walkthrough.run', {})
    const consent = { accountAccessConsentId: accountAccessConsentId ?? '' }
    const { items } = await get(first, 'account.list', consent)
    await first.close()
    seedTransactions(join(dataDir, 'workspace.sqlite'))
    const app = await open()
    try {
      // What listings are sorted and counted by follows in the background.
      await untilQuiet()
      return await work({ app, ...consent, accountId: items[0]?.accountId ?? '' })
    } finally {
      await app.close()
    }
  } finally {
    await rm(dataDir, { recursive: true })
  }
}

/** The slowest filter or order: a page of it, and its totals. */
const benchFilters = async ({ app, accountAccessConsentId, accountId }: Seeded): Promise<BenchResult> => {
  const filters: Record<string, Omit<Input<'transaction.list'>, 'accountAccessConsentId'>> = {
    none: {},
    'one account': { accountId },
    debits: { direction: 'debit' },
    pending: { statuses: ['PDNG'] },
    'a year': { from: new Date(Date.now() - 365 * 86_400_000).toISOString() },
    'a range of amounts': { minimumSize: '100', maximumSize: '1000' },
    'a rare word': { text: 'haystackneedle' },
    'a word of all': { text: 'payment' },
    'by amount': { order: 'highestFirst' },
    'by description': { order: 'aToZ' },
    'debits with a word by amount': { direction: 'debit', text: 'payment', order: 'lowestFirst' },
  }
  const times: [name: string, ms: number][] = []
  for (const [name, { order, ...filter }] of Object.entries(filters)) {
    const runs: number[] = []
    for (let run = 0; run < 5; run += 1) {
      const listing = await timed(() =>
        get(app, 'transaction.list', { accountAccessConsentId, ...filter, ...(order && { order }), limit: 200 }),
      )
      const adding = await timed(() => get(app, 'transaction.summary', { accountAccessConsentId, ...filter }))
      runs.push(Math.max(listing, adding))
    }
    times.push([name, median(runs)])
  }
  const [slowest = ['', Number.NaN]] = times.toSorted(([, a], [, b]) => b - a)
  return {
    name: `Transactions, ${transactions.toLocaleString('en-GB')}: slowest filter against 100 ms`,
    ratio: slowest[1] / 100,
    limit: { atMost: 1 },
    detail: times.map(([name, ms]) => `${name} ${ms.toFixed(0)} ms`).join(', '),
  }
}

const firstRows = '#transactions-grid [role="row"][data-row="5"] [role="gridcell"] + [role="gridcell"]'

/** Main-thread time from another screen to the first rows, with the screen's code already fetched: the second to the sixth opening. */
const benchOpening = async (page: Page, devtools: CDPSession, at: string): Promise<BenchResult> => {
  // Of the thread itself: what else runs on the machine does not count.
  await devtools.send('Performance.enable', { timeDomain: 'threadTicks' })
  const times: number[] = []
  for (let opening = 0; opening < 6; opening += 1) {
    await goTo(page, '/glossary')
    await page.getByRole('heading', { level: 1, name: 'Glossary' }).waitFor()
    const before = await taskMs(devtools)
    await goTo(page, at)
    await page.waitForSelector(firstRows)
    times.push((await taskMs(devtools)) - before)
  }
  const later = times.slice(1)
  return {
    name: `Opening ${transactions.toLocaleString('en-GB')} transactions: main-thread time against 100 ms`,
    ratio: median(later) / 100,
    limit: { atMost: 1 },
    detail: `${times.map((ms) => ms.toFixed(0)).join(', ')} ms; the first fetches the screen’s code`,
  }
}

const benchScreen = async ({ app, accountAccessConsentId }: Seeded, rendererDir: string): Promise<BenchResult[]> => {
  const host = await startBrowserHost({ app, rendererDir, version: 'bench' })
  const browser = await launchChromium()
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
    await page.goto(host.issueAddress())
    const devtools = await page.context().newCDPSession(page)
    const opening = await benchOpening(page, devtools, `/data/consent/${accountAccessConsentId}`)
    await page.evaluate(scrollFrames('transactions-grid'))
    const before = await heapBytes(devtools)
    const frames = await page.evaluate<number[]>(scrollFrames('transactions-grid'))
    const grown = (await heapBytes(devtools)) - before
    const over = frames.filter((ms) => ms > 50).length
    const sorted = frames.toSorted((a, b) => b - a)
    return [
      opening,
      {
        name: 'Scrolling the transactions: longest frame against 50 ms',
        ratio: (sorted[0] ?? Number.NaN) / 50,
        limit: { atMost: 1 },
        detail: `${frames.length} frames, ${over} over 50 ms; longest ${sorted
          .slice(0, 3)
          .map((ms) => ms.toFixed(0))
          .join(', ')} ms, median ${median(frames).toFixed(0)} ms`,
      },
      {
        name: 'Scrolling the transactions: heap growth against 30 MB',
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
export const benchData = (rendererDir = builtRenderer): Promise<BenchResult[]> =>
  withModelBank((bank) => withSeededData(bank, async (seeded) => [await benchFilters(seeded), ...(await benchScreen(seeded, rendererDir))]))
