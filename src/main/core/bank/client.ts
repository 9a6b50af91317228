import { AppError, type Verdict } from '../../../shared/errors.ts'
import type { Clock } from '../clock.ts'
import type { RequestLog } from '../request-log/request-log.ts'
import { createAgents } from './agents.ts'
import { bankResponse } from './bank-response.ts'
import { recordedFetch } from './recorded-fetch.ts'
import type { BankTarget, ExchangeContext, TransportIdentity } from './session.ts'
import { errorCode } from './system-error-code.ts'
import { type Circumstances, defaultTimeouts, describeFailure, type TransportFailure, type TransportTimeouts } from './transport-errors.ts'
import { recordedExchange, sendOnWire, type WireRequest, type WireResult } from './wire.ts'

export interface BankRequest {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  url: string
  /** In the order they are sent. */
  headers?: [string, string][]
  body?: string | Buffer | undefined
}

export interface BankResponse {
  status: number
  /** Case-insensitive; null when absent. */
  header(name: string): string | null
  body: Buffer
  text(): string
  /** Throws BANK_INVALID_RESPONSE, linked to the exchange, when the body is not JSON. */
  json(): unknown
  requestLogId: string
}

/** A fetch for oauth4webapi whose exchanges are recorded. */
export interface RecordedFetch {
  fetch: (url: string, init?: RequestInit) => Promise<Response>
  lastRequestLogId(): string | undefined
}

export interface BankClient {
  /**
   * identity null: no certificate is offered. Redirects are returned as they are.
   * Throws BANK_UNREACHABLE, BANK_TLS_REJECTED, BANK_INVALID_RESPONSE or CANCELLED, each with its requestLogId;
   * INVALID_INPUT, CERTIFICATE_INVALID or KEY_MISMATCH before anything is sent.
   */
  send(target: BankTarget, identity: TransportIdentity | null, request: BankRequest, context: ExchangeContext): Promise<BankResponse>
  fetchFor(target: BankTarget, identity: TransportIdentity | null, context: ExchangeContext): RecordedFetch
  /** Keeps what was judged about an answer with its exchange. */
  judged(requestLogId: string, verdicts: Verdict[]): void
  /** Ends every connection and writes the log; requests under way fail with CANCELLED. */
  close(): Promise<void>
}

export interface BankClientOptions {
  requestLog: Pick<RequestLog, 'record'> & Partial<Pick<RequestLog, 'flush' | 'attachAnswerVerdicts'>>
  clock: Clock
  /** Asked before each request; what it leaves out is as `defaultTimeouts`. */
  timeouts?: () => Partial<TransportTimeouts>
  /** 64 MiB when absent. */
  maxResponseBytes?: number
}

interface Attempt {
  result: WireResult
  failure: TransportFailure | null
  requestLogId: string
}

export function createBankClient({ requestLog, clock, timeouts, maxResponseBytes = 64 * 1024 * 1024 }: BankClientOptions): BankClient {
  const agents = createAgents()
  const running = new Set<Promise<unknown>>()

  async function attempt(
    target: BankTarget,
    identity: TransportIdentity | null,
    request: WireRequest,
    context: ExchangeContext,
  ): Promise<Attempt> {
    const times: TransportTimeouts = { ...defaultTimeouts, ...timeouts?.() }
    const limits = { headersMs: times.headersMs, bodyMs: times.bodyMs, maxResponseBytes }
    const agent = agents.agentFor(target, identity, times.connectMs)
    const result = await sendOnWire(agent, request, limits, () => clock.now(), context.signal)
    const { origin } = request.url
    const failure = failureOf(result, { origin, kind: target.kind ?? 'bank', certificateOffered: identity !== null, timeouts: times })
    const requestLogId = requestLog.record({
      ...recordedExchange(request, result, failure),
      runId: context.runId ?? null,
      step: context.step,
      bankProfileId: target.bankProfileId,
      bankRegistrationId: context.bankRegistrationId ?? null,
    })
    return { result, failure, requestLogId }
  }

  async function finish(target: BankTarget, identity: TransportIdentity | null, request: WireRequest, context: ExchangeContext) {
    let last = await attempt(target, identity, request, context)
    if (isStaleConnection(request, last.result)) last = await attempt(target, identity, request, context)
    const { result, failure, requestLogId } = last
    if (failure)
      throw new AppError(
        failure.code,
        failure.message,
        { requestLogId, ...(failure.remedy ? { remedy: failure.remedy } : {}) },
        result.failure,
      )
    if (!result.response) throw new AppError('INTERNAL', 'Exchange ended without an answer', { requestLogId })
    return { response: result.response, requestLogId }
  }

  const exchange: typeof finish = (...given) => {
    const pending = finish(...given)
    running.add(pending)
    return pending.finally(() => running.delete(pending))
  }

  return {
    async send(target, identity, request, context) {
      const wired = wireRequest(request)
      const { response, requestLogId } = await exchange(target, identity, wired, context)
      return bankResponse(response, wired.url, requestLogId)
    },
    fetchFor(target, identity, context) {
      return recordedFetch(async (request, signal, onRecorded) => {
        const signals = [context.signal, signal].filter((given) => given !== undefined)
        const combined = signals.length > 0 ? AbortSignal.any(signals) : undefined
        try {
          const { response, requestLogId } = await exchange(target, identity, wireRequest(request), { ...context, signal: combined })
          onRecorded(requestLogId)
          return response
        } catch (error) {
          if (error instanceof AppError && error.details.requestLogId) onRecorded(error.details.requestLogId)
          throw error
        }
      })
    },
    judged: (requestLogId, verdicts) => requestLog.attachAnswerVerdicts?.(requestLogId, verdicts),
    async close() {
      await agents.close()
      await Promise.allSettled(running)
      requestLog.flush?.()
    },
  }
}

/** Throws INVALID_INPUT for an address that is not https. */
function wireRequest({ method, url, headers = [], body }: BankRequest): WireRequest {
  const parsed = URL.canParse(url) ? new URL(url) : null
  // SECURITY: tokens and certificates never leave in clear, and an address cannot smuggle in credentials.
  if (parsed?.protocol !== 'https:' || parsed.username || parsed.password) {
    throw new AppError('INVALID_INPUT', 'Address of the bank is not an https address without user name and password', { field: 'url' })
  }
  parsed.hash = ''
  // SECURITY: uncompressed only, because a small compressed answer can unfold into gigabytes.
  const encoding: [string, string][] = headers.some(([name]) => name.toLowerCase() === 'accept-encoding')
    ? []
    : [['accept-encoding', 'identity']]
  return { method, url: parsed, headers: [...headers, ...encoding], body: body === undefined ? null : Buffer.from(body) }
}

function failureOf(result: WireResult, at: Omit<Circumstances, 'stage'>): TransportFailure | null {
  if (result.failure) return describeFailure(result.failure, { ...at, stage: result.stage })
  if (result.response && result.response.status > 599) {
    return {
      code: 'BANK_INVALID_RESPONSE',
      message: `Answer from ${at.origin} has the status ${result.response.status}, which HTTP does not know`,
    }
  }
  return null
}

/** RFC 9110 §9.2.2 and RFC 9112 §9.3.1: a kept connection may be closed just as a request is written; a GET can be sent again. */
function isStaleConnection({ method }: WireRequest, { failure, stage, tls }: WireResult): boolean {
  const closed = failure !== null && ['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE'].includes(errorCode(failure))
  return method === 'GET' && closed && stage === 'waiting' && tls?.reusedConnection === true
}
