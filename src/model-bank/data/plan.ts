// Turns what a customer does again and again into postings.
import { addWorkingDays, asAt, day, firstDay, midnight, nextWorkingDay, today } from './calendar.ts'
import type { Random } from './random.ts'
import type { Exchange, Payment, Posting } from './records.ts'

/** Signed minor units, both ends included. */
export type Range = readonly [number, number]

interface Common {
  amount: Range
  payment: Payment | readonly Payment[]
  /** Days of the history, counted from its first; all of it when absent. */
  window?: readonly [number, number]
  /** How the amount was converted, where it was. */
  exchange?: (amount: number, random: Random) => { amount: number; exchange: Exchange }
}

export type Plan =
  /** On a day of the month, or the next working day. */
  | (Common & { every: 'month'; onDay: number; months?: readonly number[] })
  /** On a day of the week, 0 being Sunday. */
  | (Common & { every: 'week'; weekday: number })
  /** Any day, so often on average. */
  | (Common & { every: 'day'; times: number })

const hour = 3_600_000
const historyDays = Array.from({ length: Math.round((today - firstDay) / day) + 1 }, (_, index) => firstDay + index * day)

/** The day on which a monthly payment of a month is made, when that is the given day. */
const isMonthlyDay = (at: number, onDay: number) => {
  const date = new Date(at)
  // A due date at the end of one month can fall on a working day of the next.
  return [0, -1].some((shift) => nextWorkingDay(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + shift, onDay)) === at)
}

const timesOn = (plan: Plan, at: number, random: Random) => {
  if (plan.every === 'week') return new Date(at).getUTCDay() === plan.weekday ? 1 : 0
  if (plan.every === 'month') {
    const inMonth = plan.months === undefined || plan.months.includes(new Date(at).getUTCMonth() + 1)
    return inMonth && isMonthlyDay(at, plan.onDay) ? 1 : 0
  }
  return Math.floor(plan.times) + (random.chance(plan.times % 1) ? 1 : 0)
}

/** Payments made by a person happen in waking hours; those made by machines in the night. */
const timeOfDay = (payment: Payment, random: Random) =>
  payment.merchant === undefined ? random.int(1, 5 * 3600) * 1000 : 8 * hour + random.int(0, 12 * 3600) * 1000

/** Every posting that a plan gives over the history, oldest first; nothing is later than the last look at the books. */
export const postingsOf = (plan: Plan, random: Random): Posting[] => {
  const [from, to] = plan.window ?? [0, historyDays.length]
  return historyDays.slice(from, to).flatMap((date) =>
    Array.from({ length: timesOn(plan, date, random) }, (): Posting => {
      const payment = 'kind' in plan.payment ? plan.payment : random.pick(plan.payment)
      const at = date + timeOfDay(payment, random)
      const amount = random.int(...plan.amount)
      return { at, payment, ...(plan.exchange?.(amount, random) ?? { amount }) }
    }).filter((posting) => posting.at <= asAt),
  )
}

/** What a card's owner owes for each month, paid in full by direct debit ten working days after the month's end. */
export const cardBills = (purchases: readonly Posting[]): { at: number; amount: number }[] => {
  const owed = new Map<number, number>()
  for (const { at, amount } of purchases) {
    const date = new Date(at)
    const due = addWorkingDays(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1), 10)
    owed.set(due, (owed.get(due) ?? 0) - amount)
  }
  return [...owed].map(([due, amount]) => ({ at: midnight(due) + 2 * hour, amount })).filter((bill) => bill.amount > 0 && bill.at <= asAt)
}
