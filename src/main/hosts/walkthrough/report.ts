// What a person sees of a walkthrough in the terminal.

import type { Output } from '../../../shared/api.ts'
import type { AppErrorData } from '../../../shared/errors.ts'
import type { RequestLogEntry } from '../../../shared/model/request-log.ts'
import type { WalkthroughResult, WalkthroughStepResult } from '../../../shared/model/walkthrough.ts'

const milliseconds = (ms: number): string => (ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`)

export const stepHeading = ({ title, why, index, count }: { title: string; why: string; index: number; count: number }): string =>
  `\n${String(index + 1).padStart(2)}/${count}  ${title}\n       ${why}\n`

export const stepReport = (step: WalkthroughStepResult, exchanges: RequestLogEntry[]): string =>
  [
    ...exchanges.map(
      ({ method, url, status, errorCode, durationMs }) =>
        `       ${method.padEnd(6)} ${shortUrl(url)}  ${status ?? errorCode ?? ''}  ${milliseconds(durationMs)}`,
    ),
    `       → ${step.summary}${step.reused ? ' (still valid, used again)' : ''}  [${milliseconds(step.durationMs)}]`,
    '',
  ].join('\n')

const shortUrl = (url: string): string => {
  const [address = ''] = url.split('?')
  return url.includes('?') ? `${address}?…` : address
}

/** Columns padded to their widest cell; the given ones to the right. */
export const table = (rows: string[][], right: number[] = []): string => {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => width(row[column] ?? ''))))
  return rows
    .map((row) => row.map((cell, column) => pad(cell, widths[column] ?? 0, right.includes(column))).join('  ').trimEnd())
    .map((line) => `  ${line}`)
    .join('\n')
}

/** Cells a text takes in a terminal: East Asian wide letters take two. */
const width = (text: string): number =>
  [...text].reduce((sum, letter) => sum + (/\p{M}/u.test(letter) ? 0 : /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\uff00-\uff60]/u.test(letter) ? 2 : 1), 0)

const pad = (text: string, wanted: number, right: boolean): string => {
  const space = ' '.repeat(Math.max(0, wanted - width(text)))
  return right ? space + text : text + space
}

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
        item.bookingDateTime.slice(0, 10),
        item.accountId,
        item.amount,
        item.currency,
        item.status,
        (item.merchant ?? item.description ?? '').slice(0, 60),
      ]),
    ],
    [2],
  )

export const errorReport = ({ code, message, field, remedy, bank, checks, requestLogId }: AppErrorData): string =>
  [
    `\n${code}: ${message}`,
    field ? `  Field: ${field}` : '',
    bank?.description ? `  The bank says: ${bank.error ?? ''} ${bank.description}` : '',
    ...(checks ?? []).filter(({ verdict }) => verdict === 'fail').map(({ claim, expected, actual, clause }) => `  ${claim}: expected ${expected}, found ${actual} (${clause})`),
    remedy ? `  ${remedy}` : '',
    requestLogId ? `  Exchange ${requestLogId} in the request log shows it.` : '',
  ]
    .filter(Boolean)
    .join('\n')
