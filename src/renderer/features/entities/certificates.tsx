import { lazy } from 'react'
import type { ObSealCertificate, ObWacCertificate } from '../../../shared/model/certificate.ts'
import { useQuery } from '../../api/query.ts'
import { text } from '../../text/en.ts'
import { entityText } from '../../text/entities/index.ts'
import { daysFromNow } from '../../ui/format.ts'
import { type CertificateAggregate, CertificateDetail } from './certificate-detail.tsx'
import { signingRequestEntry } from './certificate-forms/signing-request-detail.tsx'
import { type EntityScreenDefinition, type Entry, type EntryStatus, group } from './entry.ts'

const t = entityText.certificate
const forms = entityText.certificateForms
const soonDays = 30

// Loaded when one is opened.
const SandboxForm = lazy(async () => ({ default: (await import('./certificate-forms/sandbox-form.tsx')).SandboxForm }))
const ImportForm = lazy(async () => ({ default: (await import('./certificate-forms/import-form.tsx')).ImportForm }))
const RequestForm = lazy(async () => ({ default: (await import('./certificate-forms/request-form.tsx')).RequestForm }))
const InspectForm = lazy(async () => ({ default: (await import('./certificate-forms/inspect-form.tsx')).InspectForm }))

export const validityOf = ({ notBefore, notAfter }: Pick<ObWacCertificate, 'notBefore' | 'notAfter'>, now = Date.now()): EntryStatus => {
  const days = daysFromNow(notAfter, now)
  if (Date.parse(notAfter) < now) return { tone: 'failed', word: t.states.expired }
  if (Date.parse(notBefore) > now) return { tone: 'attention', word: t.states.notYetValid }
  return days <= soonDays ? { tone: 'attention', word: entityText.days(days) } : { tone: 'good', word: t.states.valid }
}

const entry =
  (aggregate: CertificateAggregate) =>
  (certificate: ObWacCertificate | ObSealCertificate): Entry => ({
    aggregate,
    id: certificate.id,
    name: certificate.name,
    status: validityOf(certificate),
    secondary: certificate.roles.map((role) => t.roleNames[role]).join(', ') || t.profiles[certificate.profile],
    words: `${certificate.subject} ${certificate.sha256Fingerprint} ${certificate.serialNumber}`,
    detail: () => <CertificateDetail aggregate={aggregate} certificate={certificate} />,
  })

export const certificates: EntityScreenDefinition = {
  id: 'certificates',
  label: text.nav.certificates,
  empty: t.empty,
  useGroups: () => [
    group('transport', t.transport, useQuery('obWacCertificate.list', {}), entry('obWacCertificate')),
    group('signing', t.signing, useQuery('obSealCertificate.list', {}), entry('obSealCertificate')),
    group('request', forms.request.heading, useQuery('signingRequest.list', {}), signingRequestEntry),
  ],
  forms: [
    { id: 'sandbox', label: forms.forms.sandbox, component: SandboxForm },
    { id: 'import', label: forms.forms.import, component: ImportForm },
    { id: 'request', label: forms.forms.request, component: RequestForm },
    { id: 'inspect', label: forms.forms.inspect, component: InspectForm },
  ],
}
