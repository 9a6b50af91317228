import { readFile } from 'node:fs/promises'
import type { Download } from 'playwright-core'
import { expect, test } from 'vitest'
import { homePage } from './pages/home.ts'
import { logDrawer, tabNames } from './pages/log.ts'
import { goTo, inBrowser, openWorkbench, shareBrowser } from './pages/workbench.ts'

const browser = shareBrowser()

/** With the exchanges of one run. */
const openFull = async () => {
  const workbench = await openWorkbench(browser(), { width: 1440, height: 900 })
  const { runId } = await workbench.call('walkthrough.run', {})
  await homePage(workbench.page).finished()
  const { items } = await workbench.call('requestLog.list', { runId, limit: 1000 })
  return { ...workbench, log: logDrawer(workbench.page), exchanges: items }
}

test('by keyboard alone: the drawer, an exchange, its tabs, and back', async () => {
  const { page, log, exchanges, complaints } = await openFull()
  await log.open()
  expect(await log.count()).toBe(exchanges.length)

  await log.grid.focus()
  for (const key of ['Home', 'ArrowDown', 'ArrowDown', 'Enter']) await page.keyboard.press(key)
  const opened = exchanges.toSorted((a, b) => a.started.localeCompare(b.started))[1]
  await log.exchange.getByText(opened?.step ?? '', { exact: true }).waitFor()
  expect(page.url()).toContain(`exchange=${opened?.id}`)
  await page.keyboard.press('Escape')
  await log.exchange.waitFor({ state: 'detached' })
  expect(page.url()).not.toContain('exchange=')

  await page.keyboard.press('Enter')
  await log.exchange.getByRole('tab', { name: 'Request' }).focus()
  await page.keyboard.press('ArrowRight')
  expect(await log.exchange.getByRole('tab', { name: 'Response' }).getAttribute('aria-selected')).toBe('true')
  await page.keyboard.press('Control+j')
  await log.grid.waitFor({ state: 'detached' })
  expect(complaints).toEqual([])
})

test('every tab of a token call: what was sent, what came back, and no secret in any of them', async () => {
  const { log, call, exchanges } = await openFull()
  const { clientSecrets } = { clientSecrets: /Bearer (?!‹)\S+|eyJ[\w-]+\.[\w-]+\.[\w-]{20,}/ }
  await log.open()
  await log.show('token.code')
  const texts = Object.fromEntries(await inTurn(tabNames, async (name) => [name, await log.tab(name)] as const))
  expect(texts.Request).toContain('grant_type')
  expect(texts.Request).toContain('authorization_code')
  expect(texts.Request).toMatch(/code\s+‹code:\w+›/)
  expect(texts.Response).toMatch(/"access_token": "‹access_token:\w+›"/)
  expect(texts.TLS).toContain('TLSv1.3')
  expect(texts.JWTs).toContain('ID token')
  expect(texts.JWTs).toContain('Every check holds')
  expect(texts.Timing).toContain('Wait for the answer')
  expect(texts.Raw).toContain('POST /token HTTP/1.1')

  await log.show('accounts.list')
  const [request, raw] = [await log.tab('Request'), await log.tab('Raw')]
  expect(request).toMatch(/Bearer ‹access_token:\w+›/)
  expect(raw).toMatch(/^authorization: Bearer ‹access_token:\w+›$/im)
  for (const shown of [...Object.values(texts), request, raw]) expect(shown).not.toMatch(clientSecrets)
  expect(exchanges.filter(({ step }) => step === 'token.code')).toHaveLength(1)
  expect((await call('requestLog.list', { step: 'token.code' })).total).toBe(1)
})
