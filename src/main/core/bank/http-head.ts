import type { Header } from '../request-log/recorded-exchange.ts'

/** Header lines of a head, in order. */
export function headersOf(head: string): Header[] {
  return head
    .split('\r\n')
    .slice(1)
    .filter((line) => line !== '')
    .map((line) => {
      const colon = line.indexOf(':')
      return [line.slice(0, colon), line.slice(colon + 1).trim()]
    })
}

/** undici reports the head without its last lines; this completes it in the way that undici writes it (RFC 9110 §8.6). */
export function completeRequestHead(reported: string, method: string, body: Buffer | null): string {
  if (body?.length) return `${reported}content-length: ${body.length}\r\n\r\n`
  return method === 'POST' || method === 'PUT' ? `${reported}content-length: 0\r\n\r\n` : `${reported}\r\n`
}

/** The head of an answer from its parts; the parser does not keep the protocol version. */
export function responseHead(status: number, statusText: string, headers: Header[]): string {
  return [`HTTP/1.1 ${status} ${statusText}`, ...headers.map(([name, value]) => `${name}: ${value}`), '', ''].join('\r\n')
}

/** Name and value pairs from undici's flat list, in order, with every repetition. */
export function headerPairs(flat: unknown): Header[] {
  if (!Array.isArray(flat)) return []
  const text = (part: unknown) => (Buffer.isBuffer(part) ? part.toString('latin1') : String(part))
  return Array.from({ length: flat.length / 2 }, (_, index) => [text(flat[2 * index]), text(flat[2 * index + 1])])
}
