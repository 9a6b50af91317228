// Which requests are refused although their session is right.

import { describe, expect, test } from 'vitest'
import { ask, openSession, plainCertificates, startTestHost } from '../../../support/browser-host.ts'
import { rawExchange, rawRequest } from '../../../support/raw-http.ts'

describe('Host', () => {
  const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE']
  const paths = ['/', '/api/call', '/api/events', '/session', '/nowhere', '/%zz']

  test.each(methods)('%s under another name is answered 421 before anything else', async (method) => {
    const host = await startTestHost()
    const session = await openSession(host)
    const { port } = new URL(host.origin)
    for (const name of [
      'evil.example',
      `evil.example:${port}`,
      `localhost:${port}`,
      `127.0.0.1:${Number(port) - 1}`,
      '127.0.0.1',
      `[::1]:${port}`,
    ]) {
      for (const path of paths) {
        const { status, headers } = await ask(host, { method, path, headers: { ...session.headers, Host: name } })
        expect([status, headers['cache-control']], `${method} ${path} ${name}`).toEqual([421, 'no-store'])
      }
    }
  })

  test('absent, empty, doubled or hidden in an absolute target', async () => {
    const host = await startTestHost()
    const { host: name } = new URL(host.origin)
    const send = (bytes: string) => rawExchange(host.origin, bytes)
    expect((await send('GET / HTTP/1.1\r\nConnection: close\r\n\r\n')).status).toBe(421)
    expect((await send('GET / HTTP/1.0\r\n\r\n')).status).toBe(421)
    expect((await send('GET / HTTP/1.1\r\nHost:\r\nConnection: close\r\n\r\n')).status).toBe(421)
    expect([400, 421]).toContain((await send(`GET / HTTP/1.1\r\nHost: ${name}\r\nHost: evil.example\r\nConnection: close\r\n\r\n`)).status)
    const absolute = await send(rawRequest(host.origin, 'GET', 'http://evil.example/', { Connection: 'close' }))
    expect(absolute.status).toBe(400)
  })
})

describe('Origin, Sec-Fetch-Site and CSRF', () => {
  const strangers = [
    'null',
    'https://evil.example',
    'http://127.0.0.1',
    'http://localhost:PORT',
    'https://127.0.0.1:PORT',
    'http://127.0.0.1:1',
    '',
  ]

  test.each(strangers)('a call from origin "%s" is refused', async (stranger) => {
    const host = await startTestHost()
    const session = await openSession(host)
    const { status, body } = await session.call('workspace.status', {}, { Origin: stranger.replace('PORT', new URL(host.origin).port) })
    expect(status).toBe(403)
    expect(JSON.parse(body)).toMatchObject({ ok: false, error: { field: 'Origin' } })
  })

  test('without an origin every method but GET is refused', async () => {
    const host = await startTestHost()
    const { cookie, csrf } = await openSession(host)
    const headers = { Cookie: cookie, 'X-App-CSRF': csrf, 'Content-Type': 'application/json' }
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS', 'HEAD']) {
      expect((await ask(host, { method, path: '/api/call', headers })).status, method).toBe(403)
    }
  })

  test('with the right origin other methods are refused too, without a word about other origins', async () => {
    const host = await startTestHost()
    const session = await openSession(host)
    for (const method of ['PUT', 'PATCH', 'DELETE', 'OPTIONS', 'HEAD']) {
      const headers = { ...session.headers, 'Access-Control-Request-Method': 'POST', 'Access-Control-Request-Headers': 'x-app-csrf' }
      const answer = await ask(host, { method, path: '/api/call', headers })
      expect([answer.status, answer.headers.allow], method).toEqual([405, 'GET, POST'])
      expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([])
    }
  })

  test.each(['cross-site', 'same-site', 'surprise', ''])('Sec-Fetch-Site "%s" is refused for reading and for calling', async (site) => {
    const host = await startTestHost()
    const session = await openSession(host)
    for (const path of ['/', '/session', '/api/events']) {
      expect((await ask(host, { path, headers: { Cookie: session.cookie, 'Sec-Fetch-Site': site } })).status, path).toBe(403)
    }
    expect((await session.call('workspace.status', {}, { 'Sec-Fetch-Site': site })).status).toBe(403)
  })

  test.each(['', 'wrong', 'a'.repeat(43)])('a call with X-App-CSRF "%s" is refused', async (csrf) => {
    const host = await startTestHost()
    const session = await openSession(host)
    const answer = await session.call('workspace.status', {}, { 'X-App-CSRF': csrf })
    expect(answer.status).toBe(403)
    expect(answer.json()).toMatchObject({ error: { field: 'X-App-CSRF' } })
  })

  test('a call without X-App-CSRF is refused', async () => {
    const host = await startTestHost()
    const { headers } = await openSession(host)
    const { 'X-App-CSRF': _, ...without } = headers
    expect((await ask(host, { method: 'POST', path: '/api/call', headers: without, body: '{"method":"workspace.status"}' })).status).toBe(
      403,
    )
  })

  test('a refused call changes nothing', async () => {
    const host = await startTestHost()
    const session = await openSession(host)
    await session.call('sandboxCertificates.create', plainCertificates, { Origin: 'https://evil.example' })
    await session.call('sandboxCertificates.create', plainCertificates, { 'X-App-CSRF': 'wrong' })
    expect(await host.test.call('obWacCertificate.list', {})).toEqual({ items: [] })
    await session.call('sandboxCertificates.create', plainCertificates)
    expect((await host.test.call('obWacCertificate.list', {})).items).toHaveLength(1)
  })
})
