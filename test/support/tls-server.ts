import { once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import { createServer as createTlsServer, type TLSSocket, type TlsOptions } from 'node:tls'

export interface TestServer {
  origin: string
  handshakes: () => number
  /** SHA-256 fingerprints of the client certificates of all connections, in order. */
  clients: string[]
  resumed: () => number
  close(): Promise<void>
}

type Credentials = { certificate: string; privateKey: string }

/** A web server over TLS on a free port of 127.0.0.1. With `clientCa`, a client certificate from it is required. */
export async function startHttpsServer(
  credentials: Credentials,
  handle: (request: IncomingMessage, response: ServerResponse) => void,
  { clientCa, ...options }: { clientCa?: string } & TlsOptions = {},
): Promise<TestServer> {
  const mutual = clientCa ? { requestCert: true, ca: clientCa } : {}
  return watched(createServer({ cert: credentials.certificate, key: credentials.privateKey, ...mutual, ...options }, handle))
}

/** A TLS server that speaks whatever `handle` writes. */
export async function startTlsServer(
  credentials: Credentials,
  handle: (socket: TLSSocket) => void,
  options: TlsOptions = {},
): Promise<TestServer> {
  return watched(createTlsServer({ cert: credentials.certificate, key: credentials.privateKey, ...options }, handle))
}

async function watched(server: Server | ReturnType<typeof createTlsServer>): Promise<TestServer> {
  const sockets = new Set<TLSSocket>()
  const clients: string[] = []
  let handshakes = 0
  let resumed = 0
  server.on('secureConnection', (socket: TLSSocket) => {
    handshakes += 1
    if (socket.isSessionReused()) resumed += 1
    sockets.add(socket)
    clients.push(socket.getPeerX509Certificate()?.fingerprint256.toLowerCase() ?? 'none')
    socket.on('error', () => undefined)
    socket.on('close', () => sockets.delete(socket))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    origin: `https://localhost:${port}`,
    handshakes: () => handshakes,
    clients,
    resumed: () => resumed,
    async close() {
      if (!server.listening) return
      const closed = once(server, 'close')
      server.close()
      for (const socket of sockets) socket.destroy()
      await closed
    },
  }
}
