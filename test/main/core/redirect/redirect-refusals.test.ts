import { once } from 'node:events'
import { afterEach, describe, expect, it } from 'vitest'
import { connected, openSocket, parseAnswer, rawExchange, rawRequest, textOf } from '../../../support/raw-http.ts'
import {
  expectedState,
  formType,
  fragmentPage,
  getFrom,
  postTo,
  redirectListeners,
  stillTakesAnAnswer,
} from '../../../support/redirect-listener.ts'

const { listen, closeAll } = redirectListeners()
afterEach(closeAll)

describe('what does not belong here', () => {
  it.each([
    ['a foreign Host', { Host: 'evil.example' }],
    ['a foreign name with the right port', { Host: 'localhost:PORT' }],
    ['the right address with another port', { Host: '127.0.0.1:1' }],
    ['an empty Host', { Host: '' }],
  ])('%s is answered 421', async (_, headers) => {
    const listener = await listen()
    const host = headers.Host.replace('PORT', new URL(listener.address).port)
    expect((await getFrom(listener, `/cb/a1?code=c&state=${expectedState}`, { Host: host })).status).toBe(421)
    expect(await stillTakesAnAnswer(listener)).toBe(true)
  })

  it('a second Host is answered 421 or 400, an absent one 400', async () => {
    const listener = await listen()
    const { host } = new URL(listener.address)
    const two = `GET /cb/a1?code=c&state=${expectedState} HTTP/1.1\r\nHost: ${host}\r\nHost: evil.example\r\n\r\n`
    expect([400, 421]).toContain((await rawExchange(listener.address, two)).status)
    expect((await rawExchange(listener.address, `GET /cb/a1?code=c&state=${expectedState} HTTP/1.1\r\n\r\n`)).status).toBe(400)
    expect((await rawExchange(listener.address, `GET /cb/a1?code=c&state=${expectedState} HTTP/1.0\r\n\r\n`)).status).toBe(421)
    expect(await stillTakesAnAnswer(listener)).toBe(true)
  })

  it.each(['/', '/cb', '/cb/a1/', '/cb/a1/../a1', '/CB/A1', '//cb/a1', '/cb/a1/done', '/favicon.ico', 'http://127.0.0.1/cb/a1'])(
    'path %s is answered 404 without detail',
    async (path) => {
      const listener = await listen()
      const answer = await getFrom(listener, `${path}?code=c&state=${expectedState}`)
      expect(answer.status).toBe(404)
      expect(answer.body).toBe('')
      expect(await stillTakesAnAnswer(listener)).toBe(true)
    },
  )

  it('another method is answered 405', async () => {
    const listener = await listen()
    for (const method of ['PUT', 'DELETE', 'OPTIONS', 'HEAD']) {
      expect(
        (await rawExchange(listener.address, rawRequest(listener.address, method, `/cb/a1?code=c&state=${expectedState}`))).status,
      ).toBe(405)
    }
    expect(await stillTakesAnAnswer(listener)).toBe(true)
  })

  it('a wrong, absent or repeated state is answered 400, and another tab does not end the wait', async () => {
    const listener = await listen()
    const page = await getFrom(listener, '/cb/a1?code=c&state=not-ours')
    expect(page.status).toBe(400)
    expect(page.body).not.toContain('not-ours')
    expect((await getFrom(listener, '/cb/a1?code=c')).status).toBe(400)
    expect((await getFrom(listener, `/cb/a1?code=c&state=${expectedState}&state=${expectedState}`)).status).toBe(400)
    expect(await stillTakesAnAnswer(listener)).toBe(true)
  })

  it('a replay finds the listener used up, also one of another tab that was waiting', async () => {
    const listener = await listen()
    const { headers } = await fragmentPage(listener)
    const target = `/cb/a1?code=c&state=${expectedState}`
    const [one, two] = await Promise.all([getFrom(listener, target), getFrom(listener, target)])
    expect([one.status, two.status].sort()).toEqual([303, 410])
    expect((await postTo(listener, '/cb/a1/fragment', headers, `code=other&state=${expectedState}`)).status).toBe(410)
    expect((await getFrom(listener, '/cb/a1')).status).toBe(410)
    await expect(listener.captured).resolves.toContain('code=c')
  })
})

describe('limits', () => {
  it('headers above 8 KiB are answered 431', async () => {
    const listener = await listen()
    expect((await getFrom(listener, '/cb/a1', { 'X-Long': 'a'.repeat(9000) })).status).toBe(431)
    expect(await stillTakesAnAnswer(listener)).toBe(true)
  })

  it('a body above 64 KiB is answered 413, announced or not', async () => {
    const listener = await listen()
    const announced = await postTo(listener, '/cb/a1', { 'Content-Type': formType, 'Content-Length': '70000' }, 'code=c')
    expect(announced.status).toBe(413)
    const chunk = `${(70_000).toString(16)}\r\n${'a'.repeat(70_000)}\r\n0\r\n\r\n`
    const chunked = rawRequest(listener.address, 'POST', '/cb/a1', { 'Content-Type': formType, 'Transfer-Encoding': 'chunked' }) + chunk
    expect((await rawExchange(listener.address, chunked)).status).toBe(413)
    expect(await stillTakesAnAnswer(listener)).toBe(true)
  })

  it('a body that breaks off leaves the listener open', async () => {
    const listener = await listen()
    const socket = openSocket(listener.address)
    await connected(socket)
    socket.write(
      rawRequest(listener.address, 'POST', '/cb/a1', { 'Content-Type': formType, 'Content-Length': '100', Expect: '100-continue' }),
    )
    await once(socket, 'data')
    socket.destroy()
    expect(await stillTakesAnAnswer(listener)).toBe(true)
  })

  it('slow headers and silence are cut off', async () => {
    const listener = await listen({ socketTimeoutMs: 300 })
    const slow = openSocket(listener.address)
    slow.write('GET /cb/a1?code=c HTTP/1.1\r\nHost:')
    const silent = openSocket(listener.address)
    const [answer] = await Promise.all([textOf(slow), textOf(silent)])
    expect([0, 408]).toContain(parseAnswer(answer).status)
    expect(await stillTakesAnAnswer(listener)).toBe(true)
  })

  it('headers that trickle in are cut off although the connection is never silent', async () => {
    const listener = await listen({ socketTimeoutMs: 300 })
    const socket = openSocket(listener.address)
    socket.on('error', () => undefined)
    socket.write('GET /cb/a1 HTTP/1.1\r\nX-Slow: ')
    const trickle = setInterval(() => socket.write('a'), 20)
    const answer = await textOf(socket)
    clearInterval(trickle)
    expect(parseAnswer(answer).status).toBe(408)
    expect(await stillTakesAnAnswer(listener)).toBe(true)
  })

  it('a ninth connection is not served', async () => {
    const listener = await listen()
    const sockets = Array.from({ length: 8 }, () => openSocket(listener.address))
    await Promise.all(sockets.map(connected))
    expect((await getFrom(listener, '/cb/a1')).status).toBe(0)
    await Promise.all(sockets.map((socket) => new Promise((done) => socket.end().once('close', done))))
    expect(await stillTakesAnAnswer(listener)).toBe(true)
  })
})

describe('every answer', () => {
  it('carries headers that keep it private', async () => {
    const listener = await listen()
    const answers = [
      await getFrom(listener, '/cb/a1'),
      await getFrom(listener, '/nowhere'),
      await getFrom(listener, '/cb/a1', { Host: 'evil.example' }),
      await getFrom(listener, '/cb/a1?state=wrong'),
      await getFrom(listener, `/cb/a1?code=c&state=${expectedState}`),
      await getFrom(listener, '/cb/a1/done'),
    ]
    expect(answers.map(({ status }) => status)).toEqual([200, 404, 421, 400, 303, 200])
    for (const { headers } of answers) {
      expect(headers.get('content-security-policy')).toMatch(/^default-src 'none';.*frame-ancestors 'none'$/)
      expect(headers.get('cache-control')).toBe('no-store')
      expect(headers.get('referrer-policy')).toBe('no-referrer')
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('cross-origin-opener-policy')).toBe('same-origin')
      expect(headers.has('set-cookie')).toBe(false)
      expect(headers.has('access-control-allow-origin')).toBe(false)
    }
  })

  it('allows the fragment page one script, by a nonce of its own', async () => {
    const listener = await listen()
    const nonces = []
    for (const { page } of [await fragmentPage(listener), await fragmentPage(listener)]) {
      const nonce = /script-src 'nonce-([^']+)'; connect-src 'self';/.exec(page.headers.get('content-security-policy') ?? '')?.[1]
      expect(page.body).toContain(`<script nonce="${nonce}">`)
      expect(page.body.match(/<script/g)).toHaveLength(1)
      nonces.push(nonce)
    }
    expect(nonces[0]).not.toBe(nonces[1])
  })
})
