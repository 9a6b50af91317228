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

export interface Circumstances {
  /** Scheme, host and port. */
  origin: string
  /** What is there. */
  kind: 'bank' | 'directory'
  stage: WireResult['stage']
  certificateOffered: boolean
  timeouts: TransportTimeouts
}

/** A bank is as its profile says; a directory is as the workbench knows it, apart from the certificates that a person trusts for it. */
const remedies = {
  bank: {
    address: 'Check the address in the bank profile and the network, then try again.',
    port: 'Check the address and port in the bank profile.',
    hostName: "Check the host name in the bank profile's addresses; the bank must present a certificate for it.",
    issuer: 'Add the CA certificate that issued it to the bank profile (caCertificates), if you trust that CA for this bank.',
    certificate: 'Choose an OBWAC for this bank.',
    refused: 'Check that the OBWAC is valid, comes with its issuers, and that the bank trusts the CA that issued it.',
  },
  directory: {
    address: 'Check the network and whether the directory is in service, then try again.',
    port: 'Check that nothing on the network, such as a proxy, answers in place of the directory.',
    hostName: 'Check that nothing on the network answers in place of the directory; it must present a certificate for its own host name.',
    issuer:
      'Add the CA certificates that issued it to those trusted for the directory (directory.setCaCertificates), if you trust them for it.',
    certificate: 'Give the software statement an OBWAC that the directory knows.',
    refused: 'Check that the OBWAC is valid, comes with its issuers, and that it was issued by this directory.',
  },
}

/** Tells what a failed exchange means: who refused whom, and what to do about it. */
export function describeFailure(error: Error, at: Circumstances): TransportFailure {
  if (error instanceof AppError) return { code: error.code, message: error.message, remedy: error.details.remedy }
  const code = errorCode(error)
  return (
    rejectedByUs(code, at) ??
    rejectedByBank(error, code, at) ??
    notHttp(error, code, at) ??
    callerMistake(error, code) ?? { code: 'BANK_UNREACHABLE', message: unreachable(code, at), remedy: unreachableRemedy(code, at) }
  )
}

const untrusted =
  /^(UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|CERT_UNTRUSTED|CERT_CHAIN_TOO_LONG|INVALID_CA|PATH_LENGTH_EXCEEDED|INVALID_PURPOSE|CERT_)/

/** The server's certificate did not hold. */
function rejectedByUs(code: string, { origin, kind }: Circumstances): TransportFailure | null {
  const rejected = (why: string, remedy: string): TransportFailure => ({
    code: 'BANK_TLS_REJECTED',
    message: `TLS certificate of the ${kind} at ${origin} ${why} (${code})`,
    remedy,
  })
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') return rejected('was issued for another host name', remedies[kind].hostName)
  if (code === 'CERT_HAS_EXPIRED')
    return rejected('has expired', `Ask the ${kind} to renew its certificate, and check the clock of this machine.`)
  if (code === 'CERT_NOT_YET_VALID') return rejected('is not valid yet', 'Check the clock of this machine.')
  if (untrusted.test(code)) return rejected('is not trusted', remedies[kind].issuer)
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

/** The server ended the TLS connection with an alert. */
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
      message: `${serverOf(at)} ended the TLS handshake with ${alert}`,
      remedy: `Check which TLS versions and ciphers the ${at.kind} accepts.`,
    }
  }
  if (!at.certificateOffered) {
    return {
      code: 'BANK_TLS_REJECTED',
      message: `${serverOf(at)} requires a client certificate and none was offered (TLS ${alert})`,
      remedy: remedies[at.kind].certificate,
    }
  }
  return {
    code: 'BANK_TLS_REJECTED',
    message: `Our certificate was refused by the ${at.kind} at ${at.origin} (TLS ${alert})`,
    remedy: remedies[at.kind].refused,
  }
}

const notTls = new Set([
  'ERR_SSL_WRONG_VERSION_NUMBER',
  'ERR_SSL_PACKET_LENGTH_TOO_LONG',
  'ERR_SSL_UNEXPECTED_MESSAGE',
  'ERR_SSL_BAD_RECORD_TYPE',
])

/** What came is not what a bank's web server says. */
function notHttp(error: Error, code: string, { origin, kind }: Circumstances): TransportFailure | null {
  const remedy = remedies[kind].port
  if (notTls.has(code)) return { code: 'BANK_INVALID_RESPONSE', message: `Server at ${origin} does not speak TLS`, remedy }
  if (error instanceof errors.HTTPParserError)
    return { code: 'BANK_INVALID_RESPONSE', message: `Answer from ${origin} is not HTTP`, remedy }
  if (code === 'UND_ERR_HEADERS_OVERFLOW')
    return { code: 'BANK_INVALID_RESPONSE', message: `Headers of the answer from ${origin} are too large` }
  if (code.startsWith('ERR_SSL_')) {
    return {
      code: 'BANK_TLS_REJECTED',
      message: `TLS with the ${kind} at ${origin} failed (${code})`,
      remedy: `Check which TLS versions and ciphers the ${kind} accepts.`,
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

const serverOf = ({ kind, origin }: Circumstances): string => `${kind === 'bank' ? 'Bank' : 'Directory'} at ${origin}`

function unreachable(code: string, at: Circumstances): string {
  const { stage, timeouts } = at
  const server = serverOf(at)
  switch (code) {
    case 'ECONNREFUSED':
      return `${server} refused the connection`
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'EAI_NODATA':
      return `${server} was not found: its host name has no address (${code})`
    case 'UND_ERR_CONNECT_TIMEOUT':
    case 'ETIMEDOUT':
      return `${server} did not complete a connection within ${timeouts.connectMs} ms`
    case 'UND_ERR_HEADERS_TIMEOUT':
      return `${server} did not answer within ${timeouts.headersMs} ms`
    case 'UND_ERR_BODY_TIMEOUT':
      return `${server} stopped in the middle of its answer for ${timeouts.bodyMs} ms`
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return `${server} cannot be reached from this network (${code})`
  }
  if (stage === 'connecting') return `${server} hung up during the TLS handshake (${code || 'closed'})`
  return stage === 'waiting' ? `${server} hung up before it answered` : `${server} hung up in the middle of its answer`
}

function unreachableRemedy(code: string, { kind, stage, certificateOffered }: Circumstances): string {
  const hungUp = code === 'ECONNRESET' || code === 'UND_ERR_SOCKET' || code === 'EPIPE'
  if (!hungUp || stage === 'reading') return remedies[kind].address
  return certificateOffered
    ? `Try again; a ${kind} that does so every time may be refusing the OBWAC without saying so.`
    : `Try again; a ${kind} that does so every time may require a client certificate, and none was offered.`
}
