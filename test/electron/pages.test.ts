// What the built app serves to its page, and what that page may not do.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Booted, bootShared } from '../support/electron/boot.ts'
import { shareBuiltApp } from '../support/electron/built.ts'
import type { DoubleSession } from '../support/electron/session.ts'
import { type DoubleWindow, preventable } from '../support/electron/window.ts'

const built = shareBuiltApp()
let booted: Booted
let pages: DoubleSession
let sessions: DoubleSession[]
let window: DoubleWindow

beforeAll(async () => {
  booted = await bootShared({ built: built() })
  window = (await booted.open()).window
  sessions = [...booted.double.seen.sessions.values()]
  pages = booted.double.seen.sessions.get('tpp-workbench') as DoubleSession
})
afterAll(() => booted.end())

const policy = (nonce?: string) =>
  `default-src 'none'; script-src 'self'; style-src 'self'${nonce ? ` 'nonce-${nonce}'` : ''}; img-src 'self' data:; font-src 'self'; ` +
  "connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'; require-trusted-types-for 'script'"

describe('app://bundle', () => {
  test('the page has the policy with a nonce of its own each time', async () => {
    const nonces = new Set<string>()
    for (const address of ['app://bundle/', 'app://bundle/index.html', 'app://bundle/#/glossary']) {
      const response = await pages.fetch(address)
      const text = await response.text()
      const nonce = /nonce="([^"]+)"/.exec(text)?.[1] ?? ''
      expect(nonce).toMatch(/^[\w+/]{22}==$/)
      nonces.add(nonce)
      expect(response.status).toBe(200)
      expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8')
      expect(response.headers.get('content-security-policy')).toBe(policy(nonce))
      expect(text).not.toContain('__CSP_NONCE__')
    }
    expect(nonces.size).toBe(3)
  })

  test('files have the type of a fixed list', async () => {
    for (const [path, type] of [
      ['assets/index-abcdefgh.js', 'text/javascript; charset=utf-8'],
      ['assets/index-abcdefgh.css', 'text/css; charset=utf-8'],
    ]) {
      const response = await pages.fetch(`app://bundle/${path}`)
      expect([response.status, response.headers.get('content-type')]).toEqual([200, type])
    }
    expect((await pages.fetch('app://bundle/notes.txt')).status).toBe(404)
  })

  test.each([
    '../secret.js',
    '%2e%2e/secret.js',
    '..%2fsecret.js',
    'assets/..%2f..%2fsecret.js',
    '..%5csecret.js',
    '%2e%2e%2f%2e%2e%2fpackage.json',
    '..%2frenderer-old/old.js',
    '%2fetc/passwd',
    'link.js',
    '.hidden.js',
    'assets//index-abcdefgh.js',
    'index.html%00.js',
    '%zz.js',
    'assets',
  ])('nothing outside the folder is served: %s', async (path) => {
    const response = await pages.fetch(`app://bundle/${path}`)
    expect([response.status, await response.text()]).toEqual([404, ''])
  })

  test.each(['app://other/index.html', 'app://bundle.example/index.html', 'app://bundle:80/index.html'])(
    'no other host is served: %s',
    async (address) => {
      expect((await pages.fetch(address)).status).toBe(404)
    },
  )

  test('only GET is answered', async () => {
    expect((await pages.fetch('app://bundle/', { method: 'POST' })).status).toBe(405)
  })

  test('every answer, refusals included, has the policy and nosniff', async () => {
    const answers = [
      await pages.fetch('app://bundle/'),
      await pages.fetch('app://bundle/assets/index-abcdefgh.js'),
      await pages.fetch('app://bundle/none.js'),
      await pages.fetch('app://other/'),
      await pages.fetch('app://bundle/', { method: 'DELETE' }),
    ]
    for (const { headers } of answers) {
      expect(headers.get('content-security-policy')).toContain("default-src 'none'; script-src 'self'; style-src 'self'")
      expect(headers.get('content-security-policy')).toContain("require-trusted-types-for 'script'")
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('referrer-policy')).toBe('no-referrer')
    }
    expect(answers[1]?.headers.get('content-security-policy')).toBe(policy())
  })
})

describe('denials', () => {
  test('no permission on any session, but for writing to the clipboard from our own page', () => {
    expect(sessions.map(({ partition }) => partition).toSorted()).toEqual(['', 'tpp-workbench'])
    for (const session of sessions) {
      for (const permission of [
        'media',
        'geolocation',
        'notifications',
        'clipboard-read',
        'openExternal',
        'fullscreen',
        'fileSystem',
        'usb',
        'unknown',
      ])
        expect([permission, session.grants(permission, 'app://bundle/')]).toEqual([permission, { requested: false, checked: false }])
      for (const device of ['hid', 'serial', 'usb']) expect(session.grantsDevice(device)).toBe(false)
      expect(session.spellChecker).toBe(false)
    }
    const copying = 'clipboard-sanitized-write'
    expect(pages.grants(copying, 'app://bundle/')).toEqual({ requested: true, checked: true })
    expect(pages.grants(copying, 'https://example.com/')).toEqual({ requested: false, checked: false })
    expect(pages.grants(copying, 'app://bundle/', false)).toEqual({ requested: false, checked: false })
  })

  test('pages are in memory only', () => expect(pages.partition).not.toMatch(/^persist:/))

  test('nothing goes out to the network, and nothing is downloaded', () => {
    for (const url of [
      'https://example.com/',
      'http://127.0.0.1:9/',
      'ws://127.0.0.1/',
      'wss://example.com/',
      'file:///etc/passwd',
      'ftp://example.com/',
    ])
      expect([url, pages.letsOut(url)]).toEqual([url, false])
    expect(pages.letsOut('app://bundle/assets/index-abcdefgh.js')).toBe(true)
    const download = preventable()
    pages.emit('will-download', download, {}, {})
    expect(download.prevented).toBe(true)
  })

  test.each(['will-navigate', 'will-frame-navigate', 'will-redirect'] as const)('%s leaves our origin nowhere', (event) => {
    const { webContents } = window
    for (const address of [
      'https://example.com/',
      'http://127.0.0.1:8080/',
      'file:///etc/passwd',
      'app://other/',
      'app://bundle.example.com/',
      'app://bundle@example.com/',
      'APP://example.com/',
      'data:text/html,hello',
      'javascript:alert(1)',
      'about:blank',
      '',
      'https://app://bundle/',
    ])
      expect([address, webContents.navigates(event, address)]).toEqual([address, false])
    expect(webContents.navigates(event, 'app://bundle/')).toBe(true)
    expect(webContents.navigates(event, 'app://bundle/#/home')).toBe(true)
  })

  test('no window is opened and no webview attached', () => {
    const { webContents } = window
    for (const url of ['https://example.com/', 'app://bundle/', 'about:blank'])
      expect(webContents.windowOpenHandler({ url })).toEqual({ action: 'deny' })
    expect(webContents.attachesWebview()).toBe(false)
  })
})
