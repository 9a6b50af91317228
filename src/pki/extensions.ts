// X.509 extensions as DER (RFC 5280 §4.2).

import { createHash } from 'node:crypto'
import { isIPv4, isIPv6 } from 'node:net'
import { AppError } from '../shared/errors.ts'
import { bits, bitsOf, child, context, type Der, decode, encode, integer, octets, oid, sequence, truth } from './der.ts'
import { extensionOids, type KeyUsage, keyUsageNames } from './oids.ts'
import { buildQcStatements, type QcStatementsInput } from './qc-statements.ts'

const extension = (id: string, critical: boolean, value: Buffer): Der =>
  sequence(oid(id), ...(critical ? [truth(true)] : []), octets(value))

/** SHA-1 of the key's bits (RFC 5280 §4.2.1.2, method 1): an identifier, not a safeguard. */
export const keyIdentifier = (spki: Buffer): Buffer =>
  createHash('sha1')
    .update(bitsOf(child(decode(spki, 'Public key'), 1, 'Public key'), 'Public key'))
    .digest()

export const subjectKeyIdentifier = (spki: Buffer) =>
  extension(extensionOids.subjectKeyIdentifier, false, encode(octets(keyIdentifier(spki))))

export const authorityKeyIdentifier = (identifier: Buffer) =>
  extension(extensionOids.authorityKeyIdentifier, false, encode(sequence(context(0, identifier))))

export function keyUsage(...usages: KeyUsage[]): Der {
  const positions = usages.map((usage) => keyUsageNames.indexOf(usage))
  const last = Math.max(...positions)
  const value = Buffer.alloc((last >> 3) + 1)
  for (const position of positions) value.writeUInt8((value[position >> 3] ?? 0) | (0x80 >> (position & 7)), position >> 3)
  return extension(extensionOids.keyUsage, true, encode(bits(value, 7 - (last & 7))))
}

export const extendedKeyUsage = (critical: boolean, ...purposes: string[]) =>
  extension(extensionOids.extendedKeyUsage, critical, encode(sequence(...purposes.map(oid))))

/** Critical; a CA may have no further CA below it. */
export const basicConstraints = (ca: boolean) =>
  extension(extensionOids.basicConstraints, true, encode(sequence(...(ca ? [truth(true), integer(0)] : []))))

export const qcStatements = (input: QcStatementsInput) => extension(extensionOids.qcStatements, false, buildQcStatements(input))

/** The bytes of an IPv4 or IPv6 address. Errors: INVALID_INPUT. */
function addressBytes(address: string): Buffer {
  if (isIPv4(address)) return Buffer.from(address.split('.').map(Number))
  if (!isIPv6(address)) throw new AppError('INVALID_INPUT', `"${address}" is not an IP address`, { field: 'ipAddresses' })
  const [head = '', tail] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::')
  const groups = (part = '') => (part ? part.split(':') : [])
  const zeros = Array<string>(8 - groups(head).length - groups(tail).length).fill('0')
  return Buffer.from(
    [...groups(head), ...(tail === undefined ? [] : zeros), ...groups(tail)].map((group) => group.padStart(4, '0')).join(''),
    'hex',
  )
}

export const subjectAltName = (dnsNames: string[], ipAddresses: string[]) =>
  extension(
    extensionOids.subjectAltName,
    false,
    encode(
      sequence(
        ...dnsNames.map((name) => context(2, Buffer.from(name, 'latin1'))),
        ...ipAddresses.map((address) => context(7, addressBytes(address))),
      ),
    ),
  )

/** Critical: what a CA issues is for these DNS names, those below them, and these single addresses only (RFC 5280 §4.2.1.10). */
export const nameConstraints = (dnsNames: string[], ipAddresses: string[]) => {
  const names = dnsNames.map((name) => context(2, Buffer.from(name, 'latin1')))
  const addresses = ipAddresses.map((address) => {
    const bytes = addressBytes(address)
    return context(7, Buffer.concat([bytes, Buffer.alloc(bytes.length, 0xff)]))
  })
  const permitted = context(
    0,
    [...names, ...addresses].map((base) => sequence(base)),
  )
  return extension(extensionOids.nameConstraints, true, encode(sequence(permitted)))
}
