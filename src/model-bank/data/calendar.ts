// The bank's calendar. Every time is UTC; history ends at one fixed moment, so that the data is the same in every run.

export const day = 86_400_000

/** When the books were last looked at: Friday 30 October 2026, 18:00. Nothing in the data is later. */
export const asAt = Date.UTC(2026, 9, 30, 18)
/** Midnight at the start of the last day of history. */
export const today = Date.UTC(2026, 9, 30)
/** Midnight at the start of the first day of history: a year before. */
export const firstDay = today - 364 * day
/** Card payments from here on are still pending. */
export const pendingFrom = today - day

/** Midnight at the start of the moment's day. */
export const midnight = (at: number) => at - (at % day)

const isWorkingDay = (at: number) => {
  const weekday = new Date(at).getUTCDay()
  return weekday !== 0 && weekday !== 6
}

/** The same moment, or the first one after it at the same time of day that is not on a weekend. */
export const nextWorkingDay = (at: number): number => (isWorkingDay(at) ? at : nextWorkingDay(at + day))

/** The given number of working days later. */
export const addWorkingDays = (at: number, count: number): number =>
  count === 0 ? nextWorkingDay(at) : addWorkingDays(nextWorkingDay(at + day), count - 1)

/** As written in answers: whole seconds, with the offset, such as 2026-10-30T09:12:44+00:00. */
export const isoText = (at: number) => `${new Date(at).toISOString().slice(0, 19)}+00:00`
