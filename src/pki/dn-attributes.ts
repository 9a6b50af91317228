// Distinguished names as lists of attributes, in certificate order, and their DER.

import { bmp, children, type Der, decode, encode, is, malformed, narrow, oid, oidOf, sequence, set, tag, textOf, utf8 } from './der.ts'
import { attributeName, attributeOid } from './oids.ts'
import { readCertificate } from './pem.ts'

export interface DnAttribute {
  oid: string
  /** OpenSSL's short name, or the dotted form. */
  name: string
  /** The text; `#` and the hexadecimal DER where the value is not a string. */
  value: string
  /** Such as `utf8String` or `printableString`; it decides the `#hex` form. */
  stringType: string
  /** Belongs to the same RDN as the attribute before it (a multi-valued RDN, written with `+`). */
  joined?: boolean
}

const stringTypes: Record<number, string> = {
  12: 'utf8String',
  18: 'numericString',
  19: 'printableString',
  20: 'teletexString',
  22: 'ia5String',
  26: 'visibleString',
  30: 'bmpString',
}
const tagsByType = new Map(Object.entries(stringTypes).map(([number, name]) => [name, Number(number)]))

const isPrintable = (text: string) => /^[A-Za-z0-9 '()+,\-./:=?]*$/.test(text)

/** One attribute by its name or object identifier, encoded as OpenSSL would: country codes printable, domain parts IA5, the rest UTF-8. */
export function attribute(name: string, value: string): DnAttribute {
  const found = attributeOid(name) ?? name
  const shortName = attributeName(found)
  const stringType =
    shortName === 'C' && isPrintable(value) ? 'printableString' : ['DC', 'emailAddress'].includes(shortName) ? 'ia5String' : 'utf8String'
  return { oid: found, name: shortName, value, stringType }
}

/** As the directory's CA re-encodes a subject: PrintableString wherever the characters allow it. */
export const printable = (attributes: DnAttribute[]): DnAttribute[] =>
  attributes.map((one) => (one.stringType === 'utf8String' && isPrintable(one.value) ? { ...one, stringType: 'printableString' } : one))

export function encodeValue({ value, stringType }: DnAttribute): Der {
  const type = tagsByType.get(stringType)
  if (type === undefined) return decode(Buffer.from(value.slice(1), 'hex'), 'Distinguished name')
  if (type === tag.UTF8) return utf8(value)
  if (type === tag.BMPSTRING) return bmp(value)
  return narrow(type, value)
}

export function decodeValue(der: Der): { value: string; stringType: string } {
  const text = textOf(der)
  return text === null
    ? { value: `#${encode(der).toString('hex')}`, stringType: 'other' }
    : { value: text, stringType: stringTypes[der.type] ?? 'other' }
}

/** Attributes by RDN. */
export const rdns = (attributes: DnAttribute[]): DnAttribute[][] =>
  attributes.reduce<DnAttribute[][]>((groups, one) => {
    const last = groups.at(-1)
    if (one.joined && last) last.push(one)
    else groups.push([one])
    return groups
  }, [])

/** Values of one RDN stand in the order of their encodings, as DER asks of a SET OF. */
const encodeRdn = (rdn: DnAttribute[]): Der =>
  set(
    ...rdn
      .map((one) => encode(sequence(oid(one.oid), encodeValue(one))))
      .sort(Buffer.compare)
      .map((one) => decode(one)),
  )

export const encodeDn = (attributes: DnAttribute[]): Der => sequence(...rdns(attributes).map(encodeRdn))

/** Reads a Name. Errors: CERTIFICATE_INVALID. */
export function decodeDn(name: Der): DnAttribute[] {
  return children(name, 'Distinguished name').flatMap((rdn) =>
    children(rdn, 'Distinguished name').map((pair, index) => {
      const [type, value] = children(pair, 'Distinguished name')
      const found = oidOf(type, 'Distinguished name')
      if (!value) throw malformed('Distinguished name')
      return { oid: found, name: attributeName(found), ...decodeValue(value), ...(index > 0 ? { joined: true } : {}) }
    }),
  )
}

/** The subject of a certificate, in certificate order. Errors: CERTIFICATE_INVALID. */
export const subjectAttributes = (certificatePem: string): DnAttribute[] =>
  decodeDn(tbsName(readCertificate(certificatePem).raw, 'subject'))

/** Issuer or subject from the DER of a certificate (RFC 5280 §4.1). */
export function tbsName(certificate: Buffer, which: 'issuer' | 'subject'): Der {
  const fields = children(children(decode(certificate, 'Certificate'), 'Certificate')[0], 'Certificate')
  const first = is(fields[0], tag.INTEGER) ? 0 : 1
  const name = fields[first + (which === 'issuer' ? 2 : 4)]
  if (!name) throw malformed('Certificate')
  return name
}
