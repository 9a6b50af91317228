import { errors } from 'undici'
import { AppError, type AppErrorCode } from '../../../shared/errors.ts'
import { errorCode } from './system-error-code.ts'
import type { WireLimits, WireResult } from './wire.ts'

export interface TransportFailure {
  code: AppErrorCode
  message: string
  remedy?: string | undefined
}

/** Milliseconds. */
export interface TransportTimeouts extends Pick<WireLimits, 'headersMs' | 'bodyMs'> {
  connectMs: number
}

export const defaultTimeouts: TransportTimeouts = { connectMs: 10_000, headersMs: 30_000, bodyMs: 30_000 }

interface Circumstances {
  /** Scheme, host and port. */
  origin: string
  stage: WireResult['stage']
  certificateOffered: boolean
  timeouts: TransportTimeouts
}

/** Tells what a failed exchange means: who refused whom, and what to do about it. */
export function describeFailure(error: Error, at: Circumstances): TransportFailure {
  if (error instanceof AppError) return { code: error.code, message: error.message, remedy: error.details.remedy }
  const code = errorCode(error)
  return (
    rejectedByUs(code, at.origin) ??
    rejectedByBank(error, code, at) ??
    notHttp(error, code, at.origin) ??
    callerMistake(error, code) ?? { code: 'BANK_UNREACHABLE', message: unreachable(code, at), remedy: unreachableRemedy(code, at) }
  )
}

const untrusted =
  /^(UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|CERT_UNTRUSTED|CERT_CHAIN_TOO_LONG|INVALID_CA|PATH_LENGTH_EXCEEDED|INVALID_PURPOSE|CERT_)/

/** The bank's certificate did not hold. */
function rejectedByUs(code: string, origin: string): TransportFailure | null {
  const rejected = (why: string, remedy: string): TransportFailure => ({
    code: 'BANK_TLS_REJECTED',
    message: `TLS certificate of the bank at ${origin} ${why} (${code})`,
    remedy,
  })
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID')
    return rejected(
      'was issued for another host name',
      "Check the host name in the bank profile's addresses; the bank must present a certificate for it.",
    )
  if (code === 'CERT_HAS_EXPIRED')
    return rejected('has expired', 'Ask the bank to renew its certificate, and check the clock of this machine.')
  if (code === 'CERT_NOT_YET_VALID') return rejected('is not valid yet', 'Check the clock of this machine.')
  if (untrusted.test(code))
    return rejected(
      'is not trusted',
      'Add the CA certificate that issued it to the bank profile (caCertificates), if you trust that CA for this bank.',
    )
  return null
}

// RFC 8446 §6 and RFC 5246 §7.2: the alerts by which a server refuses a client's certificate.
const certificateAlerts: Record<number, string> = {
  40: 'handshake_failure',
  41: 'no_certificate',
  42: 'bad_certificate',
  43: 'unsupported_certificate',
  44: 'certificate_revoked',
  45: 'certificate_expired',
  46: 'certificate_unknown',
  48: 'unknown_ca',
  49: 'access_denied',
  51: 'decrypt_error',
  116: 'certificate_required',
}
const otherAlerts: Record<number, string> = {
  70: 'protocol_version',
  71: 'insufficient_security',
  80: 'internal_error',
  112: 'unrecognized_name',
}

/** The bank ended the TLS connection with an alert. */
function rejectedByBank(error: Error, code: string, at: Circumstances): TransportFailure | null {
  const number = /SSL alert number (\d+)/.exec(error.message)?.[1]
  const named = /ALERT_([A-Z_]+)$/.exec(code)?.[1]?.toLowerCase()
  if (number === undefined && named === undefined) return null
  const known = number === undefined ? undefined : certificateAlerts[Number(number)]
  const name = known ?? (number === undefined ? undefined : otherAlerts[Number(number)]) ?? named ?? 'unknown'
  const alert = number === undefined ? `alert ${name}` : `alert ${number} ${name}`
  if (!known && !Object.values(certificateAlerts).includes(name)) {
    return {
      code: 'BANK_TLS_REJECTED',
      message: `Bank at ${at.origin} ended the TLS handshake with ${alert}`,
      remedy: 'Check which TLS versions and ciphers the bank accepts.',
    }
  }
  if (!at.certificateOffered) {
    return {
      code: 'BANK_TLS_REJECTED',
      message: `Bank at ${at.origin} requires a client certificate and none was offered (TLS ${alert})`,
      remedy: 'Choose an OBWAC for this bank.',
    }
  }
  return {
    code: 'BANK_TLS_REJECTED',
    message: `Our certificate was refused by the bank at ${at.origin} (TLS ${alert})`,
    remedy: 'Check that the OBWAC is valid, comes with its issuers, and that the bank trusts the CA that issued it.',
  }
}

const notTls = new Set([
  'ERR_SSL_WRONG_VERSION_NUMBER',
  'ERR_SSL_PACKET_LENGTH_TOO_LONG',
  'ERR_SSL_UNEXPECTED_MESSAGE',
  'ERR_SSL_BAD_RECORD_TYPE',
])

/** What came is not what a bank's web server says. */
function notHttp(error: Error, code: string, origin: string): TransportFailure | null {
  const remedy = 'Check the address and port in the bank profile.'
  if (notTls.has(code)) return { code: 'BANK_INVALID_RESPONSE', message: `Server at ${origin} does not speak TLS`, remedy }
  if (error instanceof errors.HTTPParserError)
    return { code: 'BANK_INVALID_RESPONSE', message: `Answer from ${origin} is not HTTP`, remedy }
  if (code === 'UND_ERR_HEADERS_OVERFLOW')
    return { code: 'BANK_INVALID_RESPONSE', message: `Headers of the answer from ${origin} are too large` }
  if (code.startsWith('ERR_SSL_')) {
    return {
      code: 'BANK_TLS_REJECTED',
      message: `TLS with the bank at ${origin} failed (${code})`,
      remedy: 'Check which TLS versions and ciphers the bank accepts.',
    }
  }
  return null
}

function callerMistake(error: Error, code: string): TransportFailure | null {
  if (code === 'UND_ERR_INVALID_ARG' || code === 'UND_ERR_NOT_SUPPORTED')
    return { code: 'INVALID_INPUT', message: `Request cannot be sent: ${error.message}` }
  if (code === 'UND_ERR_DESTROYED' || code === 'UND_ERR_CLOSED')
    return { code: 'CANCELLED', message: 'Request ended because the workspace is being closed' }
  return null
}

function unreachable(code: string, { origin, stage, timeouts }: Circumstances): string {
  const bank = `Bank at ${origin}`
  switch (code) {
    case 'ECONNREFUSED':
      return `${bank} refused the connection`
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'EAI_NODATA':
      return `${bank} was not found: its host name has no address (${code})`
    case 'UND_ERR_CONNECT_TIMEOUT':
    case 'ETIMEDOUT':
      return `${bank} did not complete a connection within ${timeouts.connectMs} ms`
    case 'UND_ERR_HEADERS_TIMEOUT':
      return `${bank} did not answer within ${timeouts.headersMs} ms`
    case 'UND_ERR_BODY_TIMEOUT':
      return `${bank} stopped in the middle of its answer for ${timeouts.bodyMs} ms`
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return `${bank} cannot be reached from this network (${code})`
  }
  if (stage === 'connecting') return `${bank} hung up during the TLS handshake (${code || 'closed'})`
  return stage === 'waiting' ? `${bank} hung up before it answered` : `${bank} hung up in the middle of its answer`
}

function unreachableRemedy(code: string, { stage, certificateOffered }: Circumstances): string {
  const hungUp = code === 'ECONNRESET' || code === 'UND_ERR_SOCKET' || code === 'EPIPE'
  if (!hungUp || stage === 'reading') return 'Check the address in the bank profile and the network, then try again.'
  return certificateOffered
    ? 'Try again; a bank that does so every time may be refusing the OBWAC without saying so.'
    : 'Try again; a bank that does so every time may require a client certificate, and none was offered.'
}
