import { expect, test } from 'vitest'
import { bankPages, closingWords } from './pages/bank.ts'
import { homePage } from './pages/home.ts'
import { openWorkbench, shareBrowser } from './pages/workbench.ts'

const browser = shareBrowser()

test('from nothing to transactions by one click', async () => {
  const { page, call, complaints } = await openWorkbench(browser())
  const home = homePage(page)
  await home.doItAll.click()
  await home.finished()

  const [consent] = (await call('accountAccessConsent.list', {})).items
  const { items: accounts } = await call('account.list', { accountAccessConsentId: consent?.id ?? '' })
  expect(await home.accountNames()).toEqual(accounts.map(({ name }) => name))
  const { total } = await call('transaction.list', { accountAccessConsentId: consent?.id ?? '', limit: 1 })
  expect(total).toBeGreaterThan(100)
  expect(await home.transactions.innerText()).toContain(`12 of ${total.toLocaleString('en-GB')}`)
  expect(await home.step('Accounts and transactions').getAttribute('aria-current')).toBe('step')
  expect((await home.steps.innerText()).match(/Done/g)).toHaveLength(9)

  const authorisation = page.getByRole('region', { name: 'Let the customer authorise it' })
  await home.step('Let the customer authorise it').click()
  // The keys of the bank, the redirect, the tokens, the consent; the bank's own pages stand apart.
  await expect.poll(() => authorisation.getByRole('listitem').filter({ visible: true }).count()).toBe(4)
  await home.customerPages.click()
  await expect.poll(() => authorisation.getByRole('listitem').filter({ visible: true }).count()).toBe(4 + 8)
  expect(await authorisation.innerText()).toMatch(/\/interaction\s*\/‹cookie:\w+›/)
  expect(complaints).toEqual([])
})

test('from nothing to transactions by hand, on the bank’s own pages, with a wrong password and a wrong code on the way', async () => {
  const { page, call, outside, complaints } = await openWorkbench(browser())
  const home = homePage(page)
  await home.startByHand()
  const customer = await home.customer()
  expect((await call('modelBank.status', {})).customers).toContainEqual(expect.objectContaining(customer))

  const tab = await outside(() => home.openBank.click())
  const bank = bankPages(tab)
  await bank.logIn({ ...customer, password: 'not-hers' })
  expect(await bank.problem.innerText()).toBe('User name or password is wrong.')
  await bank.logIn(customer)
  await bank.chooseAccounts(2)
  await bank.approve('000000')
  expect(await bank.problem.innerText()).toBe('The one-time code is wrong.')
  await bank.approve(customer.oneTimeCode)
  await closingWords(tab).waitFor()

  await home.finished()
  const shared = await home.accountNames()
  expect(shared).toHaveLength(2)
  const [consent] = (await call('accountAccessConsent.list', {})).items
  expect(consent?.status).toBe('authorised')
  const { items: accounts } = await call('account.list', { accountAccessConsentId: consent?.id ?? '' })
  expect(shared).toEqual(accounts.map(({ name }) => name))
  await home.step('Let the customer authorise it').click()
  await page.getByRole('region', { name: 'Let the customer authorise it' }).getByRole('listitem').first().waitFor()
  expect(await home.customerPages.count()).toBe(0)
  expect(complaints).toEqual([])
})
