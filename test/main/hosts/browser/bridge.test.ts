// The renderer's bridge in a real browser, against the real host.

import { readFile } from 'node:fs/promises'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import type { Bridge } from '../../../../src/shared/bridge.ts'
import type { AppEvent } from '../../../../src/shared/events.ts'
import { makeBridgeRenderer } from '../../../support/bridge-page.ts'
import { plainCertificates, startTestHost } from '../../../support/browser-host.ts'
import { launchChromium } from '../../../support/chromium.ts'

declare global {
  var bridge: Bridge
  var events: AppEvent[]
  var lost: number
  var end: () => void
}

let browser: Browser
beforeAll(async () => {
  browser = await launchChromium()
})
afterAll(() => browser.close())

const connected = (page: Page) => expect.poll(() => page.title()).toBe('Connected')

const openPage = async (context: BrowserContext, address: string): Promise<Page> => {
  const page = await context.newPage()
  await page.goto(address)
  await connected(page)
  return page
}

const start = async () => {
  const host = await startTestHost({ rendererDir: makeBridgeRenderer() })
  const context = await browser.newContext()
  onTestFinished(() => context.close())
  const streams: string[] = []
  context.on('request', (request) => {
    if (request.url().includes('/api/events')) streams.push(request.url())
  })
  return { host, context, streams, page: await openPage(context, host.issueAddress()) }
}

const status = (page: Page) => page.evaluate(() => bridge.call('workspace.status', {}))
const received = (page: Page, aggregate: string) =>
  page.waitForFunction((wanted) => events.some((event) => event.type === 'changed' && event.aggregate === wanted), aggregate)

test('the printed address leads to a clean one, which a reload keeps; calls reach the core', async () => {
  const { host, page } = await start()
  expect(page.url()).toBe(`${host.origin}/`)
  expect(await page.evaluate(() => bridge.host)).toEqual({ kind: 'browser', version: '0.0.0', platform: process.platform })
  expect(await status(page)).toMatchObject({ ok: true, value: { ephemeral: true } })
  await page.reload()
  await connected(page)
  expect(await status(page)).toMatchObject({ ok: true })
  expect(await page.evaluate(() => bridge.call('bankProfile.get', { id: 'x' }))).toMatchObject({
    ok: false,
    error: { code: 'INVALID_INPUT' },
  })
  expect(await page.evaluate('document.cookie')).toBe('')
})

test('two tabs share one stream; when the tab that holds it is closed, the other goes on', async () => {
  const { host, context, streams, page } = await start()
  const second = await openPage(context, host.origin)
  await second.evaluate((input) => bridge.call('sandboxCertificates.create', input), plainCertificates)
  for (const tab of [page, second]) await received(tab, 'obWacCertificate')
  expect(streams).toHaveLength(1)

  const taken = second.waitForRequest((request) => request.url().includes('/api/events'))
  await page.close()
  await taken
  await second.evaluate(() => {
    events.length = 0
  })
  await second.evaluate((input) => bridge.call('sandboxCertificates.create', input), plainCertificates)
  await received(second, 'obSealCertificate')
})

test('a subscription that was ended receives nothing more', async () => {
  const { host, context, page } = await start()
  const second = await openPage(context, host.origin)
  await page.evaluate(() => end())
  await page.evaluate((input) => bridge.call('sandboxCertificates.create', input), plainCertificates)
  await received(second, 'obSealCertificate')
  expect(await page.evaluate(() => events)).toEqual([])
})

test('a tab whose session was replaced in another tab goes on with the new one', async () => {
  const { host, context, page } = await start()
  await openPage(context, host.issueAddress())
  expect(await status(page)).toMatchObject({ ok: true })
  expect(await page.evaluate(() => lost)).toBe(0)
})

test('a lost session is told, once for a call and once for the events', async () => {
  const { host, page } = await start()
  await page.evaluate(() => end())
  // The host may take a moment to see that the stream has gone.
  const later = () => {
    host.clock.now += 30 * 60_000
    return status(page)
  }
  await expect.poll(later).toMatchObject({ ok: false, error: { field: 'session' } })
  expect(await page.evaluate(() => lost)).toBe(1)
  await page.evaluate(() => {
    bridge.subscribe(() => {})
  })
  await expect.poll(() => page.evaluate(() => lost)).toBe(2)
})

test('a host that has ended is told as data', async () => {
  const { host, page } = await start()
  await host.close()
  expect(await status(page)).toMatchObject({ ok: false, error: { code: 'HOST_UNSUPPORTED', message: 'The workbench does not answer' } })
})

test('a text is saved by the browser', async () => {
  const { page } = await start()
  const download = page.waitForEvent('download')
  const reply = page.evaluate(() => bridge.saveText('exchanges.har', '{"log":"ü"}'))
  expect((await download).suggestedFilename()).toBe('exchanges.har')
  expect(await readFile(await (await download).path(), 'utf8')).toBe('{"log":"ü"}')
  expect(await reply).toEqual({ ok: true, value: { saved: true } })
})

test('bytes are saved as they are', async () => {
  const { page } = await start()
  const bytes = Buffer.from([0, 0x30, 0x82, 0xff, 0x0a])
  const download = page.waitForEvent('download')
  await page.evaluate((base64) => bridge.saveText('key.p12', base64, 'base64'), bytes.toString('base64'))
  expect(await readFile(await (await download).path())).toEqual(bytes)
})

test('what is called while the page goes away is carried out', async () => {
  const { host, page } = await start()
  const made = await host.test.call('sandboxCertificates.create', plainCertificates)
  const { id } = made.obWacCertificate
  // As text, because the types of the tests are Node's.
  await page.evaluate(`addEventListener('pagehide', () => void bridge.call('obWacCertificate.delete', { id: '${id}' }))`)
  await page.goto('about:blank')
  await expect.poll(async () => (await host.test.call('obWacCertificate.list', {})).items).toEqual([])
})

test('addresses are opened in a tab of their own, and only those of the web or of this machine', async () => {
  const { context, host, page } = await start()
  for (const address of [
    'javascript:alert(1)',
    'file:///etc/passwd',
    'http://example.com/',
    'app://bundle/',
    'data:text/html,x',
    'nonsense',
  ]) {
    expect(await page.evaluate((one) => bridge.openExternal(one), address), address).toMatchObject({
      ok: false,
      error: { field: 'address' },
    })
  }
  const opened = context.waitForEvent('page')
  expect(await page.evaluate((one) => bridge.openExternal(one), `${host.origin}/opened`)).toEqual({ ok: true, value: null })
  expect(await (await opened).evaluate('[window.opener, document.referrer]')).toEqual([null, ''])
  expect(context.pages()).toHaveLength(2)
})

test('no window that watches for a redirect is opened here; another way is named, by the bridge and by the core', async () => {
  const { host, page } = await start()
  const unsupported = { code: 'HOST_UNSUPPORTED', remedy: 'Use the desktop app, or paste the redirect back.' }
  const id = '0b7c1d4e-52a1-4a7e-9a3e-000000000001'
  expect(await page.evaluate((one) => bridge.authoriseInWindow(one), id)).toMatchObject({ ok: false, error: unsupported })
  const { call, refused } = host.test
  await call('walkthrough.run', {})
  const [consent] = (await call('accountAccessConsent.list', {})).items
  expect(await refused('accountAccessConsent.startAuthorisation', { id: consent?.id ?? '', capture: 'window' })).toMatchObject(unsupported)
})

test('the policy lets no inline script run, and style sheets only with the nonce of the page', async () => {
  const { page } = await start()
  // As text, because the types of the tests are Node's.
  const seen = await page.evaluate(`(() => {
    const colourWith = (colour, nonce) => {
      const style = document.createElement('style')
      if (nonce) style.nonce = nonce
      style.textContent = 'h1 { color: ' + colour + ' }'
      document.head.append(style)
      return getComputedStyle(document.querySelector('h1')).color
    }
    const added = (set) => {
      const script = document.createElement('script')
      try {
        set(script)
      } catch (error) {
        return error.name
      }
      document.head.append(script)
      return 'added'
    }
    return {
      plain: colourWith('red'),
      withNonce: colourWith('lime', document.querySelector('meta[property="csp-nonce"]').nonce),
      text: added((script) => { script.text = 'window.inlined = true' }),
      node: added((script) => script.append('window.inlined = true')),
      inlined: 'inlined' in window,
    }
  })()`)
  expect(seen).toEqual({ plain: 'rgb(0, 0, 0)', withNonce: 'rgb(0, 255, 0)', text: 'TypeError', node: 'added', inlined: false })
})
