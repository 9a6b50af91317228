// Text of a distinguished name, read in every form that tools write it.

import { AppError } from '../shared/errors.ts'
import { decode } from './der.ts'
import { attribute, type DnAttribute, decodeValue } from './dn-attributes.ts'
import { attributeOid } from './oids.ts'

const invalid = (message: string, remedy: string) => new AppError('INVALID_INPUT', message, { field: 'subject', remedy })

interface Piece {
  text: string
  joined: boolean
}

/** Cuts at separators that are neither escaped nor quoted. */
function split(text: string, separators: string): Piece[] {
  const pieces: Piece[] = []
  let start = 0
  let quoted = false
  let joined = false
  for (let at = 0; at <= text.length; at++) {
    const char = text[at]
    if (char === '\\') at++
    else if (char === '"' && (quoted || /=\s*$/.test(text.slice(Math.max(start, at - 8), at)))) quoted = !quoted
    else if (char === undefined || (!quoted && (separators.includes(char) || char === '+'))) {
      pieces.push({ text: text.slice(start, at), joined })
      joined = char === '+'
      start = at + 1
    }
  }
  if (quoted) throw invalid('Distinguished name has a quotation mark that is not closed', 'Close it, or write it as \\".')
  return pieces
}

/** Takes the escapes off a value; spaces around it go unless escaped (RFC 4514 §3). */
function unescapeValue(text: string): string {
  const trimmed = text.replace(/^[ \t\r\n]+/, '').replace(/(?<!\\)((?:\\\\)*)[ \t\r\n]+$/, '$1')
  const inner = /^".*"$/s.test(trimmed) ? trimmed.slice(1, -1) : trimmed
  return inner.replace(/(?:\\[0-9A-Fa-f]{2})+|\\(.)/gs, (escaped, char: string | undefined) =>
    char === undefined ? Buffer.from(escaped.replaceAll('\\', ''), 'hex').toString('utf8') : char,
  )
}

function parsePiece({ text, joined }: Piece, raw: (value: string) => string): DnAttribute {
  const equals = text.indexOf('=')
  const name = text.slice(0, Math.max(equals, 0)).trim()
  if (equals < 0 || !name) {
    throw invalid(
      `"${text.trim().slice(0, 60)}" is not an attribute of a distinguished name`,
      'Write name=value, and a comma within a value as "\\,".',
    )
  }
  const oid = attributeOid(name)
  if (!oid)
    throw invalid(
      `Attribute "${name.slice(0, 40)}" of a distinguished name is not known`,
      'Write C, O, OU, CN or the dotted form such as 2.5.4.97.',
    )
  const value = text.slice(equals + 1)
  const hex = /^\s*#((?:[0-9A-Fa-f]{2})+)\s*$/.exec(value)?.[1]
  const plain = attribute(oid, hex === undefined ? raw(value) : '')
  const read = hex === undefined ? plain : { ...plain, ...decodeValue(decode(Buffer.from(hex, 'hex'), `Value of ${name}`)) }
  return joined ? { ...read, joined } : read
}

/**
 * Reads a distinguished name and keeps the order of the text: `CN=…,O=…`, `CN = …, O = …`, `OID.2.5.4.97=…`, quoted values,
 * `#hex` values, one attribute per line, and openssl's `/C=GB/O=…`. Errors: INVALID_INPUT; CERTIFICATE_INVALID for a bad `#hex` value.
 */
export function parseDn(text: string): DnAttribute[] {
  if (text.length > 10_000) throw invalid('Distinguished name is longer than 10,000 characters', 'Give a shorter one.')
  const source = text.trimStart().replace(/[\r\n]+$/, '')
  if (!source.trim()) throw invalid('Distinguished name is empty', 'Write it as C=GB,O=…,OU=…,CN=….')
  if (source.startsWith('/'))
    return split(source.slice(1), '/').map((piece) => parsePiece(piece, (value) => value.replace(/\\(.)/gs, '$1')))
  return split(source, source.includes('\n') ? '\n' : ',;').map((piece) => parsePiece(piece, unescapeValue))
}
