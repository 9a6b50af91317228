// Ways to write one distinguished name, and whether two texts mean the same.
// A bank compares tls_client_auth_subject_dn with what its own TLS terminator prints, so that the rendering matters (RFC 8705 §2.1.2).

import { AppError } from '../shared/errors.ts'
import { type DnRenderingName, dnRenderingName } from '../shared/model/certificate.ts'
import { encode } from './der.ts'
import { type DnAttribute, encodeValue, rdns, subjectAttributes } from './dn-attributes.ts'
import { parseDn } from './dn-text.ts'

export { type DnAttribute, subjectAttributes } from './dn-attributes.ts'

export interface DnRendering {
  rendering: DnRenderingName
  value: string
  length: number
}

/** Keywords of RFC 4514 §3; everything else is dotted in the strict forms. */
const rfc4514Names = new Map([
  ['2.5.4.3', 'CN'],
  ['2.5.4.7', 'L'],
  ['2.5.4.8', 'ST'],
  ['2.5.4.10', 'O'],
  ['2.5.4.11', 'OU'],
  ['2.5.4.6', 'C'],
  ['2.5.4.9', 'STREET'],
  ['0.9.2342.19200300.100.1.25', 'DC'],
  ['0.9.2342.19200300.100.1.1', 'UID'],
])

/** The further keywords that Java prints. */
const javaNames = new Map([
  ...rfc4514Names,
  ['2.5.4.4', 'SURNAME'],
  ['2.5.4.5', 'SERIALNUMBER'],
  ['2.5.4.12', 'T'],
  ['2.5.4.42', 'GIVENNAME'],
  ['2.5.4.43', 'INITIALS'],
  ['2.5.4.46', 'DNQ'],
  ['1.2.840.113549.1.9.1', 'EMAILADDRESS'],
])

/** RFC 4514 §2.4. */
const escapeValue = (value: string) =>
  value
    .replace(/["+,;<>\\]/g, '\\$&')
    .replace(/^[ #]| $/g, '\\$&')
    .replace(/[^\P{Cc}\u0080-\u009f]/gu, (char) => `\\${char.charCodeAt(0).toString(16).padStart(2, '0').toUpperCase()}`)

const quoteValue = (value: string) => (/[,+=\n<>#;\\"]|^ | $| {2}/.test(value) ? `"${value.replace(/["\\]/g, '\\$&')}"` : value)

const hexValue = (one: DnAttribute) => `#${encode(encodeValue(one)).toString('hex')}`
const textValue = (one: DnAttribute) => (one.stringType === 'other' ? one.value : escapeValue(one.value))

interface Style {
  pair: (one: DnAttribute) => string
  separator: string
  plus: string
  reversed: boolean
}

const styles: Record<DnRenderingName, Style> = {
  shortName: {
    pair: (one) => `${one.name}=${one.name === one.oid ? hexValue(one).toUpperCase() : textValue(one)}`,
    separator: ',',
    plus: '+',
    reversed: true,
  },
  dottedHex: {
    pair: (one) => (rfc4514Names.has(one.oid) ? `${rfc4514Names.get(one.oid)}=${textValue(one)}` : `${one.oid}=${hexValue(one)}`),
    separator: ',',
    plus: '+',
    reversed: true,
  },
  dottedString: { pair: (one) => `${rfc4514Names.get(one.oid) ?? one.oid}=${textValue(one)}`, separator: ',', plus: '+', reversed: true },
  oidPrefix: {
    pair: (one) => `${javaNames.get(one.oid) ?? `OID.${one.oid}`}=${one.stringType === 'other' ? one.value : quoteValue(one.value)}`,
    separator: ', ',
    plus: ' + ',
    reversed: true,
  },
  spaced: { pair: (one) => `${rfc4514Names.get(one.oid) ?? one.oid} = ${textValue(one)}`, separator: ', ', plus: ' + ', reversed: true },
  certificateOrder: { pair: (one) => `${one.name}=${textValue(one)}`, separator: '\n', plus: ' + ', reversed: false },
}

/** One rendering of a distinguished name given in certificate order. */
export function renderDn(attributes: DnAttribute[], rendering: DnRenderingName): string {
  const { pair, separator, plus, reversed } = styles[rendering]
  const written = rdns(attributes).map((rdn) => rdn.map(pair).join(plus))
  return (reversed ? written.reverse() : written).join(separator)
}

/** Every rendering, with its length in characters; OB DCR 3.3 allows 128. Errors: CERTIFICATE_INVALID for a PEM that cannot be read. */
export function dnRenderings(subject: string | DnAttribute[]): DnRendering[] {
  const attributes = typeof subject === 'string' ? subjectAttributes(subject) : subject
  return dnRenderingName.options.map((rendering) => {
    const value = renderDn(attributes, rendering)
    return { rendering, value, length: [...value].length }
  })
}

/**
 * Reads a subject as a person types it, `C=GB,O=…,OU=…,CN=…` or openssl's `/C=GB/O=…`, in certificate order.
 * Errors: INVALID_INPUT with the field `subject`.
 */
export function parseSubject(text: string): DnAttribute[] {
  const attributes = parseDn(text)
  for (const { name, value } of attributes) {
    const fail = (message: string, remedy: string) => new AppError('INVALID_INPUT', message, { field: 'subject', remedy })
    if (!value) throw fail(`${name} of the subject is empty`, 'Give it a value or leave it out.')
    if (name === 'C' && !/^[A-Z]{2}$/.test(value))
      throw fail(`C of the subject is "${value}"`, 'Write the two capital letters of ISO 3166, such as GB.')
    if (/\p{Cc}/u.test(value)) throw fail(`${name} of the subject holds a control character`, 'Remove it.')
    if (name === 'CN' && value.length > 64)
      throw fail('CN of the subject is longer than 64 characters', 'Shorten it (RFC 5280, ub-common-name).')
  }
  return attributes
}

/** Reads any rendering back; the order is that of the text. Errors: INVALID_INPUT, CERTIFICATE_INVALID. */
export const parseDnRendering = (text: string): DnAttribute[] => parseDn(text)

const keys = (attributes: DnAttribute[]) =>
  rdns(attributes).map((rdn) => JSON.stringify(rdn.map(({ oid, value }) => [oid, value]).sort((a, b) => (a.join() < b.join() ? -1 : 1))))

/**
 * Whether two texts name the same subject: whatever the rendering, the string type and the direction.
 * Values are compared exactly. Text that is no distinguished name equals nothing.
 */
export function sameDistinguishedName(a: string, b: string): boolean {
  try {
    const [one, other] = [keys(parseDn(a)), keys(parseDn(b))]
    return one.join() === other.join() || one.join() === other.toReversed().join()
  } catch (error) {
    if (error instanceof AppError) return false
    throw error
  }
}
