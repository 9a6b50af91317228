// Decodes the extensions of certificates and signing requests (RFC 5280 §4.2).

import { isIPv4 } from 'node:net'
import { AppError } from '../shared/errors.ts'
import type { InspectedCertificate } from '../shared/model/certificate.ts'
import {
  booleanOf,
  bytesOf,
  child,
  children,
  type Der,
  decode,
  encode,
  is,
  isContext,
  malformed,
  numberOf,
  oidOf,
  tag,
  textOf,
} from './der.ts'
import { renderDn } from './distinguished-name.ts'
import { decodeDn } from './dn-attributes.ts'
import { extendedKeyUsageName, extensionOids, keyUsageNames } from './oids.ts'
import { readQcStatements } from './qc-statements.ts'

export type ReadExtensions = Pick<
  InspectedCertificate,
  | 'subjectKeyIdentifier'
  | 'authorityKeyIdentifier'
  | 'basicConstraints'
  | 'keyUsage'
  | 'extendedKeyUsage'
  | 'subjectAltNames'
  | 'certificatePolicies'
  | 'authorityInfoAccess'
  | 'crlDistributionPoints'
  | 'qcStatements'
  | 'otherExtensions'
  | 'problems'
>

const hex = (bytes: Buffer) => (bytes.toString('hex').match(/../g) ?? []).join(':')

function keyUsages(value: Der): string[] {
  if (!is(value, tag.BITSTRING)) throw malformed('Key usage')
  const bytes = bytesOf(value, 'Key usage').subarray(1)
  return keyUsageNames.filter((_, bit) => ((bytes[bit >> 3] ?? 0) & (0x80 >> (bit & 7))) !== 0)
}

function basicConstraints(value: Der, critical: boolean) {
  const parts = children(value, 'Basic constraints')
  const ca = parts.find((part) => is(part, tag.BOOLEAN))
  const length = parts.find((part) => is(part, tag.INTEGER))
  return {
    critical,
    ca: ca ? booleanOf(ca, 'Basic constraints') : false,
    pathLength: length ? numberOf(length, 'Basic constraints') : null,
  }
}

function address(bytes: Buffer): string {
  const v4 = [...bytes].join('.')
  if (isIPv4(v4)) return v4
  const groups = (bytes.toString('hex').match(/.{4}/g) ?? []).join(':')
  return bytes.length === 16 ? new URL(`http://[${groups}]`).hostname.slice(1, -1) : hex(bytes)
}

/** RFC 5280 §4.2.1.6, as OpenSSL labels them. */
function generalName(name: Der): string {
  const labels: Record<number, string> = { 1: 'email', 2: 'DNS', 6: 'URI' }
  const label = isContext(name, name.type) ? labels[name.type] : undefined
  if (label) return `${label}:${bytesOf(name, 'Alternative name').toString('latin1')}`
  if (isContext(name, 7)) return `IP:${address(bytesOf(name, 'Alternative name'))}`
  if (isContext(name, 4)) return `DN:${renderDn(decodeDn(child(name, 0, 'Alternative name')), 'shortName')}`
  return `other:${encode(name).toString('hex')}`
}

const uris = (value: Der): string[] => {
  if (isContext(value, 6) && typeof value.value === 'string') return [value.value]
  return Array.isArray(value.value) ? value.value.flatMap(uris) : []
}

function accessDescription(description: Der): string {
  const method = oidOf(child(description, 0, 'Authority information access'), 'Authority information access')
  const labels: Record<string, string> = { '1.3.6.1.5.5.7.48.1': 'OCSP', '1.3.6.1.5.5.7.48.2': 'CA issuers' }
  return `${labels[method] ?? method}: ${uris(description).join(' ')}`
}

function policy(information: Der): string {
  const [id, qualifiers] = children(information, 'Certificate policies')
  const statements = qualifiers
    ? children(qualifiers, 'Certificate policies').flatMap((one) => textOf(child(one, 1, 'Certificate policies')) ?? [])
    : []
  return [oidOf(id, 'Certificate policies'), ...statements].join(' ')
}

function readOne(into: ReadExtensions, id: string, critical: boolean, value: Der): void {
  const list = () => children(value, 'Extension')
  switch (id) {
    case extensionOids.subjectKeyIdentifier:
      into.subjectKeyIdentifier = hex(bytesOf(value, 'Subject key identifier'))
      break
    case extensionOids.authorityKeyIdentifier: {
      const identifier = list().find((part) => isContext(part, 0))
      into.authorityKeyIdentifier = identifier ? hex(bytesOf(identifier, 'Authority key identifier')) : null
      break
    }
    case extensionOids.basicConstraints:
      into.basicConstraints = basicConstraints(value, critical)
      break
    case extensionOids.keyUsage:
      into.keyUsage = { critical, usages: keyUsages(value) }
      break
    case extensionOids.extendedKeyUsage:
      into.extendedKeyUsage = {
        critical,
        usages: list()
          .map((purpose) => oidOf(purpose, 'Extended key usage'))
          .map((oid) => ({ oid, name: extendedKeyUsageName(oid) })),
      }
      break
    case extensionOids.subjectAltName:
      into.subjectAltNames = list().map(generalName)
      break
    case extensionOids.certificatePolicies:
      into.certificatePolicies = list().map(policy)
      break
    case extensionOids.authorityInfoAccess:
      into.authorityInfoAccess = list().map(accessDescription)
      break
    case extensionOids.crlDistributionPoints:
      into.crlDistributionPoints = list().flatMap(uris)
      break
    case extensionOids.qcStatements:
      into.qcStatements = { critical, ...readQcStatements(encode(value)) }
      break
    default:
      into.otherExtensions.push({ oid: id, critical })
  }
}

/** Decodes all extensions; one that is malformed becomes a problem and stays null. */
export function readExtensions(extensions: Der[]): ReadExtensions {
  const read: ReadExtensions = {
    subjectKeyIdentifier: null,
    authorityKeyIdentifier: null,
    basicConstraints: null,
    keyUsage: null,
    extendedKeyUsage: null,
    subjectAltNames: [],
    certificatePolicies: [],
    authorityInfoAccess: [],
    crlDistributionPoints: [],
    qcStatements: null,
    otherExtensions: [],
    problems: [],
  }
  for (const extension of extensions) {
    const parts = children(extension, 'Extension')
    const id = oidOf(parts[0], 'Extension')
    const critical = is(parts[1], tag.BOOLEAN) && booleanOf(parts[1], 'Extension')
    try {
      readOne(read, id, critical, decode(bytesOf(parts.at(-1), 'Extension'), `Extension ${id}`))
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      read.otherExtensions.push({ oid: id, critical })
      read.problems.push({ code: 'extensionMalformed', message: `Extension ${id} cannot be read: ${error.message}` })
    }
  }
  return read
}
