// Opens the connections to banks: one full TLS handshake each, with the facts of it kept for the request log.

import { isIP } from 'node:net'
import { connect as connectTls, type SecureContext } from 'node:tls'
import { type buildConnector, errors } from 'undici'
import type { TlsFacts } from '../../../shared/model/request-log.ts'
import { type CertificateOffered, handshakeFacts } from './tls-facts.ts'

export interface Connection {
  tls: Omit<TlsFacts, 'reusedConnection'>
  /** `performance.now()` when it was begun. */
  began: number
  /** Milliseconds from there to the end of the handshake, or to its failure. */
  connectMs: number
  /** Requests written on it so far. */
  requests: number
  /** The first thing that went wrong on it, such as an alert of the server. */
  firstError: Error | null
}

const bySocket = new WeakMap<object, Connection>()
const byFailure = new WeakMap<object, Connection>()

/** The connection that a socket of ours is. */
export const connectionOf = (socket: object) => bySocket.get(socket)

/** What was known of a connection when it could not be made, found by the error that says so. */
export const failedConnectionOf = (error: object) => byFailure.get(error)

/** A connector for undici; `offered` describes the certificate that `secureContext` holds. */
export function tlsConnector(
  secureContext: SecureContext,
  offered: CertificateOffered | null,
  timeoutMs: number,
): buildConnector.connector {
  return ({ hostname, port }, callback) => {
    const connection: Connection = {
      tls: { protocol: null, cipher: null, serverChain: [], clientCertificateOffered: offered },
      began: performance.now(),
      connectMs: 0,
      requests: 0,
      firstError: null,
    }
    // SECURITY: no session is ever passed in, so a server cannot take us for an earlier certificate by its session ticket.
    const socket = connectTls({
      host: hostname,
      port: Number(port || 443),
      secureContext,
      ...(isIP(hostname) ? {} : { servername: hostname }), // RFC 6066 §3: literal addresses are not permitted
      ALPNProtocols: ['http/1.1'],
      rejectUnauthorized: true,
    })
    const timer = setTimeout(() => socket.destroy(new errors.ConnectTimeoutError('connect timeout')), timeoutMs)
    let pending = true
    const settle = (error: Error | null) => {
      if (!pending) return
      pending = false
      clearTimeout(timer)
      connection.connectMs = performance.now() - connection.began
      if (error) {
        byFailure.set(error, connection)
        callback(error, null)
      } else {
        bySocket.set(socket, connection)
        callback(null, socket)
      }
    }
    // 'secure' comes before the certificate is judged: the only moment at which a rejected chain can be read.
    socket.prependOnceListener('secure', () => {
      connection.tls = handshakeFacts(socket, offered)
    })
    socket
      .setNoDelay(true)
      .setKeepAlive(true, 60_000)
      .once('secureConnect', () => settle(null))
      .on('error', (error) => {
        connection.firstError ??= error
        settle(error)
      })
  }
}
