// DER in and out: a thin layer over node-forge's codec, with Buffers for bytes and AppError for anything malformed.

import forge from 'node-forge'
import { AppError } from '../shared/errors.ts'

declare module 'node-forge' {
  namespace asn1 {
    /** The codec takes options, which the published types leave out. */
    function fromDer(bytes: Bytes, options: { strict: boolean; parseAllBytes: boolean; decodeBitStrings: boolean; maxDepth: number }): Asn1
  }
}

export type Der = forge.asn1.Asn1

const { Class, Type } = forge.asn1
export const tag = Type

/** A structure that is not what the format asks for. `what` names the thing, such as "QcStatements". */
export const malformed = (what: string) => new AppError('CERTIFICATE_INVALID', `${what} is malformed`)

// ---- writing

const universal = (type: number, constructed: boolean, value: string | Der[]) =>
  forge.asn1.create(Class.UNIVERSAL, type, constructed, value)

export const sequence = (...items: Der[]) => universal(Type.SEQUENCE, true, items)
export const set = (...items: Der[]) => universal(Type.SET, true, items)
export const oid = (dotted: string) => universal(Type.OID, false, forge.asn1.oidToDer(dotted).getBytes())
export const nothing = () => universal(Type.NULL, false, '')
export const truth = (value: boolean) => universal(Type.BOOLEAN, false, value ? '\xff' : '\0')
export const utf8 = (text: string) => universal(Type.UTF8, false, Buffer.from(text).toString('latin1'))
export const bmp = (text: string) => universal(Type.BMPSTRING, false, text)
/** A string type whose characters are single bytes. */
export const narrow = (type: number, text: string) => universal(type, false, text)
export const octets = (content: Buffer) => universal(Type.OCTETSTRING, false, content.toString('latin1'))
export const bits = (content: Buffer, unused = 0) =>
  universal(Type.BITSTRING, false, String.fromCharCode(unused) + content.toString('latin1'))

/** A non-negative INTEGER; bytes are taken as a big-endian number. */
export function integer(value: number | Buffer): Der {
  if (typeof value === 'number') return universal(Type.INTEGER, false, forge.asn1.integerToDer(value).getBytes())
  return universal(Type.INTEGER, false, `\0${value.toString('latin1')}`)
}

/** `[number]`: constructed around other values, or primitive around bytes. */
export const context = (number: number, content: Der[] | Buffer) =>
  forge.asn1.create(Class.CONTEXT_SPECIFIC, number, Array.isArray(content), Array.isArray(content) ? content : content.toString('latin1'))

export const encode = (value: Der) => Buffer.from(forge.asn1.toDer(value).getBytes(), 'latin1')

// ---- reading

/** Reads one value that fills the bytes. Errors: CERTIFICATE_INVALID. */
export function decode(bytes: Buffer, what = 'DER'): Der {
  try {
    // SECURITY: a limited depth stops nesting bombs; bit strings stay bytes, so that key material is never guessed to be structure.
    return forge.asn1.fromDer(bytes.toString('latin1'), { strict: true, parseAllBytes: true, decodeBitStrings: false, maxDepth: 64 })
  } catch {
    throw malformed(what)
  }
}

export const is = (value: Der | undefined, type: number): value is Der => value?.tagClass === Class.UNIVERSAL && value.type === type
export const isContext = (value: Der | undefined, number: number): value is Der =>
  value?.tagClass === Class.CONTEXT_SPECIFIC && value.type === number

/** The values inside a constructed value. */
export function children(value: Der | undefined, what: string): Der[] {
  if (!value || !Array.isArray(value.value)) throw malformed(what)
  return value.value
}

export const child = (value: Der | undefined, index: number, what: string): Der => {
  const found = children(value, what)[index]
  if (!found) throw malformed(what)
  return found
}

/** The content bytes of a primitive value, or of a string sent in pieces (BER). */
export function bytesOf(value: Der | undefined, what: string): Buffer {
  if (!value) throw malformed(what)
  if (Array.isArray(value.value)) return Buffer.concat(value.value.map((piece) => bytesOf(piece, what)))
  return value.type === Type.BMPSTRING ? Buffer.from(value.value, 'utf16le').swap16() : Buffer.from(value.value, 'latin1')
}

/** The bits of a BIT STRING without the count of unused bits. */
export function bitsOf(value: Der | undefined, what: string): Buffer {
  if (!is(value, Type.BITSTRING)) throw malformed(what)
  return bytesOf(value, what).subarray(1)
}

export function oidOf(value: Der | undefined, what: string): string {
  if (!is(value, Type.OID) || typeof value.value !== 'string') throw malformed(what)
  try {
    const dotted = forge.asn1.derToOid(value.value)
    if (dotted) return dotted
  } catch {}
  throw malformed(what)
}

/** A small INTEGER, such as a version or an iteration count. */
export function numberOf(value: Der | undefined, what: string): number {
  const bytes = bytesOf(value, what)
  if (!is(value, Type.INTEGER) || bytes.length < 1 || bytes.length > 6) throw malformed(what)
  return bytes.readIntBE(0, bytes.length)
}

export const booleanOf = (value: Der | undefined, what: string): boolean => bytesOf(value, what)[0] !== 0

const textTypes: Record<number, 'utf8' | 'latin1'> = {
  [Type.UTF8]: 'utf8',
  [Type.PRINTABLESTRING]: 'latin1',
  [Type.IA5STRING]: 'latin1',
  18: 'latin1', // NumericString
  20: 'latin1', // TeletexString, read as Latin-1 as everyone does
  26: 'latin1', // VisibleString
}

/** The text of any string type, or null when the value is not a string. */
export function textOf(value: Der): string | null {
  if (value.tagClass !== Class.UNIVERSAL || typeof value.value !== 'string') return null
  if (value.type === Type.BMPSTRING) return value.value
  const encoding = textTypes[value.type]
  return encoding ? Buffer.from(value.value, 'latin1').toString(encoding) : null
}
