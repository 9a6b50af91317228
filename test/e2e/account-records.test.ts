// What a bank tells of accounts beside balances and transactions, on the Data screen.

import { readFile } from 'node:fs/promises'
import { AxeBuilder } from '@axe-core/playwright'
import type { Locator } from 'playwright-core'
import { expect, test } from 'vitest'
import { goThroughConsentPages } from '../../src/main/core/walkthrough/simulated-customer.ts'
import { type Permission, permission } from '../../src/shared/model/account-access-consent.ts'
import { dataScreen } from './pages/data.ts'
import { homePage } from './pages/home.ts'
import { goTo, openWorkbench, shareBrowser, show, type Workbench } from './pages/workbench.ts'

const browser = shareBrowser()

/** The text that a control refers to as its description. */
const describedBy = async (control: Locator): Promise<string | null> => {
  const id = await control.getAttribute('aria-describedby')
  return id ? control.page().locator(`[id="${id}"]`).innerText() : null
}

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

/** With one account open, and its only or first statement's name. */
const openStatement = async (permissions: Permission[], prepare: (of: StatementOf, call: Workbench['call']) => Promise<unknown>) => {
  const opened = await openAuthorised(permissions)
  const { page, call, data, consent } = opened
  const [account] = (await call('account.list', { ...consent, source: 'bank' })).items
  const accountId = account?.accountId ?? ''
  const [statement] = (await call('statement.list', { ...consent, accountId, source: 'bank' })).items
  await prepare({ ...consent, accountId, statementId: statement?.recordId ?? '' }, call)
  await goTo(page, `/data/account/${consent.accountAccessConsentId}/${accountId}`)
  await data.tab('Statements').click()
  const details = page.getByRole('button', { name: `Details of ${statement?.title}` }).first()
  return { ...opened, details, title: statement?.title ?? '' }
}
interface StatementOf {
  accountAccessConsentId: string
  accountId: string
  statementId: string
}

const refusedByBank = async (call: Workbench['call']) =>
  (await call('requestLog.list', { limit: 500 })).items.filter(({ status }) => status === 403).map(({ url }) => url)

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

test('of a statement, what the consent does not allow says so beforehand', async () => {
  const { page, call, data, details, complaints } = await openStatement(['ReadAccountsDetail', 'ReadStatementsBasic'], async () => {})
  await details.click()
  const file = data.button('Save the file')
  await expect.poll(() => file.isDisabled()).toBe(true)
  await expect.poll(() => describedBy(file)).toBe('The consent lacks ReadStatementsDetail')
  const transactions = data.button('Show its transactions')
  expect(await transactions.isDisabled()).toBe(true)
  expect(await describedBy(transactions)).toBe('The consent lacks ReadTransactionsBasic or ReadTransactionsDetail')
  expect(await page.getByRole('button', { name: /the copy kept/ }).count()).toBe(0)
  expect(await refusedByBank(call)).toEqual([])
  expect(complaints).toEqual([])
})

test('what was kept of a statement is at hand when the bank gives nothing any more', async () => {
  const opened = await openStatement(permission.options, async (of, call) => {
    await call('statement.file', { ...of, source: 'bank' })
    await call('statement.transactions', { ...of, source: 'bank' })
    const profile = (await call('bankProfile.list', {})).items.find(({ name }) => name === 'model-bank')
    const unsupportedCalls = ['/accounts/{AccountId}/statements/{StatementId}/file']
    await call('bankProfile.override', { id: profile?.id ?? '', overrides: { accountInformation: { unsupportedCalls } } })
  })
  const { page, call, data, details, title } = opened
  await details.click()
  const today = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium' }).format(new Date())
  // Known not to answer: the copy is beside the reason.
  expect(await data.button('Save the file').isDisabled()).toBe(true)
  expect(await describedBy(data.button('Save the file'))).toBe('The bank does not offer this call')
  const keptFile = data.button(`Save the copy kept on ${today}`)
  const [download] = await Promise.all([page.waitForEvent('download'), keptFile.click()])
  expect((await readFile(await download.path())).subarray(0, 5).toString()).toBe('%PDF-')
  // The bank fails: said, with the copy beside it.
  await call('modelBank.stop', {})
  await data.button('Show its transactions').click()
  await data.failure.getByRole('button', { name: `Show the copy kept on ${today}` }).click()
  await page.getByText(`From the copy kept on ${today}.`).waitFor()
  await page
    .getByRole('table', { name: `Transactions of ${title}` })
    .getByRole('row')
    .nth(1)
    .waitFor()
})

test('one account: what the consent of the walkthrough does not allow says why, and is not asked for', async () => {
  const { page, call } = await openWorkbench(browser(), { width: 1440, height: 900 })
  const { accountAccessConsentId } = await call('walkthrough.run', {})
  await homePage(page).finished()
  const [account] = (await call('account.list', { accountAccessConsentId })).items
  const data = dataScreen(page)
  await goTo(page, `/data/account/${accountAccessConsentId}/${account?.accountId}`)
  await data.tab('Statements').click()
  await page.getByText('The consent lacks ReadStatementsBasic or ReadStatementsDetail').waitFor()
  expect(await data.button('Fetch statements').count()).toBe(0)
  const before = (await call('requestLog.list', { limit: 1 })).total
  await data.button('Fetch again').click()
  await expect.poll(async () => (await call('requestLog.list', { limit: 1 })).total).toBeGreaterThanOrEqual(before + 3)
  await data.progress.waitFor({ state: 'detached' })
  await data.tab('People').click()
  await page.getByText('The consent lacks ReadParty:').waitFor()
  expect(await refusedByBank(call)).toEqual([])
  expect(await data.failure.count()).toBe(0)
})

test('the customer alone is fetched where the consent tells of nobody else', async () => {
  const { page, call, data, consent } = await openAuthorised(['ReadAccountsDetail', 'ReadPartyPSU'])
  const [account] = (await call('account.list', { ...consent, source: 'bank' })).items
  await goTo(page, `/data/account/${consent.accountAccessConsentId}/${account?.accountId}`)
  await data.tab('People').click()
  await expect.poll(() => data.button('Fetch holders only').isDisabled()).toBe(true)
  expect(await describedBy(data.button('Fetch holders only'))).toContain('The consent lacks ReadParty:')
  await data.button('Fetch parties').click()
  await page.getByRole('table', { name: 'Parties' }).getByRole('row').nth(1).waitFor()
  expect(await refusedByBank(call)).toEqual([])
})

test('the holders alone are fetched by their own call', async () => {
  const { page, call, data, consent } = await openAuthorised(permission.options)
  const accounts = (await call('account.list', { ...consent, source: 'bank' })).items
  await data.tab('People').click()
  await data.button('Fetch holders only').click()
  const rows = page.getByRole('table', { name: 'Parties' }).getByRole('row')
  await expect.poll(() => rows.count()).toBe(accounts.length + 1)
  const { items } = await call('requestLog.list', { limit: 500 })
  expect(items.filter(({ url }) => /\/accounts\/[^/]+\/party$/.test(url))).toHaveLength(accounts.length)
  expect(items.filter(({ url }) => url.endsWith('/parties'))).toEqual([])
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
