import type { Verdict } from '../../../shared/errors.ts'
import type {
  DecodedJwt,
  ExportRequestLogInput,
  ListRequestLogInput,
  RequestLogDetail,
  RequestLogEntry,
  RequestLogPage,
} from '../../../shared/model/request-log.ts'
import type { Store } from '../db/store.ts'
import { conditionsOf } from './conditions.ts'
import { unpackText } from './packed-text.ts'
import { type DetailRow, detailOf, type EntryRow, entryOf } from './rows.ts'

const entryColumns = `log.id, started, run_id, step, bank_profile_id, bank_registration_id, method, url, status, error_code, error_message,
  request_size, response_size, duration_ms, client_certificate, raw_bytes`
const withContent = `select ${entryColumns}, request_headers, request_body, status_text, response_headers, response_body,
  response_body_brotli, tls, jwts, verdicts,
  timing, request_head_size, response_head_size from request_log log join request_log_content content on content.seq = log.seq`

const contentOf = (columns: string): string =>
  `select ${columns} from request_log_content where seq = (select seq from request_log where id = ?)`

/** A redacted exchange as it is written; the sizes of the heads are kept for the export. */
export interface NewRecord extends Omit<RequestLogDetail, 'rawAvailable' | 'verdicts'> {
  rawBytes: number
  requestHeadSize: number
  responseHeadSize: number | null
}

/** A redacted exchange with what only the export needs. */
export interface StoredRecord extends RequestLogDetail {
  requestHeadSize: number
  responseHeadSize: number | null
}

interface RecordError {
  code: string
  message: string
}

/** The redacted rows of the request log; sealed values are not touched here. */
export function createRecords(store: Store) {
  const mark = (id: string, error: RecordError | null) => {
    if (!error) return
    const marked = 'update request_log set error_code = ?, error_message = ? where id = ? and error_code is null'
    store.run(marked, error.code, error.message, id)
  }

  return {
    /** `packedBody` stands in place of the response's body. */
    insert(record: NewRecord, packedBody: Buffer | null): void {
      const { request, response, tls } = record
      const inserted = store.get<{ seq: number }>(
        `insert into request_log (id, started, run_id, step, bank_profile_id, bank_registration_id, method, url, status, error_code,
         error_message, request_size, response_size, duration_ms, client_certificate, raw_bytes)
         values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) returning seq`,
        ...[record.id, record.started, record.runId, record.step, record.bankProfileId, record.bankRegistrationId],
        ...[record.method, record.url, record.status, record.errorCode, record.errorMessage, record.requestSize, record.responseSize],
        ...[record.durationMs, record.clientCertificate, record.rawBytes],
      )
      store.run(
        `insert into request_log_content (seq, request_headers, request_body, status_text, response_headers, response_body,
         response_body_brotli, tls, jwts, timing, request_head_size, response_head_size) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        ...[inserted?.seq ?? null, JSON.stringify(request.headers), request.body, response?.statusText ?? null],
        ...[
          response ? JSON.stringify(response.headers) : null,
          packedBody ? null : (response?.body ?? null),
          packedBody,
          tls ? JSON.stringify(tls) : null,
        ],
        ...[JSON.stringify(record.jwts), JSON.stringify(record.timing), record.requestHeadSize, record.responseHeadSize],
      )
    },

    list(input: ListRequestLogInput): RequestLogPage {
      const { from, where, values, count } = conditionsOf(input)
      const total = store.get<{ total: number }>(count, ...values)?.total ?? 0
      const limit = Math.max(0, Math.min(input.limit, total - input.offset))
      // Rows that are passed over cost time, so a page of the second half is read from the other end.
      const fromEnd = input.offset > total / 2
      const direction = input.oldestFirst === fromEnd ? 'desc' : 'asc'
      const rows = store.all<EntryRow>(
        `select ${entryColumns} from ${from} ${where} order by started ${direction}, log.seq ${direction} limit ? offset ?`,
        ...[...values, limit, fromEnd ? total - input.offset - limit : input.offset],
      )
      const items = rows.map((row): RequestLogEntry => entryOf(row))
      return { items: fromEnd ? items.reverse() : items, total }
    },

    get(id: string): RequestLogDetail | null {
      const row = store.get<DetailRow>(`${withContent} where log.id = ?`, id)
      return row ? detailOf(row) : null
    },

    jwtsOf(id: string): { jwts: DecodedJwt[] } | null {
      const row = store.get<{ jwts: string }>(contentOf('jwts'), id)
      return row ? { jwts: JSON.parse(row.jwts) } : null
    },

    /** The redacted body of the answer. */
    answerOf(id: string): { body: string | null } | null {
      const columns = 'response_body, response_body_brotli'
      const row = store.get<{ response_body: string | null; response_body_brotli: Buffer | null }>(contentOf(columns), id)
      return row ? { body: unpackText({ text: row.response_body, packed: row.response_body_brotli }) } : null
    },

    /** Oldest first, at most `limit`. */
    export({ runId, ids }: ExportRequestLogInput, limit: number): StoredRecord[] {
      const conditions = ['true', ...(runId ? ['run_id = ?'] : []), ...(ids ? ['log.id in (select value from json_each(?))'] : [])]
      const values = [...(runId ? [runId] : []), ...(ids ? [JSON.stringify(ids)] : []), limit]
      const rows = store.all<DetailRow>(`${withContent} where ${conditions.join(' and ')} order by started, log.seq limit ?`, ...values)
      return rows.map((row) => ({ ...detailOf(row), requestHeadSize: row.request_head_size, responseHeadSize: row.response_head_size }))
    },

    /** Puts JWTs with verdicts in place of those without, and an error where there is none. */
    judge(id: string, jwts: DecodedJwt[], error: RecordError | null): void {
      store.run('update request_log_content set jwts = ? where seq = (select seq from request_log where id = ?)', JSON.stringify(jwts), id)
      mark(id, error)
    },

    /** The same for what was judged about the answer itself. */
    judgeAnswer(id: string, verdicts: Verdict[], error: RecordError | null): void {
      const judged = 'update request_log_content set verdicts = ? where seq = (select seq from request_log where id = ?)'
      store.run(judged, JSON.stringify(verdicts), id)
      mark(id, error)
    },

    startsOfRun(runId: string): { id: string; started: string }[] {
      return store.all('select id, started from request_log where run_id = ? order by started, seq', runId)
    },
  }
}
