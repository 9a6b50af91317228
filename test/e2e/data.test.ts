import { readFile } from 'node:fs/promises'
import { AxeBuilder } from '@axe-core/playwright'
import { describe, expect, test } from 'vitest'
import type { Transaction } from '../../src/shared/model/account-data.ts'
import { readCsv } from '../support/read-csv.ts'
import { dataScreen } from './pages/data.ts'
import { homePage } from './pages/home.ts'
import { logDrawer } from './pages/log.ts'
import { goTo, inBrowser, openWorkbench, shareBrowser, show, type Workbench } from './pages/workbench.ts'

const browser = shareBrowser()
const untilAuthorised = ['bank', 'certificates', 'software-statement', 'registration', 'consent', 'authorisation']

/** Everything of the first customer, with the first account open. */
const openFull = async () => {
  const workbench = await openWorkbench(browser(), { width: 1440, height: 900 })
  const { page, call } = workbench
  const { accountAccessConsentId } = await call('walkthrough.run', {})
  await homePage(page).finished()
  const [account] = (await call('account.list', { accountAccessConsentId })).items
  const name = account?.name ?? ''
  const accountId = account?.accountId ?? ''
  await goTo(page, `/data/account/${accountAccessConsentId}/${accountId}`)
  const data = dataScreen(page)
  await data.row(0).waitFor()
  const { items } = await call('transaction.list', { accountAccessConsentId, accountId, limit: 1000 })
  return { ...workbench, data, name, consent: { accountAccessConsentId }, accountId, items }
}

const axeFinds = async ({ page }: Pick<Workbench, 'page'>): Promise<string[]> => {
  const found: string[] = []
  for (const theme of ['light', 'dark'] as const) {
    await show(page, { theme })
    const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze()
    found.push(...violations.map(({ id, nodes }) => `${theme} ${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' ')}`))
  }
  return found
}

const total = (rows: readonly { amount: string }[]): number => rows.reduce((sum, { amount }) => sum + Math.round(Number(amount) * 100), 0)

test('nothing here: one sentence, and one action that ends with data', async () => {
  const { page, complaints } = await openWorkbench(browser())
  await goTo(page, '/data')
  await page.getByText('No consent is here yet.').waitFor()
  expect(await axeFinds({ page })).toEqual([])
  await page.getByRole('button', { name: 'Do it with the model bank' }).click()
  await homePage(page).finished()
  await goTo(page, '/data')
  await dataScreen(page).entry('All accounts').click()
  await dataScreen(page).row(0).waitFor()
  expect(complaints).toEqual([])
})

test('what was authorised is fetched from here, with its progress, and again', async () => {
  const { page, call, complaints } = await openWorkbench(browser())
  for (const step of untilAuthorised) await call('walkthrough.runStep', { step })
  const data = dataScreen(page)
  await goTo(page, '/data')
  await data.entry('All accounts').click()
  await page.getByText('Nothing fetched yet').last().waitFor()
  await data.button('Fetch accounts').first().click()
  await data.row(0).waitFor()
  await data.progress.waitFor({ state: 'detached' })
  const [consent] = (await call('accountAccessConsent.list', {})).items
  const accountAccessConsentId = consent?.id ?? ''
  const everything = await call('transaction.summary', { accountAccessConsentId })
  await expect.poll(data.count).toBe(everything.count)
  expect((await call('balance.list', { accountAccessConsentId })).items.length).toBeGreaterThan(3)

  const before = (await call('requestLog.list', { limit: 1 })).total
  await data.button('Fetch again').click()
  await expect.poll(async () => (await call('requestLog.list', { limit: 1 })).total).toBeGreaterThanOrEqual(before + 7)
  await data.progress.waitFor({ state: 'detached' })
  expect(await data.count()).toBe(everything.count)
  expect(complaints).toEqual([])
})

test('links of both forms open an account, and one that is not there is said to be', async () => {
  const { page, data, name, consent, accountId, items } = await openFull()
  expect(await data.count()).toBe(items.length)
  await goTo(page, '/data')
  await goTo(page, `/data/account/${encodeURIComponent(`${consent.accountAccessConsentId}:${accountId}`)}`)
  await data.page(name).waitFor()
  await expect.poll(data.count).toBe(items.length)
  await goTo(page, `/data/account/${consent.accountAccessConsentId}/unknown`)
  await page.getByText('This account or consent is not in this workspace.').waitFor()
})

describe('filters', () => {
  test('each narrows the list and the totals, and all are cleared at once', async () => {
    const { data, items } = await openFull()
    const matching = (text: string) =>
      items.filter(({ description, merchant, reference }) =>
        [description, merchant, reference].some((one) => one?.toLowerCase().includes(text)),
      )
    const debits = items.filter(({ amount }) => amount?.startsWith('-'))
    const size = ({ amount }: Transaction) => Math.abs(Number(amount))

    await data.chip('Debits').click()
    await expect.poll(data.count).toBe(debits.length)
    expect(await data.totals.innerText()).toContain(`${debits.length} transactions`)
    await data.field('Amount from').fill('20')
    await data.field('Amount to').fill('50')
    await expect.poll(data.count).toBe(debits.filter((one) => size(one) >= 20 && size(one) <= 50).length)
    await data.clear.click()
    await expect.poll(data.count).toBe(items.length)
    expect(await data.field('Amount from').inputValue()).toBe('')

    await data.search.fill('PHARMACY')
    await expect.poll(data.count).toBe(matching('pharmacy').length)
    await data.search.fill('no such words')
    await data.button('Show all').click()
    await expect.poll(data.count).toBe(items.length)

    await data.chip('Pending').click()
    await expect.poll(data.count).toBe(items.filter(({ status }) => status === 'PDNG').length)
    await data.chip('Pending').click()
    const day = items[items.length >> 1]?.bookingDateTime?.slice(0, 10) ?? ''
    await data.field('From').fill(day)
    await data.field('To').fill(day)
    const dayOf = ({ bookingDateTime }: Transaction) => new Date(bookingDateTime ?? '').toLocaleDateString('sv')
    await expect.poll(data.count).toBe(items.filter((one) => dayOf(one) === day).length)
  })

  test('an amount that is none is said to be at its field, and filters nothing', async () => {
    const { data, items } = await openFull()
    await data.field('Amount from').fill('ten')
    await expect.poll(() => data.field('Amount from').getAttribute('aria-invalid')).toBe('true')
    expect(await data.count()).toBe(items.length)
  })

  test('a press on a column’s name sorts by it, and again turns it round', async () => {
    const { data, items } = await openFull()
    const amounts = items.map(({ amount }) => Number(amount)).toSorted((a, b) => b - a)
    const shown = async () =>
      Number(
        (await data.row(0).innerText())
          .match(/[+−]?[\d,]+\.\d\d(?=\s*GBP)/)?.[0]
          .replace('−', '-')
          .replaceAll(/[+,]/g, ''),
      )
    await data.column('Amount').getByRole('button').click()
    await expect.poll(shown).toBe(amounts[0])
    expect(await data.column('Amount').getAttribute('aria-sort')).toBe('descending')
    await data.column('Amount').getByRole('button').click()
    await expect.poll(shown).toBe(amounts.at(-1))
    await data.column('Description').getByRole('button').click()
    await expect.poll(() => data.column('Description').getAttribute('aria-sort')).toBe('ascending')
    const texts = (await data.texts('Description')).map((text) => text.toLowerCase())
    expect(texts.length).toBeGreaterThan(10)
    expect(texts.slice(0, 10)).toEqual(texts.slice(0, 10).toSorted())
  })
})

test('by keyboard alone: rows, one transaction with its original, and back', async () => {
  const { page, data, items, complaints } = await openFull()
  await data.search.focus()
  for (let presses = 0; presses < 20 && !(await data.grid.evaluate((grid) => grid === grid.ownerDocument.activeElement)); presses += 1)
    await page.keyboard.press('Tab')
  await page.keyboard.press('End')
  await data.row(items.length - 1).waitFor()
  expect(await data.grid.getAttribute('aria-activedescendant')).toBe(`transactions-row-${items.length - 1}`)
  await page.keyboard.press('Home')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await data.detail.getByText('More from the bank').waitFor()
  const text = await data.detail.innerText()
  expect(text).toContain(items[1]?.transactionId)
  expect(text).toContain(items[1]?.description)
  expect(await axeFinds({ page })).toEqual([])

  await page.keyboard.press('Tab')
  await page.keyboard.press('Tab')
  await page.keyboard.press('ArrowRight')
  await data.detail.getByText('"CreditDebitIndicator"').waitFor()
  await page.keyboard.press('Escape')
  await data.detail.waitFor({ state: 'detached' })
  expect(await data.grid.evaluate((grid) => grid === grid.ownerDocument.activeElement)).toBe(true)
  expect(complaints).toEqual([])
})

test('the balance over time: a picture with words, points by the arrow keys, and a table', async () => {
  const { page, data, call, consent, accountId } = await openFull()
  const { items } = await call('balance.history', { ...consent, accountId })
  await data.tab('Balances').click()
  const points = items.filter(({ type }) => type === 'ITBD')
  const picture = page.getByRole('img', { name: 'Interim booked, GBP' })
  expect(await picture.locator('desc').textContent()).toContain(`${points.length} balances from `)
  await data.point.focus()
  await page.keyboard.press('Home')
  expect(await data.point.getAttribute('aria-valuenow')).toBe('1')
  const money = (amount = '') => amount.replace('-', '−').replace(/\B(?=(\d{3})+(?!\d))/g, ',')
  expect(await data.point.getAttribute('aria-valuetext')).toContain(money(points[0]?.amount))
  await page.keyboard.press('ArrowRight')
  expect(await data.point.getAttribute('aria-valuetext')).toContain(money(points[1]?.amount))
  await page.getByText('Chart as a table').click()
  await expect.poll(() => page.getByRole('table', { name: 'Chart as a table' }).getByRole('row').count()).toBe(points.length + 1)
  expect(await axeFinds({ page })).toEqual([])
})

// Electron asks with a dialog of the system's.
describe.runIf(inBrowser)('what is shown is saved', () => {
  test('as CSV that adds up to the same', async () => {
    const { data, items } = await openFull()
    await data.chip('Debits').click()
    const debits = items.filter(({ amount }) => amount?.startsWith('-'))
    await expect.poll(data.count).toBe(debits.length)
    const download = await data.save('As CSV')
    expect(download.suggestedFilename()).toMatch(/^transactions-[\w-]+-\d{4}-\d\d-\d\d\.csv$/)
    const rows = readCsv(await readFile(await download.path(), 'utf8'))
    expect(rows.map(({ transactionId }) => transactionId)).toEqual(debits.map(({ transactionId }) => transactionId))
    expect(total(rows.map(({ amount = '' }) => ({ amount })))).toBe(total(debits.map(({ amount }) => ({ amount: amount ?? '' }))))
    expect(rows[0]).toMatchObject({ amount: debits[0]?.amount, currency: 'GBP', description: debits[0]?.description })
  })

  test('as JSON that is what the core lists, of every account', async () => {
    const { data, call, consent } = await openFull()
    await data.entry('All accounts').click()
    await data.page('All accounts').waitFor()
    await data.row(0).waitFor()
    const { items, total } = await call('transaction.list', { ...consent, limit: 1000 })
    const download = await data.save('As JSON')
    expect(JSON.parse(await readFile(await download.path(), 'utf8'))).toEqual({ items, total })
  })
})

test('the bank is gone: what failed stays where it is, leads to its exchange, and the copy stays readable', async () => {
  const { page, data, call, items } = await openFull()
  await call('modelBank.stop', {})
  await data.button('Fetch again').click()
  await data.failure.waitFor()
  expect(await data.failure.innerText()).toContain('BANK_UNREACHABLE')
  expect(await data.count()).toBe(items.length)
  expect(await axeFinds({ page })).toEqual([])
  await data.failure.getByRole('button', { name: 'Show the exchange' }).click()
  await logDrawer(page).shows('accounts.list')
  await data.failure.getByRole('button', { name: 'Dismiss' }).click()
  await data.failure.waitFor({ state: 'detached' })
})

test.runIf(inBrowser)('a fetch is cancelled, and says so', async () => {
  const { page, data, items } = await openFull()
  // Held until it is cancelled.
  let release = () => {}
  const held = new Promise<void>((done) => {
    release = done
  })
  await page.route('**/api/call', async (route) => {
    const { method, input } = route.request().postDataJSON()
    if (method === 'account.fetch' && input.resources[0] === 'balances') await held
    await route.continue()
  })
  await data.button('Fetch again').click()
  await page.getByText(/^Balances of /).waitFor()
  expect(await data.progress.getAttribute('value')).toBe('1')
  await data.button('Cancel').click()
  release()
  await page.getByText('Cancelled; what came before is kept.').last().waitFor()
  expect(await data.count()).toBe(items.length)
})

test('a consent that was not authorised says why nothing can be fetched', async () => {
  const { page, call } = await openWorkbench(browser())
  for (const step of untilAuthorised.slice(0, -1)) await call('walkthrough.runStep', { step })
  await goTo(page, '/data')
  const data = dataScreen(page)
  await data.entry('All accounts').click()
  await page.getByText('The customer has not authorised this consent yet').waitFor()
  expect(await data.button('Fetch accounts').first().isDisabled()).toBe(true)
  await page.getByRole('link', { name: 'Show the consent' }).click()
  expect(page.url()).toContain('#/consents/accountAccessConsent/')
})
