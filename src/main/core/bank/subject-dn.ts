// The DN doctor. A bank compares tls_client_auth_subject_dn with what its own TLS terminator prints (RFC 8705 §2.1.2),
// and may take one rendering of the subject only. Which one is tried is the person's choice; here is what there is to choose from.

import { dnRenderings } from '../../../pki/distinguished-name.ts'
import type { Output } from '../../../shared/api.ts'
import { dcrVersions, subjectDnProblem } from '../../../shared/dcr-versions.ts'
import type { AppErrorDetails } from '../../../shared/errors.ts'
import type { BankProfile } from '../../../shared/model/bank-profile.ts'
import type { DnRenderingName } from '../../../shared/model/certificate.ts'

type Registration = Pick<BankProfile['registration'], 'version' | 'subjectDnRendering'>
type SubjectDns = Output<'bankRegistration.subjectDns'>

const labels: Record<DnRenderingName, string> = {
  shortName: 'Subject with organizationIdentifier by its name',
  dottedHex: 'Subject in the strict form of RFC 4514, with hexadecimal',
  dottedString: 'Subject with 2.5.4.97 and text',
  oidPrefix: 'Subject with OID.2.5.4.97, as Java prints it',
  spaced: 'Subject with 2.5.4.97 and spaces',
  certificateOrder: 'Subject in the order of the certificate, one attribute on each line',
}

/**
 * Every rendering of an issued certificate's subject (PEM), the profile's choice first.
 * A signing request would not do: the authority may encode its strings otherwise, which shows in the hexadecimal form.
 */
export function subjectDns(certificate: string, { version, subjectDnRendering }: Registration, refused: string[]): SubjectDns {
  const { limit } = dcrVersions[version].subjectDn
  const items = dnRenderings(certificate)
    .toSorted((a, b) => Number(b.rendering === subjectDnRendering) - Number(a.rendering === subjectDnRendering))
    .map((one) => {
      const problem = subjectDnProblem(one.value, version)
      const ofProfile = one.rendering === subjectDnRendering
      return { ...one, fits: problem === null, problem, ofProfile, refused: refused.includes(one.value) }
    })
  return { limit, items, next: items.find((one) => one.fits && !one.refused)?.rendering ?? null }
}

/** What to offer instead of a subject that was refused: the first rendering that fits and is another. Nothing when there is none. */
export function subjectDnSuggestion(certificate: string, registration: Registration, refused: string): AppErrorDetails['suggestion'] {
  const { next } = subjectDns(certificate, registration, [refused])
  return next === null ? undefined : { field: 'subjectDnRendering', value: next, label: labels[next] }
}

/** The subject of an issued certificate (PEM) in one rendering. */
export const renderedSubject = (certificate: string, rendering: DnRenderingName): string | undefined =>
  dnRenderings(certificate).find((one) => one.rendering === rendering)?.value
