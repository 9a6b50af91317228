// The one channel from the page to the built main process: who may use it, and for what.

import { existsSync, mkdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Booted, bootShared } from '../support/electron/boot.ts'
import { shareBuiltApp } from '../support/electron/built.ts'
import { invoke, type Page } from '../support/electron/page.ts'
import type { DoubleFrame, DoubleWindow } from '../support/electron/window.ts'

const built = shareBuiltApp()
let booted: Booted
let window: DoubleWindow
let page: Page

beforeAll(async () => {
  booted = await bootShared({ built: built() })
  ;({ window, page } = await booted.open())
})
afterAll(() => booted.end())

const channel = 'tpp-workbench.request'
const ours = (): DoubleFrame => window.webContents.mainFrame
const send = (message: unknown, senderFrame: DoubleFrame | null = ours(), sender: { id: number } = window.webContents) =>
  invoke(booted.double, channel, [message], { sender, senderFrame })
const status = { kind: 'call', method: 'workspace.status', input: {} }

describe('senders', () => {
  test('our page is answered', async () => expect(await send(status)).toMatchObject({ ok: true, value: { ephemeral: true } }))

  test.each<[string, () => DoubleFrame | null]>([
    ['a frame that has gone', () => null],
    ['another origin', () => ({ url: 'https://example.com/', parent: null })],
    ['another host of our scheme', () => ({ url: 'app://other/', parent: null })],
    ['an origin that begins like ours', () => ({ url: 'app://bundle.example.com/', parent: null })],
    ['an address with ours in it', () => ({ url: 'https://example.com/?app://bundle/', parent: null })],
    ['a file', () => ({ url: 'file:///index.html', parent: null })],
    ['an empty page', () => ({ url: 'about:blank', parent: null })],
    ['a frame without an address', () => ({ url: '', parent: null })],
    ['a frame within our page', () => ({ url: 'app://bundle/', parent: ours() })],
    ['a foreign frame within our page', () => ({ url: 'https://example.com/', parent: ours() })],
  ])('%s is refused for everything', async (_who, frame) => {
    for (const message of [
      status,
      { kind: 'openExternal', address: 'https://openid.net/' },
      { kind: 'saveText', suggestedName: 'a.txt', text: 'a' },
      { kind: 'authoriseInWindow', authContextId: '0b7c1d4e-52a1-4a7e-9a3e-000000000001' },
      { kind: 'setTheme', theme: 'dark' },
    ])
      expect(await send(message, frame())).toEqual({
        ok: false,
        error: { code: 'HOST_UNSUPPORTED', message: 'Sender is not the workbench’s own page' },
      })
    expect(booted.double.seen).toMatchObject({ opened: [], saveDialogs: [] })
    expect(booted.double.electron.nativeTheme.themeSource).toBe('system')
  })

  test('another window is refused', async () => {
    expect(await send(status, ours(), { id: window.webContents.id + 1 })).toMatchObject({ ok: false, error: { code: 'HOST_UNSUPPORTED' } })
  })
})

describe('messages', () => {
  test.each<[what: string, message: unknown]>([
    ['nothing', undefined],
    ['null', null],
    ['a text', 'workspace.status'],
    ['a list', [status]],
    ['an empty object', {}],
    ['no kind', { method: 'workspace.status', input: {} }],
    ['an unknown kind', { kind: 'eval', code: '1' }],
    ['a method that is no text', { kind: 'call', method: { toString: 1 }, input: {} }],
    ['a method without end', { kind: 'call', method: 'a'.repeat(101), input: {} }],
    ['one field too many', { ...status, channel: 'other' }],
    ['an address that is no text', { kind: 'openExternal', address: ['https://openid.net/'] }],
    ['an authorisation without an id', { kind: 'authoriseInWindow', authContextId: 'https://example.com/' }],
    ['an address for a window', { kind: 'authoriseInWindow', authorisationUrl: 'https://example.com/' }],
    ['an unknown theme', { kind: 'setTheme', theme: 'red' }],
    ['a text to save that is none', { kind: 'saveText', suggestedName: 'a.txt', text: 1 }],
    ['an unknown encoding', { kind: 'saveText', suggestedName: 'a.txt', text: '', encoding: 'hex' }],
    ...['../a.txt', '/etc/passwd', 'a/b', 'a\\b', '.profile', '', 'a\0b', 'a:b', 'a'.repeat(200)].map(
      (suggestedName): [string, unknown] => [
        `the file name ${JSON.stringify(suggestedName).slice(0, 20)}`,
        { kind: 'saveText', suggestedName, text: '' },
      ],
    ),
  ])('%s is refused as data', async (_what, message) => {
    expect(await send(message)).toMatchObject({
      ok: false,
      error: { code: 'INVALID_INPUT', message: expect.stringMatching(/^Request has a wrong /) },
    })
  })

  test.each([
    ['a method of Object', 'toString', 'UNKNOWN_METHOD'],
    ['an unknown method', 'workspace.destroy', 'UNKNOWN_METHOD'],
    ['__proto__', '__proto__', 'UNKNOWN_METHOD'],
  ])('%s is refused by the core', async (_what, method, code) => {
    expect(await send({ kind: 'call', method, input: {} })).toMatchObject({ ok: false, error: { code } })
  })

  test('the input is judged by the contract', async () => {
    const reply = await send({ kind: 'call', method: 'requestLog.get', input: { id: 1 } })
    expect(reply).toMatchObject({ ok: false, error: { code: 'INVALID_INPUT', field: 'id' } })
    expect(await send({ kind: 'call', method: 'workspace.status', input: new Map() })).toMatchObject({ ok: true })
  })
})

describe('addresses for the system’s browser', () => {
  const opened = () => booted.double.seen.opened
  const refusedAddress = { ok: false, error: { code: 'INVALID_INPUT', field: 'address' } }

  test.each([
    'https://example.com/',
    'http://openid.net/',
    'https://openid.net:8443/',
    'https://openid.net@example.com/',
    'https://user:secret@openid.net/',
    'https://openid.net.example.com/',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'mailto:someone@example.com',
    'ms-settings:privacy',
    'smb://example.com/share',
    'app://bundle/',
    'http://127.0.0.1:1/',
    'http://localhost:1/',
    'http://192.168.0.1/',
    '//openid.net/',
    '',
    'no address',
  ])('%s is not opened', async (address) => {
    expect(await page.bridge.openExternal(address)).toMatchObject(refusedAddress)
    expect(opened()).toEqual([])
  })

  test('documentation is, from the page and from the menu', async () => {
    expect(await page.bridge.openExternal('https://www.rfc-editor.org/rfc/rfc8705')).toEqual({ ok: true, value: null })
    expect(opened().splice(0)).toEqual(['https://www.rfc-editor.org/rfc/rfc8705'])
    const help = booted.double.seen.menu?.find(({ role }) => role === 'help')
    help?.submenu?.find(({ label }) => label === 'Open Banking UK standards')?.click?.()
    const [fromMenu = ''] = opened().splice(0)
    expect(await page.bridge.openExternal(fromMenu)).toEqual({ ok: true, value: null })
    opened().length = 0
  })
})

describe('saving a text', () => {
  test('asks where, writes it there for this user only, and tells the page nothing but that', async () => {
    const { seen } = booted.double
    expect(await page.bridge.saveText('log (1).har', '{}')).toEqual({ ok: true, value: { saved: false } })
    expect(seen.saveDialogs).toEqual([{ defaultPath: join(booted.folder, 'downloads', 'log (1).har') }])
    const filePath = join(booted.folder, 'chosen.har')
    seen.saveAnswer = { canceled: false, filePath }
    expect(await page.bridge.saveText('log.har', '{"log":1}')).toEqual({ ok: true, value: { saved: true } })
    expect(readFileSync(filePath, 'utf8')).toBe('{"log":1}')
    expect(statSync(filePath).mode & 0o777).toBe(0o600)
    const bytes = Buffer.from([0, 0x30, 0x82, 0xff])
    expect(await page.bridge.saveText('key.p12', bytes.toString('base64'), 'base64')).toEqual({ ok: true, value: { saved: true } })
    expect(readFileSync(filePath)).toEqual(bytes)
  })

  test('a folder that cannot be written is said', async () => {
    const filePath = join(booted.folder, 'folder')
    mkdirSync(filePath)
    booted.double.seen.saveAnswer = { canceled: false, filePath }
    const reply = await page.bridge.saveText('log.har', '{}')
    expect(reply).toMatchObject({
      ok: false,
      error: { code: 'INVALID_INPUT', message: 'File could not be written (EISDIR)', field: 'file' },
    })
    expect(existsSync(join(filePath, 'log.har'))).toBe(false)
  })
})

test('the frame of the window follows the theme that was chosen', async () => {
  const { nativeTheme } = booted.double.electron
  for (const theme of ['dark', 'light', 'system'] as const) {
    page.bridge.setTheme?.(theme)
    await page.bridge.call('workspace.status', {})
    expect(nativeTheme.themeSource).toBe(theme)
  }
})
