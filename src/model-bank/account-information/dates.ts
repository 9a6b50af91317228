// ISO 8601 as callers write it: every variant of calendar date and time is read (OB R/W profile, Date Formats).

export interface ReadDate {
  /** The moment meant; UTC where no offset is written. */
  at: number
  /** The moment as if no offset were written: filters ignore it. */
  local: number
  /** Whether it is a date-time of RFC 3339, as answers must be. */
  complete: boolean
  /** A date without a time of day. */
  dayOnly: boolean
}

const pattern = /^(\d{4})-?(\d\d)-?(\d\d)(?:[Tt ](\d\d)(?::?(\d\d)(?::?(\d\d)(?:[.,](\d{1,9}))?)?)?([Zz]|[+\- ]\d\d(?::?\d\d)?)?)?$/
const rfc3339 = /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)$/

/** Minutes that a written offset is ahead of UTC. A space is a plus sign that lost its encoding in a query. */
const offsetMinutes = (text: string | undefined) => {
  if (text === undefined || /^z$/i.test(text)) return 0
  const digits = text.slice(1).replace(':', '')
  const minutes = Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2) || '0')
  return text.startsWith('-') ? -minutes : minutes
}

/** Null for anything that is not a date of the calendar. */
export const readDate = (text: string): ReadDate | null => {
  const match = pattern.exec(text)
  if (match === null) return null
  const [year, month, dayOfMonth, hours, minutes, seconds] = match.slice(1, 7).map((part) => Number(part ?? 0)) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ]
  const milliseconds = Math.floor(Number(`0.${match[7] ?? 0}`) * 1000)
  const local = Date.UTC(year, month - 1, dayOfMonth, hours, minutes, seconds, milliseconds)
  const back = new Date(local)
  const real = back.getUTCMonth() === month - 1 && back.getUTCDate() === dayOfMonth && hours < 24 && minutes < 60 && seconds < 60
  if (!real) return null
  return { at: local - offsetMinutes(match[8]) * 60_000, local, complete: rfc3339.test(text), dayOnly: match[4] === undefined }
}
