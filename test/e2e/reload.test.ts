// The run is the core's: pages come and go without it.

import { describe, expect, onTestFinished, test } from 'vitest'
import { type BrowserHost, startBrowserHost } from '../../src/main/hosts/browser/host.ts'
import type { TestHost } from '../support/browser-host.ts'
import { bankPages, closingWords } from './pages/bank.ts'
import { homePage } from './pages/home.ts'
import { builtRenderer, inBrowser, openInBrowser, openWorkbench, shareBrowser } from './pages/workbench.ts'

const browser = shareBrowser()

/** Another host at the same address, as after a restart with --port. */
const startAgain = async ({ test, origin }: TestHost): Promise<BrowserHost> => {
  const again = await startBrowserHost({ app: test.app, rendererDir: builtRenderer, version: '0.0.0', port: Number(new URL(origin).port) })
  onTestFinished(() => again.close())
  return again
}

test('a reload while the customer is at the bank finds the run waiting, and it completes', async () => {
  const { page, outside, complaints } = await openWorkbench(browser())
  const home = homePage(page)
  await home.startByHand()
  const customer = await home.customer()
  const tab = await outside(() => home.openBank.click())
  await bankPages(tab).logIn(customer)

  await page.reload()
  await home.openBank.waitFor()
  expect(await home.heading.first().innerText()).toBe('Step 6 of 9: Let the customer authorise it')
  expect(await home.customer()).toEqual(customer)

  await bankPages(tab).chooseAccounts(1)
  await bankPages(tab).approve(customer.oneTimeCode)
  await closingWords(tab).waitFor()
  await home.finished()
  expect(await home.accountNames()).toHaveLength(1)
  expect(complaints).toEqual([])
})

describe.runIf(inBrowser)('in the browser', () => {
  test('two tabs show the same run, and both see it finish', async () => {
    const { page, context, host, outside } = await openInBrowser(browser())
    const [first, second] = [homePage(page), homePage(await context.newPage())]
    await second.page.goto(host.origin)
    await second.doItAll.waitFor()

    await first.startByHand()
    await second.openBank.waitFor()
    const customer = await second.customer()
    const tab = await outside(() => second.openBank.click())
    await bankPages(tab).agree(customer)
    for (const home of [first, second]) {
      await home.finished()
      expect(await home.accountNames()).toHaveLength(3)
    }
    // The tab that began it is closed; the other goes on.
    await page.close()
    await second.runAgain.click()
    await second.step('Register with the bank').filter({ hasText: 'used again' }).waitFor()
    await second.finished()
  })

  test('a host that has ended, and one that was started anew, tell what to do', async () => {
    const { page, host } = await openInBrowser(browser())
    const home = homePage(page)
    await home.doItAll.waitFor()
    await host.close()
    await home.doItAll.click()
    expect(await home.failure.innerText()).toContain('The workbench does not answer')
    expect(await home.failure.innerText()).toContain('Start it again in the terminal, and open the address that it shows.')

    const again = await startAgain(host)
    await page.getByRole('heading', { name: 'No session is open in this browser, or it has ended' }).waitFor()
    const told = await page.getByRole('paragraph').innerText()
    expect(told).toBe('Press Enter in the terminal where the workbench runs, and open the address that it shows.')
    await page.goto(again.issueAddress())
    await home.doItAll.click()
    await home.finished()
  })
})
