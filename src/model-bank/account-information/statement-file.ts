// A statement as the file that a customer would download.
import { isoText } from '../data/calendar.ts'
import { findAccount } from '../data/customers.ts'
import { maskCard } from '../data/identifiers.ts'
import type { StatementRecord } from '../data/statements.ts'
import { textPdf } from './pdf.ts'
import { amountText } from './shapes/parts.ts'

const date = (at: number) => isoText(at).slice(0, 10)
const signed = (minor: number) => `${minor < 0 ? '-' : ''}${amountText(minor)}`
const row = (first: string, text: string, amount: string, balance: string) =>
  `${first.padEnd(12)}${text.slice(0, 48).padEnd(50)}${amount.padStart(14)}${balance.padStart(16)}`

/** Lines of the statement, oldest entry first. */
const linesOf = (statement: StatementRecord): string[] => {
  const { accountId, from, to, opening, closing, credits, debits, currency, transactions } = statement
  const account = findAccount(accountId)
  const numbers = (account?.identifications ?? []).map(
    ({ scheme, identification }) => `${scheme}: ${scheme === 'PAN' ? maskCard(identification) : identification}`,
  )
  return [
    'Model Bank',
    `Statement ${statement.reference}`,
    '',
    ...(account === undefined ? [] : [account.identifications[0]?.name ?? '', `${account.description}: ${account.nickname}`]),
    ...numbers,
    `From ${date(from)} to ${date(to)}, in ${currency}`,
    '',
    row('Date', 'Entry', 'Amount', 'Balance'),
    row(date(from), 'Balance brought forward', '', signed(opening)),
    ...transactions
      .toReversed()
      .map(({ booked, information, amount, balance }) => row(date(booked), information, signed(amount), signed(balance ?? 0))),
    row(date(to), 'Balance carried forward', '', signed(closing)),
    '',
    `Paid in ${amountText(credits)}, paid out ${amountText(debits)}`,
  ]
}

/** A PDF. */
export const statementFile = (statement: StatementRecord): Buffer => textPdf(linesOf(statement))
