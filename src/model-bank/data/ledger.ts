// Gives postings their place in the books: order, identifiers, value dates and the balance after each.
import { addWorkingDays, asAt, midnight, pendingFrom, today } from './calendar.ts'
import { cardKinds, kinds } from './kinds.ts'
import { createRandom } from './random.ts'
import type { AccountDefinition, BalanceRecord, Posting, TransactionRecord } from './records.ts'

const isPending = (posting: Posting) => cardKinds.has(posting.payment.kind) && posting.at >= pendingFrom

/** Every transaction of an account, oldest first. The booked balance after each is the one before it plus its amount. */
export const keepBooks = ({ account, opening, postings }: AccountDefinition): TransactionRecord[] => {
  const random = createRandom(`ledger/${account.accountId}`)
  let balance = opening
  return postings()
    .toSorted((one, other) => one.at - other.at)
    .map((posting, index): TransactionRecord => {
      const { at, amount, payment } = posting
      const pending = isPending(posting)
      if (!pending) balance += amount
      return {
        transactionId: `${account.accountId}-${String(index + 1).padStart(6, '0')}`,
        accountId: account.accountId,
        currency: account.currency,
        amount,
        kind: payment.kind,
        pending,
        booked: at,
        value: pending ? null : valueDate(at, payment.kind),
        reference: payment.reference ?? (payment.counterparty === undefined ? null : `FP${random.digits(14)}`),
        statement: pending ? null : `STM-${new Date(at).toISOString().slice(0, 7)}`,
        information: payment.information,
        merchant: payment.merchant ?? null,
        counterparty: payment.counterparty ?? null,
        exchange: posting.exchange ?? null,
        card: payment.card === undefined ? null : { ...payment.card, contactless: amount > -10_000 && random.chance(0.8) },
        balance: pending ? null : balance,
      }
    })
}

const valueDate = (at: number, kind: TransactionRecord['kind']) => {
  const { valueDays } = kinds[kind]
  return valueDays === 0 ? at : midnight(addWorkingDays(at, valueDays))
}

/** The balances of an account when the books were last looked at. */
export const balancesAt = ({ account, opening }: AccountDefinition, transactions: readonly TransactionRecord[]): BalanceRecord[] => {
  const sum = (entries: readonly TransactionRecord[]) => entries.reduce((total, entry) => total + entry.amount, 0)
  const booked = transactions.filter((entry) => !entry.pending)
  const balance = (type: BalanceRecord['type'], at: number, amount: number): BalanceRecord => ({
    accountId: account.accountId,
    type,
    at,
    amount,
    currency: account.currency,
    credit: type === 'interimAvailable' ? account.credit : null,
  })
  return [
    balance('interimAvailable', asAt, opening + sum(transactions)),
    balance('interimBooked', asAt, opening + sum(booked)),
    balance('closingBooked', today - 1000, opening + sum(booked.filter((entry) => entry.booked < today))),
  ]
}
