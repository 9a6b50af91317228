// Calls of a page that is let in.

import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'
import { describe, expect, onTestFinished, test } from 'vitest'
import { startBrowserHost } from '../../../../src/main/hosts/browser/host.ts'
import type { Reply } from '../../../../src/shared/errors.ts'
import { startTestApp, type TestApp } from '../../../support/app.ts'
import { ask, makeRenderer, openSession, plainCertificates, startTestHost } from '../../../support/browser-host.ts'
import { rawExchange } from '../../../support/raw-http.ts'

/** A server that takes connections and says nothing. */
const silentServer = async () => {
  const sockets: Socket[] = []
  const server = createServer((socket) => {
    socket.on('error', () => {})
    sockets.push(socket)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  const address = server.address()
  return { server, port: typeof address === 'object' && address ? address.port : 0 }
}

/** A software statement and a bank that accepts connections, and never answers. */
const silentBank = async (call: TestApp['call']) => {
  const { server, port } = await silentServer()
  const connected = once(server, 'connection')
  const { bankRegistrationId } = await call('walkthrough.run', {})
  const { softwareStatementId, bankProfileId } = await call('bankRegistration.get', { id: bankRegistrationId })
  const { id, created, builtIn, overrides, needs, sources, ...profile } = await call('bankProfile.get', { id: bankProfileId })
  const silent = await call('bankProfile.create', { ...profile, name: 'silent', issuer: `https://127.0.0.1:${port}`, endpoints: {} })
  return { softwareStatementId, bankProfileId: silent.id, connected }
}

describe('POST /api/call', () => {
  test('passes a call to the core and answers 200, with success and failure as data', async () => {
    const host = await startTestHost()
    const { call } = await openSession(host)
    const made = await call('sandboxCertificates.create', plainCertificates)
    expect(made.status).toBe(200)
    expect(made.json()).toMatchObject({ ok: true, value: { obWacCertificate: { id: expect.any(String) } } })
    const missing = await call('obWacCertificate.get', { id: crypto.randomUUID() })
    expect([missing.status, missing.json().error.code]).toEqual([200, 'NOT_FOUND'])
    const wrong = await call('obWacCertificate.get', { id: 1 })
    expect([wrong.status, wrong.json().error]).toMatchObject([200, { code: 'INVALID_INPUT', field: 'id' }])
    for (const name of ['nothing.here', '__proto__', 'constructor', '']) {
      const unknown = await call(name)
      expect([unknown.status, unknown.json().error.code]).toEqual([200, 'UNKNOWN_METHOD'])
    }
  })

  test('a body up to 1 MiB is taken, a larger one is refused with 413', async () => {
    const host = await startTestHost()
    const { headers } = await openSession(host)
    const bodyOf = (bytes: number) => {
      const frame = JSON.stringify({ method: 'certificate.inspect', input: { data: '' } })
      return JSON.stringify({ method: 'certificate.inspect', input: { data: 'a'.repeat(bytes - frame.length) } })
    }
    const send = (body: string) =>
      ask(host, { method: 'POST', path: '/api/call', headers: { ...headers, 'Content-Length': String(body.length) }, body })
    expect((await send(bodyOf(1024 * 1024))).status).toBe(200)
    const large = await send(bodyOf(1024 * 1024 + 1))
    expect([large.status, large.json()]).toMatchObject([413, { ok: false, error: { code: 'INVALID_INPUT', field: 'body' } }])
  })

  test('a body without a length is cut off at the same size', async () => {
    const host = await startTestHost()
    const { headers } = await openSession(host)
    const chunk = `${(64 * 1024).toString(16)}\r\n${' '.repeat(64 * 1024)}\r\n`
    const head = Object.entries({ ...headers, Host: new URL(host.origin).host, 'Transfer-Encoding': 'chunked' }).map(
      ([name, value]) => `${name}: ${value}`,
    )
    const { status } = await rawExchange(host.origin, `POST /api/call HTTP/1.1\r\n${head.join('\r\n')}\r\n\r\n${chunk.repeat(17)}`)
    expect(status).toBe(413)
  })

  test.each(['', '{', 'null', '[]', '"text"', '{"method":1}', '{"input":{}}', '{"__proto__":{"method":"workspace.status"}}', '\ufeff{'])(
    'the body %j is refused with 400',
    async (body) => {
      const host = await startTestHost()
      const { headers } = await openSession(host)
      const answer = await ask(host, { method: 'POST', path: '/api/call', headers, body })
      expect([answer.status, answer.json()]).toMatchObject([400, { ok: false, error: { code: 'INVALID_INPUT' } }])
    },
  )

  test.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'application/jsonp', ''])(
    'a body of type "%s" is refused with 415',
    async (type) => {
      const host = await startTestHost()
      const { headers } = await openSession(host)
      const answer = await ask(host, {
        method: 'POST',
        path: '/api/call',
        headers: { ...headers, 'Content-Type': type },
        body: '{"method":"workspace.status"}',
      })
      expect([answer.status, answer.json()]).toMatchObject([415, { ok: false, error: { field: 'Content-Type' } }])
    },
  )
})

describe('a page that goes away', () => {
  /** The host over the real core, with the replies seen as they are made. */
  const hostWithReplies = async () => {
    const { app, call } = await startTestApp()
    const replies: Promise<Reply<unknown>>[] = []
    const host = await startBrowserHost({
      app: {
        ...app,
        handle(...given) {
          const reply = app.handle(...given)
          replies.push(reply)
          return reply
        },
      },
      rendererDir: makeRenderer(),
      version: '0.0.0',
    })
    onTestFinished(() => host.close())
    return { host, app, call, replies, session: await openSession(host) }
  }

  const leaving = (host: { origin: string }, headers: Record<string, string>, method: string, input: unknown) => {
    const page = new AbortController()
    const answer = fetch(`${host.origin}/api/call`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ method, input }),
      signal: page.signal,
    })
    return { leave: () => page.abort(), answer: answer.catch((error: Error) => error.name) }
  }

  test('ends its call', async () => {
    const { host, call, replies, session } = await hostWithReplies()
    const { softwareStatementId, ...silent } = await silentBank(call)
    const { leave, answer } = leaving(host, session.headers, 'bankRegistration.create', {
      softwareStatementId,
      bankProfileId: silent.bankProfileId,
    })
    await silent.connected
    leave()
    expect(await answer).toBe('AbortError')
    expect(await replies.at(-1)).toMatchObject({ ok: false, error: { code: 'CANCELLED' } })
  })

  test('leaves the walkthrough running', async () => {
    const { host, app, replies, session } = await hostWithReplies()
    const started = new Promise<void>((done) => app.subscribe(({ type }) => type === 'walkthrough.stepStarted' && done()))
    const { leave, answer } = leaving(host, session.headers, 'walkthrough.run', {})
    await started
    leave()
    expect(await answer).toBe('AbortError')
    expect(await replies.at(-1)).toMatchObject({ ok: true, value: { totals: { accounts: expect.any(Number) } } })
  })

  test('which is ended with the host', async () => {
    const { host, app, replies, session } = await hostWithReplies()
    const waiting = new Promise<void>((done) => app.subscribe(({ type }) => type === 'walkthrough.awaitingCustomer' && done()))
    const { answer } = leaving(host, session.headers, 'walkthrough.run', { autoApprove: false })
    await waiting
    await host.close()
    expect(await replies.at(-1)).toMatchObject({ ok: false, error: { code: 'CANCELLED' } })
    await answer
    await expect(fetch(host.origin)).rejects.toThrow()
  })
})

test('a port that is taken is not replaced by another', async () => {
  const { server, port } = await silentServer()
  const { app } = await startTestApp()
  await expect(startBrowserHost({ app, rendererDir: makeRenderer(), version: '0.0.0', port })).rejects.toMatchObject({
    code: 'CONFLICT',
    details: { field: 'port' },
  })
  server.close()
})
