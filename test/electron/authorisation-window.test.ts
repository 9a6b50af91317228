// A window on a bank's pages in the built app: what it may do, and how the redirect it watches for reaches the real core.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { goThroughConsentPages } from '../../src/main/core/walkthrough/simulated-customer.ts'
import type { Input, Method, Output } from '../../src/shared/api.ts'
import { type Booted, bootShared } from '../support/electron/boot.ts'
import { shareBuiltApp } from '../support/electron/built.ts'
import type { Page } from '../support/electron/page.ts'
import type { DoubleSession } from '../support/electron/session.ts'
import { DoubleWindow, preventable } from '../support/electron/window.ts'

const built = shareBuiltApp()
let booted: Booted
let page: Page
let id: string

const call = async <M extends Method>(method: M, input: Input<M>): Promise<Output<M>> => {
  const reply = await page.bridge.call(method, input)
  if (!reply.ok) throw new Error(JSON.stringify(reply.error))
  return reply.value
}

beforeAll(async () => {
  booted = await bootShared({ built: built() })
  page = (await booted.open()).page
  id = (await call('walkthrough.run', {})).accountAccessConsentId
})
afterAll(() => booted.end())

const begin = (capture: 'window' | 'paste' = 'window') => call('accountAccessConsent.startAuthorisation', { id, capture })
const waiting = async () => (await call('accountAccessConsent.listAuthorisations', {})).items

/** An authorisation with its window open. */
const open = async () => {
  const started = await begin()
  const before = booted.double.seen.windows.length
  const reply = page.bridge.authoriseInWindow(started.authContextId)
  await expect.poll(() => booted.double.seen.windows.length).toBe(before + 1)
  const window = booted.double.seen.windows.at(-1) as DoubleWindow
  return { ...started, reply, window, contents: window.webContents, session: window.options.webPreferences.session as DoubleSession }
}

/** Where the bank sends the browser of a customer who approves. */
const approve = async (authorisationUrl: string): Promise<string> => {
  const [customer] = (await call('modelBank.status', {})).customers
  if (!customer) throw new Error('The model bank has no customers')
  return goThroughConsentPages(authorisationUrl, customer, { decision: 'approve' })
}

describe('the window', () => {
  test('is on the bank’s address, without preload or Node, in a session of its own', async () => {
    const [first, second] = [await open(), await open()]
    for (const { window, authorisationUrl } of [first, second]) {
      expect(booted.double.order).toContain(`loadURL ${authorisationUrl}`)
      expect(window.options.parent).toBe(booted.double.seen.windows[0])
      const { session: _, ...preferences } = window.options.webPreferences
      expect(preferences).toEqual({
        ...{ sandbox: true, contextIsolation: true, webviewTag: false, spellcheck: false, devTools: true },
        ...{ nodeIntegration: false, nodeIntegrationInWorker: false, nodeIntegrationInSubFrames: false },
      })
    }
    expect(first.session.partition).toMatch(/^tpp-workbench-bank-[\w-]{36}$/)
    expect(second.session.partition).not.toBe(first.session.partition)
    first.window.close()
    second.window.close()
    await Promise.all([first.reply, second.reply])
  })

  test('is granted nothing, and sends nothing in clear but to this machine', async () => {
    const { contents, reply, session, window } = await open()
    for (const permission of ['media', 'geolocation', 'notifications', 'openExternal', 'clipboard-sanitized-write', 'unknown'])
      expect(session.grants(permission, 'https://bank.example/')).toEqual({ requested: false, checked: false })
    expect(session.grantsDevice('usb')).toBe(false)
    expect(session.spellChecker).toBe(false)
    for (const url of [
      'https://bank.example/a',
      'http://127.0.0.1:8080/',
      'wss://bank.example/',
      'data:text/plain,a',
      'blob:https://bank.example/1',
    ])
      expect([url, session.letsOut(url)]).toEqual([url, true])
    for (const url of [
      'http://bank.example/',
      'http://localhost/',
      'ws://bank.example/',
      'file:///etc/passwd',
      'ftp://bank.example/',
      'app://bundle/',
      'chrome://gpu',
    ])
      expect([url, session.letsOut(url)]).toEqual([url, false])
    const download = preventable()
    session.emit('will-download', download, {}, {})
    expect(download.prevented).toBe(true)
    expect(contents.windowOpenHandler({ url: 'https://bank.example/' })).toEqual({ action: 'deny' })
    expect(contents.attachesWebview()).toBe(false)
    for (const event of ['will-navigate', 'will-redirect', 'will-frame-navigate'] as const) {
      for (const url of ['https://bank.example/login', 'https://other.example/', 'http://127.0.0.1:8080/'])
        expect([event, url, contents.navigates(event, url)]).toEqual([event, url, true])
      for (const url of [
        'http://bank.example/',
        'file:///etc/passwd',
        'app://bundle/',
        'bank-app://open',
        'javascript:alert(1)',
        'mailto:a@example.com',
        '',
      ])
        expect([event, url, contents.navigates(event, url)]).toEqual([event, url, false])
    }
    window.close()
    await reply
  })

  test('shows nobody a certificate of this person’s own', async () => {
    const { contents, reply, window } = await open()
    const asked = preventable()
    const shown: unknown[][] = []
    booted.double.electron.app.emit('select-client-certificate', asked, contents, 'https://bank.example/', [{}], (...chosen: unknown[]) =>
      shown.push(chosen),
    )
    expect([asked.prevented, shown]).toEqual([true, [[]]])
    window.close()
    await reply
  })

  test('shows in its title whose page it is, whatever the page says', async () => {
    const { authorisationUrl, contents, reply, window } = await open()
    expect(window.options.title).toBe(new URL(authorisationUrl).host)
    contents.mainFrame.url = 'https://login.bank.example/page'
    const renamed = preventable()
    window.emit('page-title-updated', renamed, 'Another bank')
    expect([renamed.prevented, window.title]).toEqual([true, 'login.bank.example'])
    window.close()
    await reply
  })
})

describe('the redirect', () => {
  test.each<[string, (window: DoubleWindow, url: string) => boolean]>([
    ['a redirect of the bank', ({ webContents }, url) => webContents.navigates('will-redirect', url)],
    ['a navigation of its page', ({ webContents }, url) => webContents.navigates('will-navigate', url)],
    ['the history of its page', ({ webContents }, url) => !webContents.emit('did-navigate-in-page', {}, url, true)],
    ['a page that is there already', ({ webContents }, url) => !webContents.emit('did-navigate', {}, url, 200, 'OK')],
  ])('%s is stopped, brought to the core, and closes the window', async (_how, go) => {
    const { authContextId, authorisationUrl, reply, window } = await open()
    const waiter = page.bridge.call('accountAccessConsent.completeAuthorisation', { authContextId })
    expect(go(window, await approve(authorisationUrl))).toBe(false)
    expect(await reply).toMatchObject({ ok: true, value: { consent: { id, status: 'authorised' }, checks: expect.any(Array) } })
    expect(await waiter).toMatchObject({ ok: true, value: { consent: { id } } })
    expect(window.destroyed).toBe(true)
    expect(await waiting()).toEqual([])
  })

  test('an address that only resembles the registered one is not it', async () => {
    const { authContextId, authorisationUrl, contents, redirectUri, reply, window } = await open()
    const answer = new URL(await approve(authorisationUrl)).hash
    const registered = new URL(redirectUri)
    const { host, origin, pathname } = registered
    const others = [
      `${origin}${pathname}/more`,
      `${origin}/`,
      `${origin}${pathname.toUpperCase()}x`,
      `http://127.0.0.1:1${pathname}`,
      `https://${host}${pathname}`,
      `http://user@${host}${pathname}`,
      `https://bank.example/?next=${encodeURIComponent(redirectUri)}`,
      `https://${host}.evil.example${pathname}`,
    ]
    for (const other of others) {
      contents.navigates('will-navigate', `${other}${answer}`)
      contents.navigates('will-redirect', `${other}${answer}`)
      contents.emit('did-navigate', {}, `${other}${answer}`, 200, 'OK')
    }
    // A frame within the page is not the bank's answer either.
    contents.navigates('will-frame-navigate', `${redirectUri}${answer}`, false)
    contents.navigates('will-redirect', `${redirectUri}${answer}`, false)
    contents.emit('did-navigate-in-page', {}, `${redirectUri}${answer}`, false)
    expect((await waiting()).map((one) => one.authContextId)).toEqual([authContextId])
    expect(window.destroyed).toBe(false)

    expect(contents.navigates('will-redirect', `${redirectUri}${answer}`)).toBe(false)
    expect(await reply).toMatchObject({ ok: true, value: { consent: { status: 'authorised' } } })
  })

  test('one with another authorisation’s state is told, and gives this one up', async () => {
    const { contents, redirectUri, reply, window } = await open()
    expect(contents.navigates('will-redirect', `${redirectUri}#code=c&state=another&id_token=a.b.c`)).toBe(false)
    expect(await reply).toMatchObject({ ok: false, error: { code: 'AUTHORISATION_FAILED' } })
    expect([window.destroyed, await waiting()]).toEqual([true, []])
  })
})

describe('other ends', () => {
  test('closing the window by hand gives the authorisation up', async () => {
    const { authContextId, reply, window } = await open()
    const waiter = page.bridge.call('accountAccessConsent.completeAuthorisation', { authContextId })
    window.close()
    expect(await reply).toMatchObject({ ok: false, error: { code: 'CANCELLED' } })
    expect(await waiter).toMatchObject({ ok: false, error: { code: 'CANCELLED' } })
    expect(await waiting()).toEqual([])
  })

  test('a redirect that was pasted instead closes the window', async () => {
    const { authContextId, authorisationUrl, reply, window } = await open()
    await call('accountAccessConsent.completeAuthorisation', { authContextId, redirect: await approve(authorisationUrl) })
    expect(await reply).toMatchObject({ ok: true, value: { consent: { status: 'authorised' } } })
    expect(window.destroyed).toBe(true)
  })

  test('one that is cancelled closes its window', async () => {
    const { authContextId, reply, window } = await open()
    expect(await call('accountAccessConsent.cancelAuthorisation', { authContextId })).toEqual({ cancelled: true })
    expect(await reply).toMatchObject({ ok: false, error: { code: 'CANCELLED' } })
    expect(window.destroyed).toBe(true)
  })

  test('a page that cannot be loaded is told, with what to do', async () => {
    const started = await begin()
    DoubleWindow.unloadable.set(
      started.authorisationUrl,
      Object.assign(new Error('ERR_CONNECTION_REFUSED (-102)'), { code: 'ERR_CONNECTION_REFUSED' }),
    )
    expect(await page.bridge.authoriseInWindow(started.authContextId)).toMatchObject({
      ok: false,
      error: {
        code: 'BANK_UNREACHABLE',
        message: 'The bank’s page could not be loaded (ERR_CONNECTION_REFUSED)',
        remedy: expect.any(String),
      },
    })
    expect(await waiting()).toEqual([])
  })

  test('the same window is not opened twice; it comes to the front', async () => {
    const { authContextId, reply, window } = await open()
    const shown = window.shown
    expect(await page.bridge.authoriseInWindow(authContextId)).toMatchObject({ ok: false, error: { code: 'CONFLICT' } })
    expect([window.shown, window.focused]).toEqual([shown + 1, true])
    window.close()
    await reply
  })

  test('no window is opened for what does not wait for one', async () => {
    const pasted = await begin('paste')
    const before = booted.double.seen.windows.length
    for (const authContextId of [pasted.authContextId, '0b7c1d4e-52a1-4a7e-9a3e-000000000001'])
      expect(await page.bridge.authoriseInWindow(authContextId)).toMatchObject({
        ok: false,
        error: { code: 'NOT_FOUND', field: 'authContextId' },
      })
    expect(booted.double.seen.windows.length).toBe(before)
    await call('accountAccessConsent.cancelAuthorisation', { authContextId: pasted.authContextId })
  })
})
