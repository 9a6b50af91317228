// Puts together what it takes to talk to a bank, and refuses before anything leaves when it does not fit.

import { hash } from 'node:crypto'
import { sameDistinguishedName } from '../../../pki/distinguished-name.ts'
import { keyFitsCertificate } from '../../../pki/keys.ts'
import { AppError } from '../../../shared/errors.ts'
import type { BankProfile } from '../../../shared/model/bank-profile.ts'
import type { BankRegistration } from '../../../shared/model/bank-registration.ts'
import type { ObSealCertificate, ObWacCertificate } from '../../../shared/model/certificate.ts'
import { importSigningKey } from '../bank/jws.ts'
import type { BankSession, BankTarget, SigningKey, TransportIdentity } from '../bank/session.ts'
import type { BankProfileService } from '../bank-profiles/bank-profile-service.ts'
import type { CertificateKind, CertificateRecords } from '../certificates/certificate-records.ts'
import { kinds } from '../certificates/certificate-records.ts'
import type { Clock } from '../clock.ts'
import type { SoftwareStatementCertificates, SoftwareStatementService } from '../software-statements/software-statement-service.ts'
import type { RegistrationRecords } from './registration-records.ts'

export const targetOf = (profile: BankProfile): BankTarget => ({ bankProfileId: profile.id, caCertificates: profile.caCertificates })

export const createSessions = (deps: {
  clock: Clock
  certificates: CertificateRecords
  softwareStatements: SoftwareStatementService
  profiles: BankProfileService
  registrations: RegistrationRecords
}) => {
  const { clock, certificates } = deps
  // Every exchange asks for its keys. By certificate: the digest of the key that was found to belong to it; by that: what it signs with.
  const fitting = new Map<string, string>()
  const signingKeys = new Map<string, SigningKey>()

  /** Throws CERTIFICATE_EXPIRED, SECRET_MISSING or KEY_MISMATCH. */
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

  const sessions = {
    /** The transport certificate of a software statement, fit for use. */
    identity(statement: SoftwareStatementCertificates): { certificate: ObWacCertificate; identity: TransportIdentity } {
      const certificate = certificates.get('obWac', statement.defaultObWacCertificateId)
      const privateKey = usableKey('obWac', certificate)
      const { id: obWacCertificateId, chain } = certificate
      return { certificate, identity: { obWacCertificateId, certificate: certificate.certificate, chain, privateKey } }
    },

    async signingKey(statement: SoftwareStatementCertificates): Promise<SigningKey> {
      const certificate = certificates.get('obSeal', statement.defaultObSealCertificateId)
      const privateKey = usableKey('obSeal', certificate)
      const slot = `${certificate.id} ${fitting.get(certificate.id)}`
      const key = signingKeys.get(slot) ?? (await importSigningKey(privateKey, certificate.keyId))
      signingKeys.set(slot, key)
      return key
    },

    /**
     * The session of a registration. A renewed certificate (same subject) becomes its new binding;
     * one with another subject is refused with CERTIFICATE_INVALID before it leaves.
     */
    async open(registrationId: string, field = 'bankRegistrationId'): Promise<BankSession> {
      const registration = deps.registrations.get(registrationId, field)
      const profile = deps.profiles.get(registration.bankProfileId)
      const statement = deps.softwareStatements.certificatesOf(registration.softwareStatementId)
      if (registration.state === 'registering' || !registration.externalApiId) {
        throw new AppError('CONFLICT', `Registration with ${profile.displayName} was begun and not confirmed`, {
          field,
          remedy: 'Delete it with localOnly and register again; the bank may hold a client that nobody uses.',
        })
      }
      const { certificate, identity } = sessions.identity(statement)
      sessions.checkBinding(registration, certificate)
      return {
        bankRegistrationId: registration.id,
        profile,
        endpoints: registration.endpoints,
        target: targetOf(profile),
        identity,
        client: {
          clientId: registration.externalApiId,
          authMethod: registration.tokenEndpointAuthMethod,
          clientSecret: deps.registrations.secret(registration.id, 'client_secret'),
        },
        signing: await sessions.signingKey(statement),
      }
    },

    checkBinding(registration: BankRegistration, certificate: ObWacCertificate): void {
      const { binding } = registration
      if (binding.sha256Fingerprint === certificate.sha256Fingerprint) return
      // SECURITY: showing a bank another organisation's certificate under this client id links the two for good.
      if (!sameDistinguishedName(binding.subject, certificate.subject)) {
        throw new AppError('CERTIFICATE_INVALID', `OBWAC "${certificate.name}" has another subject than the registration is bound to`, {
          field: 'defaultObWacCertificateId',
          remedy: `Use a certificate with the subject ${binding.subject}, or register again.`,
        })
      }
      deps.registrations.bind(registration.id, certificate)
    },
  }
  return sessions
}

export type Sessions = ReturnType<typeof createSessions>
