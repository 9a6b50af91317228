// The record of every exchange with a bank, in two forms: the exact bytes, sealed, and a redacted view in plain columns.
// Nothing that is listed, searched or exported comes from the sealed form.

import { randomUUID } from 'node:crypto'
import { AppError, type AppErrorCode, type Verdict } from '../../../shared/errors.ts'
import type {
  ClearRequestLogInput,
  ExportRequestLogInput,
  ListRequestLogInput,
  RequestLogDetail,
  RequestLogFilters,
  RequestLogLimits,
  RequestLogPage,
  RequestLogSummary,
} from '../../../shared/model/request-log.ts'
import type { Clock } from '../clock.ts'
import type { Store } from '../db/store.ts'
import type { Secrets } from '../secrets/secrets.ts'
import { harOf } from './har.ts'
import { answerVerdicts, refusalOf, withVerdicts } from './judged-jwts.ts'
import { isLong, pack } from './packed-text.ts'
import { createPlaceholders } from './placeholders.ts'
import { createRawBytes, type RawExchange } from './raw-bytes.ts'
import type { RecordedExchange } from './recorded-exchange.ts'
import { createRecords, type NewRecord } from './records.ts'
import { redactExchange } from './redact.ts'
import { createRetention } from './retention.ts'
import { createSearchIndex } from './search-index.ts'
import { summarise } from './summary.ts'
import { createWriteQueue } from './write-queue.ts'

export interface RequestLog {
  /**
   * Writes one exchange and gives its id. An answered GET is on disk about 100 ms later, together with others, which makes fetching
   * many pages fast; every other exchange when this returns, where there is a disk. Throws DATABASE_FAILED or what the secret store says.
   */
  record(exchange: RecordedExchange): string
  /** Writes what waits; reading does so by itself. */
  flush(): void
  /** Newest first, unless asked otherwise. */
  list(input: ListRequestLogInput): RequestLogPage
  summarise(filters: RequestLogFilters): RequestLogSummary
  /** Throws NOT_FOUND. */
  get(id: string): RequestLogDetail
  /**
   * Keeps what was judged about a JWT of an exchange; `where` is its place or the end of it, such as `id_token`.
   * An error, whose message holds no value of the JWT, marks an exchange that has none. Throws NOT_FOUND.
   */
  attachVerdicts(id: string, where: string, verdicts: Verdict[], error?: { code: AppErrorCode; message: string }): void
  /** Keeps what was judged about an answer itself; one that failed marks an exchange that has no error. Throws NOT_FOUND. */
  attachAnswerVerdicts(id: string, verdicts: Verdict[]): void
  /** HAR 1.2, oldest first. Throws INVALID_INPUT when it would hold more than 5,000 exchanges. */
  export(input: ExportRequestLogInput): { har: Record<string, unknown> }
  clear(input: ClearRequestLogInput): { removed: number }
  limits(): RequestLogLimits
  setLimits(change: { [Limit in keyof RequestLogLimits]?: number | undefined }): RequestLogLimits
  /** In the order they began. */
  idsOfRun(runId: string): string[]
  /** The exact bytes, for the core itself; null once removed, or where there were none. Never to be shown. */
  raw(id: string): { request: Buffer | null; response: Buffer | null }
}

export interface RequestLogOptions {
  store: Store
  secrets: Secrets
  clock: Clock
  onExchange?: (requestLogId: string, runId: string | null) => void
}

interface Waiting {
  id: string
  exchange: RecordedExchange
  /** What was judged about it since; written right after it. */
  judgements: (() => void)[]
}

const longestExport = 5000

export function createRequestLog({ store, secrets, clock, onExchange }: RequestLogOptions): RequestLog {
  const placeholder = createPlaceholders(secrets)
  const records = createRecords(store)
  const retention = createRetention({ store, secrets, clock })
  const rawBytes = createRawBytes(secrets)
  const searchIndex = createSearchIndex(store)

  const write = ({ id, exchange, judgements }: Waiting) => {
    const redacted = redactExchange(exchange, placeholder)
    const body = redacted.response?.body ?? ''
    const shown = isLong(body) ? Buffer.from(body) : null
    const packed = shown && pack(shown)
    const raw = rawExchange(exchange)
    const record = newRecord(id, exchange, raw, redacted)
    records.insert(record, packed)
    // Where nothing had to be redacted, one compression serves both forms.
    if (raw.request.length > 0) rawBytes.put(id, raw, shown?.equals(raw.responseBody) ? packed : null)
    retention.added(record.rawBytes)
    for (const judge of judgements) judge()
  }

  const queue = createWriteQueue<Waiting>((exchanges) => {
    try {
      store.soon(() => exchanges.forEach(write))
      searchIndex.added()
    } catch (error) {
      retention.recount()
      throw error
    }
  })

  const flush = () => {
    queue.flush()
    store.flush()
  }

  const written = <Log>(log: Log): Log => {
    queue.flush()
    return log
  }

  const searchable = <Log>(log: Log, { text }: RequestLogFilters): Log => {
    queue.flush()
    if (text) searchIndex.catchUp()
    return log
  }

  const onceWritten = (id: string, judge: () => void) => {
    const waiting = queue.waiting().find((one) => one.id === id)
    if (waiting) waiting.judgements.push(judge)
    else judge()
  }

  const known = <Found>(id: string, found: Found | null): Found => {
    if (found === null) throw new AppError('NOT_FOUND', `Request log has no exchange ${id}`, { field: 'id' })
    return found
  }

  const get = (id: string): RequestLogDetail => known(id, written(records).get(id))

  return {
    record(exchange) {
      const id = randomUUID()
      const bytes = (exchange.request.body?.length ?? 0) + (exchange.response?.body.length ?? 0)
      queue.add({ id, exchange, judgements: [] }, bytes)
      // What may have changed something at the bank, and what failed, is on disk before anything rests on it.
      if (store.durable && (exchange.method !== 'GET' || exchange.error !== null)) flush()
      onExchange?.(id, exchange.runId)
      return id
    },
    flush,

    list: (input) => searchable(records, input).list(input),
    summarise: (filters) => summarise(searchable(store, filters), filters),
    get,
    attachAnswerVerdicts(id, verdicts) {
      onceWritten(id, () => {
        const { body } = known(id, records.answerOf(id))
        records.judgeAnswer(id, answerVerdicts(body, verdicts), refusalOf(verdicts))
      })
    },
    attachVerdicts(id, where, verdicts, error) {
      onceWritten(id, () => {
        const { jwts } = known(id, records.jwtsOf(id))
        records.judge(id, withVerdicts(jwts, where, verdicts), error ?? null)
      })
    },

    export(input) {
      const found = written(records).export(input, longestExport + 1)
      if (found.length > longestExport) {
        throw new AppError('INVALID_INPUT', `Request log holds more than ${longestExport} such exchanges`, {
          field: 'ids',
          remedy: 'Choose one run, or fewer exchanges.',
        })
      }
      return { har: harOf(found) }
    },

    clear: (input) => ({ removed: written(retention).clear(input) }),
    limits: () => retention.limits(),
    setLimits({ maxBytes, maxAgeDays }) {
      return written(retention).setLimits({
        ...(maxBytes === undefined ? {} : { maxBytes }),
        ...(maxAgeDays === undefined ? {} : { maxAgeDays }),
      })
    },
    idsOfRun(runId) {
      const waiting = queue.waiting().filter(({ exchange }) => exchange.runId === runId)
      const starts = waiting.map(({ id, exchange }) => ({ id, started: exchange.started.toISOString() }))
      return [...records.startsOfRun(runId), ...starts]
        .toSorted((a, b) => (a.started < b.started ? -1 : a.started > b.started ? 1 : 0))
        .map(({ id }) => id)
    },
    raw(id) {
      queue.flush()
      return rawBytes.get(id)
    },
  }
}

const nothing = Buffer.alloc(0)

/** An empty request when nothing was sent. */
function rawExchange({ request, response }: RecordedExchange): RawExchange {
  const head = Buffer.from(request.head ?? '', 'latin1')
  return {
    request: request.head !== null && request.body ? Buffer.concat([head, request.body]) : head,
    responseHead: Buffer.from(response?.head ?? '', 'latin1'),
    responseBody: response?.body ?? nothing,
  }
}

function newRecord(id: string, exchange: RecordedExchange, raw: RawExchange, redacted: ReturnType<typeof redactExchange>): NewRecord {
  const requestSize = raw.request.length
  const responseSize = exchange.response && raw.responseHead.length + raw.responseBody.length
  return {
    id,
    started: exchange.started.toISOString(),
    runId: exchange.runId,
    step: exchange.step,
    bankProfileId: exchange.bankProfileId,
    bankRegistrationId: exchange.bankRegistrationId,
    method: exchange.method,
    url: redacted.url,
    status: exchange.response?.status ?? null,
    errorCode: exchange.error?.code ?? null,
    errorMessage: redacted.errorMessage,
    requestSize,
    responseSize,
    durationMs: exchange.timing.total,
    clientCertificate: exchange.tls?.clientCertificateOffered?.sha256Fingerprint ?? null,
    request: redacted.request,
    response: redacted.response,
    tls: exchange.tls,
    jwts: redacted.jwts,
    timing: exchange.timing,
    rawBytes: requestSize + (responseSize ?? 0),
    requestHeadSize: exchange.request.head?.length ?? 0,
    responseHeadSize: exchange.response?.head.length ?? null,
  }
}
