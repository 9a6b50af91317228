// Puts together what it takes to talk to a bank, and refuses before anything leaves when it does not fit.

import { sameDistinguishedName } from '../../../pki/distinguished-name.ts'
import { AppError } from '../../../shared/errors.ts'
import type { BankProfile } from '../../../shared/model/bank-profile.ts'
import type { BankRegistration } from '../../../shared/model/bank-registration.ts'
import type { ObWacCertificate } from '../../../shared/model/certificate.ts'
import { signingAlgorithmOf } from '../bank/jws.ts'
import type { BankSession, BankTarget, SigningKey } from '../bank/session.ts'
import type { BankProfileService } from '../bank-profiles/bank-profile-service.ts'
import type { Identities } from '../certificates/identities.ts'
import type { SoftwareStatementService } from '../software-statements/software-statement-service.ts'
import type { RegistrationRecords } from './registration-records.ts'

export const targetOf = (profile: BankProfile): BankTarget => ({ bankProfileId: profile.id, caCertificates: profile.caCertificates })

/** INVALID_INPUT when the bank takes nothing that is signed with this key. */
export const checkSigningAlgorithm = (signing: SigningKey, profile: BankProfile): void => {
  const algorithm = signingAlgorithmOf(signing)
  if (profile.signingAlgorithms.includes(algorithm)) return
  throw new AppError('INVALID_INPUT', `Signing certificate signs ${algorithm}, which ${profile.displayName} does not take`, {
    field: 'defaultObSealCertificateId',
    remedy: `Give the software statement a signing certificate for ${profile.signingAlgorithms.join(' or ')}.`,
  })
}

export const createSessions = (deps: {
  identities: Identities
  softwareStatements: SoftwareStatementService
  profiles: BankProfileService
  registrations: RegistrationRecords
}) => {
  const { identity, signingKey } = deps.identities

  const checkRegisteredAlgorithm = (registration: BankRegistration, signing: SigningKey): void => {
    const algorithm = signingAlgorithmOf(signing)
    if (registration.signingAlgorithm === algorithm) return
    const message = `Signing certificate signs ${algorithm}; the client is registered for ${registration.signingAlgorithm}`
    throw new AppError('CERTIFICATE_INVALID', message, {
      field: 'defaultObSealCertificateId',
      remedy: `Give the software statement a signing certificate for ${registration.signingAlgorithm}, or register again.`,
    })
  }

  const sessions = {
    identity,
    signingKey,

    /**
     * The session of a registration. A renewed certificate (same subject) becomes its new binding;
     * one with another subject is refused with CERTIFICATE_INVALID before it leaves.
     */
    async open(registrationId: string, field = 'bankRegistrationId'): Promise<BankSession> {
      const registration = deps.registrations.get(registrationId, field)
      const profile = deps.profiles.usable(registration.bankProfileId, 'bankProfileId')
      const statement = deps.softwareStatements.certificatesOf(registration.softwareStatementId)
      if (registration.state === 'registering' || !registration.externalApiId) {
        throw new AppError('CONFLICT', `Registration with ${profile.displayName} was begun and not confirmed`, {
          field,
          remedy: 'Delete it with localOnly and register again; the bank may hold a client that nobody uses.',
        })
      }
      const transport = identity(statement)
      sessions.checkBinding(registration, transport.certificate)
      const signing = await signingKey(statement)
      checkRegisteredAlgorithm(registration, signing)
      return {
        bankRegistrationId: registration.id,
        profile,
        endpoints: registration.endpoints,
        target: targetOf(profile),
        identity: transport.identity,
        client: {
          clientId: registration.externalApiId,
          authMethod: registration.tokenEndpointAuthMethod,
          clientSecret: deps.registrations.secret(registration.id, 'client_secret'),
          subjectDn: registration.tlsClientAuthSubjectDn,
        },
        signing,
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
