// What a file or a pasted text looks like, told here without asking the core: a secret crosses only when the person says so.

export type MaterialKind = 'certificate' | 'clearKey' | 'encryptedKey' | 'pkcs12' | 'unknown'

const hasClearKey = (text: string): boolean =>
  [...text.matchAll(/-----BEGIN ([A-Z0-9 ]*)PRIVATE KEY-----([\s\S]*?)(?:-----|$)/g)].some(
    ([, label = '', body = '']) => !label.startsWith('ENCRYPTED') && !body.includes('ENCRYPTED'),
  )

export const kindOfText = (text: string): MaterialKind => {
  if (hasClearKey(text)) return 'clearKey'
  if (/-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----/.test(text)) return 'encryptedKey'
  if (/-----BEGIN PKCS12-----/.test(text)) return 'pkcs12'
  return /-----BEGIN [A-Z0-9 ]*CERTIFICATE[A-Z0-9 ]*-----/.test(text) ? 'certificate' : 'unknown'
}

/** Where the content of the DER value at `at` begins, and where it ends. */
const contentOf = (bytes: Uint8Array, at: number): { start: number; end: number } => {
  const first = bytes[at + 1] ?? 0
  const more = first < 0x80 ? 0 : first & 0x7f
  const start = at + 2 + more
  const length = more === 0 ? first : bytes.subarray(at + 2, start).reduce((sum, byte) => sum * 256 + byte, 0)
  return { start, end: start + length }
}

export const kindOfBytes = (bytes: Uint8Array): MaterialKind => {
  const text = new TextDecoder('latin1').decode(bytes)
  if (text.includes('-----BEGIN ')) return kindOfText(text)
  if (bytes[0] !== 0x30) return 'unknown'
  const { start } = contentOf(bytes, 0)
  // Version 3 begins a PKCS#12 file (RFC 7292 §4); versions 0 and 1 a key.
  if (bytes[start] === 0x02) return bytes[start + 2] === 3 ? 'pkcs12' : 'clearKey'
  if (bytes[start] !== 0x30) return 'unknown'
  // RFC 5958 §3: an algorithm, then octets; a certificate goes on with another SEQUENCE.
  return bytes[contentOf(bytes, start).end] === 0x04 ? 'encryptedKey' : 'certificate'
}

export const maxBytes = 1024 * 1024

export const isEncrypted = (kind: MaterialKind | null): boolean => kind === 'encryptedKey' || kind === 'pkcs12'

/** Such as a file is sent in. */
export const base64Of = (bytes: Uint8Array): string => {
  let binary = ''
  for (let at = 0; at < bytes.length; at += 8192) binary += String.fromCharCode(...bytes.subarray(at, at + 8192))
  return btoa(binary)
}
