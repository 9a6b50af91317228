import { randomUUID, X509Certificate } from 'node:crypto'
import { createLocalJWKSet, importJWK, type JSONWebKeySet, type JWK, jwtVerify, SignJWT } from 'jose'
import type { SoftwareRole } from '../../shared/model/software-statement.ts'
import type { BankState } from '../contracts.ts'
import { thumbprintOf } from '../trust.ts'
import { checkEnrolment, type EnrolmentRequest } from './enrolment-request.ts'
import { signingKey } from './signing-key.ts'
import { readSubject } from './subject.ts'

export const ssaIssuer = 'OpenBanking Ltd'
/** The bank takes no assertion older than this, in seconds: the standard leaves the window to the bank. */
export const ssaFreshness = 30 * 60

export interface SoftwareStatementRecord extends EnrolmentRequest {
  organisationId: string
  enrolled: string
  version: number
}

export interface SsaClaims {
  softwareId: string
  clientName: string
  organisationId: string
  organisationStatus: string
  redirectUris: string[]
  roles: SoftwareRole[]
}

export interface Directory {
  /** Enrols or, under the same id, renews a software statement. Throws as `checkEnrolment` does. */
  enrol(organisationId: string, request: EnrolmentRequest): SoftwareStatementRecord
  find(organisationId: string, softwareId: string): SoftwareStatementRecord | undefined
  all(): SoftwareStatementRecord[]
  /** Public keys of the directory itself. */
  jwks(): JSONWebKeySet
  /** Public keys of one software statement: its signing key and its transport certificate's. */
  softwareJwks(organisationId: string, softwareId: string): JSONWebKeySet | undefined
  signingKeys(organisationId: string, softwareId: string): JWK[]
  /** Signs a software statement assertion; the claims are those of the OB Directory (uk DCR 3.3, "Software Statement"). */
  assertion(record: SoftwareStatementRecord): Promise<string>
  /** Verifies an assertion: signature, issuer, age. Throws an error of jose, or an Error with the reason. */
  verifyAssertion(jwt: string): Promise<SsaClaims>
  /** Authorities that certificates were enrolled with, of one organisation or of all. */
  authorities(organisationId?: string): X509Certificate[]
}

export async function openDirectory(state: BankState, baseUrl: string, now: () => Date): Promise<Directory> {
  const records = state.collection<SoftwareStatementRecord>('softwareStatements')
  const key = await signingKey(state, 'directory')
  const privateKey = await importJWK(key.privateJwk, 'PS256')
  const own: JSONWebKeySet = { keys: [key.publicJwk] }
  const keySet = createLocalJWKSet(own)
  const authorities = authorityCache(() => records.all().map((entry) => entry.value))

  return {
    enrol(organisationId, request) {
      checkEnrolment(organisationId, request, now())
      const id = recordKey(organisationId, request.softwareId)
      const record = { ...request, organisationId, enrolled: now().toISOString(), version: (records.get(id)?.version ?? 0) + 1 }
      records.put(id, record)
      authorities.reset()
      return record
    },
    find: (organisationId, softwareId) => records.get(recordKey(organisationId, softwareId)),
    all: () => records.all().map((entry) => entry.value),
    jwks: () => own,
    softwareJwks(organisationId, softwareId) {
      const record = records.get(recordKey(organisationId, softwareId))
      return record && { keys: publicKeys(record) }
    },
    signingKeys(organisationId, softwareId) {
      const record = records.get(recordKey(organisationId, softwareId))
      return record ? publicKeys(record).filter((jwk) => jwk.use === 'sig') : []
    },
    assertion: (record) =>
      new SignJWT(assertionClaims(record, baseUrl))
        .setProtectedHeader({ alg: 'PS256', kid: key.kid, typ: 'JWT' })
        .setIssuer(ssaIssuer)
        .setIssuedAt(now())
        .setJti(randomUUID())
        .sign(privateKey),
    async verifyAssertion(jwt) {
      const { payload } = await jwtVerify(jwt, keySet, {
        algorithms: ['PS256'],
        issuer: ssaIssuer,
        currentDate: now(),
        maxTokenAge: ssaFreshness,
        clockTolerance: 60,
      })
      return readClaims(payload)
    },
    authorities: authorities.of,
  }
}

const recordKey = (organisationId: string, softwareId: string) => `${organisationId}/${softwareId}`

function authorityCache(records: () => SoftwareStatementRecord[]) {
  let parsed: { organisationId: string; certificate: X509Certificate }[] | null = null
  return {
    reset: () => {
      parsed = null
    },
    of(organisationId?: string) {
      parsed ??= records().flatMap((record) =>
        record.caCertificates.map((text) => ({ organisationId: record.organisationId, certificate: new X509Certificate(text) })),
      )
      return parsed
        .filter((entry) => organisationId === undefined || entry.organisationId === organisationId)
        .map((entry) => entry.certificate)
    },
  }
}

function publicKeys(record: SoftwareStatementRecord): JWK[] {
  const signing = new X509Certificate(record.signingCertificate)
  const transport = new X509Certificate(record.transportCertificate)
  return [
    {
      ...certificateJwk(signing),
      kid: record.signingKeyId,
      use: 'sig',
      alg: signing.publicKey.asymmetricKeyType === 'ec' ? 'ES256' : 'PS256',
    },
    { ...certificateJwk(transport), kid: thumbprintOf(transport), use: 'tls' },
  ]
}

/** The public key of a certificate as a JWK that carries the certificate (RFC 7517 §4.7). */
export function certificateJwk(certificate: X509Certificate): JWK {
  return {
    ...certificate.publicKey.export({ format: 'jwk' }),
    x5c: [certificate.raw.toString('base64')],
    'x5t#S256': thumbprintOf(certificate),
  }
}

function assertionClaims(record: SoftwareStatementRecord, baseUrl: string) {
  const { organisationIdentifier } = readSubject(new X509Certificate(record.transportCertificate))
  const organisation = `${baseUrl}/organisation/${record.organisationId}`
  const software = `${organisation}/software-statement/${record.softwareId}`
  // PSDGB-FCA-123456: country, authority, registration (ETSI TS 119 495 §5.2.1).
  const [, country, authority, registration] = /^PSD([A-Z]{2})-([A-Z]{2,8})-(.+)$/.exec(organisationIdentifier ?? '') ?? []
  return {
    software_id: record.softwareId,
    software_client_id: record.softwareId,
    software_client_name: record.clientName,
    software_client_description: record.clientName,
    software_version: record.version,
    software_environment: 'sandbox',
    software_mode: 'Test',
    software_redirect_uris: record.redirectUris,
    software_roles: record.roles,
    software_jwks_endpoint: `${software}/jwks`,
    software_jwks_revoked_endpoint: `${software}/revoked/jwks`,
    software_on_behalf_of_org: null,
    org_id: record.organisationId,
    org_name: record.organisationName,
    org_status: 'Active',
    org_contacts: [],
    org_jwks_endpoint: `${organisation}/jwks`,
    org_jwks_revoked_endpoint: `${organisation}/revoked/jwks`,
    organisation_competent_authority_claims: {
      authority_id: `${country ?? 'GB'}-${authority ?? 'OB'}`,
      registration_id: registration ?? record.organisationId,
      status: 'Active',
      authorisations: [{ member_state: country ?? 'GB', roles: record.roles }],
    },
  }
}

function readClaims(payload: Record<string, unknown>): SsaClaims {
  const text = (name: string): string => {
    const value = payload[name]
    if (typeof value !== 'string') throw new Error(`"${name}" is missing`)
    return value
  }
  const list = (name: string): string[] => {
    const value = payload[name]
    if (!Array.isArray(value)) throw new Error(`"${name}" is missing`)
    return value.filter((item) => typeof item === 'string')
  }
  const roles: SoftwareRole[] = (['AISP', 'PISP', 'CBPII', 'ASPSP'] as const).filter((role) => list('software_roles').includes(role))
  return {
    softwareId: text('software_id'),
    clientName: text('software_client_name'),
    organisationId: text('org_id'),
    organisationStatus: text('org_status'),
    redirectUris: list('software_redirect_uris'),
    roles,
  }
}
