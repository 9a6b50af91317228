// The exact bytes of an exchange, sealed as one value. Long ones are compressed first, which takes less time than it saves.

import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib'
import type { Secrets } from '../secrets/secrets.ts'

const shortestCompressed = 16 * 1024
const fastest = { params: { [constants.BROTLI_PARAM_QUALITY]: 0 } }

/** Which of the two columns holds the value tells whether it is compressed; like every column it is bound to the value by its seal. */
const plain = (id: string) => ({ table: 'request_log', id, column: 'exchange_raw' })
const compressed = (id: string) => ({ table: 'request_log', id, column: 'exchange_raw_brotli' })

// The length of the request, the request, the response.
const lengthBytes = 4

export const sizeOf = (parts: Buffer[]): number => parts.reduce((sum, { length }) => sum + length, 0)

export const createRawBytes = (secrets: Secrets) => {
  const open = (id: string): Buffer | null => {
    if (secrets.has(plain(id))) return secrets.get(plain(id))
    return secrets.has(compressed(id)) ? brotliDecompressSync(secrets.get(compressed(id))) : null
  }

  return {
    /** Each in parts; no response when none came, as one that came has at least its status line. */
    put(id: string, request: Buffer[], response: Buffer[]): void {
      const length = Buffer.alloc(lengthBytes)
      length.writeUInt32BE(sizeOf(request))
      const bytes = Buffer.concat([length, ...request, ...response])
      if (bytes.length < shortestCompressed) secrets.put(plain(id), bytes)
      else secrets.put(compressed(id), brotliCompressSync(bytes, fastest))
    },

    /** Null: there was none, or it was removed. */
    get(id: string): { request: Buffer | null; response: Buffer | null } {
      const bytes = open(id)
      if (!bytes) return { request: null, response: null }
      const end = lengthBytes + bytes.readUInt32BE()
      return { request: bytes.subarray(lengthBytes, end), response: end < bytes.length ? bytes.subarray(end) : null }
    },
  }
}
