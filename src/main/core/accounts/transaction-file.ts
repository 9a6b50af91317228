// Transactions as a file: CSV for spreadsheets, JSON for programs.

import type { Transaction } from '../../../shared/model/account-data.ts'

export interface TransactionFileFormat {
  begin: string
  row: (transaction: Transaction) => string
  between: string
  end: (count: number) => string
}

const columns: [name: string, of: (transaction: Transaction) => string | null | undefined][] = [
  ['accountId', ({ accountId }) => accountId],
  ['transactionId', ({ transactionId }) => transactionId],
  ['bookingDateTime', ({ bookingDateTime }) => bookingDateTime],
  ['valueDateTime', ({ valueDateTime }) => valueDateTime],
  ['status', ({ status }) => status],
  ['amount', ({ amount }) => amount],
  ['currency', ({ currency }) => currency],
  ['description', ({ description }) => description],
  ['merchant', ({ merchant }) => merchant],
  ['reference', ({ reference }) => reference],
  ['balance', ({ balance }) => balance?.amount],
  ['balanceCurrency', ({ balance }) => balance?.currency],
  ['balanceType', ({ balance }) => balance?.type],
]

const plainNumber = /^-?\d+(\.\d+)?$/
// Whatever a spreadsheet may skip before it looks for a formula's first character, wide forms among them.
const formula = /^[\s\p{Cc}\p{Cf}]*[=+\-@＝＋－＠]/u

/**
 * One field (RFC 4180 §2.5–2.7).
 * SECURITY: a text that a spreadsheet would run as a formula, such as a payee's reference =HYPERLINK(…), begins with an apostrophe.
 * Numbers stay exact; none of them is a formula.
 */
export function csvField(value: string): string {
  const safe = !plainNumber.test(value) && (formula.test(value) || /^[\t\r\n]/.test(value)) ? `'${value}` : value
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

const csvLine = (values: readonly (string | null | undefined)[]): string => `${values.map((value) => csvField(value ?? '')).join(',')}\r\n`

export const transactionFileFormats: Record<'csv' | 'json', TransactionFileFormat> = {
  /** A heading, then one record each; lines end as RFC 4180 §2.1 asks. An absent value is an empty field. */
  csv: {
    begin: csvLine(columns.map(([name]) => name)),
    row: (transaction) => csvLine(columns.map(([, of]) => of(transaction))),
    between: '',
    end: () => '',
  },
  /** As transaction.list answers, with the bank's originals; one row a line. */
  json: {
    begin: '{"items":[\n',
    row: (transaction) => JSON.stringify(transaction),
    between: ',\n',
    end: (count) => `\n],"total":${count}}\n`,
  },
}
