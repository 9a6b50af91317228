// Encryption keys on screen: where they come from, what they seal, and how the work moves from one to another.

import { expect, test } from 'vitest'
import { frame, keepDialog } from './pages/frame.ts'
import { flaws, manage } from './pages/manage.ts'
import { goTo, inBrowser, openWorkbench, shareBrowser, type Workbench } from './pages/workbench.ts'

const browser = shareBrowser()
const passphrase = 'correct horse battery'

const createKey = async ({ page }: Workbench, name: string): Promise<void> => {
  await goTo(page, '/keys/new/key')
  const { form, field, tick, button } = manage(page)
  await form('Create an encryption key').waitFor()
  await field('Name').fill(name)
  await tick('A passphrase')
  await field('Passphrase').fill(passphrase)
  await field('The same again').fill(passphrase)
  await button('Create key').click()
  await frame(page).shown(name).waitFor()
}

test('the sources say what they are good for on this machine', async () => {
  const workbench = await openWorkbench(browser())
  const { page } = workbench
  await frame(page).open('Encryption keys')
  await frame(page)
    .entry('Encryption keys', /Passphrase.*Usable/s)
    .click()
  await manage(page).main.getByText('derived from a passphrase').waitFor()
  await frame(page)
    .entry('Encryption keys', /Environment variable.*Not usable/s)
    .click()
  await frame(page).shown('Environment variable').waitFor()
  expect(await manage(page).fact('State on this machine').innerText()).toContain('TPP_WORKBENCH_KEY is not set')
  expect(await flaws(workbench, 'a source')).toEqual([])
})

test('create, make current, seal everything anew, delete', async () => {
  const workbench = await openWorkbench(browser())
  const { page, call, complaints } = workbench
  await call('walkthrough.run', {})
  const { button, fact, undo, field, faultOf } = manage(page)
  const keys = async () => (await call('encryptionKeyDescription.list', {})).items
  const [first] = await keys()
  const sealed = first?.sealedValues ?? 0
  expect(sealed).toBeGreaterThan(10)

  await goTo(page, '/keys/new/key')
  await manage(page).tick('A passphrase')
  await field('Passphrase').fill('short')
  await button('Create key').click()
  expect(await faultOf(field('Passphrase'))).toContain('fewer than eight characters')
  expect(await flaws(workbench, 'a new key with faults')).toEqual([])
  await createKey(workbench, 'second')
  expect(await keys()).toMatchObject([{ current: false }, { name: 'second', source: 'Passphrase', current: true, sealedValues: 0 }])
  expect(await page.content()).not.toContain(passphrase)

  await frame(page)
    .entry('Encryption keys', /Workspace key/)
    .click()
  await frame(page).shown('Workspace key').waitFor()
  await expect.poll(() => fact('Seals').innerText()).toMatch(/Bytes of the request log: \d+ values/)
  await button('Delete').click()
  const dialog = page.getByRole('dialog', { name: /cannot be deleted/ })
  expect(await dialog.innerText()).toContain('still seals values')
  expect(await flaws(workbench, 'a key that seals')).toEqual([])
  await dialog.getByRole('link', { name: 'Go to the current key' }).click()
  await frame(page).shown('second').waitFor()

  await button('Seal everything with this key').click()
  await expect.poll(async () => (await keys())[0]?.sealedValues).toBe(0)
  expect((await keys())[1]?.sealedValues).toBeGreaterThanOrEqual(sealed)
  await button('Seal everything with this key').waitFor({ state: 'detached' })
  await button('Delete').click()
  expect(await dialog.innerText()).toContain('It is the current key')
  await page.keyboard.press('Escape')

  await frame(page)
    .entry('Encryption keys', /Workspace key/)
    .click()
  await button('Make current').click()
  await expect.poll(async () => (await keys()).map(({ current }) => current)).toEqual([true, false])
  await frame(page)
    .entry('Encryption keys', /second/)
    .click()
  await frame(page).shown('second').waitFor()
  await button('Make current').click()
  await expect.poll(async () => (await keys()).map(({ current }) => current)).toEqual([false, true])

  await frame(page)
    .entry('Encryption keys', /Workspace key/)
    .click()
  await frame(page).shown('Workspace key').waitFor()
  await button('Delete').click()
  await undo.waitFor()
  await page.reload()
  await expect.poll(async () => (await keys()).map(({ name }) => name)).toEqual(['second'])
  expect(complaints).toEqual([])
})

// Only the calls of a page in a browser can be held back.
test.runIf(inBrowser)('while everything is sealed anew, one sees how far it is and may end it', async () => {
  const workbench = await openWorkbench(browser())
  const { page, call } = workbench
  await call('sandboxCertificates.create', { profile: 'plain', subject: 'CN=example' })
  await createKey(workbench, 'second')
  const held = Promise.withResolvers<void>()
  await page.route('**/api/call', async (route) => {
    if (route.request().postDataJSON().method === 'encryptionKeyDescription.rotate') await held.promise
    await route.continue()
  })
  const { button, main } = manage(page)
  const progress = main.getByRole('progressbar', { name: 'Sealing anew' })
  await button('Seal everything with this key').click()
  await progress.waitFor()
  expect(await main.innerText()).toContain('0 of 3 values')
  expect(await flaws(workbench, 'a rotation')).toEqual([])
  const ending = page.waitForRequest((request) => request.postDataJSON()?.method === 'encryptionKeyDescription.cancelRotate')
  await button('Cancel').click()
  await ending
  held.resolve()
  await progress.waitFor({ state: 'detached' })
  expect(await call('encryptionKeyDescription.list', {})).toMatchObject({ items: [{ sealedValues: 0 }, { sealedValues: 3 }] })
})

test('an ephemeral workspace is kept from its key, or left as it is', async () => {
  const workbench = await openWorkbench(browser())
  const { page } = workbench
  await frame(page).open('Encryption keys')
  await frame(page)
    .entry('Encryption keys', /Workspace key/)
    .click()
  const { button, main } = manage(page)
  expect(await flaws(workbench, 'the key of an ephemeral workspace')).toEqual([])
  await button('Keep this workspace').click()
  await keepDialog(page).dialog.waitFor()
  await page.keyboard.press('Escape')
  await keepDialog(page).dialog.waitFor({ state: 'detached' })
  await button('Go on without keeping').click()
  // It still says that nothing is kept, and no longer offers to keep it.
  await frame(page).banner.waitFor()
  expect(await frame(page).banner.getByRole('button').count()).toBe(0)
  await main.getByText('You go on without keeping').waitFor()
  expect(await flaws(workbench, 'without keeping')).toEqual([])
})
