import { describe, expect, test } from 'vitest'
import { frame, screens } from './pages/frame.ts'
import { homePage } from './pages/home.ts'
import { openWorkbench, shareBrowser, type Workbench } from './pages/workbench.ts'

const browser = shareBrowser()

const openFull = async (): Promise<Workbench> => {
  const workbench = await openWorkbench(browser())
  await workbench.call('walkthrough.run', {})
  await homePage(workbench.page).finished()
  return workbench
}

test.each([
  ['empty', () => openWorkbench(browser())],
  ['full', openFull],
] as const)('every screen of a workspace that is %s opens at one click, without a complaint', async (_, open) => {
  const { page, complaints } = await open()
  for (const [name] of screens) {
    await frame(page).open(name)
    expect(await frame(page).openScreen()).toBe(name)
  }
  expect(complaints).toEqual([])
})

describe('the palette', () => {
  test('carries out an action, and goes on from there', async () => {
    const { page, call } = await openWorkbench(browser())
    await frame(page).command('start model', 'Start the model bank')
    expect(await call('modelBank.status', {})).toMatchObject({ running: true })
    await frame(page).command('go model', 'Model bank')
    await frame(page).shown('Model bank').waitFor()
  })

  test('finds what was made by its name, and a term by its meaning', async () => {
    const { page, call } = await openFull()
    const [certificate] = (await call('obWacCertificate.list', {})).items
    await frame(page).command(certificate?.sha256Fingerprint.slice(0, 20) ?? '', certificate?.name ?? '')
    await frame(page)
      .shown(certificate?.name ?? '')
      .waitFor()
    expect(page.url()).toContain(certificate?.id)

    await frame(page).command('stolen code', 'PKCE')
    await expect.poll(() => page.url()).toContain('#/glossary/')
    expect(await frame(page).openScreen()).toBe('Glossary')
  })
})

test('? shows the shortcuts, and Escape leads back to where one was', async () => {
  const { page } = await openWorkbench(browser())
  await frame(page).open('Banks')
  await page.keyboard.press('?')
  const { shortcuts } = frame(page)
  expect(await shortcuts.innerText()).toMatch(/Show or hide the request log\s+Ctrl J/)
  await page.keyboard.press('Escape')
  await shortcuts.waitFor({ state: 'detached' })
  expect(await frame(page).openScreen()).toBe('Banks')
})

test('the theme follows the system until one is chosen, and stays chosen', async () => {
  const { page } = await openWorkbench(browser(), { theme: 'dark' })
  const { theme, chooseTheme } = frame(page)
  await expect.poll(theme).toBe('dark')
  await page.emulateMedia({ colorScheme: 'light' })
  await expect.poll(theme).toBe('light')
  await chooseTheme('Dark')
  await expect.poll(theme).toBe('dark')
  await page.reload()
  await homePage(page).doItAll.waitFor()
  await expect.poll(theme).toBe('dark')
  await chooseTheme('As the system')
  await expect.poll(theme).toBe('light')
})

test('back and forward, by button and by keyboard', async () => {
  const { page } = await openWorkbench(browser())
  const own = frame(page)
  for (const name of ['Certificates', 'Banks', 'Glossary'] as const) await own.open(name)
  await own.back.click()
  await own.shown('Banks').waitFor()
  await page.keyboard.press('Alt+ArrowLeft')
  await own.shown('Certificates').waitFor()
  await own.forward.click()
  await own.shown('Banks').waitFor()
  await page.keyboard.press('Alt+ArrowRight')
  await own.shown('Glossary').waitFor()
})

test('the environment decides which banks are shown, and says what it hides', async () => {
  const { page, call } = await openFull()
  const own = frame(page)
  await own.open('Banks')
  await own
    .entry('Banks', /^Model bank/)
    .first()
    .waitFor()
  await own.chooseEnvironment('Sandbox')
  expect(await own.environment.innerText()).toBe('Sandbox')
  await own
    .entry('Banks', /^Model bank/)
    .first()
    .waitFor({ state: 'detached' })
  const others = (await call('bankProfile.list', {})).items.filter(({ environment }) => environment !== 'sandbox')
  // Their profiles, and the registration with the model bank.
  await page.getByText(`${others.length + 1} are not in “Sandbox”`).waitFor()
  await page.reload()
  expect(await own.environment.innerText()).toBe('Sandbox')
  await page.getByRole('button', { name: 'Show all environments' }).click()
  await own
    .entry('Banks', /^Model bank/)
    .first()
    .waitFor()
})
