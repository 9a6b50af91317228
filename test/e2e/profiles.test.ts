// Bank profiles: what they say and need, written in the form and as JSON, exported, imported, changed, taken back and deleted.

import { randomBytes } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { openTestApp, startTestApp, temporaryFolder } from '../support/app.ts'
import { frame } from './pages/frame.ts'
import { flaws, manage } from './pages/manage.ts'
import { goTo, inBrowser, openInBrowser, openWorkbench, shareBrowser, type Workbench } from './pages/workbench.ts'

const browser = shareBrowser()
const main = (page: Page) => page.getByRole('main')

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
  await main.getByRole('textbox', { name: /^Issuer optional/ }).fill('http://bank.example')
  await button('Add').click()
  await expect.poll(() => name.getAttribute('aria-invalid')).toBe('true')
  expect(await faultOf(main.getByRole('textbox', { name: /^Issuer optional/ }))).not.toBe('')
  expect(await flaws(workbench, 'profile form with faults')).toEqual([])

  await name.fill('example')
  await main.getByRole('textbox', { name: /^Issuer optional/ }).fill('https://bank.example')
  await button('Add').click()
  const api = main.getByRole('textbox', { name: 'Accounts API 4.0' })
  await page.getByText('No base URL is given for the default version 4.0').waitFor()
  await api.fill('https://bank.example/open-banking/v4.0/aisp')
  await button('Add').click()
  await frame(page).shown('Example Bank').waitFor()
  await expect.poll(() => fact('Accounts API 4.0, preferred').innerText()).toContain('https://bank.example/open-banking/v4.0/aisp')

  await button('Edit the profile').click()
  await main.getByRole('textbox', { name: 'Financial id' }).fill('0015800000jfQ9aAAE')
  await button('Save').click()
  await button('Save').waitFor({ state: 'detached' })
  await expect.poll(() => fact('Financial id').innerText()).toContain('0015800000jfQ9aAAE')

  await button('More').click()
  await page.getByRole('menuitem', { name: 'Delete' }).click()
  await undo.waitFor()
  await undo.waitFor({ state: 'detached' })
  expect((await call('bankProfile.list', {})).items.filter(({ name }) => name === 'example')).toEqual([])
})

test.runIf(inBrowser)('a profile is exported, and imported from that file once it has another name', { timeout: 60_000 }, async () => {
  const workbench = await openWorkbench(browser())
  const { page, call, clipboard } = workbench
  const { bankProfileId } = await call('modelBank.start', {})
  await goTo(page, `/banks/bankProfile/${bankProfileId}`)
  const { button, field, main } = manage(page)
  await button('More').click()
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('menuitem', { name: 'Export' }).click()])
  const file = join(temporaryFolder(), 'profile.json')
  await download.saveAs(file)
  await button('More').click()
  await page.getByRole('menuitem', { name: 'Copy JSON' }).click()
  expect(await clipboard()).toBe(readFileSync(file, 'utf8'))
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
  const imported = async () => (await call('bankProfile.list', {})).items.find(({ name }) => name === 'imported')
  await expect.poll(imported).toBeDefined()
  expect(await imported()).toMatchObject({ ...exported, name: 'imported' })
})

/** One whose financial id is not public. */
const needingBank = async ({ call }: Pick<Workbench, 'call'>) => {
  const found = (await call('bankProfile.list', {})).items.find(({ needs }) => needs.length === 1 && needs[0]?.pointer === '/financialId')
  if (!found) throw new Error('No known bank needs just its financial id')
  return found
}

test('what a known bank needs is asked for, kept, overridden and taken back', { timeout: 90_000 }, async () => {
  const workbench = await openWorkbench(browser())
  const { page, call, complaints } = workbench
  const { id, displayName, needs } = await needingBank(workbench)
  const financialId = async () => (await call('bankProfile.get', { id })).financialId
  await frame(page).chooseEnvironment('All environments')
  await frame(page).open('Banks')
  await main(page).getByRole('searchbox').fill(displayName)
  await frame(page)
    .entry('Banks', new RegExp(`^${displayName}.*Needs financial id`, 's'))
    .first()
    .click()
  const { button, fact, form } = manage(page)
  const needed = form('What is needed')
  expect(await needed.innerText()).toContain(needs[0]?.where)
  expect(await flaws(workbench, 'a bank that needs a value')).toEqual([])
  await needed.getByLabel('Financial id').fill('0015800000jfQ9aAAE')
  await page.keyboard.press('Enter')
  await needed.waitFor({ state: 'detached' })
  expect(await financialId()).toBe('0015800000jfQ9aAAE')
  await expect.poll(() => fact('Financial id').innerText()).toContain('0015800000jfQ9aAAE')

  await button('Override…').click()
  await main(page).getByRole('textbox', { name: 'Scope of the authorisation' }).fill('openid accounts offline_access')
  await main(page)
    .getByRole('textbox', { name: /^Issuer optional/ })
    .fill('http://bank.example')
  await button('Save').click()
  await expect
    .poll(() =>
      main(page)
        .getByRole('textbox', { name: /^Issuer optional/ })
        .getAttribute('aria-invalid'),
    )
    .toBe('true')
  await main(page)
    .getByRole('textbox', { name: /^Issuer optional/ })
    .fill('https://bank.example')
  expect(await flaws(workbench, 'overriding')).toEqual([])
  await button('Save').click()
  await page.getByText('3 values are changed here.').waitFor()
  expect((await call('bankProfile.get', { id })).overrides).toEqual({
    financialId: '0015800000jfQ9aAAE',
    issuer: 'https://bank.example',
    authorisation: { scope: 'openid accounts offline_access' },
  })
  expect(await flaws(workbench, 'overridden')).toEqual([])

  await button('Take the change of “Issuer” back').click()
  await page.getByText('2 values are changed here.').waitFor()
  expect((await call('bankProfile.get', { id })).overrides).not.toHaveProperty('issuer')
  await button('Take all changes back').click()
  await needed.waitFor()
  expect(await call('bankProfile.get', { id })).toMatchObject({ overrides: null, needs })

  // Where each value is known from, by keyboard.
  const source = main(page).getByRole('button', { name: /^Source of “Short name”/ })
  await source.focus()
  await page.keyboard.press('Tab')
  await page.keyboard.press('Shift+Tab')
  const [whole] = (await call('bankProfile.get', { id })).sources
  await page.getByRole('tooltip').getByText(`${whole?.source}, ${whole?.date}`).waitFor()
  expect(complaints).toEqual([])
})

test('a file of profiles is imported whole, or not at all with every fault named', { timeout: 60_000 }, async () => {
  const workbench = await openWorkbench(browser())
  const { page, call } = workbench
  const { name, displayName, registration, environment, accountInformation } = await needingBank(workbench)
  const own = {
    name: 'own',
    displayName: 'Own Bank',
    environment: 'sandbox',
    issuer: 'https://own.example',
    accountInformation: null,
    registration: { dcr: true },
  }
  const known = { ...own, name, displayName, environment, accountInformation, registration, financialId: '001' }
  const fileOf = (...profiles: object[]) => JSON.stringify({ format: 1, profiles })
  await goTo(page, '/banks/new/import-profiles')
  const { button, field, alert } = manage(page)
  await button('Import').click()
  await page.getByText('There is nothing to import').waitFor()
  const faults = alert.getByRole('table', { name: 'What is wrong in the file' })
  await field('Or paste JSON').fill(fileOf(own, { ...known, registration: { ...registration, dcr: 'perhaps', version: '1.0' } }))
  await button('Import').click()
  await faults.waitFor()
  expect(await faults.getByRole('row').allInnerTexts()).toEqual([
    expect.anything(),
    expect.stringContaining(`${name}\tregistration.dcr`),
    expect.stringContaining(`${name}\tregistration.version`),
  ])
  expect((await call('bankProfile.list', {})).items.some((one) => one.name === 'own')).toBe(false)
  expect(await flaws(workbench, 'faults in the file')).toEqual([])

  await field('Or paste JSON').fill(fileOf(own, known))
  await button('Import').click()
  await page.getByText('1 added, 1 overridden').first().waitFor()
  const became = main(page).getByRole('table', { name: 'Imported profiles' })
  expect(await became.getByRole('row', { name: 'Own Bank Added' }).count()).toBe(1)
  expect(await became.getByRole('row', { name: `${displayName} Overridden` }).count()).toBe(1)
  expect(await flaws(workbench, 'imported')).toEqual([])
  await became.getByRole('link', { name: 'Own Bank' }).click()
  await frame(page).shown('Own Bank').waitFor()
})

test('the model bank is started as a known bank, which leads to the walkthrough; its ways are told', { timeout: 60_000 }, async () => {
  const workbench = await openWorkbench(browser())
  const { page, call } = workbench
  const { id, name, displayName } = await needingBank(workbench)
  await frame(page).chooseEnvironment('All environments')
  await goTo(page, `/banks/bankProfile/${id}`)
  const { button } = manage(page)
  await button('Start the model bank as this bank').click()
  await frame(page).shown('From certificates to transactions').waitFor()
  expect(await call('modelBank.status', {})).toMatchObject({ running: true, persona: name })
  await button(`Do it all with Model bank as ${displayName}`).waitFor()

  await frame(page).open('Model bank')
  const imitated = main(page).getByRole('combobox', { name: 'Imitates' })
  expect(await imitated.inputValue()).toBe(displayName)
  expect(await flaws(workbench, 'imitating a bank')).toEqual([])
  await imitated.fill('the standard')
  await page.getByRole('option', { name: 'No bank: the standard’s way' }).click()
  await button('Start anew as this').click()
  await expect.poll(async () => (await call('modelBank.status', {})).persona).toBeNull()
})

test.runIf(inBrowser)('a change that fits no longer is told with its reason, and taken back', { timeout: 60_000 }, async () => {
  const [dataDir, key] = [temporaryFolder(), randomBytes(32).toString('base64')]
  // The key is taken out of the environment that it is read from.
  const options = () => ({ dataDir, env: { TPP_WORKBENCH_KEY: key } })
  const before = await openTestApp(options())
  const { items } = await before.call('bankProfile.list', {})
  const profile = items.find(({ name }) => name === 'Ozone_Sandbox')
  const id = profile?.id ?? ''
  await before.call('bankProfile.override', { id, overrides: { financialId: 'another' } })
  await before.close()
  // As a workspace has it whose catalogue is older.
  const file = new Database(join(dataDir, 'workspace.sqlite'))
  file.prepare('update bank_profile set overrides = ? where id = ?').run('{"financialId":"another","responseType":"token"}', id)
  file.close()

  const workbench = await openInBrowser(browser(), {}, await startTestApp(options()))
  const { page, call } = workbench
  await frame(page).chooseEnvironment('All environments')
  await goTo(page, `/banks/bankProfile/${id}`)
  const { button, fact } = manage(page)
  await main(page).getByText('responseType').first().waitFor()
  expect(await fact('Financial id').innerText()).not.toContain('another')
  expect(await flaws(workbench, 'a change that fits no longer')).toEqual([])
  await button('Take all changes back').click()
  await button('Take all changes back').waitFor({ state: 'detached' })
  const { overrides, overrideProblem } = await call('bankProfile.get', { id })
  expect({ overrides, overrideProblem }).toEqual({ overrides: null })
})
