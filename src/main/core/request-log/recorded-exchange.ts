import type { AppErrorCode } from '../../../shared/errors.ts'
import type { Timing, TlsFacts } from '../../../shared/model/request-log.ts'

export type Header = [name: string, value: string]

/** One request and what came of it, as it went over the wire: nothing is redacted yet. */
export interface RecordedExchange {
  started: Date
  runId: string | null
  step: string
  bankProfileId: string | null
  bankRegistrationId: string | null
  method: string
  url: string
  request: {
    /** Request line and header lines up to and including the empty line; null when nothing was sent. */
    head: string | null
    headers: Header[]
    body: Buffer | null
  }
  /** As far as it came. */
  response: {
    status: number
    statusText: string
    /** Status line and header lines up to and including the empty line. */
    head: string
    headers: Header[]
    /** Without transfer coding. */
    body: Buffer
  } | null
  tls: TlsFacts | null
  timing: Timing
  error: { code: AppErrorCode; message: string } | null
}
