// What is wrong in a workspace, or about to be. Runs on opening; every host shows it.

import { sameDistinguishedName } from '../../../pki/distinguished-name.ts'
import { keyFitsCertificate } from '../../../pki/keys.ts'
import { AppError } from '../../../shared/errors.ts'
import type { ObSealCertificate, ObWacCertificate } from '../../../shared/model/certificate.ts'
import type { Finding } from '../../../shared/model/workspace.ts'
import type { ConsentRecords } from '../account-access-consents/consent-records.ts'
import type { BankProfileService } from '../bank-profiles/bank-profile-service.ts'
import type { RegistrationRecords } from '../bank-registrations/registration-records.ts'
import { type CertificateKind, type CertificateRecords, kinds } from '../certificates/certificate-records.ts'
import type { Clock } from '../clock.ts'
import type { EncryptionKeys } from '../secrets/encryption-keys.ts'
import type { SoftwareStatementService } from '../software-statements/software-statement-service.ts'
import { reconfirmationFinding } from './consent-findings.ts'

const day = 86_400_000
const soonDays = 30

type Judgement = Pick<Finding, 'severity' | 'check' | 'message' | 'remedy'>

const good = (check: string, message: string): Judgement => ({ severity: 'good', check, message, remedy: null })

export const createWorkspaceCheck = (deps: {
  clock: Clock
  keys: EncryptionKeys
  certificates: CertificateRecords
  softwareStatements: SoftwareStatementService
  registrations: RegistrationRecords
  profiles: BankProfileService
  consents: Pick<ConsentRecords, 'list'>
}) => {
  const { clock, certificates } = deps

  const expiry = (label: string, certificate: ObWacCertificate | ObSealCertificate): Judgement => {
    const now = clock.now().getTime()
    const left = Math.floor((Date.parse(certificate.notAfter) - now) / day)
    const date = certificate.notAfter.slice(0, 10)
    const remedy = 'Create or import a new certificate and give it to the software statement.'
    if (Date.parse(certificate.notBefore) > now) {
      const message = `${label} is valid only from ${certificate.notBefore.slice(0, 10)}`
      return { severity: 'failed', check: 'expiry', message, remedy: 'Wait, or check the clock of this machine.' }
    }
    if (left < 0) return { severity: 'failed', check: 'expiry', message: `${label} expired on ${date}`, remedy }
    if (left <= soonDays) return { severity: 'attention', check: 'expiry', message: `${label} expires in ${left} days, on ${date}`, remedy }
    return good('expiry', `${label} is valid until ${date}`)
  }

  const keyFit = (kind: CertificateKind, label: string, certificate: ObWacCertificate): Judgement => {
    const check = 'keyFitsCertificate'
    try {
      if (keyFitsCertificate(certificates.privateKey(kind, certificate.id), certificate.certificate))
        return good(check, `The key of ${label} fits`)
      return {
        severity: 'failed',
        check,
        message: `The key kept for ${label} does not belong to it`,
        remedy: 'Import the certificate again with its own key.',
      }
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      return {
        severity: 'failed',
        check: 'keyReachable',
        message: `The key of ${label} cannot be read: ${error.message}`,
        remedy: error.details.remedy ?? null,
      }
    }
  }

  const certificateFindings = (kind: CertificateKind): Finding[] =>
    certificates.list(kind).flatMap((certificate) => {
      const { aggregate, label } = kinds[kind]
      const subject = { aggregate, id: certificate.id, name: certificate.name }
      const name = `${label} "${certificate.name}"`
      return [expiry(name, certificate), keyFit(kind, name, certificate)].map((judgement) => ({ subject, ...judgement }))
    })

  const statementFindings = (): Finding[] =>
    deps.softwareStatements.list().flatMap((statement) => {
      const subject = { aggregate: 'softwareStatement', id: statement.id, name: statement.clientName }
      const name = `Software statement "${statement.clientName}"`
      if (!statement.ssa) {
        const remedy = 'Obtain one from the directory before registering with a bank.'
        return [{ subject, severity: 'attention' as const, check: 'ssa', message: `${name} has no assertion`, remedy }]
      }
      // Banks look at an assertion when they register a client, so its age no longer matters afterwards.
      const registered = deps.registrations.list().some((one) => one.softwareStatementId === statement.id && one.state === 'registered')
      const open = statement.ssa.checks.filter(
        ({ verdict, claim }) => verdict === 'fail' || (verdict === 'warning' && !(registered && claim === 'iat')),
      )
      if (open.length === 0) return [{ subject, ...good('ssa', `${name} has an assertion that holds`) }]
      return open.map(({ claim, expected, actual, verdict }) => ({
        subject,
        severity: verdict === 'fail' ? ('failed' as const) : ('attention' as const),
        check: `ssa.${claim}`,
        message: `${name}: ${claim} should be ${expected ?? 'present'}, and is ${actual ?? 'absent'}`,
        remedy: 'Obtain a new assertion from the directory.',
      }))
    })

  /** Those that no list has, because they cannot be read; or the one reason why none can be. */
  const profileProblems = (): Finding[] => {
    const finding = (subject: Finding['subject'], { message, details }: AppError): Finding => ({
      subject,
      severity: 'attention',
      check: 'readable',
      message,
      remedy: details.remedy ?? 'Correct it in its file; one that was added here is deleted and added again.',
    })
    try {
      return deps.profiles.problems().map(({ error, ...subject }) => finding({ aggregate: 'bankProfile', ...subject }, error))
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      return [finding({ aggregate: 'bankProfileFile', id: '', name: 'Bank profiles' }, error)]
    }
  }

  const bankName = (id: string): string | null => {
    try {
      return deps.profiles.get(id).displayName
    } catch (error) {
      if (error instanceof AppError) return null
      throw error
    }
  }

  const registrationFindings = (): Finding[] =>
    deps.registrations.list().flatMap((registration): Finding[] => {
      const displayName = bankName(registration.bankProfileId)
      // What is wrong with its bank profile is a finding of its own.
      if (displayName === null) return []
      const subject = { aggregate: 'bankRegistration', id: registration.id, name: displayName }
      const name = `Registration with ${displayName}`
      if (registration.state !== 'registered') {
        const remedy = 'Ask the bank whether the client exists, then delete the registration here.'
        return [{ subject, severity: 'attention', check: 'state', message: `${name} was left ${registration.state}`, remedy }]
      }
      const statement = deps.softwareStatements.get(registration.softwareStatementId)
      const certificate = certificates.get('obWac', statement.defaultObWacCertificateId)
      if (sameDistinguishedName(registration.binding.subject, certificate.subject)) {
        return [{ subject, ...good('binding', `${name} is bound to the certificate in use`) }]
      }
      const message = `${name} is bound to ${registration.binding.subject}, and the software statement uses ${certificate.subject}`
      const remedy = 'Give the software statement a certificate with the bound subject, or register again.'
      return [{ subject, severity: 'failed', check: 'binding', message, remedy }]
    })

  return async () => {
    const findings = [
      ...(await deps.keys.findings()),
      ...certificateFindings('obWac'),
      ...certificateFindings('obSeal'),
      ...statementFindings(),
      ...profileProblems(),
      ...registrationFindings(),
      ...deps.consents.list().flatMap((consent) => reconfirmationFinding(consent, clock.now()) ?? []),
    ]
    const count = (severity: Finding['severity']) => findings.filter((finding) => finding.severity === severity).length
    return { findings, failed: count('failed'), attention: count('attention') }
  }
}
