// What a person sees of a walkthrough in the terminal.

import type { Output } from '../../../shared/api.ts'
import { isPage } from '../../../shared/browser-exchanges.ts'
import type { AppErrorData, Verdict } from '../../../shared/errors.ts'
import type { RequestLogEntry } from '../../../shared/model/request-log.ts'
import type { WalkthroughResult, WalkthroughStepResult } from '../../../shared/model/walkthrough.ts'
import { plainText } from '../cli/json-text.ts'

const milliseconds = (ms: number): string => (ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`)

export const stepHeading = ({ title, why, index, count }: { title: string; why: string; index: number; count: number }): string =>
  `\n${String(index + 1).padStart(2)}/${count}  ${title}\n       ${why}\n`

/** A page of a large account is one exchange; beyond this many the middle is left out. */
const shownExchanges = 12

export const exchangesReport = (exchanges: RequestLogEntry[]): string => {
  const lines = exchanges.map((exchange) => {
    const { method, url, status, errorCode, durationMs } = exchange
    // A redirect that was caught has neither a status nor an error.
    const outcome = status ?? errorCode
    const facts = [shortUrl(url), ...(outcome ? [outcome] : []), milliseconds(durationMs), ...(isPage(exchange) ? ['in the browser'] : [])]
    return `       ${method.padEnd(6)} ${facts.join('  ')}\n`
  })
  const left = lines.length - shownExchanges
  if (left <= 1) return lines.join('')
  return [...lines.slice(0, shownExchanges - 1), `       … and ${left} more\n`, ...lines.slice(-1)].join('')
}

export const stepReport = (step: WalkthroughStepResult, exchanges: RequestLogEntry[]): string =>
  `${exchangesReport(exchanges)}       → ${plainText(step.summary)}${step.reused ? ' (still valid, used again)' : ''}  [${milliseconds(step.durationMs)}]\n${warningsReport(step.checks)}`

/** What is put up with: the claim, what was expected of it and what came, and the clause that asks for it. */
const warningsReport = (checks: Verdict[]): string =>
  checks
    .filter(({ verdict }) => verdict === 'warning')
    .map(
      ({ claim, expected, actual, clause }) =>
        `       ! ${plainText(`${claim}: expected ${expected ?? 'a value'}, found ${actual ?? 'none'} (${clause})`)}\n`,
    )
    .join('')

const shortUrl = (url: string): string => {
  const [, address = '', mark = ''] = /^([^?#]*)([?#]?)/.exec(url) ?? []
  return mark ? `${address}${mark}…` : address
}

/** Columns padded to their widest cell; the given ones to the right. */
export const table = (rows: string[][], right: number[] = []): string => {
  const plain = rows.map((row) => row.map(plainText))
  const widths = (plain[0] ?? []).map((_, column) => Math.max(...plain.map((row) => width(row[column] ?? ''))))
  return plain
    .map((row) =>
      row
        .map((cell, column) => pad(cell, widths[column] ?? 0, right.includes(column)))
        .join('  ')
        .trimEnd(),
    )
    .map((line) => `  ${line}`)
    .join('\n')
}

const wide =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u
const widthless = /[\p{M}\p{Cf}]/u

/** Cells a text takes in a terminal: East Asian wide letters take two. */
const width = (text: string): number => [...text].reduce((sum, letter) => sum + (widthless.test(letter) ? 0 : wide.test(letter) ? 2 : 1), 0)

const pad = (text: string, wanted: number, right: boolean): string => {
  const space = ' '.repeat(Math.max(0, wanted - width(text)))
  return right ? space + text : text + space
}

/** The first letters of a text; none is cut in two. */
const shorten = (text: string, letters: number): string => [...text].slice(0, letters).join('')

export const accountsTable = (result: WalkthroughResult): string =>
  table(
    [
      ['Account', 'Name', 'Currency', 'Balance', 'Transactions'],
      ...result.accounts.map(({ accountId, name, currency, balance, transactions }) => [
        accountId,
        name ?? '',
        currency ?? '',
        balance ?? '',
        String(transactions),
      ]),
    ],
    [3, 4],
  )

export const transactionsTable = ({ items }: Output<'transaction.list'>): string =>
  table(
    [
      ['Booked', 'Account', 'Amount', 'Currency', 'Status', 'Description'],
      ...items.map((item) => [
        item.bookingDateTime?.slice(0, 10) ?? '',
        item.accountId,
        item.amount ?? '',
        item.currency ?? '',
        item.status,
        shorten(item.merchant ?? item.description ?? '', 60),
      ]),
    ],
    [2],
  )

const count = (number: number, what: string): string => `${number} ${what}${number === 1 ? '' : 's'}`

export const totalsLine = ({ totals, durationMs }: WalkthroughResult): string =>
  `${[count(totals.accounts, 'account'), count(totals.balances, 'balance'), count(totals.transactions, 'transaction')].join(', ')} in ${milliseconds(durationMs)}`

export const errorReport = ({ code, message, step, field, remedy, bank, checks, requestLogId }: AppErrorData): string =>
  [
    `${code}: ${message}`,
    step ? `  Step: ${step}` : '',
    field ? `  Field: ${field}` : '',
    bank?.description ? `  The bank says: ${[bank.error, bank.description].filter(Boolean).join(' ')}` : '',
    ...(checks ?? [])
      .filter(({ verdict }) => verdict === 'fail')
      .map(
        ({ claim, expected, actual, clause }) => `  ${claim}: expected ${expected ?? 'anything'}, found ${actual ?? 'nothing'} (${clause})`,
      ),
    remedy ? `  ${remedy}` : '',
    requestLogId ? `  Exchange ${requestLogId} in the request log shows it.` : '',
  ]
    .filter(Boolean)
    .map(plainText)
    .join('\n')
