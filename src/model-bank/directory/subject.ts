import type { X509Certificate } from 'node:crypto'
import { inspectCertificate } from '../../pki/inspect-certificate.ts'
import type { Psd2Role } from '../../shared/model/certificate.ts'

/** What the bank reads from the subject of a certificate. */
export interface Subject {
  /** RFC 4514 text, short names. */
  distinguishedName: string
  commonName: string | null
  organisation: string | null
  /** 2.5.4.97, such as PSDGB-FCA-123456. */
  organisationIdentifier: string | null
  roles: Psd2Role[]
}

const REMEMBERED = 500
const known = new Map<string, Subject>()

/** Reads a certificate's subject; the same few certificates come with every call, so that the answers are kept. */
export function readSubject(certificate: X509Certificate): Subject {
  const key = certificate.fingerprint256
  const kept = known.get(key)
  if (kept) return kept
  const subject = read(certificate)
  if (known.size >= REMEMBERED) known.clear()
  known.set(key, subject)
  return subject
}

function read(certificate: X509Certificate): Subject {
  const inspected = inspectCertificate(certificate, null, new Date())
  const value = (name: string) => inspected.subjectAttributes.find((attribute) => attribute.name === name)?.value ?? null
  return {
    distinguishedName: inspected.subject,
    commonName: value('CN'),
    organisation: value('O'),
    organisationIdentifier: inspected.organizationIdentifier?.value ?? null,
    roles: inspected.roles,
  }
}
