// The exact bytes of an exchange, sealed as one value. Long ones are compressed first, which takes less time than it saves.

import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib'
import type { Secrets } from '../secrets/secrets.ts'

interface RawBytes {
  /** Null when nothing was sent. */
  request: Buffer | null
  /** Null when no answer came; one that came has at least its status line. */
  response: Buffer | null
}

const shortestCompressed = 16 * 1024
const fastest = { params: { [constants.BROTLI_PARAM_QUALITY]: 0 } }

/** Which of the two columns holds the value tells whether it is compressed; like every column it is bound to the value by its seal. */
const plain = (id: string) => ({ table: 'request_log', id, column: 'exchange_raw' })
const compressed = (id: string) => ({ table: 'request_log', id, column: 'exchange_raw_brotli' })

// The length of the request, the request, the response.
const lengthBytes = 4

export const createRawBytes = (secrets: Secrets) => {
  const open = (id: string): Buffer | null => {
    if (secrets.has(plain(id))) return secrets.get(plain(id))
    return secrets.has(compressed(id)) ? brotliDecompressSync(secrets.get(compressed(id))) : null
  }

  return {
    put(id: string, { request, response }: RawBytes): void {
      if (!request) return
      const length = Buffer.alloc(lengthBytes)
      length.writeUInt32BE(request.length)
      const bytes = Buffer.concat(response ? [length, request, response] : [length, request])
      if (bytes.length < shortestCompressed) secrets.put(plain(id), bytes)
      else secrets.put(compressed(id), brotliCompressSync(bytes, fastest))
    },

    /** Both null once removed. */
    get(id: string): RawBytes {
      const bytes = open(id)
      if (!bytes) return { request: null, response: null }
      const end = lengthBytes + bytes.readUInt32BE()
      return { request: bytes.subarray(lengthBytes, end), response: end < bytes.length ? bytes.subarray(end) : null }
    },
  }
}
