// The renderer in a browser of this machine, over loopback HTTP. The address with its token is the only way in.

import type { AddressInfo } from 'node:net'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { HostFacts } from '../../../shared/bridge.ts'
import { AppError } from '../../../shared/errors.ts'
import type { App } from '../../core/app.ts'
import { contentSecurityPolicy, createNonce, withNonce } from '../content-security-policy.ts'
import { cookieSecrets, sessionCookie } from './cookie.ts'
import { createEventStreams } from './event-streams.ts'
import { Refusal } from './refusal.ts'
import { createGatedServer } from './server.ts'
import { createSessions, type Session, sameSecret } from './sessions.ts'
import { readStaticFile } from './static-files.ts'

export interface BrowserHostOptions {
  app: Pick<App, 'handle' | 'subscribe'>
  /** The built renderer. */
  rendererDir: string
  version: string
  /** 0 or absent: any free one. */
  port?: number
  /** Milliseconds since 1970; tests set their own. */
  now?: () => number
  heartbeatMs?: number
}

export interface BrowserHost {
  /** http://127.0.0.1:port */
  origin: string
  /** An address that opens one session, once and within a minute; an earlier one is void. */
  issueAddress(): string
  /** Ends open calls and streams and frees the port. */
  close(): Promise<void>
}

const enter = 'Press Enter in the terminal where the workbench runs, and open the address that it shows.'
const ended = new Refusal(401, 'No session is open in this browser, or it has ended', 'session', enter)
const refusedToken = new Refusal(403, 'This address was used or has expired', 'token', enter)
const tooManyTokens = new Refusal(429, 'Too many wrong addresses were tried', 'token', enter, { 'Retry-After': '60' })

/** Calls that go on when the page that made them is gone: a reload finds the walkthrough where it is. */
const survivesPage = (method: string): boolean => method.startsWith('walkthrough.run')

/** Listens on 127.0.0.1. Throws CONFLICT when the port is taken, HOST_UNSUPPORTED when it cannot be opened. */
export const startBrowserHost = async (options: BrowserHostOptions): Promise<BrowserHost> => {
  const { app, rendererDir, version, port: wanted = 0, now, heartbeatMs } = options
  const sessions = createSessions(now ? { now } : {})
  const streams = createEventStreams({ subscribe: app.subscribe, ...(heartbeatMs ? { heartbeatMs } : {}) })
  const closing = new AbortController()
  const server = createGatedServer()
  const portOf = (request: FastifyRequest) => request.socket.localPort ?? 0

  const sessionOf = (request: FastifyRequest): Session => {
    const session = sessions.find(cookieSecrets(request.headers.cookie, portOf(request)))
    if (!session) throw ended
    return session
  }

  server.get<{ Params: { token: string } }>('/open/:token', async (request, reply) => {
    const redeemed = sessions.redeem(request.params.token)
    if (!redeemed.opened) throw redeemed.limited ? tooManyTokens : refusedToken
    return reply
      .code(303)
      .header('Set-Cookie', sessionCookie(portOf(request), redeemed.secret))
      .header('Location', '/')
      .send()
  })

  const host: HostFacts = { kind: 'browser', version, platform: process.platform }
  server.get('/session', async (request) => ({ csrf: sessionOf(request).csrf, host }))

  server.get<{ Querystring: { after?: string } }>('/api/events', async (request, reply) => {
    const release = sessionOf(request).hold()
    reply.hijack()
    reply.raw.once('close', release)
    const known = request.headers['last-event-id'] ?? request.query.after
    streams.open(reply.raw, typeof known === 'string' ? known : undefined)
  })

  server.post('/api/call', {
    // Before the body is read: who may not call has no say in what is parsed.
    onRequest: async (request) => {
      const { csrf } = sessionOf(request)
      const given = request.headers['x-app-csrf']
      // SECURITY: cross-site request forgery; only a page of ours can have read the value, and a foreign one cannot send the header.
      if (typeof given !== 'string' || !sameSecret(given, csrf))
        throw new Refusal(403, 'X-App-CSRF is not that of this session', 'X-App-CSRF', enter)
    },
    // Methods that destroy or reveal pass the same checks. No answer holds a secret in clear: a key leaves encrypted with the caller's passphrase.
    handler: async (request, reply) => {
      const { method, input } = readCall(request.body)
      return app.handle(method, input, {
        signal: survivesPage(method) ? closing.signal : AbortSignal.any([closing.signal, goneSignal(reply)]),
      })
    },
  })

  server.get('/*', async (request, reply) => {
    sessionOf(request)
    const file = await readStaticFile(rendererDir, request.raw.url ?? '')
    if (!file) return reply.callNotFound()
    reply.type(file.type)
    if (file.hashed) reply.header('Cache-Control', 'private, max-age=31536000, immutable')
    if (!file.type.startsWith('text/html')) return reply.send(file.content)
    const nonce = createNonce()
    return reply.header('Content-Security-Policy', contentSecurityPolicy(nonce)).send(withNonce(file.content.toString('utf8'), nonce))
  })

  try {
    await server.listen({ host: '127.0.0.1', port: wanted, exclusive: true })
  } catch (error) {
    streams.close()
    throw notOpened(wanted, error)
  }
  const { port } = server.server.address() as AddressInfo
  const { origin } = new URL(`http://127.0.0.1:${port}`)

  return {
    origin,
    issueAddress: () => `${origin}/open/${sessions.issueToken()}`,
    async close() {
      closing.abort()
      streams.close()
      await server.close()
    },
  }
}

const readCall = (body: unknown): { method: string; input: unknown } => {
  if (typeof body === 'object' && body !== null && 'method' in body && typeof body.method === 'string') {
    return { method: body.method, input: 'input' in body ? body.input : {} }
  }
  throw new Refusal(400, 'Body is not an object with a method', 'method', 'Reload the page.')
}

/** Aborted when the connection closes before the answer was sent. */
const goneSignal = ({ raw }: FastifyReply): AbortSignal => {
  const gone = new AbortController()
  raw.once('close', () => {
    if (!raw.writableFinished) gone.abort()
  })
  return gone.signal
}

const notOpened = (port: number, error: unknown): AppError => {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
  if (code === 'EADDRINUSE') {
    return new AppError(
      'CONFLICT',
      `Port ${port} of 127.0.0.1 is taken by another program`,
      {
        field: 'port',
        remedy: 'Leave --port out, or choose another one.',
      },
      error,
    )
  }
  return new AppError(
    'HOST_UNSUPPORTED',
    `Port ${port} of 127.0.0.1 could not be opened (${code})`,
    { field: 'port', remedy: 'Choose another --port.' },
    error,
  )
}
