// The exact bytes of an exchange, sealed. Long ones are compressed first, which takes less time than it saves in sealing and writing.

import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib'
import type { Secrets } from '../secrets/secrets.ts'

export type RawPart = 'request' | 'response'

const table = 'request_log'
const shortestCompressed = 4096
const fastest = { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } }

/** Which of the two columns holds a value tells whether it is compressed; like every column it is bound to the value by its seal. */
const plain = (id: string, part: RawPart) => ({ table, id, column: `${part}_raw` })
const compressed = (id: string, part: RawPart) => ({ table, id, column: `${part}_raw_brotli` })

export const createRawBytes = (secrets: Secrets) => ({
  put(id: string, part: RawPart, bytes: Buffer): void {
    if (bytes.length < shortestCompressed) secrets.put(plain(id, part), bytes)
    else secrets.put(compressed(id, part), brotliCompressSync(bytes, fastest))
  },

  /** Null once removed, or where there were none. */
  get(id: string, part: RawPart): Buffer | null {
    if (secrets.has(plain(id, part))) return secrets.get(plain(id, part))
    return secrets.has(compressed(id, part)) ? brotliDecompressSync(secrets.get(compressed(id, part))) : null
  },
})
