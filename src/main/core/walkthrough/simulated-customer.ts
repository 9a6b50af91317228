// A customer of the model bank who uses its real pages as a browser without script would: forms, cookies, redirects.

import { Agent } from 'undici'
import { AppError } from '../../../shared/errors.ts'
import { errorCode } from '../bank/system-error-code.ts'
import { defaultTimeouts } from '../bank/transport-errors.ts'
import { recordedExchange, sendOnWire, type WireLimits, type WireRequest } from '../bank/wire.ts'
import { type Clock, systemClock } from '../clock.ts'
import type { Header, RecordedExchange } from '../request-log/recorded-exchange.ts'

export interface CustomerLogIn {
  username: string
  password: string
  oneTimeCode: string
}

interface Form {
  action: string
  fields: [string, string][]
  /** Values of the submit buttons named `action`. */
  buttons: string[]
}

const attribute = (tag: string, name: string): string | null => {
  const found = new RegExp(`\\s${name}="([^"]*)"`).exec(tag)
  return found ? unescapeHtml(found[1] ?? '') : null
}

const unescapeHtml = (text: string): string =>
  text.replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => ({ amp: '&', lt: '<', gt: '>', quot: '"' })[name] ?? "'")

const readForm = (html: string): Form | null => {
  const form = /<form\b[^>]*>[\s\S]*?<\/form>/.exec(html)?.[0]
  if (!form) return null
  const fields: [string, string][] = []
  for (const [tag] of form.matchAll(/<input\b[^>]*>/g)) {
    const name = attribute(tag, 'name')
    if (name) fields.push([name, attribute(tag, 'value') ?? ''])
  }
  const buttons = [...form.matchAll(/<button\b[^>]*>/g)]
    .filter(([tag]) => attribute(tag, 'name') === 'action')
    .map(([tag]) => attribute(tag, 'value') ?? '')
  return { action: attribute(form, 'action') ?? '', fields, buttons }
}

const fill = ({ fields, buttons }: Form, customer: CustomerLogIn, decision: 'approve' | 'refuse'): URLSearchParams => {
  const known: Record<string, string> = { username: customer.username, password: customer.password, code: customer.oneTimeCode }
  const form = new URLSearchParams(fields.map(([name, value]): [string, string] => [name, known[name] ?? value]))
  if (buttons.length > 0)
    form.set('action', buttons.find((button) => button === decision) ?? buttons.find((button) => button !== 'refuse') ?? decision)
  return form
}

/** What the customer's browser asked of the bank, and what came of it. */
export type PageExchange = ReturnType<typeof recordedExchange>

export interface VisitOptions {
  decision?: 'approve' | 'refuse'
  signal?: AbortSignal | undefined
  /** Keeps an exchange and gives its id. */
  record?: (exchange: PageExchange) => string
  /** The system's when absent. */
  clock?: Clock
}

const limits: WireLimits = { ...defaultTimeouts, maxResponseBytes: 1024 * 1024 }
const mostPages = 20

const headersFor = (cookies: ReadonlyMap<string, string>, form: URLSearchParams | null, origin: string): Header[] => {
  const headers: Header[] = []
  if (cookies.size > 0) headers.push(['cookie', [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')])
  if (form) headers.push(['origin', origin], ['content-type', 'application/x-www-form-urlencoded'])
  return headers
}

const headerValues = ({ headers }: NonNullable<RecordedExchange['response']>, wanted: string): string[] =>
  headers.filter(([name]) => name.toLowerCase() === wanted).map(([, value]) => value)

const pagesFailed = (error: Error, origin: string): AppError =>
  error instanceof AppError
    ? error
    : new AppError(
        'BANK_UNREACHABLE',
        `The model bank’s pages at ${origin} gave no usable answer (${errorCode(error)})`,
        { remedy: 'Stop the model bank, start it again, and run the step again.' },
        error,
      )

/**
 * Goes through the bank's pages from the authorisation address and returns the address that the bank sends the browser to in the end.
 * Throws AUTHORISATION_FAILED when the bank shows a page that leads nowhere, BANK_UNREACHABLE or CANCELLED when none comes, and
 * BANK_INVALID_RESPONSE for one that is too long; each with its requestLogId where exchanges are recorded.
 */
export const goThroughConsentPages = async (
  authorisationUrl: string,
  customer: CustomerLogIn,
  { decision = 'approve', signal, record, clock = systemClock }: VisitOptions = {},
): Promise<string> => {
  const { origin } = new URL(authorisationUrl)
  const cookies = new Map<string, string>()
  const browser = new Agent({ connections: 1 })

  const ask = async (request: WireRequest) => {
    const result = await sendOnWire(browser, request, limits, () => clock.now(), signal)
    const failure = result.failure && pagesFailed(result.failure, origin)
    const requestLogId = record?.(recordedExchange(request, result, failure))
    const details = requestLogId === undefined ? {} : { requestLogId }
    if (failure) throw new AppError(failure.code, failure.message, { ...failure.details, ...details }, failure)
    if (!result.response) throw new AppError('INTERNAL', 'Exchange ended without an answer', details)
    return { response: result.response, details }
  }

  const visit = async (): Promise<string> => {
    let url = new URL(authorisationUrl)
    let form: URLSearchParams | null = null
    for (let page = 1; ; page += 1) {
      const body: Buffer | null = form && Buffer.from(form.toString())
      const { response, details } = await ask({ method: form ? 'POST' : 'GET', url, headers: headersFor(cookies, form, origin), body })
      for (const cookie of headerValues(response, 'set-cookie')) {
        const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie) ?? []
        if (name) cookies.set(name, value ?? '')
      }
      const [location] = headerValues(response, 'location')
      const to = location === undefined ? null : URL.parse(location, url.href)
      if (to && to.origin !== origin) return to.href
      if (page === mostPages) {
        throw new AppError('AUTHORISATION_FAILED', 'The model bank kept asking; the customer’s log-in may be wrong', details)
      }
      const next = to || response.status >= 400 ? null : readForm(response.body.toString())
      const going = to ?? (next && URL.parse(next.action, url.href))
      if (!going) {
        throw new AppError('AUTHORISATION_FAILED', `The model bank showed a page that leads nowhere (status ${response.status})`, details)
      }
      url = going
      form = next && fill(next, customer, decision)
    }
  }

  try {
    return await visit()
  } finally {
    await browser.close()
  }
}
