// What a bank's profile puts up with is in sight: before the customer is sent there, meanwhile, and when the answer has come.

import { expect, test } from 'vitest'
import { startTestApp } from '../support/app.ts'
import { copyProfile, decide, makeConsent, prepareTpp, register } from '../support/tpp.ts'
import { flaws, manage } from './pages/manage.ts'
import { goTo, inBrowser, openInBrowser, shareBrowser } from './pages/workbench.ts'

const browser = shareBrowser()

const unsigned = /is asked without a signed request object/
const warning = 'request: expected a signed request object, found none (FAPI 1.0 Advanced 5.2.3 (2))'

test.runIf(inBrowser)('a request without a signature', { timeout: 60_000 }, async () => {
  const app = await startTestApp()
  await app.call('modelBank.start', { behaviour: { requestObject: 'none' } })
  const tpp = await prepareTpp(app)
  const authorisation = { ...tpp.profile.authorisation, requestObject: 'none' as const }
  const profile = await copyProfile(app, tpp.profile, { name: 'unsigned', authorisation })
  const { id } = await makeConsent(app, (await register(app, { ...tpp, profile })).id)
  const workbench = await openInBrowser(browser(), {}, app)
  const { page, call } = workbench
  await goTo(page, `/consents/accountAccessConsent/${id}`)
  const { button, main, field } = manage(page)

  await main.getByText(unsigned).waitFor()
  expect(await flaws(workbench, 'before')).toEqual([])
  await button('Authorise').click()
  await page.getByRole('menuitem').filter({ hasText: 'is pasted here' }).click()
  const warnings = main.getByRole('list', { name: 'Warnings' })
  expect(await warnings.innerText()).toBe(warning)
  await main.getByText(unsigned).waitFor({ state: 'detached' })

  const [waiting] = (await call('accountAccessConsent.listAuthorisations', {})).items
  await field('Or paste what the browser was sent to').fill(await decide(app, waiting?.authorisationUrl ?? ''))
  await button('Complete with this').click()
  await main.getByText(/^Authorised; \d+ checks on the answer hold, 1 warning$/).waitFor()
  expect(await warnings.innerText()).toBe(warning)
  expect(await flaws(workbench, 'afterwards')).toEqual([])
})
