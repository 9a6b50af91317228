// What the forms begin with: an invented organisation, or what a certificate that is to be renewed says of its own.

import type { InspectedCertificate, Psd2Role } from '../../../../shared/model/certificate.ts'

export interface OrganisationForm {
  name: string
  organisationId: string
  softwareId: string
  authorisationNumber: string
  roles: Psd2Role[]
}

/** The model bank's directory knows none by this name; any bank's sandbox would ask for another. */
export const sandboxOrganisation: OrganisationForm = {
  name: 'Example Payments Limited',
  organisationId: '0015800001ExAmPLE0',
  softwareId: 'ExampleSoftware0000001',
  authorisationNumber: 'PSDGB-FCA-900002',
  roles: ['PSP_AI', 'PSP_PI'],
}

export interface SandboxForm {
  name: string
  profile: 'psd2' | 'plain'
  organisation: OrganisationForm
  subject: string
  /** Null: a new one. */
  sandboxCaId: string | null
}

export const newSandbox: SandboxForm = {
  name: 'sandbox',
  profile: 'psd2',
  organisation: sandboxOrganisation,
  subject: 'C=GB,O=Example Payments Limited,OU=sandbox,CN=example',
  sandboxCaId: null,
}

type Subject = Pick<InspectedCertificate, 'subjectAttributes' | 'profile' | 'roles'>

/** RFC 4514 §2.4: characters that end a value or begin one otherwise. */
const escaped = (value: string): string => value.replace(/[,+"\\<>;]/g, '\\$&').replace(/^[ #]| $/g, '\\$&')

/** As a subject is typed: in the certificate's own order. */
export const subjectText = ({ subjectAttributes }: Pick<Subject, 'subjectAttributes'>): string =>
  subjectAttributes.map(({ name, value }) => `${name}=${escaped(value)}`).join(',')

const attributeOf = ({ subjectAttributes }: Subject, name: string): string | undefined =>
  subjectAttributes.find((attribute) => attribute.name === name)?.value

/** The same again from the same CA; `softwareId` is not in the certificate. */
export const renewalOf = (
  certificate: Subject & { name: string; sandboxCaId: string | null },
  softwareId: string | undefined,
): SandboxForm => ({
  name: certificate.name,
  sandboxCaId: certificate.sandboxCaId,
  profile: certificate.profile === 'obwac' || certificate.profile === 'obseal' ? 'psd2' : 'plain',
  subject: subjectText(certificate),
  organisation: {
    name: attributeOf(certificate, 'O') ?? '',
    organisationId: attributeOf(certificate, 'CN') ?? '',
    authorisationNumber: attributeOf(certificate, 'organizationIdentifier') ?? '',
    softwareId: softwareId ?? sandboxOrganisation.softwareId,
    roles: certificate.roles,
  },
})
