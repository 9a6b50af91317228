// What a page of another origin can do to the host, in a real browser that holds a session of it: nothing.

import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { startBrowserHost } from '../../../../src/main/hosts/browser/host.ts'
import { startTestApp } from '../../../support/app.ts'
import { makeBridgeRenderer } from '../../../support/bridge-page.ts'
import { plainCertificates } from '../../../support/browser-host.ts'
import { launchChromium } from '../../../support/chromium.ts'

let browser: Browser
beforeAll(async () => {
  // What DNS rebinding comes to: names of others that lead to this machine.
  browser = await launchChromium(['--host-resolver-rules=MAP rebound.example 127.0.0.1, MAP stranger.example 127.0.0.1'])
})
afterAll(() => browser.close())

const html = (response: { writeHead(status: number, headers: Record<string, string>): { end(text: string): void } }, text: string) =>
  response.writeHead(200, { 'Content-Type': 'text/html' }).end(text)

/** Another program of this machine, with a page that has no policy at all. */
const startStranger = async () => {
  const requests: IncomingMessage[] = []
  const server = createServer((request, response) => {
    requests.push(request)
    html(response, '<!doctype html><title>Stranger</title><body>')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const address = server.address()
  return { requests, port: typeof address === 'object' && address ? address.port : 0 }
}

interface Scene {
  origin: string
  context: BrowserContext
  /** The host's own page, which holds a session. */
  page: Page
  /** The value that the page sends with each call. */
  csrf: string
  /** A page of the stranger, under the given name. */
  strangerAt(name: string): Promise<Page>
  /** Methods that have reached the core since the start of the test. */
  reached: string[]
  certificates(): Promise<number>
}

const start = async (): Promise<Scene> => {
  const { app, call } = await startTestApp()
  const reached: string[] = []
  const host = await startBrowserHost({
    app: {
      ...app,
      handle(method, ...rest) {
        reached.push(method)
        return app.handle(method, ...rest)
      },
    },
    rendererDir: makeBridgeRenderer(),
    version: '0.0.0',
  })
  onTestFinished(() => host.close())
  const stranger = await startStranger()
  const context = await browser.newContext()
  onTestFinished(() => context.close())
  const page = await context.newPage()
  await page.goto(host.issueAddress())
  await expect.poll(() => page.title()).toBe('Connected')
  return {
    origin: host.origin,
    context,
    page,
    csrf: await page.evaluate('fetch("/session").then((response) => response.json()).then(({ csrf }) => csrf)'),
    reached,
    async strangerAt(name) {
      const strange = await context.newPage()
      await strange.goto(`http://${name}:${stranger.port}/`)
      return strange
    },
    certificates: async () => (await call('obWacCertificate.list', {})).items.length,
  }
}

/** Everything a script can try; what it learns from each attempt. Even a CSRF value that has leaked does not help. */
const attack = (page: Page, origin: string, csrf: string): Promise<Record<string, string>> =>
  page.evaluate(`(async () => {
    const origin = ${JSON.stringify(origin)}
    const body = ${JSON.stringify(JSON.stringify({ method: 'sandboxCertificates.create', input: plainCertificates }))}
    const learnt = async (attempt) => {
      try { return String(await attempt()) } catch (error) { return error.name }
    }
    const read = async (path, options = {}) => {
      const response = await fetch(origin + path, { credentials: 'include', ...options })
      return response.type === 'opaque' ? 'opaque' : response.status + ' ' + (await response.text())
    }
    const element = (tag, attributes) => new Promise((done) => {
      const made = Object.assign(document.createElement(tag), attributes)
      made.onload = () => done('loaded')
      made.onerror = () => done('error')
      document.body.append(made)
    })
    const json = { 'Content-Type': 'application/json' }
    return {
      page: await learnt(() => read('/')),
      session: await learnt(() => read('/session')),
      sessionOpaque: await learnt(() => read('/session', { mode: 'no-cors' })),
      script: await learnt(() => element('script', { src: origin + '/page.js' })),
      moduleScript: await learnt(() => element('script', { src: origin + '/page.js', type: 'module', crossOrigin: 'use-credentials' })),
      image: await learnt(() => element('img', { src: origin + '/session' })),
      frame: await learnt(async () => {
        const frame = document.createElement('iframe')
        const loaded = new Promise((done) => { frame.onload = done })
        frame.src = origin + '/'
        document.body.append(frame)
        await loaded
        return frame.contentDocument === null ? 'unreadable' : frame.contentDocument.title
      }),
      call: await learnt(() => read('/api/call', { method: 'POST', headers: { ...json, 'X-App-CSRF': ${JSON.stringify(csrf)} }, body })),
      callWithoutHeader: await learnt(() => read('/api/call', { method: 'POST', headers: json, body })),
      callAsText: await learnt(() => read('/api/call', { method: 'POST', headers: { 'Content-Type': 'text/plain' }, body })),
      callOpaque: await learnt(() => read('/api/call', { method: 'POST', mode: 'no-cors', body })),
      beacon: String(navigator.sendBeacon(origin + '/api/call', body)),
      events: await learnt(() => new Promise((done) => {
        const source = new EventSource(origin + '/api/events', { withCredentials: true })
        source.onopen = () => done('open')
        source.onerror = () => { source.close(); done('error') }
      })),
      popup: await learnt(async () => {
        const opened = window.open(origin + '/')
        if (!opened) return 'blocked'
        // An empty page at first, which can be read; then out of reach.
        while (!opened.closed && opened.document.location.href === 'about:blank') await new Promise(requestAnimationFrame)
        return opened.closed ? 'closed' : opened.document.title
      }),
    }
  })()`)

const nothing = {
  page: 'TypeError',
  session: 'TypeError',
  sessionOpaque: 'TypeError',
  script: 'error',
  moduleScript: 'error',
  image: 'error',
  frame: 'unreadable',
  call: 'TypeError',
  callWithoutHeader: 'TypeError',
  callAsText: 'TypeError',
  callOpaque: 'TypeError',
  beacon: 'true',
  events: 'error',
  popup: expect.stringMatching(/^(closed|blocked|SecurityError)$/),
}

describe('a page of another origin', () => {
  // The same site as the host's for cookies, which do not know ports; and two sites of others.
  test.each(['127.0.0.1', 'localhost', 'stranger.example'])('at %s reads nothing and calls nothing', async (name) => {
    const { origin, page, csrf, strangerAt, reached, certificates } = await start()
    expect(await attack(await strangerAt(name), origin, csrf)).toEqual(nothing)
    expect(reached).toEqual([])
    expect(await certificates()).toBe(0)
    // The attempts were right in all but their origin.
    expect(await attack(page, origin, csrf)).toMatchObject({
      session: expect.stringMatching(/^200 /),
      call: expect.stringMatching(/^200 {"ok":true/),
    })
    expect(await certificates()).toBe(1)
  })

  test('that sends a form there changes nothing', async () => {
    const { origin, strangerAt, reached } = await start()
    const page = await strangerAt('127.0.0.1')
    const answered = page.waitForResponse(`${origin}/api/call`)
    await page.evaluate(`(() => {
      const form = Object.assign(document.createElement('form'), { method: 'POST', enctype: 'text/plain', action: ${JSON.stringify(`${origin}/api/call`)} })
      form.append(Object.assign(document.createElement('input'), { name: '{"method":"workspace.status","x":"', value: '"}' }))
      document.body.append(form)
      form.submit()
    })()`)
    expect((await answered).status()).toBe(403)
    expect(reached).toEqual([])
  })

  test('that links to the host leads nowhere', async () => {
    const { origin, strangerAt } = await start()
    const page = await strangerAt('stranger.example')
    const answered = page.waitForResponse(`${origin}/`)
    await page.evaluate(`location.href = ${JSON.stringify(`${origin}/`)}`)
    expect((await answered).status()).toBe(403)
    await expect.poll(() => page.locator('h1').textContent()).toBe('Request comes from another site')
  })
})

describe('a name of others that leads to this machine', () => {
  test('is answered 421, whatever is asked for', async () => {
    const { origin, context, csrf, reached } = await start()
    const { port } = new URL(origin)
    const rebound = `http://rebound.example:${port}`
    const page = await context.newPage()
    // Even with the cookie planted for that name.
    for (const { name, value } of await context.cookies(origin)) await context.addCookies([{ name, value, url: rebound }])
    expect(await context.cookies(rebound)).toHaveLength(1)
    const answer = await page.goto(`${rebound}/`)
    expect([answer?.status(), await page.title()]).toEqual([421, 'TPP Workbench'])
    expect(await page.content()).not.toContain('Bridge')
    // The page that was answered is of the same origin as the name: its scripts need no leave of anybody to read answers.
    const seen = await page.evaluate(`Promise.all([
      fetch('/session').then((response) => response.status),
      fetch('/api/events').then((response) => response.status),
      fetch('/api/call', { method: 'POST', headers: { 'Content-Type': 'application/json', 'X-App-CSRF': ${JSON.stringify(csrf)} }, body: '{"method":"workspace.status"}' }).then((response) => response.status),
      fetch('/api/call', { method: 'OPTIONS' }).then((response) => response.status),
    ])`)
    expect(seen).toEqual([421, 421, 421, 421])
    expect(reached).toEqual([])
  })
})
