// Rules that hold for the head of every request (OB R/W profile, Headers).
import { randomUUID } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import { problem, Rejection } from './problems.ts'

// RFC 4122 §3: any version.
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i
// RFC 7231 §7.1.1.1, the preferred form.
const httpDate = /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} \d\d:\d\d:\d\d GMT$/

/** The caller's x-fapi-interaction-id, or a fresh one where there is none that can be sent back. */
export const interactionIdFor = (headers: IncomingHttpHeaders): string => {
  const given = headers['x-fapi-interaction-id']
  return typeof given === 'string' && uuid.test(given) ? given : randomUUID()
}

/** Throws a 400 Rejection for a FAPI header that is there and not of its form. */
export const checkFapiHeaders = (headers: IncomingHttpHeaders) => {
  const forms = { 'x-fapi-interaction-id': [uuid, 'a UUID'], 'x-fapi-auth-date': [httpDate, 'a date of RFC 7231'] } as const
  for (const [name, [form, words]] of Object.entries(forms)) {
    const value = headers[name]
    if (value !== undefined && !form.test(String(value)))
      throw new Rejection(400, [problem('Header.Invalid', `${name} is not ${words}`, name)])
  }
}

/** Throws a 400 Rejection unless the caller names the bank's financial id; null: this bank asks for none. */
export const checkFinancialId = (headers: IncomingHttpHeaders, wanted: string | null) => {
  const name = 'x-fapi-financial-id'
  const value = headers[name]
  if (wanted === null || value === wanted) return
  if (value === undefined) throw new Rejection(400, [problem('Header.Missing', `${name} is missing`, name)])
  throw new Rejection(400, [problem('Header.Invalid', `${name} is not the financial id of this bank`, name)])
}

/** Throws a 406 Rejection unless the type that the endpoint answers is among what the caller accepts (RFC 9110 §12.5.1). */
export const checkAccept = (accept: string | undefined, type = 'application/json') => {
  if (accept === undefined) return
  const accepted = accept.split(',').some((entry) => {
    const [range = '', ...parameters] = entry.split(';').map((part) => part.trim().toLowerCase())
    const refused = parameters.some((parameter) => /^q=0(\.0*)?$/.test(parameter))
    return !refused && [type, 'application/*', '*/*'].includes(range)
  })
  if (!accepted) throw new Rejection(406)
}

/** Throws a 415 Rejection unless the body is JSON in UTF-8. */
export const checkContentType = (contentType: string | undefined) => {
  if (contentType === undefined || !/^application\/json\s*(;\s*charset="?utf-8"?\s*)?$/i.test(contentType)) throw new Rejection(415)
}
