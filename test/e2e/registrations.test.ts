// Registrations where banks differ: a subject that is refused, a client that brands share, and values asked for on the way.

import { expect, test } from 'vitest'
import type { Input } from '../../src/shared/api.ts'
import { frame } from './pages/frame.ts'
import { flaws, manage } from './pages/manage.ts'
import { goTo, openWorkbench, shareBrowser, type Workbench } from './pages/workbench.ts'

const browser = shareBrowser()

/** A model bank that behaves as asked, and a software statement that its directory vouches for. */
const prepare = async ({ call }: Workbench, bank: Input<'modelBank.start'> = {}) => {
  const { bankProfileId } = await call('modelBank.start', bank)
  const organisation = {
    name: 'Testbench Ltd',
    organisationId: '0015800001041RHAAY',
    softwareId: 'testbenchSoftware',
    authorisationNumber: 'PSDGB-FCA-900001',
    roles: ['PSP_AI' as const],
  }
  const { obWacCertificate, obSealCertificate } = await call('sandboxCertificates.create', { profile: 'psd2', name: 'test', organisation })
  await call('softwareStatement.create', {
    organisationId: organisation.organisationId,
    organisationName: organisation.name,
    softwareId: organisation.softwareId,
    clientName: 'Testbench',
    roles: ['AISP'],
    redirectUris: ['http://127.0.0.1/callback'],
    defaultObWacCertificateId: obWacCertificate.id,
    defaultObSealCertificateId: obSealCertificate.id,
    directory: 'modelBank',
  })
  return bankProfileId ?? ''
}

test('a subject that the bank refuses is marked, and another is offered and not tried unasked', { timeout: 90_000 }, async () => {
  const workbench = await openWorkbench(browser())
  const { page, call } = workbench
  const bankProfileId = await prepare(workbench, { behaviour: { subjectDnRendering: 'dottedString' } })
  await goTo(page, `/banks/new/registration/${bankProfileId}`)
  const { button, alert, main, fact, status, form } = manage(page)
  await form('Register with a bank').waitFor()
  const doctor = main.getByRole('table', { name: 'How the subject is written' })
  const row = (rendering: string) => doctor.getByRole('row').filter({ hasText: rendering })
  const sent = async () =>
    (await call('requestLog.list', { limit: 1000 })).items.filter(({ step }) => step === 'registration.create').length
  await row('shortName').getByText('The profile’s choice').waitFor()
  expect(await row('shortName').getByRole('radio').isChecked()).toBe(true)
  expect(await row('shortName').innerText()).toMatch(/\d+ \/ 128/)
  expect(await flaws(workbench, 'ways to write the subject')).toEqual([])

  await button('Register').click()
  await row('shortName').getByText('Refused').waitFor()
  expect(await sent()).toBe(1)
  expect((await call('bankRegistration.list', {})).items).toEqual([])
  expect(await flaws(workbench, 'a refused subject')).toEqual([])
  const offer = alert.getByRole('button', { name: /^Try again with: / })
  await offer.click()
  await expect.poll(sent).toBe(2)
  // The second in the list was refused too; what the bank’s support says is written by hand.
  await expect.poll(() => doctor.getByText('Refused').count()).toBe(2)
  const value = await row('dottedString').locator('td .mono').innerText()
  await row('Written by hand').getByRole('radio').check()
  await main.getByRole('textbox', { name: 'Written by hand' }).fill(value)
  expect(await flaws(workbench, 'a subject written by hand')).toEqual([])
  await button('Register').click()
  await status.getByText('Active').waitFor()
  await expect.poll(() => fact('Registered subject').innerText()).toContain(value)
  expect(await sent()).toBe(3)
})

test('a rendering in the address is chosen, for a client of its own; another bank begins anew', { timeout: 90_000 }, async () => {
  const workbench = await openWorkbench(browser())
  const { page, call } = workbench
  const bankProfileId = await prepare(workbench)
  const [statement] = (await call('softwareStatement.list', {})).items
  await call('bankRegistration.create', { bankProfileId, softwareStatementId: statement?.id ?? '' })
  await goTo(page, `/banks/new/registration/${bankProfileId}/spaced`)
  const { alert, button, checkbox, choose, form, main, status } = manage(page)
  await form('Register with a bank').waitFor()
  const row = (rendering: string) =>
    main.getByRole('table', { name: 'How the subject is written' }).getByRole('row').filter({ hasText: rendering })
  await row('spaced').getByRole('radio').waitFor()
  expect(await row('spaced').getByRole('radio').isChecked()).toBe(true)
  expect(await checkbox('Register separately').isChecked()).toBe(true)

  // What is too long is told here, and what fits is offered.
  await row('Written by hand').getByRole('radio').check()
  await main.getByRole('textbox', { name: 'Written by hand' }).fill(`CN=${'x'.repeat(126)}`)
  await button('Register').click()
  const offer = alert.getByRole('button', { name: /^Try again with: / })
  await offer.waitFor()
  expect(await flaws(workbench, 'a subject that is too long')).toEqual([])
  expect((await call('bankRegistration.list', {})).items).toHaveLength(1)
  expect(await row('shortName').getByText('Refused').count()).toBe(0)
  await offer.click()
  await status.getByText('Active').waitFor()
  expect((await call('bankRegistration.list', {})).items).toHaveLength(2)

  const profile = await call('bankProfile.get', { id: bankProfileId })
  const { id: _id, created: _created, builtIn: _builtIn, overrides: _overrides, needs: _needs, sources: _sources, ...fields } = profile
  await call('bankProfile.create', { ...fields, name: 'another', displayName: 'Another bank' })
  await goTo(page, `/banks/new/registration/${bankProfileId}`)
  // The client that is there needs no authentication to be chosen; one of its own does.
  await main.getByText('Uses client').waitFor()
  await manage(page).tick('Register separately')
  await choose('Client authentication', /private_key_jwt/)
  await main.getByRole('combobox', { name: 'Bank' }).fill('Another bank')
  await page.getByRole('option', { name: 'Another bank' }).click()
  await main.getByRole('button', { name: /As the profile says/ }).waitFor()
})

test('a brand uses the client of its sister, unless it registers separately', { timeout: 90_000 }, async () => {
  const workbench = await openWorkbench(browser())
  const { page, call } = workbench
  const profile = await call('bankProfile.get', { id: await prepare(workbench) })
  const brand = (name: string) => {
    const { id: _id, created: _created, builtIn: _builtIn, overrides: _overrides, needs: _needs, sources: _sources, ...fields } = profile
    const registration = { ...fields.registration, group: 'Everyone' }
    return call('bankProfile.create', {
      ...fields,
      name,
      displayName: `Bank ${name}`,
      group: 'Brands',
      environment: 'sandbox',
      registration,
    })
  }
  const [first, second] = [await brand('first'), await brand('second')]
  await frame(page).chooseEnvironment('All environments')
  await goTo(page, '/banks/new/registration')
  const { button, fact, main, form, status, tick } = manage(page)
  await form('Register with a bank').waitFor()
  const bank = main.getByRole('combobox', { name: 'Bank' })
  const chooseBank = async (name: string) => {
    await bank.fill(name)
    await page.getByRole('option', { name }).click()
  }
  await chooseBank(first.displayName)
  await button('Register').click()
  await status.getByText('Active').waitFor()
  const [registered] = (await call('bankRegistration.list', {})).items

  await goTo(page, '/banks/new/registration')
  await chooseBank(second.displayName)
  await main.getByText(`Uses client ${registered?.externalApiId} of ${first.displayName}`).waitFor()
  expect(await flaws(workbench, 'a shared client')).toEqual([])
  await tick('Register separately')
  await button('Register').waitFor()
  await tick('Register separately')
  await button('Use this client').click()
  await fact('Client is also of').getByRole('link', { name: first.displayName }).waitFor()
  await expect.poll(() => fact('Client id').innerText()).toContain(registered?.externalApiId)
  expect((await call('modelBank.status', {})).clients).toHaveLength(1)

  // At the bank it ends with the last one only.
  await button('Delete…').click()
  await main.getByText(`${first.displayName} would lose it too`).waitFor()
  expect(await main.getByRole('radio', { name: /^The client at the bank/ }).isDisabled()).toBe(true)
  expect(await flaws(workbench, 'deleting a shared client')).toEqual([])
})

test('a bank that needs a value is registered with once it is there; one with a portal says where', { timeout: 90_000 }, async () => {
  const workbench = await openWorkbench(browser())
  const { page, call } = workbench
  await prepare(workbench)
  const { items } = await call('bankProfile.list', {})
  const needing = items.find(({ needs, registration }) => registration.dcr && needs.length === 1 && needs[0]?.pointer === '/financialId')
  const portal = items.find(({ registration }) => !registration.dcr && registration.portal !== undefined)
  await frame(page).chooseEnvironment('All environments')
  await goTo(page, `/banks/new/registration/${needing?.id}`)
  const { button, field, faultOf, main, form } = manage(page)
  await form('What is needed').waitFor()
  await button('Register').click()
  const bank = main.getByRole('combobox', { name: 'Bank' })
  expect(await faultOf(bank)).toContain('It needs values first: Financial id')
  expect(await flaws(workbench, 'values asked for')).toEqual([])
  await field('Financial id').fill('0015800000jfQ9aAAE')
  await button('Keep').click()
  await form('What is needed').waitFor({ state: 'detached' })
  expect(await call('bankProfile.get', { id: needing?.id ?? '' })).toMatchObject({ needs: [], financialId: '0015800000jfQ9aAAE' })

  await bank.fill(portal?.displayName ?? '')
  await page.getByRole('option', { name: portal?.displayName, exact: true }).click()
  await main.getByText(/^By a person, at /).waitFor()
  expect(await main.getByRole('radio', { name: /^Register a new one/ }).isDisabled()).toBe(true)
  await button('Take over').click()
  await expect.poll(() => field('Client id').getAttribute('aria-invalid')).toBe('true')
  expect(await flaws(workbench, 'a bank with a portal')).toEqual([])
})
