import { isPage } from '../../../shared/browser-exchanges.ts'
import type { RequestLogEntry } from '../../../shared/model/request-log.ts'
import { text } from '../../text/en.ts'

type Outcome = 'good' | 'attention' | 'failed' | 'neutral'

/** How an exchange ended; `words` stands beside the mark. */
export const outcomeOf = (entry: Pick<RequestLogEntry, 'step' | 'status' | 'errorCode'>): { tone: Outcome; words: string } => {
  const { status, errorCode } = entry
  if (status === null) return errorCode ? { tone: 'failed', words: failureWord(errorCode) } : { tone: 'neutral', words: '–' }
  if (errorCode || status >= 400) return { tone: 'failed', words: String(status) }
  // Browsers are sent from page to page.
  return { tone: status >= 300 && !isPage(entry) ? 'attention' : 'good', words: String(status) }
}

const failureWord = (code: string): string => {
  const words: Record<string, string> = text.log.failures
  return words[code] ?? text.log.otherFailure
}

/** The first three bytes of a fingerprint, enough to tell one's own certificates apart. */
export const shortFingerprint = (fingerprint: string): string => fingerprint.replaceAll(':', '').slice(0, 6).toLowerCase()

const timeOfDay = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit', fractionalSecondDigits: 3 })
export const preciseTime = (iso: string): string => timeOfDay.format(new Date(iso))

const shortDate = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
})

/** To the millisecond today, with the date on other days. */
export const listTime = (iso: string, now = new Date()): string => {
  const time = new Date(iso)
  return time.toDateString() === now.toDateString() ? timeOfDay.format(time) : shortDate.format(time)
}
