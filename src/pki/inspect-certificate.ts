// Everything one certificate says, decoded.

import { createHash, createPublicKey, type KeyObject, type X509Certificate } from 'node:crypto'
import type { InspectedCertificate, InspectedSigningRequest } from '../shared/model/certificate.ts'
import { selfSigned } from './chain.ts'
import { children, type Der, decode, encode, is, isContext, malformed, tag } from './der.ts'
import { dnRenderings, renderDn } from './distinguished-name.ts'
import { type DnAttribute, decodeDn } from './dn-attributes.ts'
import { type ReadExtensions, readExtensions } from './extension-reader.ts'
import { x5tS256 } from './keys.ts'
import { clientAuth, documentSigning, organizationIdentifier } from './oids.ts'
import { certificatePem, toPem } from './pem.ts'
import { problemsOf } from './problems.ts'
import { rolesOf } from './qc-statements.ts'
import { readSigningRequest } from './signing-request.ts'

type PublicKey = InspectedCertificate['publicKey']

export interface KeyFacts {
  type: string
  bits: number | null
  curve: string | null
}

/** What can be said of a key of any type. */
export const keyFacts = (key: KeyObject): KeyFacts => ({
  type: key.asymmetricKeyType ?? 'unknown',
  bits: key.asymmetricKeyDetails?.modulusLength ?? null,
  curve: key.asymmetricKeyDetails?.namedCurve ?? null,
})

function publicKey(spki: Buffer): PublicKey {
  const sha256 = createHash('sha256').update(spki).digest('hex')
  try {
    return { ...keyFacts(createPublicKey({ key: spki, format: 'der', type: 'spki' })), sha256 }
  } catch {
    return { type: 'unknown', bits: null, curve: null, sha256 }
  }
}

interface Tbs {
  issuer: DnAttribute[]
  subject: DnAttribute[]
  spki: Buffer
  extensions: ReadExtensions
}

/** RFC 5280 §4.1.2. */
function readTbs(raw: Buffer): Tbs {
  const fields = children(children(decode(raw, 'Certificate'), 'Certificate')[0], 'Certificate')
  const [, , issuer, , subject, spki] = is(fields[0], tag.INTEGER) ? fields : fields.slice(1)
  const extensions: Der | undefined = fields.find((field) => isContext(field, 3))
  if (!issuer || !subject || !spki) throw malformed('Certificate')
  return {
    issuer: decodeDn(issuer),
    subject: decodeDn(subject),
    spki: encode(spki),
    extensions: readExtensions(extensions ? children(children(extensions, 'Certificate')[0], 'Certificate') : []),
  }
}

/** Attributes as the contract has them. */
const plain = (attributes: DnAttribute[]) => attributes.map(({ oid, name, value, stringType }) => ({ oid, name, value, stringType }))

/** `PSD` + country + `-` + authority + `-` + identifier (ETSI TS 119 495 §5.2.1). */
function organizationIdentifierOf(subject: DnAttribute[]): InspectedCertificate['organizationIdentifier'] {
  const value = subject.find(({ oid }) => oid === organizationIdentifier)?.value
  if (value === undefined) return null
  const [, country, authority, pspId] = /^PSD([A-Z]{2})-([A-Z]{2,8})-(.+)$/s.exec(value) ?? []
  return { value, country: country ?? null, authority: authority ?? null, pspId: pspId ?? null }
}

function profileOf({ issuer, subject, extensions }: Tbs): InspectedCertificate['profile'] {
  const { basicConstraints, keyUsage, extendedKeyUsage, qcStatements } = extensions
  const has = (oid: string) => extendedKeyUsage?.usages.some((usage) => usage.oid === oid) ?? false
  if (basicConstraints?.ca) return 'ca'
  if (qcStatements) {
    const types = qcStatements.qcTypes.map(({ name }) => name)
    const qualified = qcStatements.statements.some(({ name }) => name === 'QcCompliance')
    if (qualified || !qcStatements.psd2 || types.length !== 1) return 'unknown'
    return types[0] === 'web' ? 'obwac' : types[0] === 'eseal' ? 'obseal' : 'unknown'
  }
  const openBanking = [...issuer, ...subject].some(({ name, value }) => name === 'O' && value === 'OpenBanking')
  if (openBanking && has(clientAuth)) return 'obTransport'
  if (openBanking && (has(documentSigning) || keyUsage?.usages.includes('nonRepudiation'))) return 'obSigning'
  return extensions.problems.length > 0 ? 'unknown' : 'plain'
}

const date = (text: string) => new Date(text)

/** Decodes a certificate as of `now`. `issuer` is the certificate that issued it, where it is at hand. Errors: CERTIFICATE_INVALID. */
export function inspectCertificate(certificate: X509Certificate, issuer: X509Certificate | null, now: Date): InspectedCertificate {
  const tbs = readTbs(certificate.raw)
  const [notBefore, notAfter] = [date(certificate.validFrom), date(certificate.validTo)]
  if (Number.isNaN(notBefore.getTime()) || Number.isNaN(notAfter.getTime())) throw malformed('Validity of the certificate')
  const { extensions, subject } = tbs
  const inspected: InspectedCertificate = {
    pem: certificatePem(certificate.raw),
    profile: profileOf(tbs),
    subject: renderDn(subject, 'shortName'),
    subjectAttributes: plain(subject),
    issuer: renderDn(tbs.issuer, 'shortName'),
    serialNumber: certificate.serialNumber,
    notBefore: notBefore.toISOString(),
    notAfter: notAfter.toISOString(),
    validity: notAfter < now ? 'expired' : notBefore > now ? 'notYetValid' : 'valid',
    daysLeft: Math.floor((notAfter.getTime() - now.getTime()) / 86_400_000),
    selfSigned: selfSigned(certificate),
    signatureAlgorithm: certificate.signatureAlgorithm ?? 'unknown',
    publicKey: publicKey(tbs.spki),
    fingerprints: { sha256: certificate.fingerprint256.toLowerCase(), sha1: certificate.fingerprint.toLowerCase() },
    x5tS256: x5tS256(certificate.raw),
    ...extensions,
    organizationIdentifier: organizationIdentifierOf(subject),
    roles: rolesOf(extensions.qcStatements),
    dnRenderings: dnRenderings(subject),
  }
  return { ...inspected, problems: [...extensions.problems, ...problemsOf(inspected, issuer && date(issuer.validTo))] }
}

/** Decodes a signing request and checks its signature. Errors: CERTIFICATE_INVALID. */
export function inspectSigningRequest(der: Buffer): InspectedSigningRequest {
  const { subject, publicKey: spki, extensions, signatureValid } = readSigningRequest(der)
  const { keyUsage, extendedKeyUsage, subjectKeyIdentifier, qcStatements } = readExtensions(extensions)
  return {
    pem: toPem('CERTIFICATE REQUEST', der),
    subject: renderDn(subject, 'shortName'),
    subjectAttributes: plain(subject),
    signatureValid,
    publicKey: publicKey(spki),
    keyUsage,
    extendedKeyUsage,
    subjectKeyIdentifier,
    qcStatements,
    dnRenderings: dnRenderings(subject),
  }
}
