import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { homePage } from './pages/home.ts'
import { logDrawer, tabNames } from './pages/log.ts'
import { goTo, inBrowser, openWorkbench, shareBrowser } from './pages/workbench.ts'

const browser = shareBrowser()

/** A bearer token or a signed JWT in clear; what stands in their place begins with ‹, or is a variable. */
const secret = /Bearer \w|eyJ[\w-]+\.[\w-]+\.[\w-]{20}/

/** With the exchanges of one run, oldest first. */
const openFull = async () => {
  const workbench = await openWorkbench(browser(), { width: 1440, height: 900 })
  const { runId } = await workbench.call('walkthrough.run', {})
  await homePage(workbench.page).finished()
  const { items } = await workbench.call('requestLog.list', { runId, limit: 1000, oldestFirst: true })
  return { ...workbench, log: logDrawer(workbench.page), exchanges: items }
}

test('by keyboard alone: the drawer, an exchange, its tabs, and back', async () => {
  const { page, log, exchanges, complaints } = await openFull()
  await log.open()
  expect(await log.count()).toBe(exchanges.length)

  await log.lists(exchanges[1]?.step ?? '')
  await log.grid.focus()
  for (const key of ['Home', 'ArrowDown', 'ArrowDown', 'Enter']) await page.keyboard.press(key)
  await log.shows(exchanges[1]?.step ?? '')
  expect(page.url()).toContain(`exchange=${exchanges[1]?.id}`)
  await page.keyboard.press('Escape')
  await log.exchange.waitFor({ state: 'detached' })
  expect(page.url()).not.toContain('exchange=')

  await page.keyboard.press('Enter')
  await log.shows(exchanges[1]?.step ?? '')
  await log.tabToTabs()
  await page.keyboard.press('ArrowRight')
  expect(await log.selectedTab.innerText()).toBe('Response')
  await page.keyboard.press('Control+j')
  await log.grid.waitFor({ state: 'detached' })
  expect(complaints).toEqual([])
})

test('every tab tells its part of an exchange, and none a secret', async () => {
  const { log } = await openFull()
  await log.open()
  await log.show('token.code')
  const texts: Record<string, string> = {}
  for (const name of tabNames) texts[name] = await log.tab(name)
  expect(texts.Request).toMatch(/grant_type\s+authorization_code/)
  expect(texts.Request).toMatch(/code\s+‹code:\w+›/)
  expect(texts.Response).toMatch(/"access_token": "‹access_token:\w+›"/)
  expect(texts.TLS).toContain('TLSv1.3')
  expect(texts.JWTs).toContain('ID token')
  expect(texts.JWTs).toContain('Every check holds')
  expect(texts.Timing).toContain('Wait for the answer')
  expect(texts.Raw).toContain('POST /token HTTP/1.1')

  await log.show('accounts.list')
  texts.bearer = await log.tab('Request')
  texts.rawBearer = await log.tab('Raw')
  expect(texts.bearer).toMatch(/authorization\s+Bearer ‹access_token:\w+›/i)
  expect(texts.rawBearer).toMatch(/^authorization: Bearer ‹access_token:\w+›$/im)

  await log.show('authorisation.page')
  texts.page = await log.tab('Request')
  texts.pageTls = await log.tab('TLS')
  expect(texts.page).toContain('The browser of the simulated customer sent this')
  expect(texts.page).toMatch(/request\s+‹request:\w+›/)
  expect(texts.pageTls).toBe('There was no TLS connection.')
  for (const [name, text] of Object.entries(texts)) expect(text, name).not.toMatch(secret)
})

test('an exchange is copied as a curl command, without its secrets', async () => {
  const { log, clipboard, exchanges } = await openFull()
  await log.open()
  await log.show('accounts.list')
  await log.copyCurl()
  const command = await clipboard()
  expect(command).toMatch(/^curl /m)
  expect(command).toContain(exchanges.find(({ step }) => step === 'accounts.list')?.url)
  expect(command).toContain('--cert ')
  expect(command).not.toMatch(secret)
})

test('filters narrow the list: words, errors, one run, and everything again', async () => {
  const { page, log, call, exchanges } = await openFull()
  const { total } = await call('requestLog.list', { text: 'balances', limit: 1 })
  expect(total).toBeGreaterThan(0)
  expect(total).toBeLessThan(exchanges.length)
  await log.open()
  await log.search.fill('balances')
  await expect.poll(log.count).toBe(total)
  await log.search.fill('no such words')
  await page.getByText('No exchange passes the filters.').waitFor()
  await log.chip('All').click()
  await expect.poll(log.count).toBe(exchanges.length)
  expect(await log.search.inputValue()).toBe('')

  await log.chip('Errors').click()
  await page.getByText('No exchange passes the filters.').waitFor()
  await log.chip('Errors').click()
  // A second run, which uses again what the first one made.
  const second = await call('walkthrough.run', {})
  const again = await call('requestLog.list', { runId: second.runId, limit: 1 })
  await expect.poll(log.count).toBe(exchanges.length + again.total)
  await log.chip('This run').click()
  await expect.poll(log.count).toBe(again.total)
  expect(again.total).toBeLessThan(exchanges.length)
})

test('an address with an exchange opens it, with the drawer around it', async () => {
  const { page, log, exchanges } = await openFull()
  const token = exchanges.find(({ step }) => step === 'token.code')
  await goTo(page, `/banks?exchange=${token?.id}`)
  await log.shows('token.code')
  await page.getByRole('heading', { level: 1, name: 'Banks' }).waitFor()
  await page.reload()
  await log.shows('token.code')
})

test('the log is cleared after a question', async () => {
  const { page, log, call, exchanges } = await openFull()
  await log.open()
  await log.choose('Clear the log…')
  expect(await log.dialog.innerText()).toContain(`Removes ${exchanges.length} exchanges`)
  await log.dialog.getByRole('button', { name: 'Cancel' }).click()
  expect(await log.count()).toBe(exchanges.length)
  await log.choose('Clear the log…')
  await log.dialog.getByRole('button', { name: `Remove ${exchanges.length} exchanges` }).click()
  await page.getByText('Every exchange with a bank appears here.').waitFor()
  expect((await call('requestLog.list', {})).total).toBe(0)
})

// Electron asks with a dialog of the system's.
test.runIf(inBrowser)('the log is downloaded as HAR', async () => {
  const { page, log, exchanges } = await openFull()
  await log.open()
  const [download] = await Promise.all([page.waitForEvent('download'), log.choose('Export as HAR')])
  expect(download.suggestedFilename()).toMatch(/\.har$/)
  const content = await readFile(await download.path(), 'utf8')
  expect(content).not.toMatch(secret)
  const { version, creator, entries } = JSON.parse(content).log
  expect({ version, creator: creator.name }).toEqual({ version: '1.2', creator: 'TPP Workbench' })
  expect(entries.map(({ request }: { request: { url: string } }) => request.url).toSorted()).toEqual(
    exchanges.map(({ url }) => url).toSorted(),
  )
})
