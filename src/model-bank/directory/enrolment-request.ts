import type { X509Certificate } from 'node:crypto'
import { z } from 'zod'
import { AppError } from '../../shared/errors.ts'
import type { Psd2Role } from '../../shared/model/certificate.ts'
import { pem } from '../../shared/model/common.ts'
import { type SoftwareRole, softwareRole } from '../../shared/model/software-statement.ts'
import { chainsTo, parseCertificate } from '../trust.ts'
import { readSubject } from './subject.ts'

export const enrolmentRequest = z.strictObject({
  organisationName: z.string().min(1).max(100),
  softwareId: z.string().regex(/^[0-9A-Za-z]{1,22}$/),
  clientName: z.string().min(1).max(40),
  redirectUris: z.array(z.url().max(255)).min(1),
  roles: z.array(softwareRole).min(1),
  transportCertificate: pem,
  signingCertificate: pem,
  signingKeyId: z.string().min(1).max(100),
  caCertificates: z.array(pem).min(1).max(10),
})
export type EnrolmentRequest = z.infer<typeof enrolmentRequest>

// Directory API: role of a software statement ↔ role in the certificate's PSD2 QcStatement (ETSI TS 119 495 §5.1).
const certificateRoles: Record<SoftwareRole, Psd2Role> = { AISP: 'PSP_AI', PISP: 'PSP_PI', CBPII: 'PSP_IC', ASPSP: 'PSP_AS' }

/**
 * Checks an enrolment as the directory does: certificates in date, of the organisation, from the given
 * authorities, and with the roles that the software asks for. Throws INVALID_INPUT, CERTIFICATE_INVALID
 * or CERTIFICATE_EXPIRED with the field at fault.
 */
export function checkEnrolment(organisationId: string, request: EnrolmentRequest, now: Date): void {
  const authorities = request.caCertificates.map((text, index) => parseCertificate(text, `caCertificates.${index}`))
  if (request.roles.includes('ASPSP') && request.roles.length > 1) {
    throw new AppError('INVALID_INPUT', 'Role ASPSP excludes every other role', { field: 'roles', remedy: 'Leave ASPSP out.' })
  }
  for (const field of ['transportCertificate', 'signingCertificate'] as const) {
    const certificate = parseCertificate(request[field], field)
    checkDates(certificate, field, now)
    checkOrganisation(certificate, field, organisationId)
    if (!chainsTo(certificate, authorities, now)) {
      throw new AppError('CERTIFICATE_INVALID', `${field} was issued by none of caCertificates`, {
        field,
        remedy: 'Send the certificate of the authority that issued it.',
      })
    }
    checkRoles(certificate, field, request.roles)
  }
}

function checkDates(certificate: X509Certificate, field: string, now: Date): void {
  if (now > certificate.validToDate) {
    throw new AppError('CERTIFICATE_EXPIRED', `${field} expired on ${certificate.validToDate.toISOString()}`, {
      field,
      remedy: 'Enrol with a renewed certificate.',
    })
  }
  if (now < certificate.validFromDate) {
    throw new AppError('CERTIFICATE_INVALID', `${field} is not valid before ${certificate.validFromDate.toISOString()}`, { field })
  }
}

function checkOrganisation(certificate: X509Certificate, field: string, organisationId: string): void {
  const { commonName } = readSubject(certificate)
  if (commonName === organisationId) return
  throw new AppError('CERTIFICATE_INVALID', `${field} belongs to ${commonName ?? 'no organisation'}, not to ${organisationId}`, {
    field,
    remedy: 'The common name (CN) of an OBWAC or OBSeal is the organisation id in the directory.',
  })
}

function checkRoles(certificate: X509Certificate, field: string, roles: SoftwareRole[]): void {
  const certified = readSubject(certificate).roles
  const missing = roles.filter((role) => !certified.includes(certificateRoles[role]))
  if (missing.length === 0) return
  throw new AppError('CERTIFICATE_INVALID', `${field} lacks the PSD2 role for ${missing.join(', ')}`, {
    field,
    remedy: `Its QcStatement has ${certified.length === 0 ? 'no roles' : certified.join(', ')}; ask for fewer roles or use another certificate.`,
  })
}
