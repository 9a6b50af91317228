import type { Verdict } from '../../../shared/errors.ts'
import type { DecodedJwt, RequestLogDetail, RequestLogEntry, Timing, TlsFacts } from '../../../shared/model/request-log.ts'
import { unpackText } from './packed-text.ts'
import type { Header } from './recorded-exchange.ts'

export interface EntryRow {
  id: string
  started: string
  run_id: string | null
  step: string
  bank_profile_id: string | null
  bank_registration_id: string | null
  method: string
  url: string
  status: number | null
  error_code: string | null
  error_message: string | null
  request_size: number
  response_size: number | null
  duration_ms: number
  client_certificate: string | null
  raw_bytes: number
}

/** The lists and objects are JSON text that this program wrote. */
export interface DetailRow extends EntryRow {
  request_headers: string
  request_body: string | null
  status_text: string | null
  response_headers: string | null
  response_body: string | null
  response_body_brotli: Buffer | null
  tls: string | null
  jwts: string
  verdicts: string
  timing: string
  request_head_size: number
  response_head_size: number | null
}

export function entryOf(row: EntryRow): RequestLogEntry {
  return {
    id: row.id,
    started: row.started,
    runId: row.run_id,
    step: row.step,
    bankProfileId: row.bank_profile_id,
    bankRegistrationId: row.bank_registration_id,
    method: row.method,
    url: row.url,
    status: row.status,
    errorCode: row.error_code,
    errorMessage: row.error_message,
    requestSize: row.request_size,
    responseSize: row.response_size,
    durationMs: row.duration_ms,
    clientCertificate: row.client_certificate,
  }
}

export function detailOf(row: DetailRow): RequestLogDetail {
  const response = row.response_headers === null ? null : (JSON.parse(row.response_headers) as Header[])
  const body = unpackText({ text: row.response_body, packed: row.response_body_brotli })
  return {
    ...entryOf(row),
    request: { headers: JSON.parse(row.request_headers) as Header[], body: row.request_body },
    response: response && { statusText: row.status_text ?? '', headers: response, body },
    tls: row.tls === null ? null : (JSON.parse(row.tls) as TlsFacts),
    jwts: JSON.parse(row.jwts) as DecodedJwt[],
    verdicts: JSON.parse(row.verdicts) as Verdict[],
    timing: JSON.parse(row.timing) as Timing,
    rawAvailable: row.raw_bytes > 0,
  }
}
