// Bank profiles: written in the form and as JSON, exported, imported, changed and deleted.

import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../support/app.ts'
import { frame } from './pages/frame.ts'
import { flaws, manage } from './pages/manage.ts'
import { goTo, inBrowser, openWorkbench, shareBrowser } from './pages/workbench.ts'

const browser = shareBrowser()

test('a profile is written in the form; each fault is told at its field', { timeout: 60_000 }, async () => {
  const workbench = await openWorkbench(browser())
  const { page, call } = workbench
  await frame(page).chooseEnvironment('All environments')
  await goTo(page, '/banks/new/profile')
  const { button, field, form, faultOf, fact, undo, main } = manage(page)
  const name = main.getByRole('textbox', { name: 'Short name' })
  await form('Add a bank profile').waitFor()
  await name.fill('with spaces')
  await field('Name').fill('Example Bank')
  await main.getByRole('textbox', { name: 'Issuer' }).fill('http://bank.example')
  await button('Add').click()
  await expect.poll(() => name.getAttribute('aria-invalid')).toBe('true')
  expect(await faultOf(main.getByRole('textbox', { name: 'Issuer' }))).not.toBe('')
  expect(await flaws(workbench, 'profile form with faults')).toEqual([])

  await name.fill('example')
  await main.getByRole('textbox', { name: 'Issuer' }).fill('https://bank.example')
  await button('Add').click()
  const api = main.getByRole('textbox', { name: 'Accounts API 4.0' })
  await page.getByText('No base URL is given for the default version 4.0').waitFor()
  await api.fill('https://bank.example/open-banking/v4.0/aisp')
  await button('Add').click()
  await frame(page).shown('Example Bank').waitFor()
  expect(await fact('Accounts API 4.0, preferred').innerText()).toContain('https://bank.example/open-banking/v4.0/aisp')

  await button('Edit the profile').click()
  await main.getByRole('textbox', { name: 'Financial id' }).fill('0015800000jfQ9aAAE')
  await button('Save').click()
  await button('Save').waitFor({ state: 'detached' })
  expect(await fact('Financial id').innerText()).toContain('0015800000jfQ9aAAE')

  await button('Delete').click()
  await undo.waitFor()
  await undo.waitFor({ state: 'detached' })
  expect((await call('bankProfile.list', {})).items).toEqual([])
})

test.runIf(inBrowser)('a profile is exported, and imported from that file once it has another name', { timeout: 60_000 }, async () => {
  const workbench = await openWorkbench(browser())
  const { page, call } = workbench
  const { bankProfileId } = await call('modelBank.start', {})
  await goTo(page, `/banks/bankProfile/${bankProfileId}`)
  const { button, field, main } = manage(page)
  const [download] = await Promise.all([page.waitForEvent('download'), button('Export').click()])
  const file = join(temporaryFolder(), 'profile.json')
  await download.saveAs(file)
  const exported = JSON.parse(readFileSync(file, 'utf8'))

  await goTo(page, '/banks/new/profile')
  const chooser = async (path: string) => {
    const [files] = await Promise.all([page.waitForEvent('filechooser'), button('Import a file…').click()])
    await files.setFiles(path)
  }
  const broken = join(temporaryFolder(), 'broken.json')
  writeFileSync(broken, '{ "name": ')
  await chooser(broken)
  await page.getByText(/^This is not JSON/).waitFor()
  await chooser(file)
  await expect.poll(async () => JSON.parse(await field('Profile as JSON').inputValue())).toEqual(exported)
  await button('Add').click()
  await page.getByText(`name: A bank profile named "${exported.name}" exists`).waitFor()
  expect(await flaws(workbench, 'profile as JSON')).toEqual([])

  await main.getByRole('tab', { name: 'Form' }).click()
  await main.getByRole('textbox', { name: 'Short name' }).fill('imported')
  await button('Add').click()
  await expect.poll(async () => (await call('bankProfile.list', {})).items.length).toBe(2)
  const imported = (await call('bankProfile.list', {})).items.find(({ name }) => name === 'imported')
  expect({ ...imported, id: 0, created: 0, builtIn: 0 }).toEqual({ ...exported, name: 'imported', id: 0, created: 0, builtIn: 0 })
})
