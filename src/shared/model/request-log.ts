import { z } from 'zod'
import { id, timestamp, verdict } from './common.ts'

const header = z.tuple([z.string(), z.string()])

export const decodedJwt = z.object({
  where: z.string().describe('Where it stood, such as request.body.client_assertion'),
  header: z.record(z.string(), z.unknown()),
  claims: z.record(z.string(), z.unknown()),
  verdicts: z.array(verdict).optional().describe('What was judged about it; absent when nothing was'),
})
export type DecodedJwt = z.infer<typeof decodedJwt>

export const tlsFacts = z.object({
  protocol: z.string().nullable(),
  cipher: z.string().nullable(),
  serverChain: z.array(z.object({ subject: z.string(), issuer: z.string(), sha256Fingerprint: z.string(), notAfter: timestamp })),
  clientCertificateOffered: z.object({ obWacCertificateId: id.nullable(), subject: z.string(), sha256Fingerprint: z.string() }).nullable(),
  reusedConnection: z.boolean(),
})
export type TlsFacts = z.infer<typeof tlsFacts>

/** Milliseconds; connect, with the TLS handshake, is null on a connection already open and on one without TLS. */
export const timing = z.object({
  connect: z.number().nullable(),
  wait: z.number().nullable().describe('From the request sent to the first byte of the answer'),
  download: z.number().nullable(),
  total: z.number(),
})
export type Timing = z.infer<typeof timing>

export const requestLogEntry = z.object({
  id,
  started: timestamp,
  runId: id.nullable(),
  step: z.string(),
  bankProfileId: id.nullable(),
  bankRegistrationId: id.nullable(),
  method: z.string(),
  url: z.string().describe('Redacted'),
  status: z.int().nullable(),
  errorCode: z.string().nullable(),
  errorMessage: z.string().nullable(),
  requestSize: z.int(),
  responseSize: z.int().nullable(),
  durationMs: z.number(),
  clientCertificate: z.string().nullable().describe('SHA-256 fingerprint of the certificate offered'),
})
export type RequestLogEntry = z.infer<typeof requestLogEntry>

export const requestLogDetail = requestLogEntry.extend({
  request: z.object({ headers: z.array(header), body: z.string().nullable() }).describe('Redacted; headers in the order sent'),
  response: z.object({ statusText: z.string(), headers: z.array(header), body: z.string().nullable() }).nullable(),
  tls: tlsFacts.nullable(),
  jwts: z.array(decodedJwt),
  verdicts: z.array(verdict).describe('What was judged about the answer itself, such as its token_type; empty when nothing was'),
  timing,
  rawAvailable: z.boolean(),
})
export type RequestLogDetail = z.infer<typeof requestLogDetail>

const filters = {
  runId: id.nullable().optional().describe('Null: those that belong to no run'),
  bankProfileId: id.optional(),
  step: z.string().optional(),
  errorsOnly: z.boolean().default(false),
  text: z.string().max(200).optional().describe('Words that follow each other; of the last one its beginning is enough'),
}
export type RequestLogFilters = z.infer<z.ZodObject<typeof filters>>

export const listRequestLogInput = z.strictObject({
  ...filters,
  oldestFirst: z.boolean().default(false),
  offset: z.int().min(0).default(0),
  limit: z.int().min(1).max(1000).default(100),
})
export type ListRequestLogInput = z.infer<typeof listRequestLogInput>
export const requestLogPage = z.object({ items: z.array(requestLogEntry), total: z.int() })
export type RequestLogPage = z.infer<typeof requestLogPage>

export const summariseRequestLogInput = z.strictObject(filters)
export const requestLogRun = z.object({
  runId: id.nullable().describe('Null: what belongs to no run'),
  exchanges: z.int(),
  errors: z.int(),
  started: timestamp.describe('When its first exchange began'),
  ended: timestamp.describe('When its last exchange was over'),
})
export type RequestLogRun = z.infer<typeof requestLogRun>
export const requestLogSummary = z.object({
  runs: z.array(requestLogRun).describe('Those with an exchange that passes the filters, newest first; counts are of such exchanges'),
  steps: z.array(z.string()).describe('Every step in the log'),
  bankProfileIds: z.array(id).describe('Every bank in the log'),
})
export type RequestLogSummary = z.infer<typeof requestLogSummary>

export const exportRequestLogInput = z.strictObject({
  runId: id.optional(),
  ids: z.array(id).optional(),
})
export type ExportRequestLogInput = z.infer<typeof exportRequestLogInput>
export const exportedRequestLog = z.object({ har: z.record(z.string(), z.unknown()).describe('HAR 1.2, redacted') })

export const clearRequestLogInput = z.strictObject({ before: timestamp.optional(), runId: id.optional() })
export type ClearRequestLogInput = z.infer<typeof clearRequestLogInput>
export const clearedRequestLog = z.object({ removed: z.int() })

export const requestLogLimits = z.object({
  maxBytes: z.int().min(1_048_576).max(10_737_418_240).describe('Raw bytes kept; the oldest go first'),
  maxAgeDays: z.int().min(1).max(3650),
})
export type RequestLogLimits = z.infer<typeof requestLogLimits>
export const setRequestLogLimitsInput = z.strictObject(requestLogLimits.shape).partial()
