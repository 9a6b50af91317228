import type { DecodedJwt } from '../../../shared/model/request-log.ts'

type Decoded = Omit<DecodedJwt, 'where'>

// RFC 7515 §3.1, RFC 7516 §3.1 and detached content (RFC 7515 appendix F): a JSON object in base64url, then two or four more parts.
const shape = /e[yw][A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]*\.[A-Za-z0-9_-]*(?:\.[A-Za-z0-9_-]*\.[A-Za-z0-9_-]*)?/g

/** Replaces every compact JWS or JWE in a text. */
export function replaceJwts(text: string, replace: (jwt: string) => string): string {
  return text.replace(shape, (match) => {
    if (decodeJwt(match)) return replace(match)
    // The real start may lie behind letters that only look like one.
    return match.slice(0, 1) + replaceJwts(match.slice(1), replace)
  })
}

/** Header and claims without the signature; claims are empty when encrypted, detached or not JSON. Null when it is no JWT. */
export function decodeJwt(text: string): Decoded | null {
  const [header = '', payload = ''] = text.split('.', 2)
  const decodedHeader = jsonObject(header)
  return decodedHeader && { header: decodedHeader, claims: jsonObject(payload) ?? {} }
}

function jsonObject(part: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'))
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null
  } catch {
    return null
  }
}
