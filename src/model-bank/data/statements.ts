// One statement for each month of the history. Its figures are those of the books: nothing is counted twice, nothing is missing.
import { asAt, firstDay } from './calendar.ts'
import { findAccount, openingBalanceOf, transactionsOf } from './customers.ts'
import type { TransactionRecord } from './records.ts'
import { remember } from './remember.ts'

export interface StatementRecord {
  accountId: string
  statementId: string
  /** As the transactions of the month write it. */
  reference: string
  /** Of the month in which the account was opened; of the month that is not over yet; of any other. */
  type: 'AccountOpening' | 'Interim' | 'RegularPeriodic'
  /** First and last second of the period. */
  from: number
  to: number
  made: number
  currency: string
  /** Booked balances at both ends, minor units. */
  opening: number
  closing: number
  /** Sums of what came in and what went out; neither is negative. */
  credits: number
  debits: number
  /** Contained in the two above. */
  interest: number
  charges: number
  /** Card or overdraft limit. */
  limit: number | null
  /** Newest first, booked ones only. */
  transactions: readonly TransactionRecord[]
}

const second = 1000
const monthOf = (at: number) => new Date(at).toISOString().slice(0, 7)
const monthAfter = (at: number) => Date.UTC(new Date(at).getUTCFullYear(), new Date(at).getUTCMonth() + 1, 1)
const sum = (entries: readonly TransactionRecord[]) => entries.reduce((total, { amount }) => total + amount, 0)

/** Newest first. */
export const statementsOf = remember((accountId): StatementRecord[] => {
  const account = findAccount(accountId)
  if (account === undefined) return []
  const byReference = Map.groupBy(transactionsOf(accountId), ({ statement }) => statement)
  const statements: StatementRecord[] = []
  let balance = openingBalanceOf(accountId)
  for (let from = Math.max(firstDay, account.opened); from < asAt; from = monthAfter(from)) {
    const reference = `STM-${monthOf(from)}`
    const transactions = byReference.get(reference) ?? []
    const over = monthAfter(from) <= asAt
    const to = over ? monthAfter(from) - second : asAt
    const opening = balance
    balance += sum(transactions)
    statements.push({
      ...{ accountId, reference, from, to, opening, transactions, closing: balance },
      statementId: `${accountId}-${monthOf(from)}`,
      type: over ? (from === account.opened ? 'AccountOpening' : 'RegularPeriodic') : 'Interim',
      made: over ? to + second : asAt,
      currency: account.currency,
      credits: sum(transactions.filter(({ amount }) => amount > 0)),
      debits: Math.abs(sum(transactions.filter(({ amount }) => amount < 0))),
      interest: sum(transactions.filter(({ kind }) => kind === 'interest')),
      charges: Math.abs(sum(transactions.filter(({ kind }) => kind === 'charge'))),
      limit: account.credit?.limit ?? null,
    })
  }
  return statements.toReversed()
})
