// What the books show to be paid again and again, and how often.
import { day, midnight, nextWorkingDay, today } from './calendar.ts'
import { transactionsOf } from './customers.ts'
import type { Counterparty, TransactionKind, TransactionRecord } from './records.ts'

export type Frequency = 'weekly' | 'monthly' | 'quarterly' | 'yearly'

export interface RegularPayment {
  /** Names the agreement for good. */
  key: string
  counterparty: Counterparty
  /** Null where the payments have none of their own. */
  reference: string | null
  frequency: Frequency
  /** Day of the month, or of the week with Monday as 1: the day agreed on, not the working day on which it was paid. */
  onDay: number
  /** Whether it goes on, as far as the books show. */
  active: boolean
  first: TransactionRecord
  last: TransactionRecord
  count: number
  /** Midnight of the day on which the next one is due. */
  next: number
}

const longestGap: Record<Frequency, number> = { weekly: 10, monthly: 75, quarterly: 110, yearly: 380 }
const months: Record<Exclude<Frequency, 'weekly'>, number> = { monthly: 1, quarterly: 3, yearly: 12 }

/** From the median of the days between payments; a single payment is taken to come once a year. */
const frequencyOf = (oldestFirst: readonly TransactionRecord[]): Frequency => {
  const gaps = oldestFirst.slice(1).map(({ booked }, index) => (booked - (oldestFirst[index]?.booked ?? booked)) / day)
  const median = gaps.toSorted((one, other) => one - other)[Math.floor(gaps.length / 2)] ?? 365
  return median < 10 ? 'weekly' : median < 45 ? 'monthly' : median < 120 ? 'quarterly' : 'yearly'
}

const onDayOf = (payments: readonly TransactionRecord[], frequency: Frequency) =>
  // A payment due on a weekend is made later, never earlier: the earliest day seen is the one agreed on.
  Math.min(...payments.map(({ booked }) => (frequency === 'weekly' ? new Date(booked).getUTCDay() || 7 : new Date(booked).getUTCDate())))

const dueAfter = (last: number, frequency: Frequency, onDay: number) => {
  if (frequency === 'weekly') return midnight(last) + 7 * day
  const date = new Date(last)
  return nextWorkingDay(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months[frequency], onDay))
}

/** The agreements of one kind in an account's books, by the name of the other side. */
export const regularPaymentsOf = (accountId: string, kind: TransactionKind): RegularPayment[] => {
  const oldestFirst = transactionsOf(accountId).filter((one) => one.kind === kind && one.counterparty !== null)
  const groups = Map.groupBy(oldestFirst.toReversed(), ({ counterparty }) => counterparty?.account.identification)
  return [...groups.values()]
    .flatMap((payments): RegularPayment[] => {
      const [first] = payments
      const last = payments.at(-1)
      if (!first?.counterparty || last === undefined) return []
      const frequency = frequencyOf(payments)
      const onDay = onDayOf(payments, frequency)
      return [
        {
          key: `${accountId}/${first.counterparty.account.identification}`,
          counterparty: first.counterparty,
          reference: payments.every(({ reference }) => reference === first.reference) ? first.reference : null,
          ...{ frequency, onDay, first, last, count: payments.length },
          active: last.booked > today - longestGap[frequency] * day,
          next: dueAfter(last.booked, frequency, onDay),
        },
      ]
    })
    .toSorted((one, other) => one.counterparty.account.name.localeCompare(other.counterparty.account.name, 'en'))
}
