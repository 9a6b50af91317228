// What a primitive value of DER says, in words.

import forge from 'node-forge'
import { oidName } from './oid-names.ts'

const universalNames: Record<number, string> = {
  1: 'BOOLEAN',
  2: 'INTEGER',
  3: 'BIT STRING',
  4: 'OCTET STRING',
  5: 'NULL',
  6: 'OBJECT IDENTIFIER',
  10: 'ENUMERATED',
  12: 'UTF8String',
  16: 'SEQUENCE',
  17: 'SET',
  18: 'NumericString',
  19: 'PrintableString',
  20: 'TeletexString',
  22: 'IA5String',
  23: 'UTCTime',
  24: 'GeneralizedTime',
  26: 'VisibleString',
  28: 'UniversalString',
  30: 'BMPString',
}

const classNames = ['', 'APPLICATION ', '', 'PRIVATE ']

/** Such as SEQUENCE, [0] or [APPLICATION 3]. */
export const nameOf = (tag: number): string => {
  const number = tag & 0x1f
  return tag < 0x40 ? (universalNames[number] ?? `UNIVERSAL ${number}`) : `[${classNames[tag >> 6]}${number}]`
}

const maxShown = 512

const shortened = (text: string): string => (text.length > maxShown ? `${text.slice(0, maxShown)}…` : text)
const hexadecimal = (bytes: Buffer): string => {
  const shown = bytes.subarray(0, maxShown / 2)
  return `${shown.toString('hex').replace(/..(?=.)/g, '$&:')}${bytes.length > shown.length ? '…' : ''}`
}

const integer = (bytes: Buffer): string =>
  bytes.length > 0 && bytes.length <= 6 ? String(bytes.readIntBE(0, bytes.length)) : hexadecimal(bytes)

const identifier = (bytes: Buffer): string => {
  try {
    const dotted = forge.asn1.derToOid(bytes.toString('latin1'))
    const name = oidName(dotted)
    return name ? `${dotted} (${name})` : dotted
  } catch {
    return hexadecimal(bytes)
  }
}

/** RFC 5280 §4.1.2.5.1: two digits below 50 are of this century. */
const time = (text: string): string => {
  const [, year = '', ...rest] = /^(\d{2}|\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})Z$/.exec(text) ?? []
  if (rest.length === 0) return text
  const full = year.length === 4 ? year : `${Number(year) < 50 ? 20 : 19}${year}`
  const [month, day, hour, minute, second] = rest
  return `${full}-${month}-${day}T${hour}:${minute}:${second}Z`
}

/** Content of a value that holds no others. At most 512 characters; what is cut off ends in an ellipsis. */
export const describeValue = (tag: number, content: Buffer): string => {
  switch (tag) {
    case 0x01:
      return content[0] === 0 ? 'false' : 'true'
    case 0x02:
    case 0x0a:
      return integer(content)
    case 0x03:
      return hexadecimal(content.subarray(1))
    case 0x05:
      return ''
    case 0x06:
      return identifier(content)
    case 0x0c:
      return shortened(content.toString('utf8'))
    case 0x12:
    case 0x13:
    case 0x14:
    case 0x16:
    case 0x1a:
      return shortened(content.toString('latin1'))
    case 0x17:
    case 0x18:
      return time(content.toString('latin1'))
    case 0x1e:
      return content.length % 2 === 0 ? shortened(Buffer.from(content).swap16().toString('utf16le')) : hexadecimal(content)
    default:
      // Implicitly tagged text, such as an address in a policy, is read as text.
      return /^[\x20-\x7e]+$/.test(content.toString('latin1')) ? shortened(content.toString('latin1')) : hexadecimal(content)
  }
}
