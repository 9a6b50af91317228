import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../support/app.ts'
import { frame } from './pages/frame.ts'
import { flaws, manage } from './pages/manage.ts'
import { openWorkbench, shareBrowser } from './pages/workbench.ts'

const browser = shareBrowser()

test('what is set is kept, by the shortcut and by keyboard', async () => {
  const workbench = await openWorkbench(browser())
  const { page, call, complaints } = workbench
  await page.keyboard.press('Control+,')
  await frame(page).shown('Settings').waitFor()
  const { field, button, faultOf, main, tick } = manage(page)
  await field('To answer').fill('soon')
  expect(await faultOf(field('To answer'))).toContain('A whole number from 1 to 600')
  expect(await button('Save').isDisabled()).toBe(true)
  expect(await flaws(workbench, 'settings with a fault')).toEqual([])
  await field('To answer').fill('45')
  await field('Age, in days').fill('7')
  await page.keyboard.press('Enter')
  await main.getByText('Settings are saved').waitFor()
  expect(await call('settings.get', {})).toMatchObject({
    bankTimeouts: { connectMs: 10_000, headersMs: 45_000 },
    requestLog: { maxAgeDays: 7 },
  })

  await tick('Dark')
  expect(await frame(page).theme()).toBe('dark')
  await page.reload()
  await expect.poll(() => field('To answer').inputValue()).toBe('45')
  expect(await frame(page).theme()).toBe('dark')
  expect(complaints).toEqual([])
})

test('the data folder, once there is one, and what this runs on', async () => {
  const workbench = await openWorkbench(browser())
  const { page, call, clipboard } = workbench
  await frame(page).open('Settings')
  const { fact, button, main } = manage(page)
  await expect.poll(() => fact('Data folder').innerText()).toContain('in memory only')
  const folder = join(temporaryFolder(), 'kept')
  await call('workspace.keep', { dataDir: folder, key: { source: 'Passphrase', passphrase: 'correct horse battery' } })
  await expect.poll(() => fact('Data folder').innerText()).toContain(folder)
  await button('Copy: Data folder').click()
  expect(await clipboard()).toBe(folder)
  const about = await call('workspace.about', {})
  await expect.poll(() => fact('Node').innerText()).toContain(about.node)
  await expect.poll(() => fact('SQLite').innerText()).toContain(about.sqlite)
  expect(await main.getByRole('table', { name: 'Libraries' }).getByRole('row').filter({ hasText: 'oauth4webapi' }).innerText()).toContain(
    'MIT',
  )
  expect(await flaws(workbench, 'settings')).toEqual([])
})
