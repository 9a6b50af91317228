// The files of the renderer, and the headers of every kind of answer.

import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { ask, openSession, startTestHost, testPage } from '../../../support/browser-host.ts'
import { rawExchange } from '../../../support/raw-http.ts'

describe('files', () => {
  test('index, script and hashed asset, each with its type', async () => {
    const host = await startTestHost()
    const { cookie } = await openSession(host)
    const get = (path: string) => ask(host, { path, headers: { Cookie: cookie } })
    for (const path of ['/', '/index.html', '/?x=1']) {
      const { status, headers, body } = await get(path)
      expect([status, headers['content-type'], headers['cache-control']]).toEqual([200, 'text/html; charset=utf-8', 'no-store'])
      expect(body).toHaveLength(testPage.length - '__CSP_NONCE__'.length + 24)
    }
    const script = await get('/assets/index-a1B2c3D4.js')
    expect([script.status, script.headers['content-type'], script.body]).toEqual([
      200,
      'text/javascript; charset=utf-8',
      'document.title = "ran"',
    ])
    expect(script.headers['cache-control']).toBe('private, max-age=31536000, immutable')
  })

  test('nothing outside the folder, nothing hidden, nothing of an unknown type', async () => {
    const host = await startTestHost()
    const { cookie } = await openSession(host)
    const parent = dirname(host.rendererDir)
    writeFileSync(join(parent, 'secret.js'), 'secret')
    mkdirSync(`${host.rendererDir}-old`)
    writeFileSync(join(`${host.rendererDir}-old`, 'secret.js'), 'secret')
    writeFileSync(join(host.rendererDir, '.hidden.js'), 'secret')
    symlinkSync(join(parent, 'secret.js'), join(host.rendererDir, 'link.js'))
    symlinkSync(parent, join(host.rendererDir, 'up'))
    symlinkSync(`${host.rendererDir}-old`, join(host.rendererDir, 'old'))
    const paths = [
      '/../secret.js',
      '/assets/../../secret.js',
      '/%2e%2e/secret.js',
      '/%2e%2e%2fsecret.js',
      '/..%2fsecret.js',
      '/..%5csecret.js',
      '/..\\secret.js',
      '/assets\\..\\..\\secret.js',
      '/%252e%252e/secret.js',
      '/.%00./secret.js',
      '/secret.js%00.html',
      '/../renderer-old/secret.js',
      '/link.js',
      '/up/secret.js',
      '/old/secret.js',
      '/.hidden.js',
      '//secret.js',
      '/C:/secret.js',
      `/${join(parent, 'secret.js')}`,
      '/index.html/',
      '/assets',
      '/assets/',
      '/notes.txt',
      '/nowhere.js',
      '/index.html::$DATA',
    ]
    for (const path of paths) {
      const { status, body } = await ask(host, { path, headers: { Cookie: cookie } })
      expect([path, status, body.includes('secret')]).toEqual([path, 404, false])
    }
    expect((await ask(host, { path: '/%zz', headers: { Cookie: cookie } })).status).toBe(400)
  })

  test('a renderer that is gone is no crash', async () => {
    const host = await startTestHost()
    const { cookie } = await openSession(host)
    rmSync(host.rendererDir, { recursive: true })
    expect((await ask(host, { headers: { Cookie: cookie } })).status).toBe(404)
  })
})

test('every kind of answer has the security headers', async () => {
  const host = await startTestHost()
  const session = await openSession(host)
  const cookie = { Cookie: session.cookie }
  const answers = {
    page: await ask(host, { headers: cookie }),
    asset: await ask(host, { path: '/assets/index-a1B2c3D4.js', headers: cookie }),
    session: await ask(host, { path: '/session', headers: cookie }),
    call: await session.call('workspace.status'),
    redirect: await ask(host, { path: new URL(host.issueAddress()).pathname }),
    usedToken: await ask(host, { path: '/open/used', headers: { Accept: 'text/html' } }),
    noSession: await ask(host, { headers: { Accept: 'text/html' } }),
    notFound: await ask(host, { path: '/nowhere.js', headers: cookie }),
    notDecoded: await ask(host, { path: '/%zz', headers: cookie }),
    wrongHost: await ask(host, { headers: { Host: 'evil.example' } }),
    wrongOrigin: await session.call('workspace.status', {}, { Origin: 'null' }),
    wrongMethod: await ask(host, { method: 'DELETE', headers: session.headers }),
    wrongCsrf: await session.call('workspace.status', {}, { 'X-App-CSRF': '' }),
    malformed: await ask(host, { method: 'POST', path: '/api/call', headers: session.headers, body: '{' }),
    noRoute: await ask(host, { method: 'POST', path: '/api/nothing', headers: session.headers, body: '{}' }),
    expectation: await ask(host, { headers: { ...cookie, Expect: 'the unexpected' } }),
  }
  for (const [kind, { headers }] of Object.entries(answers)) {
    expect(headers, kind).toMatchObject({
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'cross-origin-embedder-policy': 'require-corp',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'permissions-policy': expect.stringMatching(/camera=\(\).*microphone=\(\).*usb=\(\)/),
      'cache-control': kind === 'asset' ? expect.stringContaining('immutable') : 'no-store',
    })
    expect(headers['content-security-policy'], kind).toMatch(
      /^default-src 'none'; script-src 'self'; style-src 'self'( 'nonce-[\w+/]{22}==')?; img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'; require-trusted-types-for 'script'$/,
    )
    expect(
      Object.keys(headers).filter((name) => name.startsWith('access-control') || name === 'server' || name === 'x-powered-by'),
    ).toEqual([])
  }
  const noHttp = await rawExchange(host.origin, 'nonsense\r\n\r\n')
  expect([noHttp.status, noHttp.headers.get('cache-control'), noHttp.body]).toEqual([400, 'no-store', ''])
})
