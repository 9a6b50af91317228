// Everything there is to look at, in workspaces that are empty, full, waiting and failing.

import type { Page } from 'playwright-core'
import { frame, keepDialog, screens } from './frame.ts'
import { homePage } from './home.ts'
import { logDrawer, tabNames } from './log.ts'
import { goTo, type Workbench } from './workbench.ts'

export interface View {
  name: string
  open: () => Promise<void>
}

/** What was asked for has come. */
const loaded = (page: Page): Promise<void> => page.getByText('Loading…').first().waitFor({ state: 'detached' })

const screenViews = (page: Page): View[] =>
  screens.map(([name]) => ({
    name,
    async open() {
      await frame(page).open(name)
      await loaded(page)
    },
  }))

const overlayViews = (page: Page): View[] => {
  const { palette, shortcuts, command } = frame(page)
  const closing = async (overlay: typeof palette, open: () => Promise<void>) => {
    await page.keyboard.press('Escape')
    await palette.or(shortcuts).or(keepDialog(page).dialog).waitFor({ state: 'detached' })
    await open()
    await overlay.waitFor()
  }
  return [
    { name: 'palette', open: () => closing(palette, () => page.keyboard.press('Control+k')) },
    { name: 'shortcuts', open: () => closing(shortcuts, () => page.keyboard.press('?')) },
    { name: 'keep', open: () => closing(keepDialog(page).dialog, () => command('keep this workspace', 'Keep this workspace')) },
  ]
}

export const emptyViews = ({ page }: Workbench): View[] => [...screenViews(page), ...overlayViews(page)]

/** With a detail of every kind, every step, and an exchange of the log. */
export const fullViews = async ({ page, call }: Workbench): Promise<View[]> => {
  await call('walkthrough.run', {})
  const home = homePage(page)
  await home.finished()
  const consent = (await call('accountAccessConsent.list', {})).items[0]
  const account = (await call('account.list', { accountAccessConsentId: consent?.id ?? '' })).items[0]
  const first = async (
    method:
      | 'obWacCertificate.list'
      | 'obSealCertificate.list'
      | 'encryptionKeyDescription.list'
      | 'softwareStatement.list'
      | 'bankProfile.list'
      | 'bankRegistration.list',
  ) => (await call(method, {})).items[0]?.id ?? ''
  const details = [
    ['certificates', 'obWacCertificate', await first('obWacCertificate.list')],
    ['certificates', 'obSealCertificate', await first('obSealCertificate.list')],
    ['keys', 'encryptionKeyDescription', await first('encryptionKeyDescription.list')],
    ['software', 'softwareStatement', await first('softwareStatement.list')],
    ['banks', 'bankProfile', await first('bankProfile.list')],
    ['banks', 'bankRegistration', await first('bankRegistration.list')],
    ['consents', 'accountAccessConsent', consent?.id ?? ''],
    ['data', 'account', `${consent?.id}:${account?.accountId}`],
    ['glossary', 'obwac'],
  ]
  const tabs = async () => {
    const tabs = page.getByRole('main').getByRole('tab')
    return (await tabs.count()) > 0 ? tabs.last() : null
  }
  return [
    ...screenViews(page),
    ...details.flatMap((path): View[] => [
      {
        name: path.slice(0, 2).join(' '),
        async open() {
          await goTo(page, `/${path.map(encodeURIComponent).join('/')}`)
          await page.getByRole('main').getByRole('article').waitFor()
          await loaded(page)
        },
      },
      { name: `${path[1]}, last tab`, open: async () => (await tabs())?.click() },
    ]),
    ...['Find the bank', 'Create certificates', 'Register with the bank', 'Let the customer authorise it', 'Fetch transactions'].map(
      (title): View => ({
        name: title,
        async open() {
          await frame(page).open('Home')
          await home.step(title).click()
          await page.getByRole('region', { name: title }).getByRole('heading', { name: 'What came out' }).waitFor()
        },
      }),
    ),
    {
      name: 'the pages of the customer',
      async open() {
        await home.step('Let the customer authorise it').click()
        await home.customerPages.click()
        await home.customerPages.locator('..').getByRole('listitem').first().waitFor()
      },
    },
    { name: 'log', open: () => logDrawer(page).open() },
    { name: 'log, a page', open: () => logDrawer(page).show('authorisation.page') },
    { name: 'log, an exchange', open: () => logDrawer(page).show('token.code') },
    ...tabNames.map((name): View => ({ name: `log, ${name}`, open: async () => void (await logDrawer(page).tab(name)) })),
  ]
}

/** While the customer is at the bank, and once the bank cannot be reached. */
export const failingViews = ({ page, call }: Workbench): View[] => [
  { name: 'waiting for the customer', open: () => homePage(page).startByHand() },
  {
    name: 'cancelled',
    async open() {
      await homePage(page).cancel.click()
      await homePage(page).runRest.waitFor()
    },
  },
  {
    name: 'the model bank is gone',
    async open() {
      await call('walkthrough.run', {})
      await homePage(page).finished()
      await call('modelBank.stop', {})
      await homePage(page).step('Fetch accounts').click()
      await page.getByRole('region', { name: 'Fetch accounts' }).getByRole('button', { name: 'Run again' }).click()
      await homePage(page).failure.waitFor()
    },
  },
  {
    name: 'log, the failure',
    async open() {
      await page.getByRole('button', { name: 'Show the exchange' }).click()
      await logDrawer(page).exchange.getByRole('tab').first().waitFor()
    },
  },
]
