import { text } from '../text/en.ts'

const dateTime = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium' })
const day = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium' })
const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' })
const relative = new Intl.RelativeTimeFormat('en-GB', { numeric: 'auto' })
// One for all: toLocaleString makes one at every call, which long lists feel.
const counts = new Intl.NumberFormat('en-GB')

/** Exact, in the reader's time zone. */
export const exactTime = (iso: string): string => dateTime.format(new Date(iso))
/** Its day, in the reader’s time zone. */
export const exactDay = (iso: string): string => day.format(new Date(iso))
export const clockTime = (iso: string): string => clock.format(new Date(iso))

const units: [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31_557_600],
  ['month', 2_629_800],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
]

/** Such as "3 hours ago" or "in 12 days". */
export const relativeTime = (iso: string, now = Date.now()): string => {
  const seconds = (Date.parse(iso) - now) / 1000
  // "In 13 months" says more than "next year": months and years are counted from the second on.
  const unit = units.find(([name, length]) => Math.abs(seconds) >= length * (name === 'year' || name === 'month' ? 2 : 1))
  return unit ? relative.format(Math.trunc(seconds / unit[1]), unit[0]) : relative.format(0, 'second')
}

/** Minutes and seconds until then; null when it has passed. */
export const timeLeft = (expires: string, now: number): string | null => {
  const seconds = Math.ceil((Date.parse(expires) - now) / 1000)
  return seconds > 0 ? `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}` : null
}

export const daysFromNow = (iso: string, now = Date.now()): number => Math.floor((Date.parse(iso) - now) / 86_400_000)

export const milliseconds = (ms: number): string => (ms < 1 ? '<1 ms' : ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`)

export const bytes = (count: number): string =>
  count < 1000 ? `${count} B` : count < 1_000_000 ? `${(count / 1000).toFixed(1)} kB` : `${(count / 1_000_000).toFixed(1)} MB`

/** The middle left out, for values known by their beginning and end. */
export const shortened = (value: string, length = 28): string => {
  if (value.length <= length) return value
  const head = Math.ceil((length - 1) / 2)
  return `${value.slice(0, head)}…${value.slice(value.length - (length - 1 - head))}`
}

/** Decimal text with thousands separated; the sign stays in front. Exact: no number in between. */
export const money = (amount: string): string => {
  const [, sign = '', whole = '', fraction = ''] = /^(-?)(\d+)(\.\d+)?$/.exec(amount) ?? [null, '', amount, '']
  return `${sign === '-' ? '−' : ''}${whole.replace(/\B(?=(\d{3})+(?!\d))/g, ',')}${fraction}`
}

export const plural = (count: number, one: string, many = `${one}s`): string => `${counts.format(count)} ${count === 1 ? one : many}`

export const loadingText = text.states.loading
