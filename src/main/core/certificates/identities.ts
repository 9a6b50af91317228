// What a software statement shows and signs with: certificates that are in date, with the keys that belong to them.

import { hash } from 'node:crypto'
import { keyFitsCertificate } from '../../../pki/keys.ts'
import { AppError } from '../../../shared/errors.ts'
import type { ObSealCertificate, ObWacCertificate } from '../../../shared/model/certificate.ts'
import type { SoftwareStatement } from '../../../shared/model/software-statement.ts'
import { importSigningKey } from '../bank/jws.ts'
import type { SigningKey, TransportIdentity } from '../bank/session.ts'
import type { Clock } from '../clock.ts'
import { type CertificateKind, type CertificateRecords, kinds } from './certificate-records.ts'

export type SoftwareStatementCertificates = Pick<SoftwareStatement, 'defaultObWacCertificateId' | 'defaultObSealCertificateId'>

/** Both throw CERTIFICATE_EXPIRED, CERTIFICATE_INVALID, SECRET_MISSING or KEY_MISMATCH. */
export interface Identities {
  /** The transport certificate of a software statement, fit for use. */
  identity(statement: SoftwareStatementCertificates): { certificate: ObWacCertificate; identity: TransportIdentity }
  /** The key of its signing certificate; an RSA key signs `rsaAlgorithm`, PS256 when absent. */
  signingKey(statement: SoftwareStatementCertificates, rsaAlgorithm?: 'PS256' | 'RS256'): Promise<SigningKey>
}

export const createIdentities = ({ clock, certificates }: { clock: Clock; certificates: CertificateRecords }): Identities => {
  // Every exchange asks for its keys. By certificate: the digest of the key that was found to belong to it; by that: what it signs with.
  const fitting = new Map<string, string>()
  const signingKeys = new Map<string, SigningKey>()

  const usableKey = (kind: CertificateKind, certificate: ObWacCertificate | ObSealCertificate): string => {
    const label = `${kinds[kind].label} "${certificate.name}"`
    const now = clock.now().toISOString()
    if (certificate.notAfter <= now) {
      throw new AppError('CERTIFICATE_EXPIRED', `${label} expired on ${certificate.notAfter.slice(0, 10)}`, {
        remedy: 'Give the software statement a certificate that is in date.',
      })
    }
    if (certificate.notBefore > now) {
      throw new AppError('CERTIFICATE_INVALID', `${label} is valid only from ${certificate.notBefore.slice(0, 10)}`)
    }
    const privateKey = certificates.privateKey(kind, certificate.id)
    const digest = hash('sha256', privateKey)
    if (fitting.get(certificate.id) === digest) return privateKey
    if (!keyFitsCertificate(privateKey, certificate.certificate)) {
      throw new AppError('KEY_MISMATCH', `The key kept for ${label} does not belong to it`, {
        remedy: 'Import the certificate again with its own key.',
      })
    }
    fitting.set(certificate.id, digest)
    return privateKey
  }

  return {
    identity(statement) {
      const certificate = certificates.get('obWac', statement.defaultObWacCertificateId)
      const privateKey = usableKey('obWac', certificate)
      const { id: obWacCertificateId, chain } = certificate
      return { certificate, identity: { obWacCertificateId, certificate: certificate.certificate, chain, privateKey } }
    },

    async signingKey(statement, rsaAlgorithm = 'PS256') {
      const certificate = certificates.get('obSeal', statement.defaultObSealCertificateId)
      const privateKey = usableKey('obSeal', certificate)
      const slot = `${certificate.id} ${fitting.get(certificate.id)} ${certificate.keyId} ${rsaAlgorithm}`
      const key = signingKeys.get(slot) ?? (await importSigningKey(privateKey, certificate.keyId, rsaAlgorithm))
      signingKeys.set(slot, key)
      return key
    },
  }
}
