// A customer of the model bank who uses its real pages as a browser without script would: forms, cookies, redirects.

import { request } from 'undici'
import { AppError } from '../../../shared/errors.ts'

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

/**
 * Goes through the bank's pages from the authorisation address and returns the address that the bank sends the browser to in the end.
 * Throws AUTHORISATION_FAILED when the bank shows a page that leads nowhere.
 */
export const goThroughConsentPages = async (
  authorisationUrl: string,
  customer: CustomerLogIn,
  { decision = 'approve', signal }: { decision?: 'approve' | 'refuse'; signal?: AbortSignal | undefined } = {},
): Promise<string> => {
  const { origin } = new URL(authorisationUrl)
  const cookies = new Map<string, string>()
  let url = authorisationUrl
  let form: URLSearchParams | null = null

  for (let pages = 0; pages < 20; pages++) {
    const { statusCode, headers, body } = await request(url, {
      method: form ? 'POST' : 'GET',
      body: form?.toString() ?? null,
      headers: {
        cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
        ...(form ? { origin, 'content-type': 'application/x-www-form-urlencoded' } : {}),
      },
      ...(signal ? { signal } : {}),
    })
    for (const cookie of [headers['set-cookie'] ?? []].flat()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie) ?? []
      if (name) cookies.set(name, value ?? '')
    }
    const { location } = headers
    const page = await body.text()
    if (typeof location === 'string') {
      url = new URL(location, url).href
      if (new URL(url).origin !== origin) return url
      form = null
      continue
    }
    const next = statusCode < 400 ? readForm(page) : null
    if (!next) throw new AppError('AUTHORISATION_FAILED', `The model bank showed a page that leads nowhere (status ${statusCode})`)
    url = new URL(next.action, url).href
    form = fill(next, customer, decision)
  }
  throw new AppError('AUTHORISATION_FAILED', 'The model bank kept asking; the customer’s log-in may be wrong')
}
