// Consents: created, authorised by hand and by paste, refused, authorised again, reconfirmed and deleted.

import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { dataCalls, permissionClusters } from '../../src/shared/permission-rules.ts'
import { startTestApp } from '../support/app.ts'
import { freePort } from '../support/free-port.ts'
import { enrolAtPortal } from '../support/portal.ts'
import { makeConsent, prepareTpp, register } from '../support/tpp.ts'
import { bankPages, closingWords, keepFromListener, keptAddress } from './pages/bank.ts'
import { frame } from './pages/frame.ts'
import { keyboard } from './pages/keyboard.ts'
import { flaws, manage } from './pages/manage.ts'
import { goTo, inBrowser, openInBrowser, openWorkbench, shareBrowser, type Workbench } from './pages/workbench.ts'

const browser = shareBrowser()

/** A client of the model bank, as the walkthrough registers it, without a consent. */
const prepare = async ({ call }: Workbench): Promise<string> => {
  await call('walkthrough.run', {})
  for (const { id } of (await call('accountAccessConsent.list', {})).items) await call('accountAccessConsent.delete', { id })
  return (await call('bankRegistration.list', {})).items[0]?.id ?? ''
}

const openForm = async ({ page }: Workbench): Promise<void> => {
  await goTo(page, '/consents/new/consent')
  await manage(page).form('New consent').waitFor()
}

const newest = async ({ call }: Workbench) => {
  const consent = (await call('accountAccessConsent.list', {})).items.at(-1)
  if (!consent) throw new Error('There is no consent')
  return consent
}

const customerOf = async ({ call }: Workbench) => {
  const [customer] = (await call('modelBank.status', {})).customers
  if (!customer) throw new Error('The model bank has no customers')
  return customer
}

/** One of each kind that the standard has every bank refuse. */
const invalid: [name: string, ticks: string[], fault: string, remedy: string][] = [
  ['none', [], 'Permissions are empty', 'Accounts, basic'],
  ['no accounts', ['ReadBalances'], 'Permissions lack both ReadAccountsBasic and ReadAccountsDetail', 'Accounts, detailed'],
  [
    'transactions without a direction, basic',
    ['ReadAccountsBasic', 'ReadTransactionsBasic'],
    'Permissions name transactions without a direction',
    'Money in',
  ],
  [
    'transactions without a direction, detailed',
    ['ReadAccountsBasic', 'ReadTransactionsDetail'],
    'Permissions name transactions without a direction',
    'Money out',
  ],
  [
    'money in without transactions',
    ['ReadAccountsBasic', 'ReadTransactionsCredits'],
    'Permissions name a direction of transactions without their content',
    'Transactions, basic',
  ],
  [
    'money out without transactions',
    ['ReadAccountsDetail', 'ReadTransactionsDebits'],
    'Permissions name a direction of transactions without their content',
    'Transactions, detailed',
  ],
]

test('every invalid set is refused before it is sent, and put right at one press', { timeout: 90_000 }, async () => {
  const workbench = await openWorkbench(browser())
  const { page, call } = workbench
  await call('modelBank.start', { behaviour: { refusedPermissions: ['ReadPAN'] } })
  const bankRegistrationId = await prepare(workbench)
  await openForm(workbench)
  const { button, alert, checkbox, main, tick, fact } = manage(page)
  const before = (await call('requestLog.list', { limit: 1000 })).items.length
  for (const [, ticks, fault, remedy] of invalid) {
    await button('None').click()
    for (const permission of ticks) await tick(permission)
    expect(await alert.innerText()).toContain(fault)
    await button('Create the consent').click()
    expect(page.url()).toContain('/consents/new/consent')
    expect(await call('accountAccessConsent.list', {})).toEqual({ items: [] })
    await alert.getByRole('button', { name: `Add “${remedy}”` }).click()
    await alert.waitFor({ state: 'detached' })
  }
  expect((await call('requestLog.list', { limit: 1000 })).items).toHaveLength(before)
  await button('None').click()
  expect(await flaws(workbench, 'an invalid set')).toEqual([])

  // Valid, but more than this bank offers: its refusal is shown with the exchange.
  await button('All that the bank supports').click()
  expect(await checkbox(/./).count()).toBe(permissionClusters.flatMap(({ permissions }) => permissions).length)
  expect(await main.getByText(`${dataCalls.length} of ${dataCalls.length}`).count()).toBe(1)
  await button('Create the consent').click()
  await alert.getByRole('button', { name: 'Show the exchange' }).waitFor()
  expect(await alert.innerText()).toContain('is not supported by this bank')
  expect(await flaws(workbench, 'refused by the bank')).toEqual([])

  // Once the profile says so, it is left out.
  const { bankProfileId } = await call('bankRegistration.get', { id: bankRegistrationId })
  await call('bankProfile.override', { id: bankProfileId, overrides: { accountInformation: { unsupportedPermissions: ['ReadPAN'] } } })
  await main.getByText('does not support one of them; it is left out').waitFor()
  expect(await checkbox(/ReadPAN/).isDisabled()).toBe(true)
  expect(await checkbox(/ReadPAN/).isChecked()).toBe(false)
  expect(await flaws(workbench, 'a permission left out')).toEqual([])
  await button('Create the consent').click()
  await fact('Status').getByText('Awaits the customer').waitFor()
  expect((await newest(workbench)).permissions).toHaveLength(permissionClusters.flatMap(({ permissions }) => permissions).length - 1)
})

test('dates are judged before anything is sent', async () => {
  const workbench = await openWorkbench(browser())
  const { page } = workbench
  await prepare(workbench)
  await openForm(workbench)
  const { button, field, faultOf, fact } = manage(page)
  await field('Expires').fill('2020-01-01T00:00')
  expect(await faultOf(field('Expires'))).toContain('This is not in the future')
  await field('Transactions from').fill('2026-02-01T00:00')
  await field('Transactions until').fill('2026-01-01T00:00')
  expect(await faultOf(field('Transactions until'))).toContain('This is before the transactions begin')
  await button('Create the consent').click()
  expect(page.url()).toContain('/consents/new/consent')
  await field('Expires').fill('2090-01-01T00:00')
  await field('Transactions until').fill('2026-03-01T00:00')
  await button('Create the consent').click()
  await fact('Status').getByText('Awaits the customer').waitFor()
  expect(await newest(workbench)).toMatchObject({
    expirationDateTime: new Date('2090-01-01T00:00').toISOString(),
    transactionFromDateTime: new Date('2026-02-01T00:00').toISOString(),
  })
})

test('created by keyboard alone', async () => {
  const workbench = await openWorkbench(browser())
  const { page } = workbench
  await prepare(workbench)
  await frame(page).open('Consents')
  const { button, form, fact, field, checkbox } = manage(page)
  await page.getByRole('button', { name: 'New consent' }).focus()
  await page.keyboard.press('Enter')
  await form('New consent').waitFor()
  const { press, type } = keyboard(page)
  await type(field('Reference'), 'By keyboard')
  await press(button('None'))
  await press(checkbox(/ReadAccountsBasic/), 'Space')
  await page.keyboard.press('Control+Enter')
  await fact('Reference').getByText('By keyboard').waitFor()
  expect(await newest(workbench)).toMatchObject({ reference: 'By keyboard', permissions: ['ReadAccountsBasic'] })
})

test('authorised by hand, refreshed, read, reconfirmed, authorised again by paste, and deleted at the bank', {
  timeout: 120_000,
}, async () => {
  const workbench = await openWorkbench(browser())
  const { page, call, outside, complaints } = workbench
  await prepare(workbench)
  await openForm(workbench)
  const { button, field, fact, main, confirm, status } = manage(page)
  await field('Reference').fill('Amelia')
  await button('Create the consent').click()
  await frame(page).shown('Amelia').waitFor()
  const customer = await customerOf(workbench)

  await button('Authorise').click()
  await main.getByText(/^Waiting for the redirect/).waitFor()
  expect(await flaws(workbench, 'waiting for the customer')).toEqual([])
  await button('Cancel waiting').click()
  await main.getByText(/^Waiting for the redirect/).waitFor({ state: 'detached' })

  await button('Authorise').click()
  // The page may be loaded again in between: that it waits stands in the core.
  await page.reload()
  const tab = await outside(() => button('Open the bank’s page').click())
  await bankPages(tab).agree(customer)
  await closingWords(tab).waitFor()
  await tab.close()
  await status.getByText('Authorised').waitFor()
  const timeline = main.getByRole('listitem')
  await timeline.filter({ hasText: 'Authorised by the customer; tokens obtained' }).waitFor()

  await button('Refresh tokens').click()
  await timeline.filter({ hasText: 'Tokens refreshed' }).waitFor()
  await button('Read from the bank').click()
  await expect.poll(() => fact('Last reconfirmed').innerText()).toBe('Not yet')
  await expect.poll(() => fact('Due').innerText()).toContain('90 days left')
  await button('Record that the customer reconfirmed').click()
  await timeline.filter({ hasText: 'Reconfirmed by the customer' }).waitFor()
  expect(await flaws(workbench, 'authorised')).toEqual([])

  await button('Authorise again').click()
  const again = await outside(() => button('Open the bank’s page').click())
  await keepFromListener(again)
  await bankPages(again).agree(customer)
  const address = await keptAddress(again)
  await again.close()
  const paste = field('Or paste what the browser was sent to')
  await paste.fill('https://example.com/')
  await button('Complete with this').click()
  await expect.poll(() => paste.getAttribute('aria-invalid')).toBe('true')
  await paste.fill(address)
  await button('Complete with this').click()
  await main.getByText(/^Authorised; \d+ checks on the answer hold$/).waitFor()
  expect(await timeline.filter({ hasText: 'Authorised by the customer; tokens obtained' }).count()).toBe(2)

  await button('Delete…').click()
  await button('Delete at the bank').click()
  await confirm('Amelia')
  await expect.poll(async () => (await call('accountAccessConsent.list', {})).items).toEqual([])
  expect(complaints).toEqual([])
})

test('refused by the customer: said with the bank’s words, and kept in the history; then forgotten here', { timeout: 60_000 }, async () => {
  const workbench = await openWorkbench(browser())
  const { page, call, outside } = workbench
  const bankRegistrationId = await prepare(workbench)
  const { id } = await call('accountAccessConsent.create', { bankRegistrationId, permissions: ['ReadAccountsBasic'], reference: 'Refused' })
  await goTo(page, `/consents/accountAccessConsent/${id}`)
  const { button, alert, main, status, tick, undo } = manage(page)
  await button('Authorise').click()
  const tab = await outside(() => button('Open the bank’s page').click())
  await bankPages(tab).logIn(await customerOf(workbench))
  await bankPages(tab).refuse()
  await closingWords(tab).waitFor()
  await tab.close()
  await status.getByText('Rejected').waitFor()
  expect(await alert.innerText()).toContain('The bank says: The customer refused the request')
  await main.getByRole('listitem').filter({ hasText: 'The authorisation was refused' }).waitFor()
  expect(await button('Authorise').count()).toBe(0)
  expect(await flaws(workbench, 'refused')).toEqual([])

  await button('Delete…').click()
  await tick('The consent and its data here only')
  await button('Forget it here').click()
  await undo.click()
  await frame(page)
    .entry('Consents', /Refused/)
    .click()
  await button('Delete…').click()
  await tick('The consent and its data here only')
  await button('Forget it here').click()
  await undo.waitFor()
  await undo.waitFor({ state: 'detached' })
  expect((await call('accountAccessConsent.list', {})).items).toEqual([])
})

test.runIf(inBrowser)(
  'a redirect to this machine over https: the CA that certifies it is offered meanwhile',
  { timeout: 60_000 },
  async () => {
    const app = await startTestApp()
    const tpp = await prepareTpp(app)
    const redirectUris = [`https://127.0.0.1:${await freePort()}/callback`]
    const client = await enrolAtPortal(app, tpp, 'client_secret_basic', redirectUris)
    const registration = await register(app, tpp, {
      ...{ externalApiId: client.clientId, externalApiSecret: client.clientSecret },
      ...{ tokenEndpointAuthMethod: 'client_secret_basic', redirectUris },
    })
    const { id } = await makeConsent(app, registration.id)
    const workbench = await openInBrowser(browser(), {}, app)
    const { page, call } = workbench
    await goTo(page, `/consents/accountAccessConsent/${id}`)
    const { button, main } = manage(page)
    await button('Authorise').click()
    await page.getByRole('menuitem').filter({ hasText: 'caught by itself over https' }).click()
    await main.getByText('That CA can certify localhost and loopback addresses only').waitFor()
    expect(await flaws(workbench, 'waiting, with a redirect over https')).toEqual([])
    const [download] = await Promise.all([page.waitForEvent('download'), button('Save the redirect CA as a file').click()])
    expect(await readFile(await download.path(), 'utf8')).toBe((await call('redirectAuthority.get', {})).certificate)
  },
)
