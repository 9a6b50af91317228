// Form fields of a software statement, and what an assertion says of them.

import type { Input } from '../../../../shared/api.ts'
import type { SoftwareRole } from '../../../../shared/model/software-statement.ts'

export interface StatementFields {
  organisationId: string
  organisationName: string
  softwareId: string
  clientName: string
  roles: SoftwareRole[]
  /** One per line. */
  redirectUris: string
  defaultObWacCertificateId: string | null
  defaultObSealCertificateId: string | null
}

export const fieldNames: (keyof StatementFields)[] = [
  'organisationId',
  'organisationName',
  'softwareId',
  'clientName',
  'roles',
  'redirectUris',
  'defaultObWacCertificateId',
  'defaultObSealCertificateId',
]

export const allRoles: readonly SoftwareRole[] = ['AISP', 'PISP', 'CBPII', 'ASPSP']

export const emptyFields: StatementFields = {
  organisationId: '',
  organisationName: '',
  softwareId: '',
  clientName: '',
  roles: ['AISP'],
  redirectUris: 'http://127.0.0.1/callback',
  defaultObWacCertificateId: null,
  defaultObSealCertificateId: null,
}

/** The claims of a JWT, unverified; null when it is none. */
export const claimsOf = (jwt: string): Record<string, unknown> | null => {
  const [header, payload, signature, ...more] = jwt.trim().split('.')
  if (!header || !payload || !signature || more.length > 0) return null
  try {
    const bytes = Uint8Array.from(atob(payload.replaceAll('-', '+').replaceAll('_', '/')), (character) => character.charCodeAt(0))
    const claims: unknown = JSON.parse(new TextDecoder().decode(bytes))
    return typeof claims === 'object' && claims !== null && !Array.isArray(claims) ? { ...claims } : null
  } catch {
    return null
  }
}

const textOf = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined)
const listOf = (value: unknown): string[] | undefined => (Array.isArray(value) && value.length > 0 ? value.map(String) : undefined)

/** What the claims say of the fields (OB DCR 3.3, software statement); those they do not name are absent. */
export const fieldsFrom = (claims: Record<string, unknown>): Partial<StatementFields> => {
  const roles = listOf(claims.software_roles)
  const found = {
    organisationId: textOf(claims.org_id),
    organisationName: textOf(claims.org_name),
    softwareId: textOf(claims.software_id),
    clientName: textOf(claims.software_client_name)?.slice(0, 40),
    roles: roles && allRoles.filter((role) => roles.includes(role)),
    redirectUris: listOf(claims.software_redirect_uris)?.join('\n'),
  }
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined))
}

export const linesOf = (text: string): string[] =>
  text
    .split(/\s+/)
    .map((line) => line.trim())
    .filter(Boolean)

/** Names of the fields that are left empty. */
export const missingFields = (fields: StatementFields): (keyof StatementFields)[] =>
  fieldNames.filter((name) => {
    const value = fields[name]
    if (name === 'redirectUris') return linesOf(fields.redirectUris).length === 0
    return value === null || value.length === 0 || (typeof value === 'string' && value.trim() === '')
  })

export const createInput = (fields: StatementFields): Input<'softwareStatement.create'> => ({
  organisationId: fields.organisationId.trim(),
  organisationName: fields.organisationName.trim(),
  softwareId: fields.softwareId.trim(),
  clientName: fields.clientName.trim(),
  roles: fields.roles,
  redirectUris: linesOf(fields.redirectUris),
  defaultObWacCertificateId: fields.defaultObWacCertificateId ?? '',
  defaultObSealCertificateId: fields.defaultObSealCertificateId ?? '',
})
