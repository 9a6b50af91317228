// The exact bytes of an exchange, sealed as one value. A long body is compressed first, which takes less time than it saves.

import type { Secrets } from '../secrets/secrets.ts'
import { isLong, pack, unpack } from './packed-text.ts'

/** The column of the value tells its form; like every column it is bound to the value by its seal. */
const ref = (id: string, column: string) => ({ table: 'request_log', id, column })
const plain = (id: string) => ref(id, 'exchange_raw')
const withPackedBody = (id: string) => ref(id, 'exchange_raw_body_brotli')
/** As a whole, in workspaces of earlier versions. */
const packedWhole = (id: string) => ref(id, 'exchange_raw_brotli')

export interface RawExchange {
  /** Head and body. */
  request: Buffer
  responseHead: Buffer
  responseBody: Buffer
}

// The length of the request, that of the response's head where its body is packed, the request, the response.
const lengthBytes = 4

export const createRawBytes = (secrets: Secrets) => {
  const open = (id: string): { request: Buffer; response: Buffer } | null => {
    if (secrets.has(withPackedBody(id))) {
      const bytes = secrets.get(withPackedBody(id))
      const requestEnd = 2 * lengthBytes + bytes.readUInt32BE()
      const headEnd = requestEnd + bytes.readUInt32BE(lengthBytes)
      return {
        request: bytes.subarray(2 * lengthBytes, requestEnd),
        response: Buffer.concat([bytes.subarray(requestEnd, headEnd), unpack(bytes.subarray(headEnd))]),
      }
    }
    const bytes = secrets.has(plain(id))
      ? secrets.get(plain(id))
      : secrets.has(packedWhole(id))
        ? unpack(secrets.get(packedWhole(id)))
        : null
    if (!bytes) return null
    const end = lengthBytes + bytes.readUInt32BE()
    return { request: bytes.subarray(lengthBytes, end), response: bytes.subarray(end) }
  }

  return {
    /** `packedBody`: the body as `pack` gives it, where that is at hand. */
    put(id: string, { request, responseHead, responseBody }: RawExchange, packedBody: Buffer | null): void {
      const lengths = Buffer.alloc(2 * lengthBytes)
      lengths.writeUInt32BE(request.length)
      lengths.writeUInt32BE(responseHead.length, lengthBytes)
      if (!isLong(responseBody)) {
        secrets.put(plain(id), Buffer.concat([lengths.subarray(0, lengthBytes), request, responseHead, responseBody]))
      } else secrets.put(withPackedBody(id), Buffer.concat([lengths, request, responseHead, packedBody ?? pack(responseBody)]))
    },

    /** Null: there was none, or it was removed. */
    get(id: string): { request: Buffer | null; response: Buffer | null } {
      const found = open(id)
      // One that came has at least its status line.
      return { request: found?.request ?? null, response: found?.response.length ? found.response : null }
    },
  }
}
