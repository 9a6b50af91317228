// The first run, and what every kind of entity is managed with, by keyboard alone. Certificates, consents, data and log have tests of
// their own beside what else is tested of them.

import { expect, test } from 'vitest'
import { frame } from './pages/frame.ts'
import { homePage } from './pages/home.ts'
import { keyboard } from './pages/keyboard.ts'
import { manage } from './pages/manage.ts'
import { openWorkbench, shareBrowser } from './pages/workbench.ts'

const browser = shareBrowser()

const organisation = {
  name: 'Testbench Ltd',
  organisationId: '0015800001041RHAAY',
  softwareId: 'testbenchSoftware',
  authorisationNumber: 'PSDGB-FCA-900001',
  roles: ['PSP_AI' as const],
}

test('the first run', async () => {
  const { page, complaints } = await openWorkbench(browser())
  const home = homePage(page)
  await keyboard(page).press(home.doItAll)
  await home.finished()
  expect((await home.steps.innerText()).match(/Done/g)).toHaveLength(9)
  expect(complaints).toEqual([])
})

test('an encryption key: opened from the rail, created, deleted', async () => {
  const { page, call } = await openWorkbench(browser())
  const { to, press, type } = keyboard(page)
  const { button, field, form, main } = manage(page)
  await press(page.getByRole('navigation').getByRole('link', { name: 'Encryption keys' }))
  await press(page.getByRole('button', { name: 'Create an encryption key' }))
  await form('Create an encryption key').waitFor()
  await type(field('Name'), 'By keyboard')
  const passphraseSource = main.getByRole('radio', { name: /A passphrase/ })
  for (let presses = 0; presses < 3 && !(await passphraseSource.isChecked()); presses += 1) {
    if (presses === 0) await to(main.getByRole('radio').and(page.locator('[tabindex="0"], :checked')).first())
    await page.keyboard.press('ArrowDown')
  }
  await type(field('Passphrase'), 'correct horse battery')
  await type(field('The same again'), 'correct horse battery')
  await press(button('Create key'))
  await frame(page).shown('By keyboard').waitFor()
  expect((await call('encryptionKeyDescription.list', {})).items.map(({ name }) => name)).toContain('By keyboard')
})

test('a software statement, and a registration with it: created, and deleted at the bank', { timeout: 60_000 }, async () => {
  const { page, call } = await openWorkbench(browser())
  const { press, type } = keyboard(page)
  const { button, field, form, main, dialog, status } = manage(page)
  await call('modelBank.start', {})
  await call('sandboxCertificates.create', { profile: 'psd2', name: 'test', organisation })

  await press(page.getByRole('navigation').getByRole('link', { name: 'Software' }))
  await press(page.getByRole('button', { name: 'Add a software statement' }))
  await form('Add a software statement').waitFor()
  for (const label of [/Transport certificate$/, /Signing certificate$/]) {
    await press(main.getByRole('button', { name: label }))
    await page.getByRole('option', { name: 'test' }).first().waitFor()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
  }
  await type(field('Name'), 'Testbench')
  await type(field('Software id'), organisation.softwareId)
  await type(field('Organisation'), organisation.name)
  await type(field('Organisation id'), organisation.organisationId)
  await press(button('Add'))
  await frame(page).shown('Testbench').waitFor()

  await press(page.getByRole('navigation').getByRole('link', { name: 'Banks' }))
  await press(frame(page).entry('Banks', /Model bank/))
  await press(button('Register with this bank'))
  await form('Register with a bank').waitFor()
  await press(button('Register'))
  await status.getByText('Active').waitFor()
  await press(button('Delete…'))
  await press(page.getByRole('menuitem', { name: 'Delete at the bank' }).or(button('Delete at the bank')))
  await type(dialog.getByRole('textbox'), 'Model bank')
  await press(dialog.getByRole('button', { name: 'Delete at the bank', exact: true }))
  await expect.poll(async () => (await call('bankRegistration.list', {})).items).toEqual([])
  // The focus is on the screen that is left, not lost.
  await expect
    .poll(() => page.evaluate<string>('document.activeElement.closest("main") ? "main" : document.activeElement.tagName'))
    .toBe('main')
})
