// One request on the wire and everything that can be observed of it. Never rejects: a failure is part of the result.

import type { Agent, Dispatcher } from 'undici'
import { AppError } from '../../../shared/errors.ts'
import type { Timing, TlsFacts } from '../../../shared/model/request-log.ts'
import type { Header, RecordedExchange } from '../request-log/recorded-exchange.ts'
import { completeRequestHead, headerPairs, headersOf, responseHead } from './http-head.ts'
import { dispatchObserved } from './observed-dispatch.ts'
import { errorCode } from './system-error-code.ts'
import { type Connection, connectionOf, failedConnectionOf } from './tls-connector.ts'

export interface WireRequest {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  url: URL
  headers: Header[]
  body: Buffer | null
}

export interface WireLimits {
  headersMs: number
  bodyMs: number
  maxResponseBytes: number
}

export interface WireResult {
  started: Date
  request: RecordedExchange['request']
  response: RecordedExchange['response']
  /** How far it came when it failed. */
  stage: 'connecting' | 'waiting' | 'reading'
  failure: Error | null
  tls: TlsFacts | null
  timing: Timing
}

/** What the request log keeps of it, whatever it was for. */
export const recordedExchange = (
  { method, url }: Pick<WireRequest, 'method' | 'url'>,
  { started, request, response, tls, timing }: WireResult,
  failure: Pick<NonNullable<RecordedExchange['error']>, 'code' | 'message'> | null,
): Omit<RecordedExchange, 'runId' | 'step' | 'bankProfileId' | 'bankRegistrationId'> => ({
  ...{ started, method, url: url.href, request, response, tls, timing },
  error: failure && { code: failure.code, message: failure.message },
})

export const cancelled = () => new AppError('CANCELLED', 'Request to the bank was cancelled')

export function sendOnWire(
  agent: Agent,
  request: WireRequest,
  limits: WireLimits,
  now: () => Date,
  signal?: AbortSignal,
): Promise<WireResult> {
  return new Promise((resolve) => {
    let began = performance.now()
    let started = now()
    let head: string | null = null
    let connection: Connection | undefined
    let reused = false
    let sentAt: number | null = null
    let firstByteAt: number | null = null
    let start: { status: number; statusText: string; headers: Header[] } | null = null
    const chunks: Buffer[] = []
    let received = 0
    let settled = false
    let controller: Dispatcher.DispatchController | null = null

    const settle = (failure: Error | null) => {
      if (settled) return
      settled = true
      signal?.removeEventListener('abort', onAbort)
      const ended = performance.now()
      connection ??= failure ? failedConnectionOf(failure) : undefined
      const cause = failure && errorCode(failure) === 'UND_ERR_SOCKET' ? (connection?.firstError ?? failure) : failure
      resolve({
        started,
        request: { head, headers: head ? headersOf(head) : request.headers, body: request.body },
        response: start && {
          ...start,
          head: responseHead(start.status, start.statusText, start.headers),
          body: Buffer.concat(chunks, received),
        },
        stage: head === null ? 'connecting' : firstByteAt === null ? 'waiting' : 'reading',
        // With TLS 1.3 a refusal of our certificate comes after the handshake, and undici only tells of the close that follows it.
        failure: cause,
        tls: connection ? { ...connection.tls, reusedConnection: reused } : null,
        timing: {
          connect: connection && !reused ? connection.connectMs : null,
          wait: sentAt !== null && firstByteAt !== null ? firstByteAt - sentAt : null,
          download: firstByteAt !== null && !failure ? ended - firstByteAt : null,
          total: ended - began,
        },
      })
    }

    const onAbort = () => {
      const reason = cancelled()
      controller?.abort(reason)
      settle(reason)
    }

    const onSent = (reported: string, socket: object) => {
      head = completeRequestHead(reported, request.method, request.body)
      sentAt = performance.now()
      connection = connectionOf(socket)
      reused = (connection?.requests ?? 0) > 0
      if (connection) connection.requests += 1
      // Time spent in the queue behind other requests is theirs; the first request on a connection counts the handshake.
      if (reused || !connection || connection.began < began) {
        began = sentAt
        started = now()
      }
    }

    const handler: Dispatcher.DispatchHandler = {
      onRequestStart(given) {
        if (settled) throw cancelled() // was cancelled in the queue: nothing is written, the connection stays
        controller = given
      },
      onResponseStarted() {
        firstByteAt ??= performance.now()
      },
      onResponseStart(given, status, _headers, statusText) {
        if (status >= 200) start = { status, statusText: statusText ?? '', headers: headerPairs(given.rawHeaders) }
      },
      onResponseData(given, chunk) {
        received += chunk.length
        // SECURITY: counted as it arrives, so an endless answer cannot fill the memory.
        if (received > limits.maxResponseBytes) {
          received -= chunk.length
          given.abort(tooLarge(limits.maxResponseBytes))
        } else chunks.push(chunk)
      },
      onResponseEnd: () => settle(null),
      onResponseError: (_controller, error) => settle(error),
    }

    if (signal?.aborted) return onAbort()
    signal?.addEventListener('abort', onAbort, { once: true })
    const { method, url, headers, body } = request
    const options: Dispatcher.DispatchOptions = {
      origin: url.origin,
      path: url.pathname + url.search,
      method,
      headers: headers.flat(),
      body,
      headersTimeout: limits.headersMs,
      bodyTimeout: limits.bodyMs,
    }
    dispatchObserved(agent, options, handler, onSent)
  })
}

const tooLarge = (limit: number) =>
  new AppError('BANK_INVALID_RESPONSE', `Answer of the bank is larger than ${limit} bytes`, {
    remedy: 'Ask for less at a time, such as a shorter range of dates.',
  })
