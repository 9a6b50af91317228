// The browser host over the real core, and requests as a browser, or whoever pretends to be one, would make them.

import { mkdirSync, writeFileSync } from 'node:fs'
import { type IncomingHttpHeaders, request } from 'node:http'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { type BrowserHost, type BrowserHostOptions, startBrowserHost } from '../../src/main/hosts/browser/host.ts'
import { startTestApp, type TestApp, temporaryFolder } from './app.ts'

export const testPage = `<!doctype html>
<html lang="en-GB"><head><meta charset="utf-8"><title>Test page</title><meta property="csp-nonce" nonce="__CSP_NONCE__"></head>
<body><h1>Test page</h1></body></html>
`

/** What `sandboxCertificates.create` takes: a call that changes something. */
export const plainCertificates = { profile: 'plain', name: 'host', subject: 'C=GB,O=Example Limited,OU=example,CN=example' } as const

export interface TestHost extends BrowserHost {
  test: TestApp
  rendererDir: string
  /** Milliseconds since 1970; the test moves it. */
  clock: { now: number }
}

export const makeRenderer = (): string => {
  const folder = join(temporaryFolder(), 'renderer')
  mkdirSync(join(folder, 'assets'), { recursive: true })
  writeFileSync(join(folder, 'index.html'), testPage)
  writeFileSync(join(folder, 'assets/index-a1B2c3D4.js'), 'document.title = "ran"')
  writeFileSync(join(folder, 'notes.txt'), 'not for the browser')
  return folder
}

/** Over an app of its own, unless one is given. */
export const startTestHost = async (options: Partial<BrowserHostOptions> = {}, given?: TestApp): Promise<TestHost> => {
  const test = given ?? (await startTestApp())
  const clock = { now: Date.now() }
  const { rendererDir = makeRenderer() } = options
  const host = await startBrowserHost({ app: test.app, version: '0.0.0', now: () => clock.now, ...options, rendererDir })
  onTestFinished(() => host.close())
  return { ...host, test, rendererDir, clock }
}

export interface HostAnswer {
  status: number
  headers: IncomingHttpHeaders
  body: string
  // biome-ignore lint/suspicious/noExplicitAny: answers of several shapes, looked into by tests
  json: () => any
}

export interface HostRequest {
  method?: string
  /** Sent as it is. */
  path?: string
  headers?: Record<string, string>
  body?: string
}

/** One request with a right Host unless another is given. */
export const ask = (
  { origin }: { origin: string },
  { method = 'GET', path = '/', headers = {}, body }: HostRequest = {},
): Promise<HostAnswer> =>
  new Promise((resolve, reject) => {
    const { hostname, port, host } = new URL(origin)
    const outgoing = request({ hostname, port, method, path, agent: false, headers: { Host: host, ...headers } }, async (incoming) => {
      try {
        const chunks: Buffer[] = []
        for await (const chunk of incoming) chunks.push(chunk)
        const text = Buffer.concat(chunks).toString('utf8')
        resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, body: text, json: () => JSON.parse(text) })
      } catch (error) {
        reject(error)
      }
    })
    outgoing.on('error', reject)
    outgoing.end(body)
  })

export interface TestSession {
  cookie: string
  csrf: string
  /** Of a page that may call. */
  headers: Record<string, string>
  call(method: string, input?: unknown, headers?: Record<string, string>): Promise<HostAnswer>
}

/** As the browser does with the printed address. */
export const openSession = async (host: BrowserHost, address = host.issueAddress()): Promise<TestSession> => {
  const opened = await ask(host, { path: new URL(address).pathname, headers: { Accept: 'text/html' } })
  const cookie = opened.headers['set-cookie']?.[0]?.split(';')[0]
  if (opened.status !== 303 || !cookie) throw new Error(`No session: ${opened.status} ${opened.body}`)
  const { csrf } = (await ask(host, { path: '/session', headers: { Cookie: cookie } })).json()
  const headers = {
    Cookie: cookie,
    Origin: host.origin,
    'Sec-Fetch-Site': 'same-origin',
    'X-App-CSRF': csrf,
    'Content-Type': 'application/json',
  }
  return {
    cookie,
    csrf,
    headers,
    call: (method, input, more = {}) =>
      ask(host, { method: 'POST', path: '/api/call', headers: { ...headers, ...more }, body: JSON.stringify({ method, input }) }),
  }
}
