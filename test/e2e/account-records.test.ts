// What a bank tells of accounts beside balances and transactions, on the Data screen.

import { readFile } from 'node:fs/promises'
import { AxeBuilder } from '@axe-core/playwright'
import { expect, test } from 'vitest'
import { goThroughConsentPages } from '../../src/main/core/walkthrough/simulated-customer.ts'
import { type Permission, permission } from '../../src/shared/model/account-access-consent.ts'
import { dataScreen } from './pages/data.ts'
import { homePage } from './pages/home.ts'
import { goTo, openWorkbench, shareBrowser, show } from './pages/workbench.ts'

const browser = shareBrowser()

/** A consent of the walkthrough's client with these permissions, authorised by the first customer. */
const openAuthorised = async (permissions: Permission[]) => {
  const workbench = await openWorkbench(browser(), { width: 1440, height: 900 })
  const { page, call } = workbench
  const { bankRegistrationId } = await call('walkthrough.run', {})
  await homePage(page).finished()
  const { id } = await call('accountAccessConsent.create', { bankRegistrationId, reference: 'every kind', permissions })
  const { authorisationUrl } = await call('accountAccessConsent.startAuthorisation', { id, capture: 'paste' })
  const [customer] = (await call('modelBank.status', {})).customers
  if (!customer) throw new Error('The model bank has no customer')
  await call('accountAccessConsent.completeAuthorisation', { redirect: await goThroughConsentPages(authorisationUrl, customer) })
  await goTo(page, `/data/consent/${id}`)
  return { ...workbench, data: dataScreen(page), consent: { accountAccessConsentId: id } }
}

test('every kind of data is fetched with one button and shown, with the bank’s own words of each', async () => {
  const { page, call, data, consent, complaints } = await openAuthorised(permission.options)
  await data.button('Fetch accounts').first().click()
  await data.row(0).waitFor()
  await data.progress.waitFor({ state: 'detached' })

  const orders = (await call('standingOrder.list', consent)).items
  await data.tab('Payments').click()
  const table = page.getByRole('table', { name: 'Standing orders' })
  await expect.poll(() => table.getByRole('row').count()).toBe(orders.length + 1)
  const [first] = orders
  await table
    .getByRole('button', { name: `Details of ${first?.title}` })
    .first()
    .click()
  await page.getByText(first?.recordId ?? '', { exact: true }).waitFor()
  expect(await table.innerText()).toContain('StandingOrderId')

  for (const [tab, table] of [
    ['Payees', 'Beneficiaries'],
    ['Products', 'Products'],
    ['Products', 'Offers'],
    ['People', 'Parties'],
  ] as const) {
    await data.tab(tab).click()
    await page.getByRole('table', { name: table }).getByRole('row').nth(1).waitFor()
  }
  await data.tab('Conformance').click()
  await page.getByText('Everything that was fetched is as the standard has it.').waitFor()
  for (const theme of ['light', 'dark'] as const) {
    await show(page, { theme })
    for (const tab of ['Payments', 'Statements', 'Conformance']) {
      await data.tab(tab).click()
      const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze()
      expect(violations.map(({ id, nodes }) => `${theme} ${tab} ${id}: ${nodes[0]?.html.slice(0, 160)}`)).toEqual([])
    }
  }
  expect(complaints).toEqual([])
})

test('a statement gives its file and its transactions', async () => {
  const { page, call, data, consent } = await openAuthorised(permission.options)
  const [account] = (await call('account.list', { ...consent, source: 'bank' })).items
  const accountId = account?.accountId ?? ''
  await call('statement.list', { ...consent, accountId, source: 'bank' })
  await goTo(page, `/data/account/${consent.accountAccessConsentId}/${accountId}`)
  await data.tab('Statements').click()
  const [statement] = (await call('statement.list', { ...consent, accountId })).items
  await page
    .getByRole('button', { name: `Details of ${statement?.title}` })
    .first()
    .click()
  const [download] = await Promise.all([page.waitForEvent('download'), data.button('Save the file').click()])
  expect((await readFile(await download.path())).subarray(0, 5).toString()).toBe('%PDF-')

  const { items } = await call('statement.transactions', { ...consent, accountId, statementId: statement?.recordId ?? '', source: 'bank' })
  await data.button('Show its transactions').click()
  const table = page.getByRole('table', { name: `Transactions of ${statement?.title}` })
  await expect.poll(() => table.getByRole('row').count()).toBe(items.length + 1)
})

test('what a consent does not allow says so beforehand, and is not asked for', async () => {
  const { page, call, data } = await openAuthorised(['ReadAccountsDetail', 'ReadBalances', 'ReadProducts'])
  await data.button('Fetch accounts').first().click()
  await data.tab('Products').click()
  await page.getByRole('table', { name: 'Products' }).getByRole('row').nth(1).waitFor()
  await data.progress.waitFor({ state: 'detached' })
  await page.getByText('ReadOffers').waitFor()
  const exchanges = await call('requestLog.list', { limit: 200 })
  expect(exchanges.items.filter(({ url }) => url.includes('/offers'))).toEqual([])
})
