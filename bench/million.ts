// A local copy of a million transactions: how fast they are taken in, and what a page and the opening cost by their number.
// TPP_BENCH_ROWS changes it.

import { copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readWithTexts } from '../src/main/core/accounts/row-texts.ts'
import { processTransactions } from '../src/main/core/accounts/transaction-exchange.ts'
import { createTransactionRepository, rowValues } from '../src/main/core/accounts/transaction-repository.ts'
import { type App, createApp } from '../src/main/core/app.ts'
import { connect } from '../src/main/core/db/connection.ts'
import { openStore, type SqlValue } from '../src/main/core/db/store.ts'
import type { Input } from '../src/shared/api.ts'
import { callOf } from './call.ts'
import { type BenchResult, median, timed } from './measure.ts'
import { type Pages, pagesLike, rowsPerPage } from './million-rows.ts'
import { withModelBank } from './model-bank.ts'

const rows = Number(process.env.TPP_BENCH_ROWS ?? 1_000_000)
const fewRows = 10_000
/** As many as are taken in within the time after which a commit is due. */
const pagesPerCommit = 50
const openings = 21

const tell = (words: string) => process.stderr.write(`${words}\n`)
const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`

interface Taken {
  ours: number
  bare: number
  following: number
}

/** Ours into one file, the same values by a bare loop into the other, by turns. */
function takeIn(pages: Pages, consentId: string, count: number, ourFile: string, bareFile: string): Taken {
  const store = openStore({ file: ourFile })
  const transactions = createTransactionRepository(store)
  const database = connect(bareFile)
  const insert = database.prepare(
    `insert into account_transaction (consent_key, account_key, identity, booked, units, status, currency, search, original)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const keyOf = database.prepare<[string], number>('select key from account where account_id = ?').pluck()
  const consent = database.prepare<[string], number>('select key from account_data_consent where account_access_consent_id = ?').pluck()
  const consentKey = consent.get(consentId) ?? 0
  const taken: Taken = { ours: 0, bare: 0, following: 0 }
  for (let at = 0; at < count / rowsPerPage; at += pagesPerCommit) {
    const group = Array.from({ length: Math.min(pagesPerCommit, count / rowsPerPage - at) }, (_, index) => pages.page(at + index))
    const read = group.map(({ accountId, body }) => {
      const found = readWithTexts(body, 'Transaction')
      return processTransactions(found?.body, { version: '4.0', accountId, texts: found?.texts ?? null }).rows
    })
    const values = read.flatMap((page) => page.map((row): SqlValue[] => rowValues(row, consentKey, keyOf.get(row.accountId) ?? 0)))
    const begin = performance.now()
    for (const page of read) transactions.keep(consentId, page)
    store.flush()
    const middle = performance.now()
    database.exec('begin immediate')
    for (const row of values) insert.run(...row)
    database.exec('commit')
    taken.bare += performance.now() - middle
    taken.ours += middle - begin
    if (at % 1000 === 0) tell(`${at * rowsPerPage} of ${count} transactions`)
  }
  const begin = performance.now()
  transactions.catchUp()
  taken.following = performance.now() - begin
  store.close()
  database.close()
  return taken
}

type Listing = Omit<Input<'transaction.list'>, 'accountAccessConsentId'>

const filtersOf = (accountId: string): Record<string, Listing> => ({
  all: {},
  'one account': { accountId },
  debits: { direction: 'debit' },
  pending: { statuses: ['PDNG'] },
  'a month': { from: '2026-09-30T00:00:00Z', to: '2026-10-30T00:00:00Z' },
  'debits of an account since a day': { accountId, direction: 'debit', from: '2026-10-24T07:00:00Z' },
})
const orders = ['newestFirst', 'oldestFirst', 'highestFirst', 'lowestFirst', 'aToZ', 'zToA'] as const

const pageTimes = async (app: App, accountAccessConsentId: string, accountId: string): Promise<Map<string, number>> => {
  const call = callOf(app)
  const times = new Map<string, number>()
  for (const [name, filter] of Object.entries(filtersOf(accountId))) {
    for (const order of orders) {
      const runs: number[] = []
      for (let run = 0; run < 21; run += 1) {
        runs.push(await timed(() => call('transaction.list', { accountAccessConsentId, ...filter, order, limit: 100 })))
      }
      times.set(`${name} ${order}`, median(runs))
    }
  }
  return times
}

export const benchMillion = (): Promise<BenchResult[]> =>
  withModelBank(async (bank) => {
    const folder = await mkdtemp(join(tmpdir(), 'tpp-million-'))
    const env = () => ({ TPP_WORKBENCH_KEY: Buffer.alloc(32, 7).toString('base64') })
    const open = (name: string) =>
      createApp({ dataDir: join(folder, name), env: env(), launchModelBank: async () => ({ ...bank, close: async () => {} }) })
    const fileOf = (name: string) => join(folder, name, 'workspace.sqlite')
    try {
      await (await open('empty')).close()
      const app = await open('first')
      await callOf(app)('walkthrough.run', {})
      const [consent] = (await callOf(app)('accountAccessConsent.list', {})).items
      await app.close()
      const consentId = consent?.id ?? ''
      for (const name of ['few', 'many', 'bare']) {
        await mkdir(join(folder, name), { mode: 0o700 })
        await copyFile(fileOf('first'), fileOf(name))
      }
      const pages = pagesLike(fileOf('first'))
      const accountId = pages.accountIds[0] ?? ''
      takeIn(pages, consentId, fewRows, fileOf('few'), join(folder, 'first', 'workspace.sqlite'))
      const taken = takeIn(pages, consentId, rows, fileOf('many'), fileOf('bare'))

      const timesOf = async (name: string) => {
        const opened = await open(name)
        try {
          return await pageTimes(opened, consentId, accountId)
        } finally {
          await opened.close()
        }
      }
      const [few, many] = [await timesOf('few'), await timesOf('many')]
      const ratios = [...many].map(([name, ms]) => ({
        name,
        ms,
        before: few.get(name) ?? Number.NaN,
        ratio: ms / (few.get(name) ?? Number.NaN),
      }))
      const worst = ratios.toSorted((a, b) => b.ratio - a.ratio)

      const opening = { many: [] as number[], empty: [] as number[] }
      for (let run = 0; run < openings; run += 1) {
        for (const name of ['many', 'empty'] as const) {
          let opened: App | undefined
          opening[name].push(
            await timed(async () => {
              opened = await open(name)
            }),
          )
          await opened?.close()
        }
      }
      const [manyMs, emptyMs] = [median(opening.many), median(opening.empty)]
      const number = rows.toLocaleString('en-GB')
      return [
        {
          name: `Taking in ${number} transactions: rate against a bare loop`,
          ratio: taken.bare / taken.ours,
          limit: { atLeast: 0.6 },
          detail: `${seconds(taken.ours)} against ${seconds(taken.bare)}; look-ups follow in the background in ${seconds(taken.following)}`,
        },
        {
          name: `A filtered, sorted page of ${number}, against one of ${fewRows.toLocaleString('en-GB')}`,
          ratio: worst[0]?.ratio ?? Number.NaN,
          limit: { atMost: 3 },
          detail: `the worst of ${worst.length}: ${worst
            .slice(0, 4)
            .map(({ name, ms, before }) => `${name} ${ms.toFixed(1)} ms against ${before.toFixed(1)}`)
            .join(', ')}`,
        },
        {
          name: `Opening a workspace of ${number} transactions, against an empty one`,
          ratio: manyMs / emptyMs,
          limit: { atMost: 1.3 },
          detail: `${manyMs.toFixed(1)} ms against ${emptyMs.toFixed(1)} ms, medians of ${openings}`,
        },
      ]
    } finally {
      await rm(folder, { recursive: true })
    }
  })
