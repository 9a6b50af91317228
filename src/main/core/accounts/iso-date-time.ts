// Reads the many spellings of ISO 8601 into the one that the contract asks for.

const canonical = /^(\d{4})-(\d\d)-(\d\d)T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/
const dateAndTime = /^([\dW-]+)(?:[T ](.+))?$/
const calendarDate = /^(\d{4})(-?)(\d\d)\2(\d\d)$/
const ordinalDate = /^(\d{4})-?(\d{3})$/
const weekDate = /^(\d{4})(-?)W(\d\d)\2([1-7])$/
const timeOfDay = /^(\d\d)(?:(:?)(\d\d)(?:\2(\d\d))?)?(?:[.,](\d+))?(Z|[+-]\d\d(?::?\d\d)?)?$/

const dayMs = 86_400_000

/**
 * The same point in time as `2017-04-05T10:43:07+00:00` or `…Z`, or null when the text is not a date.
 * Takes calendar, week and ordinal dates, basic and extended, with reduced precision, decimal fractions, 24:00 and leap seconds.
 * The offset is kept; a text without one is taken as UTC.
 */
export function toIsoDateTime(text: string): string | null {
  const usual = canonical.exec(text)
  if (usual) return Number(usual[3]) <= daysIn(Number(usual[1]), Number(usual[2])) && usual[3] !== '00' ? text : null
  const [, dateText = '', time = '00'] = dateAndTime.exec(text.trim().toUpperCase()) ?? []
  const day = startOfDay(dateText)
  const clock = timeOfDay.exec(time)
  if (day === null || !clock) return null
  const [, hour = '', , minute, second, fraction = '', zone = 'Z'] = clock
  const [h, m, s] = [Number(hour), Number(minute ?? 0), Number(second ?? 0)]
  const endOfDay = h === 24 && m === 0 && s === 0 && !/[1-9]/.test(fraction)
  if ((h > 23 && !endOfDay) || m > 59 || s > 60) return null
  // The fraction belongs to the smallest unit given (ISO 8601-1 5.3.1.4).
  const unitMs = second === undefined ? (minute === undefined ? 3_600_000 : 60_000) : 0
  const coarse = unitMs * Number(`0.${fraction || 0}`)
  const offset = readOffset(zone)
  if (offset === null) return null
  const wall = new Date(day + h * 3_600_000 + m * 60_000 + s * 1000 + Math.round(coarse)).toISOString()
  const decimals = second !== undefined && fraction ? `.${fraction}` : wall.slice(19, 23).replace('.000', '')
  const result = wall.slice(0, 19) + decimals + offset
  return canonical.test(result) ? result : null
}

/** Query parameters are ISO 8601 without a time zone (OB Read/Write, date format); `round` widens a window to whole seconds. */
export function toQueryDateTime(dateTime: string, round: 'down' | 'up'): string {
  const seconds = Date.parse(dateTime) / 1000
  return new Date((round === 'down' ? Math.floor(seconds) : Math.ceil(seconds)) * 1000).toISOString().slice(0, 19)
}

function daysIn(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28
  if (month < 1 || month > 12) return 0
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}

function startOfDay(text: string): number | null {
  const calendar = calendarDate.exec(text)
  if (calendar) {
    const [year, month, day] = [Number(calendar[1]), Number(calendar[3]), Number(calendar[4])]
    return day >= 1 && day <= daysIn(year, month) ? utcDay(year, month - 1, day) : null
  }
  const ordinal = ordinalDate.exec(text)
  if (ordinal) {
    const [year, day] = [Number(ordinal[1]), Number(ordinal[2])]
    return day >= 1 && day <= 337 + daysIn(year, 2) ? utcDay(year, 0, day) : null
  }
  const week = weekDate.exec(text)
  if (!week) return null
  const [year, number, weekday] = [Number(week[1]), Number(week[3]), Number(week[4])]
  return number >= 1 && mondayOf(year, number) < mondayOf(year + 1, 1) ? mondayOf(year, number) + (weekday - 1) * dayMs : null
}

/** Week 1 is the week of 4 January. */
function mondayOf(year: number, week: number): number {
  const fourth = utcDay(year, 0, 4)
  const weekday = (new Date(fourth).getUTCDay() + 6) % 7
  return fourth + ((week - 1) * 7 - weekday) * dayMs
}

// Date.UTC would take the years 0 to 99 for 1900 to 1999.
const utcDay = (year: number, month: number, day: number): number => new Date(0).setUTCFullYear(year, month, day)

function readOffset(zone: string): string | null {
  if (zone === 'Z') return 'Z'
  const digits = zone.slice(1).replace(':', '').padEnd(4, '0')
  return Number(digits.slice(0, 2)) < 24 && Number(digits.slice(2)) < 60 ? `${zone[0]}${digits.slice(0, 2)}:${digits.slice(2)}` : null
}
