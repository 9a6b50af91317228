// Periods that a consent or a caller names.
import { day } from '../data/calendar.ts'
import type { ConsentRecord } from './consents.ts'
import { readDate } from './dates.ts'
import { problem, Rejection } from './problems.ts'

/** The period that the consent opens, without ends where it names none. */
export const consentPeriod = ({ transactionFrom, transactionTo }: ConsentRecord) => ({
  from: transactionFrom === null ? Number.NEGATIVE_INFINITY : Date.parse(transactionFrom),
  to: transactionTo === null ? Number.POSITIVE_INFINITY : Date.parse(transactionTo),
})

export interface PeriodFilter {
  /** As written by the caller, for the links. */
  texts: Record<string, string>
  holds(at: number): boolean
}

/**
 * Two parameters such as fromBookingDateTime and toBookingDateTime, both included and both optional. Their offset is ignored
 * (OB R/W profile, Filtering). A `to` without a time of day means that whole day. Throws a 400 Rejection for what is not a date.
 */
export const readPeriod = (query: Record<string, string>, subject: 'Booking' | 'Statement'): PeriodFilter => {
  const texts: Record<string, string> = {}
  const read = (name: string) => {
    const text = query[name]
    if (text === undefined) return null
    texts[name] = text
    const date = readDate(text)
    if (date === null) throw new Rejection(400, [problem('Field.InvalidDate', `${name} is not an ISO 8601 date-time`, name)])
    return date
  }
  const from = read(`from${subject}DateTime`)
  const to = read(`to${subject}DateTime`)
  const first = from?.local ?? Number.NEGATIVE_INFINITY
  const last = to === null ? Number.POSITIVE_INFINITY : to.local + (to.dayOnly ? day - 1 : 0)
  return { texts, holds: (at) => at >= first && at <= last }
}
