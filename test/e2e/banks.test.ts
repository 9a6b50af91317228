// Registrations: made, taken over, read, changed and deleted, at the bank and here.

import { expect, test } from 'vitest'
import { frame } from './pages/frame.ts'
import { flaws, manage } from './pages/manage.ts'
import { enrolmentPortal, modelBankScreen } from './pages/model-bank.ts'
import { goTo, openWorkbench, shareBrowser, type Workbench } from './pages/workbench.ts'

const browser = shareBrowser()

const redirectUris = ['http://127.0.0.1/callback', 'https://tpp.example/callback']

/** A running model bank, and a software statement that its directory vouches for. */
const prepare = async ({ call }: Workbench) => {
  const { bankProfileId } = await call('modelBank.start', {})
  const { obWacCertificate, obSealCertificate } = await call('sandboxCertificates.create', {
    profile: 'psd2',
    name: 'test',
    organisation: {
      name: 'Testbench Ltd',
      organisationId: '0015800001041RHAAY',
      softwareId: 'testbenchSoftware',
      authorisationNumber: 'PSDGB-FCA-900001',
      roles: ['PSP_AI'],
    },
  })
  const statement = await call('softwareStatement.create', {
    organisationId: '0015800001041RHAAY',
    organisationName: 'Testbench Ltd',
    softwareId: 'testbenchSoftware',
    clientName: 'Testbench',
    roles: ['AISP'],
    redirectUris,
    defaultObWacCertificateId: obWacCertificate.id,
    defaultObSealCertificateId: obSealCertificate.id,
    directory: 'modelBank',
  })
  return { bankProfileId: bankProfileId ?? '', statement, obWacCertificate }
}

const registrationOf = async ({ call }: Workbench) => {
  const [registration] = (await call('bankRegistration.list', {})).items
  if (!registration) throw new Error('There is no registration')
  return registration
}

test('registered, read, changed and deleted at the bank; not while a consent needs it', { timeout: 90_000 }, async () => {
  const workbench = await openWorkbench(browser())
  const { page, call, complaints } = workbench
  const { bankProfileId } = await prepare(workbench)
  await goTo(page, `/banks/bankProfile/${bankProfileId}`)
  const { button, field, tick, fact, main, confirm, alert, status, form } = manage(page)
  await button('Register with this bank').click()
  await form('Register with a bank').waitFor()
  expect(await flaws(workbench, 'registration form')).toEqual([])

  await field('Scope').fill('openid payments')
  await button('Register').click()
  await expect.poll(() => field('Scope').getAttribute('aria-invalid')).toBe('true')
  await field('Scope').fill('openid accounts')
  await tick(redirectUris[1] ?? '')
  await button('Register').click()
  await status.getByText('Active').waitFor()
  const registration = await registrationOf(workbench)
  expect(registration.redirectUris).toEqual([redirectUris[0]])
  expect(page.url()).toContain(registration.id)
  await main.getByRole('tab', { name: 'Asked and accepted' }).click()
  await main.getByRole('rowheader', { name: /^redirect_uris/ }).waitFor()
  expect(await flaws(workbench, 'asked and accepted')).toEqual([])
  await main.getByRole('tab', { name: 'Overview' }).click()

  await button('Read from the bank').click()
  await expect
    .poll(async () => (await call('requestLog.list', {})).items.some(({ step, status }) => step === 'registration.read' && status === 200))
    .toBe(true)
  await button('Change').click()
  await tick(redirectUris[1] ?? '')
  await field('Scope').fill('accounts openid')
  await button('Send the change').click()
  await button('Send the change').waitFor({ state: 'detached' })
  expect(await registrationOf(workbench)).toMatchObject({ redirectUris, scope: 'accounts openid' })
  await expect.poll(() => fact('Redirect addresses').innerText()).toContain(redirectUris[1])

  const consent = await call('accountAccessConsent.create', { bankRegistrationId: registration.id, permissions: ['ReadAccountsBasic'] })
  await main.getByRole('link', { name: consent.consentId ?? '' }).waitFor()
  await button('Delete…').click()
  expect(await alert.innerText()).toContain('It cannot be deleted while it has consents:')
  await call('accountAccessConsent.delete', { id: consent.id })
  await button('Delete at the bank').click()
  await expect.poll(() => manage(page).dialog.getByRole('button', { name: 'Delete at the bank' }).isDisabled()).toBe(true)
  expect(await flaws(workbench, 'typed confirmation')).toEqual([])
  await confirm('Model bank')
  await expect.poll(async () => (await call('bankRegistration.list', {})).items).toEqual([])
  expect((await call('modelBank.status', {})).clients).toEqual([])
  expect(complaints).toEqual([])
})

test('a client of the bank’s portal is taken over with its secret, and forgotten here only', { timeout: 60_000 }, async () => {
  const workbench = await openWorkbench(browser())
  const { page, call, outside } = workbench
  const { obWacCertificate, statement } = await prepare(workbench)
  await frame(page).open('Model bank')
  const bank = modelBankScreen(page)
  const tab = await outside(() => bank.openPortal.click())
  const portal = enrolmentPortal(tab)
  await portal.ask({ organisation: 'Testbench Ltd', certificate: obWacCertificate.certificate, redirectUris: redirectUris[0] ?? '' })
  await bank.refresh.click()
  await bank.approve('Testbench Ltd').click()
  await bank.enrolments.getByText('Approved').waitFor()
  await tab.reload()
  const [, secret = ''] = /Client secret\s+(\S{20,}) \(shown this once\)/.exec(await portal.text()) ?? []
  const { clients } = await call('modelBank.status', {})
  const [client] = clients
  // A page behind another one is painted rarely.
  await tab.close()

  await frame(page).open('Banks')
  await goTo(page, '/banks/new/registration')
  const { button, field, tick, choose, fact, undo } = manage(page)
  await tick('Take over one registered elsewhere')
  await choose('Client authentication', /secret in the header/)
  await button('Take over').click()
  await expect.poll(() => field('Client id').getAttribute('aria-invalid')).toBe('true')
  await field('Client id').fill(client?.clientId ?? '')
  await field('Client secret').fill(secret)
  await tick(redirectUris[1] ?? '')
  expect(await flaws(workbench, 'taking over')).toEqual([])
  await button('Take over').click()
  await fact('Origin').getByText('Registered elsewhere').waitFor()
  await expect.poll(() => fact('Client secret').innerText()).toContain('never shown')
  expect(await page.content()).not.toContain(secret)
  const registration = await registrationOf(workbench)
  expect(registration).toMatchObject({ softwareStatementId: statement.id, registeredElsewhere: true, hasClientSecret: true })
  // The secret is the bank’s: a consent can be made with it.
  const consent = await call('accountAccessConsent.create', { bankRegistrationId: registration.id, permissions: ['ReadAccountsBasic'] })
  await call('accountAccessConsent.delete', { id: consent.id })

  // The profile says that a client can be read and deleted with a token of its own, whoever registered it.
  await button('Read from the bank').waitFor()
  await button('Delete…').click()
  await tick('The registration here only')
  await button('Forget it here').click()
  await undo.waitFor()
  await undo.waitFor({ state: 'detached' })
  expect((await call('bankRegistration.list', {})).items).toEqual([])
  expect((await call('modelBank.status', {})).clients).toHaveLength(1)
})

test('a deletion without an answer is explained, and can be forgotten here', { timeout: 60_000 }, async () => {
  const workbench = await openWorkbench(browser())
  const { page, call } = workbench
  const { bankProfileId, statement } = await prepare(workbench)
  const { id } = await call('bankRegistration.create', { bankProfileId, softwareStatementId: statement.id, reuse: 'never' })
  await call('bankRegistration.get', { id, fromBank: true })
  await goTo(page, `/banks/bankRegistration/${id}`)
  const { button, tick, alert, dialog, undo } = manage(page)
  await button('Delete…').click()
  await call('modelBank.stop', {})
  await button('Delete at the bank').click()
  await dialog.getByRole('textbox').fill('Model bank')
  await dialog.getByRole('button', { name: 'Delete at the bank' }).click()
  await dialog.getByText('BANK_UNREACHABLE').waitFor()
  expect(await flaws(workbench, 'a deletion that failed')).toEqual([])
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  await page.getByText('The deletion was sent, and no answer came').waitFor()
  expect(await registrationOf(workbench)).toMatchObject({ id, state: 'deleting' })

  await button('Read from the bank').click()
  await alert.getByRole('button', { name: 'Show the exchange' }).click()
  expect(page.url()).toContain('exchange=')
  await button('Delete…').click()
  await tick('The registration here only')
  await button('Forget it here').click()
  await undo.waitFor()
  await undo.waitFor({ state: 'detached' })
  expect((await call('bankRegistration.list', {})).items).toEqual([])
})

test('at a live bank the registration asks first, and nothing is sent without the answer', { timeout: 60_000 }, async () => {
  const workbench = await openWorkbench(browser())
  const { page, call } = workbench
  const { bankProfileId } = await prepare(workbench)
  const profile = await call('bankProfile.get', { id: bankProfileId })
  const { id: _id, created: _created, builtIn: _builtIn, overrides: _overrides, needs: _needs, sources: _sources, ...fields } = profile
  const live = await call('bankProfile.create', { ...fields, name: 'live', displayName: 'Live Bank', environment: 'live' })
  await goTo(page, `/banks/new/registration/${live.id}`)
  const { button, dialog } = manage(page)
  await button('Register').click()
  await dialog.getByText('Register a client with Live Bank').waitFor()
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  await dialog.waitFor({ state: 'detached' })
  expect(await call('bankRegistration.list', {})).toEqual({ items: [] })
  await button('Register').click()
  await dialog.getByRole('button', { name: 'Go on at the live bank' }).click()
  await expect.poll(async () => (await registrationOf(workbench)).state).toBe('registered')
})
