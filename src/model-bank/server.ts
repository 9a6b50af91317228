import { createServer as createHttpServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import formbody from '@fastify/formbody'
import Fastify, { type FastifyInstance } from 'fastify'
import { AppError, type AppErrorCode, type AppErrorData } from '../shared/errors.ts'
import { errorPage, styleSheet } from './authorisation/pages.ts'
import { fingerprintOf } from './trust.ts'

// FAPI 1.0 Advanced §8.5: below TLS 1.3 these suites only.
const ciphers =
  'TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256:ECDHE-RSA-AES128-GCM-SHA256:ECDHE-RSA-AES256-GCM-SHA384'

// A client fetches page after page over one connection and may pause between them.
const KEEP_ALIVE = 125_000

/** A listening server that answers once a handler is set. */
export interface Door {
  port: number
  handle(listener: RequestListener): void
  close(): Promise<void>
}

export interface TlsDoor extends Door {
  /** Completed TLS handshakes by the fingerprint of the client certificate; `none` for those without. */
  handshakes(): Record<string, number>
}

export interface Listen {
  host: string
  /** 0 takes any free port. */
  port: number
  /** Taken when free, where `port` is 0. */
  preferredPort?: number
  /** How long every request waits before it is taken up. */
  latencyMs?: number
}

/** The mutual-TLS door. Throws CONFLICT when the port is in use. */
export async function openTlsDoor(listen: Listen, identity: { certificate: string; privateKey: string; ca: string }): Promise<TlsDoor> {
  const server = createHttpsServer({
    key: identity.privateKey,
    cert: identity.certificate + identity.ca,
    minVersion: 'TLSv1.2',
    ciphers,
    requestCert: true,
    // The bank checks peers itself: whom it trusts changes with every enrolment, discovery and the directory need no
    // certificate, and a refusal should be an HTTP answer that says why, not a broken handshake.
    rejectUnauthorized: false,
  })
  const counts: Record<string, number> = {}
  server.on('secureConnection', (socket) => {
    const certificate = socket.getPeerX509Certificate()
    const key = certificate === undefined ? 'none' : fingerprintOf(certificate)
    counts[key] = (counts[key] ?? 0) + 1
  })
  return { ...(await open(server, listen)), handshakes: () => ({ ...counts }) }
}

/** The plain-http door for a person's browser, on loopback. Throws CONFLICT when the port is in use. */
export const openFrontDoor = (listen: Listen): Promise<Door> => open(createHttpServer(), listen)

async function open(server: Server, { host, port, preferredPort = 0, latencyMs = 0 }: Listen): Promise<Door> {
  server.keepAliveTimeout = KEEP_ALIVE
  server.headersTimeout = KEEP_ALIVE + 5_000
  try {
    await listenOn(server, host, port || preferredPort)
  } catch (cause) {
    const inUse = cause instanceof Error && 'code' in cause && cause.code === 'EADDRINUSE'
    if (inUse && port === 0 && preferredPort !== 0) {
      await listenOn(server, host, 0)
    } else if (inUse) {
      throw new AppError(
        'CONFLICT',
        `Port ${port} is in use on ${host}`,
        { field: 'port', remedy: 'Name another port, or 0 for any free one.' },
        cause,
      )
    } else {
      throw new AppError(
        'INTERNAL',
        `The model bank cannot listen on ${host}:${port}: ${cause instanceof Error ? cause.message : cause}`,
        {},
        cause,
      )
    }
  }
  const address: AddressInfo | string | null = server.address()
  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    handle: (listener) => void server.on('request', latencyMs === 0 ? listener : delayed(listener, latencyMs)),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

const delayed =
  (listener: RequestListener, ms: number): RequestListener =>
  (request, response) => {
    setTimeout(() => {
      if (!response.destroyed) listener(request, response)
    }, ms)
  }

function listenOn(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen({ port, host, exclusive: true }, () => {
      server.off('error', reject)
      resolve()
    })
  })
}

const statuses: Partial<Record<AppErrorCode, number>> = { NOT_FOUND: 404, CONFLICT: 409, INTERNAL: 500 }

/** Our own routes of one door; reached through `app.routing`, so that it never listens itself. */
export async function createRoutes(kind: 'api' | 'pages'): Promise<FastifyInstance> {
  const app = Fastify({ logger: false, bodyLimit: 1024 * 1024 })
  await app.register(formbody)
  if (kind === 'api') answerErrorsAsJson(app)
  else {
    app.setErrorHandler((error, _request, reply) => {
      const { status, data } = describe(error)
      return reply.code(status).type('text/html; charset=utf-8').send(errorPage('This page is not available', data.message))
    })
  }
  app.setNotFoundHandler((_request, reply) => {
    if (kind === 'pages')
      return reply
        .code(404)
        .type('text/html; charset=utf-8')
        .send(errorPage('No such page', 'This address belongs to no page of the bank.'))
    return reply.code(404).send({ error: { code: 'NOT_FOUND', message: 'No such address' } })
  })
  return app
}

/** Errors of this scope become `{ error: { code, message, field?, remedy? } }`. */
export function answerErrorsAsJson(app: FastifyInstance): void {
  app.setErrorHandler((error, _request, reply) => {
    const { status, data } = describe(error)
    return reply.code(status).send({ error: data })
  })
}

function describe(error: unknown): { status: number; data: AppErrorData } {
  if (error instanceof AppError) return { status: statuses[error.code] ?? 400, data: error.toData() }
  const status = statusOf(error)
  if (error instanceof Error && status < 500) return { status, data: { code: 'INVALID_INPUT', message: error.message } }
  return { status: 500, data: { code: 'INTERNAL', message: 'The model bank could not answer this request' } }
}

/** What every page needs beside itself. */
export function registerPages(app: FastifyInstance): void {
  app.get('/style.css', (_request, reply) => reply.type('text/css; charset=utf-8').send(styleSheet))
}

function statusOf(error: unknown): number {
  return error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number' ? error.statusCode : 500
}

export interface Dispatch {
  app: FastifyInstance
  provider: RequestListener
  /** Paths that oidc-provider answers at this door. */
  providerPaths: RegExp
  /** Values of the Host header that this door answers to; null for any. */
  hosts: string[] | null
}

const pageHeaders = {
  'content-security-policy': "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cache-control': 'no-store',
}

/** Sends each request of a door to oidc-provider or to our own routes. */
export function dispatcher({ app, provider, providerPaths, hosts }: Dispatch): RequestListener {
  return (request: IncomingMessage, response: ServerResponse) => {
    for (const [name, value] of Object.entries(pageHeaders)) response.setHeader(name, value)
    // SECURITY: a foreign name that resolves to loopback (DNS rebinding) must not reach the pages.
    if (hosts !== null && !hosts.includes(request.headers.host ?? '')) {
      response.writeHead(421, { 'content-type': 'text/plain; charset=utf-8' }).end('This name is not served here.\n')
      return
    }
    const path = (request.url ?? '/').split('?')[0] ?? '/'
    if (!providerPaths.test(path)) return app.routing(request, response)
    forgetSession(request)
    provider(request, response)
  }
}

// Every authorisation starts with a log-in (strong customer authentication), so that the provider's session is never taken up again.
function forgetSession(request: IncomingMessage): void {
  const kept = (request.headers.cookie ?? '').split(';').filter((pair) => !/^\s*_session(\.[a-z.]+)?=/.test(pair))
  request.headers.cookie = kept.join(';')
}
