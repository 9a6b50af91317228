import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import type { IncomingHttpHeaders } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import type { TLSSocket } from 'node:tls'
import { afterAll, afterEach, beforeAll } from 'vitest'
import { createBankClient } from '../../src/main/core/bank/client.ts'
import { importSigningKey } from '../../src/main/core/bank/jws.ts'
import type { BankSession } from '../../src/main/core/bank/session.ts'
import { systemClock } from '../../src/main/core/clock.ts'
import type { RecordedExchange } from '../../src/main/core/request-log/recorded-exchange.ts'
import { aBankSession } from './bank-session.ts'
import { type OpensslIdentity, opensslIdentity } from './openssl-identity.ts'

export interface ReceivedCall {
  path: string
  headers: IncomingHttpHeaders
  form: URLSearchParams
  /** CN of the certificate that the client offered. */
  peer: string | undefined
}

export interface Answer {
  status: number
  body: object | string
  headers?: Record<string, string>
}

/** A token endpoint behind real mutual TLS, on loopback, that answers what it is told and keeps what it received. */
export async function startTokenServer(clients: OpensslIdentity[]) {
  const identity = opensslIdentity('/CN=bank', ['subjectAltName=IP:127.0.0.1'])
  const calls: ReceivedCall[] = []
  const answers: Answer[] = []
  const server = createServer(
    {
      cert: identity.certificate,
      key: identity.privateKey,
      ca: clients.map(({ certificate }) => certificate),
      requestCert: true,
      rejectUnauthorized: true,
    },
    async (request, response) => {
      const socket = request.socket as TLSSocket
      const form = new URLSearchParams(await text(request))
      calls.push({ path: request.url ?? '', headers: request.headers, form, peer: socket.getPeerCertificate().subject?.CN?.toString() })
      const { status, body, headers } = answers.shift() ?? { status: 500, body: 'No answer was prepared' }
      const json = typeof body === 'object'
      response.writeHead(status, { 'content-type': json ? 'application/json' : 'text/html', ...headers })
      response.end(json ? JSON.stringify(body) : body)
    },
  )
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    issuer: `https://127.0.0.1:${port}`,
    certificate: identity.certificate,
    calls,
    /** The next call is answered with this. */
    willAnswer: (status: number, body: object | string, headers?: Record<string, string>) =>
      void answers.push({ status, body, ...(headers && { headers }) }),
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

export type TokenServer = Awaited<ReturnType<typeof startTokenServer>>

/** A token server, a client that it knows by two certificates, and the real bank client between them. */
export async function startTokenBank() {
  const identity = opensslIdentity('/CN=tpp')
  const renewed = opensslIdentity('/CN=tpp renewed')
  const stranger = opensslIdentity('/CN=stranger')
  const server = await startTokenServer([identity, renewed])
  const signing = await importSigningKey(identity.privateKey, 'kid-1')
  const recorded = new Map<string, RecordedExchange>()
  const record = (exchange: RecordedExchange) => {
    const id = randomUUID()
    recorded.set(id, exchange)
    return id
  }
  const bank = createBankClient({ requestLog: { record }, clock: systemClock })
  return {
    ...{ server, bank, identity, renewed, stranger },
    /** By request log id. */
    recorded,
    session: (client: Partial<BankSession['client']> = {}, profile: Partial<BankSession['profile']> = {}) =>
      aBankSession({ issuer: server.issuer, caCertificate: server.certificate, identity, signing, client, profile }),
    /** The only call since the last look. */
    received() {
      const [call, ...more] = server.calls.splice(0)
      if (!call || more.length > 0) throw new Error(`Expected one call, there were ${more.length + (call ? 1 : 0)}`)
      return { ...call, fields: Object.fromEntries(call.form) }
    },
    async close() {
      await bank.close()
      await server.close()
    },
  }
}

export type TokenBank = Awaited<ReturnType<typeof startTokenBank>>

/** One for the tests of a file; each finds no calls of the one before. */
export const shareTokenBank = (): (() => TokenBank) => {
  let shared: TokenBank | undefined
  beforeAll(async () => {
    shared = await startTokenBank()
  })
  afterAll(() => shared?.close())
  afterEach(() => void shared?.server.calls.splice(0))
  return () => {
    if (!shared) throw new Error('Only within a test')
    return shared
  }
}

/** A token answer with nothing wrong in it. */
export const goodTokens = { access_token: 'at', token_type: 'Bearer', expires_in: 300, scope: 'accounts' }
