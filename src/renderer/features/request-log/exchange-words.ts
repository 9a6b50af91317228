import type { RequestLogEntry } from '../../../shared/model/request-log.ts'

type Outcome = 'good' | 'attention' | 'failed' | 'neutral'

/** How an exchange ended; `words` stands beside the mark. */
export const outcomeOf = ({ status, errorCode }: Pick<RequestLogEntry, 'status' | 'errorCode'>): { tone: Outcome; words: string } => {
  if (status === null) return errorCode ? { tone: 'failed', words: errorCode } : { tone: 'neutral', words: '–' }
  if (errorCode || status >= 400) return { tone: 'failed', words: String(status) }
  return { tone: status >= 300 ? 'attention' : 'good', words: String(status) }
}

/** It came through the customer's browser: nothing was sent from here, and nothing was timed. */
export const isRedirect = ({ step }: Pick<RequestLogEntry, 'step'>): boolean => step === 'authorisation.redirect'

/** Host, and path with what follows it; the whole text when it is no address. */
export const hostAndPath = (url: string): { host: string; path: string } => {
  const [, host = '', path = url] = /^[a-z][a-z0-9+.-]*:\/\/([^/?#]*)(.*)$/is.exec(url) ?? []
  return { host, path: path || '/' }
}

/** The first three bytes of a fingerprint, enough to tell one's own certificates apart. */
export const shortFingerprint = (fingerprint: string): string => fingerprint.replaceAll(':', '').slice(0, 6).toLowerCase()

const timeOfDay = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit', fractionalSecondDigits: 3 })
export const preciseTime = (iso: string): string => timeOfDay.format(new Date(iso))
