import { AppError } from '../../../shared/errors.ts'
import type { Header } from '../request-log/recorded-exchange.ts'
import type { BankRequest, RecordedFetch } from './client.ts'
import type { WireResult } from './wire.ts'

type SendRequest = (
  request: BankRequest,
  signal: AbortSignal | undefined,
  onRecorded: (requestLogId: string) => void,
) => Promise<NonNullable<WireResult['response']>>

const methods = ['GET', 'POST', 'PUT', 'DELETE'] as const

// Fetch standard, "null body status": a Response with one of these must not be given a body.
const withoutBody = [204, 205, 304]

/** A fetch that sends as the bank client does: one certificate, no redirects, every exchange recorded. */
export function recordedFetch(send: SendRequest): RecordedFetch {
  let lastRequestLogId: string | undefined
  return {
    lastRequestLogId: () => lastRequestLogId,
    async fetch(url, init = {}) {
      const method = methods.find((known) => known === (init.method ?? 'GET').toUpperCase())
      if (!method) throw new AppError('INVALID_INPUT', `Method ${init.method} is not used with banks`, { field: 'method' })
      const headers: Header[] = [...new Headers(init.headers).entries()]
      const body = bodyOf(init.body, headers)
      const response = await send({ method, url: String(url), headers, body }, init.signal ?? undefined, (id) => {
        lastRequestLogId = id
      })
      return new Response(withoutBody.includes(response.status) ? null : new Uint8Array(response.body), {
        status: response.status,
        statusText: response.statusText,
        headers: response.headers,
      })
    },
  }
}

function bodyOf(body: RequestInit['body'], headers: Header[]): string | Buffer | undefined {
  if (body === null || body === undefined || typeof body === 'string') return body ?? undefined
  if (body instanceof Uint8Array) return Buffer.from(body)
  if (body instanceof URLSearchParams) {
    if (!headers.some(([name]) => name === 'content-type'))
      headers.push(['content-type', 'application/x-www-form-urlencoded;charset=UTF-8'])
    return body.toString()
  }
  throw new AppError('INVALID_INPUT', 'Body must be text, bytes or form fields', { field: 'body' })
}
