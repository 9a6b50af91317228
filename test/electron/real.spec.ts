// What only Electron itself can show. Not part of npm test: see scripts/test-electron.ts.

import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { electronBinary, type LaunchedElectron, launchElectron } from '../support/electron/launch.ts'

let electron: LaunchedElectron
const violations: string[] = []

beforeAll(async () => {
  const binary = electronBinary()
  if (binary === null) throw new Error('Electron’s binary is not given; use npm run test:electron')
  electron = await launchElectron(binary)
  electron.page.on('console', (message) => message.type() === 'error' && violations.push(message.text()))
})
afterAll(() => electron.close())

const inPage = <T>(script: string): Promise<T> => electron.page.evaluate(script) as Promise<T>

test('the page is shown from our own scheme, with the bridge and without Node', async () => {
  await electron.page.getByRole('main').waitFor()
  expect(await inPage('location.origin')).toBe('app://bundle')
  expect(await inPage('[typeof tppWorkbench, typeof require, typeof process, typeof module]')).toEqual([
    'object',
    'undefined',
    'undefined',
    'undefined',
  ])
  expect(await inPage('window.isSecureContext')).toBe(true)
})

test('the policy holds, and the page itself does not offend it', async () => {
  expect(violations).toEqual([])
  expect(await inPage(`fetch('https://example.com/').then(() => 'sent', () => 'refused')`)).toBe('refused')
  expect(await inPage(`(() => { try { document.body.innerHTML = '<b>x</b>'; return 'set' } catch { return 'refused' } })()`)).toBe(
    'refused',
  )
  expect(await inPage(`(() => { try { return new Function('return 1')() } catch { return 'refused' } })()`)).toBe('refused')
  expect(await inPage(`window.open('https://example.com/')`)).toBeNull()
})

test('permissions are denied, and copying works', async () => {
  expect(await inPage(`Notification.requestPermission()`)).toBe('denied')
  expect(await inPage(`navigator.permissions.query({ name: 'geolocation' }).then(({ state }) => state)`)).toBe('denied')
  await electron.page.locator('body').click()
  await inPage(`navigator.clipboard.writeText('copied')`)
  expect(await electron.app.evaluate(({ clipboard }) => clipboard.readText())).toBe('copied')
})

test('the page stays where it is', async () => {
  await inPage(`location.assign('https://example.com/')`)
  await inPage(`location.assign('file:///etc/passwd')`)
  await inPage(`location.assign('#/glossary')`)
  expect(await inPage('location.href')).toBe('app://bundle/#/glossary')
})

test('the walkthrough reaches the model bank in its utility process, over mutual TLS with BoringSSL', async () => {
  expect(await electron.app.evaluate(() => Reflect.get(process.features, 'openssl_is_boringssl'))).toBe(true)
  const reply = await inPage<{ ok: boolean; value: { totals: { transactions: number } } }>(`tppWorkbench.call('walkthrough.run', {})`)
  expect(reply).toMatchObject({ ok: true })
  expect(reply.value.totals.transactions).toBeGreaterThan(0)
})

test('the cryptographic self-test has passed', async () => {
  const file = join(await electron.app.evaluate(({ app }) => app.getPath('userData')), 'self-test.json')
  await expect.poll(() => existsSync(file), { timeout: 20_000 }).toBe(true)
  expect(JSON.parse(readFileSync(file, 'utf8')).electron).toMatch(/^\d+\./)
})
