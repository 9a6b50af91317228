// What goes wrong at the bank, or on the way back from it, and how the person goes on.

import { expect, test } from 'vitest'
import { bankPages, closingWords, keepFromListener, keptAddress } from './pages/bank.ts'
import { homePage } from './pages/home.ts'
import { openWorkbench, shareBrowser } from './pages/workbench.ts'

const browser = shareBrowser()

test('a customer refuses: the screen says so and why, and a new consent can be approved', async () => {
  const { page, call, outside } = await openWorkbench(browser())
  const home = homePage(page)
  await home.startByHand()
  const customer = await home.customer()
  const refusing = await outside(() => home.openBank.click())
  await bankPages(refusing).logIn(customer)
  await bankPages(refusing).refuse()
  await closingWords(refusing).waitFor()

  const said = await home.failure.innerText()
  expect(said).toContain('Authorisation was refused by the customer or the bank (access_denied)')
  expect(said).toContain('The bank says: The customer refused the request')
  expect(said).toContain('Create a new consent to ask the customer again.')
  expect(await home.step('Let the customer authorise it').innerText()).toContain('Failed')

  await home.askAgain.click()
  const approving = await outside(() => home.openBank.click())
  await bankPages(approving).agree(customer)
  await home.runRest.click()
  await home.finished()
  const { items } = await call('accountAccessConsent.list', {})
  expect(items.map(({ status }) => status).toSorted()).toEqual(['authorised', 'rejected'])
})

test('an authorisation is abandoned and run again', async () => {
  const { page, outside, complaints } = await openWorkbench(browser())
  const home = homePage(page)
  await home.startByHand()
  const abandoned = await outside(() => home.openBank.click())
  await home.cancel.click()
  await home.runRest.waitFor()
  expect(await home.summary.innerText()).toBe('Cancelled; what was made so far is kept')
  expect(await home.step('Create an account access consent').innerText()).toContain('Done')

  await home.runRest.click()
  const customer = await home.customer()
  const tab = await outside(() => home.openBank.click())
  await bankPages(tab).agree(customer)
  await closingWords(tab).waitFor()
  await home.finished()

  // The first page is still open; what it brings belongs to nothing any more.
  await bankPages(abandoned).logIn(customer)
  expect(await home.accountNames()).toHaveLength(3)
  expect(complaints).toEqual([])
})

test('a redirect that reaches no listener is pasted; a wrong paste is told at the field', async () => {
  const { page, outside } = await openWorkbench(browser())
  const home = homePage(page)
  await home.startByHand()
  const customer = await home.customer()
  const tab = await outside(() => home.openBank.click())
  await keepFromListener(tab)
  await bankPages(tab).agree(customer)
  const address = await keptAddress(tab)
  expect(address).toMatch(/#.*code=/)

  for (const [paste, problem] of [
    ['https://example.com/', /^\S.*\S\.$/],
    [address.replace(/state=[^&]*/, 'state=another'), /state/],
  ] as const) {
    await home.paste.fill(paste)
    await home.complete.click()
    await expect.poll(() => home.paste.getAttribute('aria-invalid')).toBe('true')
    expect(await home.pasteProblem()).toMatch(problem)
    expect(await home.openBank.isVisible()).toBe(true)
  }

  await home.paste.fill(address)
  expect(await home.paste.getAttribute('aria-invalid')).toBeNull()
  await home.complete.click()
  await home.finished()
  expect(await home.accountNames()).toHaveLength(3)
})
