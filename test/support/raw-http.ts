import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'

export interface RawAnswer {
  status: number
  headers: Headers
  body: string
}

/** Sends bytes as they are and reads until the other side closes. Status 0: it closed without a word. `ca`: trusted over https. */
export async function rawExchange(address: string, bytes: string, ca?: string): Promise<RawAnswer> {
  const socket = openSocket(address, ca)
  // A refusal may close the connection while the rest is still being sent.
  socket.on('error', () => undefined)
  const text = textOf(socket)
  socket.write(bytes)
  return parseAnswer(await text)
}

export function openSocket(address: string, ca?: string): Socket {
  const { hostname, port, protocol } = new URL(address)
  const host = hostname.replace(/[[\]]/g, '')
  if (protocol === 'https:')
    return connectTls({ host, port: Number(port), ...(ca && { ca }), ...(host === 'localhost' && { servername: host }) })
  return connect({ host, port: Number(port) })
}

/** Everything a socket receives until it is closed. */
export async function textOf(socket: Socket): Promise<string> {
  const chunks: Buffer[] = []
  socket.on('data', (chunk) => chunks.push(chunk))
  if (!socket.closed) await new Promise((done) => socket.once('close', done))
  return Buffer.concat(chunks).toString('utf8')
}

export function parseAnswer(text: string): RawAnswer {
  const [head = '', ...rest] = text.split('\r\n\r\n')
  const [first = '', ...lines] = head.split('\r\n')
  const headers = new Headers(lines.map((line): [string, string] => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1)]))
  return { status: Number(first.split(' ')[1] ?? 0), headers, body: rest.join('\r\n\r\n') }
}

/** One request with a right Host unless another is given. */
export function rawRequest(address: string, method: string, target: string, headers: Record<string, string> = {}, body = ''): string {
  const all: Record<string, string> = { Host: new URL(address).host, ...headers }
  if (body) all['Content-Length'] ??= String(Buffer.byteLength(body))
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`)
  return `${method} ${target} HTTP/1.1\r\n${lines.join('')}\r\n${body}`
}

export async function connected(socket: Socket): Promise<void> {
  await once(socket, 'connect')
}
