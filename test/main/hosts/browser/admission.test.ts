// Who gets in: the address with its token, and the session that it opens.

import { describe, expect, test } from 'vitest'
import { ask, openSession, startTestHost, testPage } from '../../../support/browser-host.ts'

const pathOf = (address: string) => new URL(address).pathname

describe('the address with the token', () => {
  test('opens one session and leads to the clean address', async () => {
    const host = await startTestHost()
    const address = host.issueAddress()
    expect(address).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/open\/[\w-]{43}$/)
    const opened = await ask(host, { path: pathOf(address), headers: { 'Sec-Fetch-Site': 'none' } })
    expect(opened.status).toBe(303)
    expect(opened.headers.location).toBe('/')
    expect(opened.body).toBe('')
    const { port } = new URL(host.origin)
    expect(opened.headers['set-cookie']).toHaveLength(1)
    expect(opened.headers['set-cookie']?.[0]).toMatch(new RegExp(`^tpp-workbench-${port}=[\\w-]{43}; HttpOnly; SameSite=Strict; Path=/$`))
    const page = await ask(host, { headers: { Cookie: opened.headers['set-cookie']?.[0]?.split(';')[0] ?? '' } })
    expect(page.status).toBe(200)
    expect(page.body).toContain('<h1>Test page</h1>')
  })

  test('works once', async () => {
    const host = await startTestHost()
    const address = host.issueAddress()
    await openSession(host, address)
    const again = await ask(host, { path: pathOf(address), headers: { Accept: 'text/html' } })
    expect(again.status).toBe(403)
    expect(again.headers['set-cookie']).toBeUndefined()
    expect(again.body).toContain('was used or has expired')
    expect(again.body).toContain('Press Enter in the terminal')
  })

  test('works for a minute; a later one is valid again', async () => {
    const host = await startTestHost()
    const address = host.issueAddress()
    host.clock.now += 60_000
    expect((await ask(host, { path: pathOf(address) })).status).toBe(403)
    const later = host.issueAddress()
    host.clock.now += 59_999
    expect((await ask(host, { path: pathOf(later) })).status).toBe(303)
  })

  test('is void once a newer one was made', async () => {
    const host = await startTestHost()
    const first = host.issueAddress()
    const second = host.issueAddress()
    expect((await ask(host, { path: pathOf(first) })).status).toBe(403)
    expect((await ask(host, { path: pathOf(second) })).status).toBe(303)
  })

  test('a wrong token is refused, and ten of them shut the door until a minute has passed or a person asks', async () => {
    const host = await startTestHost()
    const address = host.issueAddress()
    for (let guess = 0; guess < 10; guess += 1) expect((await ask(host, { path: `/open/guess-${guess}` })).status).toBe(403)
    const limited = await ask(host, { path: pathOf(address) })
    expect(limited.status).toBe(429)
    expect(limited.headers['retry-after']).toBe('60')
    host.clock.now += 59_999
    expect((await ask(host, { path: pathOf(address) })).status).toBe(429)
    host.clock.now += 1
    expect((await ask(host, { path: '/open/wrong' })).status).toBe(403)
    for (let guess = 0; guess < 10; guess += 1) await ask(host, { path: `/open/guess-${guess}` })
    expect((await ask(host, { path: pathOf(host.issueAddress()) })).status).toBe(303)
  })

  test('a link on another site opens nothing and does not use the token up', async () => {
    const host = await startTestHost()
    const address = host.issueAddress()
    const linked = await ask(host, { path: pathOf(address), headers: { 'Sec-Fetch-Site': 'cross-site', Accept: 'text/html' } })
    expect(linked.status).toBe(403)
    expect(linked.body).toContain('Type or paste the address')
    expect((await ask(host, { path: pathOf(address) })).status).toBe(303)
  })
})

describe('the session', () => {
  test.each(['/', '/index.html', '/assets/index-a1B2c3D4.js', '/session', '/api/events'])('%s needs one', async (path) => {
    const host = await startTestHost()
    host.issueAddress()
    const { status, body } = await ask(host, { path })
    expect(status).toBe(401)
    expect(JSON.parse(body)).toMatchObject({ ok: false, error: { code: 'INVALID_INPUT', field: 'session' } })
    const { port } = new URL(host.origin)
    expect((await ask(host, { path, headers: { Cookie: `tpp-workbench-${port}=wrong` } })).status).toBe(401)
  })

  test('two browsers have one each, with values of their own', async () => {
    const host = await startTestHost()
    const one = await openSession(host)
    const two = await openSession(host)
    expect(one.cookie).not.toBe(two.cookie)
    expect(one.csrf).not.toBe(two.csrf)
    for (const session of [one, two]) expect((await session.call('workspace.status')).json()).toMatchObject({ ok: true })
    expect((await one.call('workspace.status', {}, { 'X-App-CSRF': two.csrf })).status).toBe(403)
    expect((await one.call('workspace.status', {}, { Cookie: two.cookie })).status).toBe(403)
  })

  test('ends after 30 minutes without use', async () => {
    const host = await startTestHost()
    const session = await openSession(host)
    host.clock.now += 30 * 60_000 - 1
    expect((await session.call('workspace.status')).status).toBe(200)
    host.clock.now += 30 * 60_000 - 1
    expect((await session.call('workspace.status')).status).toBe(200)
    host.clock.now += 30 * 60_000
    const late = await session.call('workspace.status')
    expect(late.status).toBe(401)
    expect(late.json()).toMatchObject({ ok: false, error: { field: 'session' } })
  })

  test('is found beside cookies that another port of this machine has set', async () => {
    const host = await startTestHost()
    const { cookie, headers, call } = await openSession(host)
    const name = cookie.split('=')[0]
    expect((await call('workspace.status', {}, { ...headers, Cookie: `${name}=planted; other=1; ${cookie}` })).status).toBe(200)
    expect((await call('workspace.status', {}, { ...headers, Cookie: `x${cookie}` })).status).toBe(401)
  })

  test('tells the page what it needs', async () => {
    const host = await startTestHost()
    const { cookie, csrf } = await openSession(host)
    const facts = await ask(host, { path: '/session', headers: { Cookie: cookie } })
    expect(facts.json()).toEqual({ csrf, host: { kind: 'browser', version: '0.0.0', platform: process.platform } })
    expect(csrf).toMatch(/^[\w-]{43}$/)
  })
})

test('the page holds the nonce of its own answer', async () => {
  const host = await startTestHost()
  const { cookie } = await openSession(host)
  const nonces = await Promise.all(
    [1, 2].map(async () => {
      const page = await ask(host, { headers: { Cookie: cookie } })
      const nonce = /nonce="([^"]+)"/.exec(page.body)?.[1] ?? ''
      expect(page.body).toBe(testPage.replace('__CSP_NONCE__', nonce))
      expect(page.headers['content-security-policy']).toContain(`style-src 'self' 'nonce-${nonce}';`)
      return nonce
    }),
  )
  expect(nonces[0]).toMatch(/^[\w+/]{22}==$/)
  expect(nonces[0]).not.toBe(nonces[1])
})
