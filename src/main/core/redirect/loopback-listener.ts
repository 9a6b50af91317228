// Waits on a loopback address for one redirect (RFC 8252 §7.3, §8.3): open only while an authorisation is pending, and for one answer.

import { once } from 'node:events'
import { createServer } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo, Socket } from 'node:net'
import { AppError } from '../../../shared/errors.ts'
import { isCatchable } from './loopback-address.ts'
import { createRedirectRequests } from './redirect-requests.ts'

export interface RedirectListenerInput {
  /**
   * http on 127.0.0.1 or [::1]: without a port, or with port 0, any free port is taken. Or https, on localhost too, as it was registered:
   * port 443 when it names none.
   */
  redirectUri: string
  /** Only an answer with this state is taken. */
  state: string
  /** What an https address is served with; PEM. */
  tls?: { certificate: string; privateKey: string } | undefined
  timeoutMs: number
  signal?: AbortSignal | undefined
  /** How long a connection may take to send its request, and stay silent. */
  socketTimeoutMs?: number
  /** How long the closing page may be fetched after the answer. */
  graceMs?: number
}

export interface RedirectListener {
  /** The redirect URI with the port that is listened on. */
  address: string
  /**
   * The address the browser was sent to, with its query or fragment; a posted form appears as fragment.
   * Rejects with AUTHORISATION_FAILED when none came in time, CANCELLED when aborted or closed.
   */
  captured: Promise<string>
  /** Gives up and stops. After an answer it changes nothing: the listener then stops by itself, once the closing page was delivered. */
  close(): Promise<void>
  /** Settles when the listener has stopped and its port is free. */
  closed: Promise<void>
}

const headerBytes = 8 * 1024
const maxConnections = 8

/**
 * Listens. Throws INVALID_INPUT for an address that is not of this machine, or https without a certificate, CONFLICT when its port is taken, HOST_UNSUPPORTED when the
 * machine does not let it be opened, CANCELLED when already aborted.
 */
export async function listenForRedirect(input: RedirectListenerInput): Promise<RedirectListener> {
  const { redirectUri, state, timeoutMs, tls, signal, socketTimeoutMs = 10_000, graceMs = 2000 } = input
  const url = loopbackUrl(redirectUri, tls !== undefined)
  if (signal?.aborted) throw cancelled()
  const port = portOf(redirectUri, url)

  const limits = {
    maxHeaderSize: headerBytes,
    headersTimeout: socketTimeoutMs,
    requestTimeout: socketTimeoutMs,
    connectionsCheckingInterval: Math.min(1000, socketTimeoutMs),
  }
  const server = tls
    ? createTlsServer({ ...limits, cert: tls.certificate, key: tls.privateKey, minVersion: 'TLSv1.2', handshakeTimeout: socketTimeoutMs })
    : createServer(limits)
  // Those in a handshake are no connections of HTTP yet.
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  server.maxConnections = maxConnections
  server.timeout = socketTimeoutMs
  // SECURITY: the literal only, never every interface; exclusive, so that no other process of ours shares the port.
  server.listen({ host: url.hostname === 'localhost' ? '127.0.0.1' : url.hostname.replace(/[[\]]/g, ''), port, exclusive: true })
  await once(server, 'listening').catch((error: NodeJS.ErrnoException) => {
    throw notOpened(error, url, port)
  })
  const address = port === 0 ? withPort(url, (server.address() as AddressInfo).port) : redirectUri

  const { promise: captured, resolve, reject } = Promise.withResolvers<string>()
  // Whoever waits sees the rejection; nobody waiting is no reason to end the process.
  captured.catch(() => undefined)
  let settled = false
  let refusals = 0
  let grace: NodeJS.Timeout | undefined

  const closed = new Promise<void>((done) => server.once('close', done))
  const stop = () => {
    clearTimeout(grace)
    server.close()
    for (const socket of sockets) socket.destroy()
  }
  const close = async () => {
    if (!settle(() => reject(cancelled()))) return
    stop()
    await closed
  }
  const settle = (outcome: () => void): boolean => {
    if (settled) return false
    settled = true
    clearTimeout(limit)
    signal?.removeEventListener('abort', close)
    outcome()
    return true
  }
  const limit = setTimeout(() => {
    settle(() => reject(tooLate(refusals)))
    stop()
  }, timeoutMs)
  signal?.addEventListener('abort', close)

  const accept = (redirect: string) =>
    settle(() => {
      grace = setTimeout(stop, graceMs).unref()
      server.unref()
      resolve(redirect)
    })
  const refused = () => {
    refusals += 1
  }
  const answer = createRedirectRequests({ address, state, accept, refused, finished: stop })
  server.on('request', (request, response) => void answer(request, response).catch(() => response.destroy()))
  server.on('error', (error: NodeJS.ErrnoException) => {
    settle(() => reject(notOpened(error, url, port)))
    stop()
  })
  // Aborted while the port was being opened.
  if (signal?.aborted) await close()
  return { address, captured, close, closed }
}

function loopbackUrl(redirectUri: string, withTls: boolean): URL {
  const url = URL.parse(redirectUri)
  const plain = url !== null && !url.username && !url.password && !url.hash
  if (plain && isCatchable(url) && (url.protocol === 'http:' || withTls)) return url
  throw new AppError('INVALID_INPUT', 'Redirect URI is not an http address on 127.0.0.1 or [::1], nor an https one with a certificate', {
    field: 'redirectUri',
    remedy: 'Use a loopback redirect URI, or paste the redirect instead of listening for it.',
  })
}

/** The port as written, as URL drops `:80`; 0 when there is none, but 443 over https, where the address is compared whole. */
const portOf = (redirectUri: string, { protocol }: URL): number =>
  Number(/^https?:\/\/[^/?#]*:(\d+)(?:[/?#]|$)/i.exec(redirectUri)?.[1] ?? 0) || (protocol === 'https:' ? 443 : 0)

function withPort(url: URL, port: number): string {
  const address = new URL(url)
  address.port = String(port)
  return address.href
}

function notOpened(error: NodeJS.ErrnoException, { hostname }: URL, port: number): AppError {
  if (error.code === 'EADDRINUSE') {
    // SECURITY: never another port; whoever holds this one would receive the answer.
    return new AppError('CONFLICT', `Port ${port} of ${hostname} is taken by another program`, {
      field: 'redirectUri',
      remedy: `End the program that listens on port ${port}, or use another redirect URI.`,
    })
  }
  return new AppError('HOST_UNSUPPORTED', `Port ${port} of ${hostname} could not be opened (${error.code})`, {
    field: 'redirectUri',
    remedy: 'Use another redirect URI, or paste the redirect instead of listening for it.',
  })
}

const cancelled = () => new AppError('CANCELLED', 'Authorisation was cancelled while its redirect was waited for')

/** Whether a listener ended because no redirect came in time. */
export const isTooLate = (error: unknown): boolean => error instanceof AppError && error.code === 'AUTHORISATION_FAILED'

const tooLate = (refusals: number) =>
  new AppError(
    'AUTHORISATION_FAILED',
    `Authorisation was not completed in time${refusals > 0 ? `; answers refused for a wrong or missing state: ${refusals}` : ''}`,
    { remedy: 'Start the authorisation again, and use the address that was made last.' },
  )
