// Dates of a consent, as a person writes them: local date and time, such as 2026-03-01T09:30.

export interface ConsentDates {
  expires: string
  from: string
  to: string
}

export type DateProblem = 'notADate' | 'inPast' | 'beforeFrom'

/** ISO 8601 in UTC; null when it is empty or no date. */
export const isoOf = (local: string): string | null => {
  const time = local.trim() === '' ? Number.NaN : Date.parse(local)
  return Number.isNaN(time) ? null : new Date(time).toISOString()
}

/** What is wrong, field by field; the bank would refuse it (OB AIS profile, Consent Elements). */
export const dateProblems = ({ expires, from, to }: ConsentDates, now: number): Partial<Record<keyof ConsentDates, DateProblem>> => {
  const problems: Partial<Record<keyof ConsentDates, DateProblem>> = {}
  for (const [name, value] of Object.entries({ expires, from, to }) as [keyof ConsentDates, string][]) {
    if (value.trim() !== '' && isoOf(value) === null) problems[name] = 'notADate'
  }
  const [end, begin, until] = [isoOf(expires), isoOf(from), isoOf(to)]
  if (end !== null && Date.parse(end) <= now) problems.expires = 'inPast'
  if (begin !== null && until !== null && until < begin) problems.to = 'beforeFrom'
  return problems
}
