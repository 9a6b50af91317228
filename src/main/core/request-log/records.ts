import type {
  ExportRequestLogInput,
  ListRequestLogInput,
  RequestLogDetail,
  RequestLogEntry,
  RequestLogPage,
} from '../../../shared/model/request-log.ts'
import type { SqlValue, Store } from '../db/store.ts'
import { type DetailRow, detailOf, type EntryRow, entryOf } from './rows.ts'

const entryColumns = `log.id, started, run_id, step, bank_profile_id, bank_registration_id, method, url, status, error_code, error_message,
  request_size, response_size, duration_ms, client_certificate, raw_bytes`
const withContent = `select ${entryColumns}, request_headers, request_body, status_text, response_headers, response_body, tls, jwts, timing,
  request_head_size, response_head_size from request_log log join request_log_content content on content.seq = log.seq`

/** A redacted exchange as it is written; the sizes of the heads are kept for the export. */
export interface NewRecord extends Omit<RequestLogDetail, 'rawAvailable'> {
  rawBytes: number
  requestHeadSize: number
  responseHeadSize: number | null
}

/** A redacted exchange with what only the export needs. */
export interface StoredRecord extends RequestLogDetail {
  requestHeadSize: number
  responseHeadSize: number | null
}

/** The redacted rows of the request log; sealed values are not touched here. */
export function createRecords(store: Store) {
  return {
    insert(record: NewRecord): void {
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
        `insert into request_log_content (seq, request_headers, request_body, status_text, response_headers, response_body, tls, jwts,
         timing, request_head_size, response_head_size) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        ...[inserted?.seq ?? null, JSON.stringify(request.headers), request.body, response?.statusText ?? null],
        ...[response ? JSON.stringify(response.headers) : null, response?.body ?? null, tls ? JSON.stringify(tls) : null],
        ...[JSON.stringify(record.jwts), JSON.stringify(record.timing), record.requestHeadSize, record.responseHeadSize],
      )
    },

    /** Newest first. */
    list(input: ListRequestLogInput): RequestLogPage {
      const { where, values, from } = filter(input)
      const rows = store.all<EntryRow>(
        `select ${entryColumns} from ${from} ${where} order by started desc, log.seq desc limit ? offset ?`,
        ...[...values, input.limit, input.offset],
      )
      const total = store.get<{ total: number }>(`select count(*) as total from ${from} ${where}`, ...values)?.total ?? 0
      return { items: rows.map((row): RequestLogEntry => entryOf(row)), total }
    },

    get(id: string): RequestLogDetail | null {
      const row = store.get<DetailRow>(`${withContent} where log.id = ?`, id)
      return row ? detailOf(row) : null
    },

    /** Oldest first, at most `limit`. */
    export({ runId, ids }: ExportRequestLogInput, limit: number): StoredRecord[] {
      const conditions = ['true', ...(runId ? ['run_id = ?'] : []), ...(ids ? ['log.id in (select value from json_each(?))'] : [])]
      const values = [...(runId ? [runId] : []), ...(ids ? [JSON.stringify(ids)] : []), limit]
      const rows = store.all<DetailRow>(`${withContent} where ${conditions.join(' and ')} order by started, log.seq limit ?`, ...values)
      return rows.map((row) => ({ ...detailOf(row), requestHeadSize: row.request_head_size, responseHeadSize: row.response_head_size }))
    },

    idsOfRun(runId: string): string[] {
      return store.all<{ id: string }>('select id from request_log where run_id = ? order by started, seq', runId).map(({ id }) => id)
    },
  }
}

function filter({ runId, bankProfileId, step, errorsOnly, text }: ListRequestLogInput) {
  const conditions: string[] = []
  const values: SqlValue[] = []
  const add = (condition: string, ...given: SqlValue[]) => {
    conditions.push(condition)
    values.push(...given)
  }
  if (runId !== undefined) add('run_id = ?', runId)
  if (bankProfileId !== undefined) add('bank_profile_id = ?', bankProfileId)
  if (step !== undefined) add('step = ?', step)
  if (errorsOnly) add('(error_code is not null or status >= 400)')
  if (text) {
    const searched = ['url', 'request_headers', 'request_body', 'response_headers', 'response_body']
    const pattern = `%${text.replace(/[\\%_]/g, '\\$&')}%`
    add(`(${searched.map((column) => `${column} like ? escape '\\'`).join(' or ')})`, ...searched.map(() => pattern))
  }
  return {
    where: conditions.length > 0 ? `where ${conditions.join(' and ')}` : '',
    values,
    from: text ? 'request_log log join request_log_content content on content.seq = log.seq' : 'request_log log',
  }
}
