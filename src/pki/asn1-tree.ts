// DER taken apart for a reader: every value with its place. Reads lengths itself, because the codec does not tell where things stand.

import { AppError } from '../shared/errors.ts'
import type { Asn1Node } from '../shared/model/asn1.ts'
import { describeValue, nameOf } from './asn1-values.ts'
import { malformed } from './der.ts'
import { pemBlocks } from './pem.ts'

// SECURITY: what was pasted may nest or repeat without end; beyond these limits bytes stay bytes.
const maxDepth = 40
const maxNodes = 4000
const maxBytes = 256 * 1024

const readable = /^((X509|TRUSTED) )?CERTIFICATE$|^(NEW )?CERTIFICATE REQUEST$/

interface Header {
  tag: number
  constructed: boolean
  /** Where the content begins, and ends. */
  start: number
  end: number
}

/** X.690 §8.1.2 and §8.1.3, definite lengths and tag numbers below 31; null when it is not that. */
function headerAt(bytes: Buffer, offset: number, limit: number): Header | null {
  const tag = bytes[offset]
  const first = bytes[offset + 1]
  if (tag === undefined || first === undefined || (tag & 0x1f) === 0x1f || first === 0x80 || first > 0x84) return null
  const more = first < 0x80 ? 0 : first & 0x7f
  const start = offset + 2 + more
  if (start > limit) return null
  const length = more === 0 ? first : bytes.readUIntBE(offset + 2, more)
  return start + length > limit ? null : { tag, constructed: (tag & 0x20) !== 0, start, end: start + length }
}

/** Content that is DER in wrapping: an OCTET STRING of an extension, a BIT STRING of a public key. */
const wrapped = ({ tag, start }: Header, bytes: Buffer): number | null => {
  if (tag === 0x04) return start
  return tag === 0x03 && bytes[start] === 0 ? start + 1 : null
}

class Reader {
  truncated = false
  #bytes: Buffer
  #nodes = 0

  constructor(bytes: Buffer) {
    this.#bytes = bytes
  }

  /** The values that fill the range; null when something else does. */
  values(from: number, to: number, depth: number): Asn1Node[] | null {
    const headers: { offset: number; header: Header }[] = []
    for (let offset = from; offset < to; ) {
      const header = headerAt(this.#bytes, offset, to)
      if (!header) return null
      headers.push({ offset, header })
      offset = header.end
    }
    const nodes: Asn1Node[] = []
    for (const { offset, header } of headers) {
      const node = this.#value(offset, header, depth)
      if (!node) return null
      nodes.push(node)
    }
    return nodes
  }

  #value(offset: number, header: Header, depth: number): Asn1Node | null {
    this.#nodes += 1
    const { tag, constructed, start, end } = header
    const content = this.#bytes.subarray(start, end)
    const from = constructed ? start : wrapped(header, this.#bytes)
    const isFull = from !== null && end > from && (depth >= maxDepth || this.#nodes >= maxNodes)
    if (isFull) this.truncated = true
    const children = from === null || isFull ? [] : this.values(from, end, depth + 1)
    if (children === null && constructed) return null
    const described = constructed && !isFull ? null : describeValue(tag, content)
    return { tag, name: nameOf(tag), value: described, offset, length: end - offset, children: children ?? [] }
  }
}

/**
 * The tree of one certificate or signing request in PEM; both are public.
 * Errors: CERTIFICATE_INVALID with the field `pem` for anything else, INVALID_INPUT for more than 256 KiB.
 */
export function asn1Tree(pem: string): { root: Asn1Node; truncated: boolean } {
  const [block] = pemBlocks(pem)
  // SECURITY: a private key is never spelt out.
  if (!block || !readable.test(block.label)) {
    throw new AppError('CERTIFICATE_INVALID', 'This is neither a certificate nor a signing request', {
      field: 'pem',
      remedy: 'Give one certificate or signing request in PEM.',
    })
  }
  if (block.der.length > maxBytes) throw new AppError('INVALID_INPUT', 'File is larger than 256 KiB', { field: 'pem' })
  const reader = new Reader(block.der)
  const [root, ...more] = reader.values(0, block.der.length, 0) ?? []
  if (!root || more.length > 0) throw malformed('DER')
  return { root, truncated: reader.truncated }
}
