// Long texts are kept compressed: that takes a tenth of the time of writing them in full.

import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib'

const shortestPacked = 16 * 1024
const fastest = { params: { [constants.BROTLI_PARAM_QUALITY]: 0 } }

/** One of the two holds the text; neither where there is none. */
export interface PackedText {
  text: string | null
  packed: Buffer | null
}

export const isLong = ({ length }: string | Buffer): boolean => length >= shortestPacked

export const unpackText = ({ text, packed }: PackedText): string | null => (packed ? unpack(packed).toString() : text)

export const pack = (bytes: Buffer): Buffer => brotliCompressSync(bytes, fastest)
export const unpack = (packed: Buffer): Buffer => brotliDecompressSync(packed)
