import { X509Certificate } from 'node:crypto'
import { AppError } from '../shared/errors.ts'

/** Whether a certificate is good for a call, and if not why. */
export type Judgement = { ok: true } | { ok: false; reason: string }

/** Which client certificates the bank accepts at all, before it asks whose they are. */
export interface Trust {
  /** With an organisation: only the certificate authorities that this organisation enrolled with count. */
  judge(certificate: X509Certificate, organisationId?: string): Judgement
}

export interface TrustSources {
  /** CA certificates known to the directory, of one organisation or of all. */
  authorities(organisationId?: string): X509Certificate[]
  /** Fingerprints approved in the enrolment portal. */
  isApproved(fingerprint: string): boolean
  now(): Date
}

export function createTrust(sources: TrustSources): Trust {
  return {
    judge(certificate, organisationId) {
      const now = sources.now()
      if (now < certificate.validFromDate)
        return refused(`the client certificate is not valid before ${certificate.validFromDate.toISOString()}`)
      if (now > certificate.validToDate) return refused(`the client certificate expired on ${certificate.validToDate.toISOString()}`)
      if (organisationId === undefined && sources.isApproved(fingerprintOf(certificate))) return { ok: true }
      if (chainsTo(certificate, sources.authorities(organisationId), now)) return { ok: true }
      return refused('the client certificate was issued by no certificate authority that the bank knows for this organisation')
    },
  }
}

const refused = (reason: string): Judgement => ({ ok: false, reason })

/** Whether one of the authorities, in date and marked as a CA, signed this certificate. Every authority given is an anchor. */
export function chainsTo(certificate: X509Certificate, authorities: X509Certificate[], now: Date): boolean {
  return authorities.some(
    (authority) =>
      authority.ca &&
      now >= authority.validFromDate &&
      now <= authority.validToDate &&
      certificate.checkIssued(authority) &&
      certificate.verify(authority.publicKey),
  )
}

/** SHA-256 of the certificate, lower-case hexadecimal with colons. */
export const fingerprintOf = (certificate: X509Certificate): string => certificate.fingerprint256.toLowerCase()

/** base64url SHA-256 of the certificate, as tokens are bound to it (RFC 8705 §3.1). */
export const thumbprintOf = (certificate: X509Certificate): string =>
  Buffer.from(certificate.fingerprint256.replaceAll(':', ''), 'hex').toString('base64url')

/** Reads one PEM certificate; `field` names the input for the error. Throws CERTIFICATE_INVALID. */
export function parseCertificate(pem: string, field: string): X509Certificate {
  try {
    return new X509Certificate(pem)
  } catch (cause) {
    throw new AppError(
      'CERTIFICATE_INVALID',
      `${field} is not a PEM certificate`,
      {
        field,
        remedy: 'Give the text from -----BEGIN CERTIFICATE----- to -----END CERTIFICATE-----.',
      },
      cause,
    )
  }
}
