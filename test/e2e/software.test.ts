// Software statements: from the model bank's directory, pasted and by hand; renewed, changed and deleted.

import { expect, test } from 'vitest'
import { frame } from './pages/frame.ts'
import { flaws, manage } from './pages/manage.ts'
import { goTo, openWorkbench, shareBrowser, type Workbench } from './pages/workbench.ts'

const browser = shareBrowser()

const organisation = {
  name: 'Testbench Ltd',
  organisationId: '0015800001041RHAAY',
  softwareId: 'testbenchSoftware',
  authorisationNumber: 'PSDGB-FCA-900001',
  roles: ['PSP_PI' as const, 'PSP_AI' as const],
}

const makeCertificates = ({ call }: Workbench, name = 'test') => call('sandboxCertificates.create', { profile: 'psd2', name, organisation })

const openForm = async ({ page }: Workbench): Promise<void> => {
  await goTo(page, '/software/new/software-statement')
  await manage(page).form('Add a software statement').waitFor()
}

const fill = async ({ page }: Workbench): Promise<void> => {
  const { choose, field } = manage(page)
  await choose('Transport certificate', 'test')
  await choose('Signing certificate', 'test')
  await field('Name').fill('Testbench')
  await field('Software id').fill(organisation.softwareId)
  await field('Organisation').fill(organisation.name)
  await field('Organisation id').fill(organisation.organisationId)
}

test('without certificates the form says what comes first', async () => {
  const workbench = await openWorkbench(browser())
  const { page } = workbench
  await frame(page).open('Software')
  await page.getByRole('button', { name: 'Add a software statement' }).click()
  await page.getByText('A software statement needs an OBWAC and an OBSeal.').waitFor()
  expect(await flaws(workbench, 'nothing to begin with')).toEqual([])
})

test('from the model bank’s directory: checked, renewed, changed, deleted and had back', { timeout: 90_000 }, async () => {
  const workbench = await openWorkbench(browser())
  const { page, call, complaints } = workbench
  await makeCertificates(workbench)
  await openForm(workbench)
  const { button, field, fact, status, choose, tick, undo, main, alert } = manage(page)

  await button('Add').click()
  expect(await field('Name').getAttribute('aria-invalid')).toBe('true')
  expect(await flaws(workbench, 'an empty form')).toEqual([])
  await fill(workbench)
  expect(await field('Organisation id').inputValue()).toBe(organisation.organisationId)
  await button('Add').click()
  await frame(page).shown('Testbench').waitFor()
  expect(await status.innerText()).toContain('Holds')
  const [made] = (await call('softwareStatement.list', {})).items
  expect(made?.ssa?.checks.filter(({ verdict }) => verdict === 'fail')).toEqual([])

  await button('Renew the assertion').click()
  await button('Obtain it').click()
  await expect.poll(async () => (await call('softwareStatement.list', {})).items[0]?.ssa?.jwt).not.toBe(made?.ssa?.jwt)
  await button('Obtain it').waitFor({ state: 'detached' })

  await makeCertificates(workbench, 'renewed')
  await button('Change').click()
  await choose('Transport certificate', 'renewed')
  await field('Redirect addresses').fill('http://127.0.0.1/callback\nhttps://tpp.example/callback')
  await tick('Renew the assertion as well, at the model bank’s directory')
  await button('Save').click()
  await button('Save').waitFor({ state: 'detached' })
  await expect.poll(() => fact('Redirect addresses').innerText()).toContain('https://tpp.example/callback')
  await expect.poll(() => fact('Transport certificate').innerText()).toBe('renewed')

  await button('Delete').click()
  await undo.click()
  await frame(page)
    .entry('Software', /Testbench/)
    .click()
  await frame(page).shown('Testbench').waitFor()

  const { bankProfileId } = await call('modelBank.status', {})
  const registration = await call('bankRegistration.create', { bankProfileId: bankProfileId ?? '', softwareStatementId: made?.id ?? '' })
  await main.getByRole('link', { name: 'Model bank' }).waitFor()
  await button('Delete').click()
  expect(await alert.innerText()).toContain('It cannot be deleted while a registration uses it:')
  expect(await flaws(workbench, 'not deletable')).toEqual([])
  await call('bankRegistration.delete', { id: registration.id })
  await alert.getByRole('link').waitFor({ state: 'detached' })
  await button('Delete').click()
  await undo.waitFor()
  await undo.waitFor({ state: 'detached' })
  expect((await call('softwareStatement.list', {})).items).toEqual([])
  expect(complaints).toEqual([])
})

test('a pasted assertion fills the form; what does not agree with it is told by the checks', async () => {
  const workbench = await openWorkbench(browser())
  const { page, call } = workbench
  const { obWacCertificate, obSealCertificate } = await makeCertificates(workbench)
  await call('modelBank.start', {})
  const { ssa } = await call('softwareStatement.create', {
    organisationId: organisation.organisationId,
    organisationName: organisation.name,
    softwareId: organisation.softwareId,
    clientName: 'Elsewhere',
    roles: ['AISP'],
    redirectUris: ['https://tpp.example/callback'],
    defaultObWacCertificateId: obWacCertificate.id,
    defaultObSealCertificateId: obSealCertificate.id,
    directory: 'modelBank',
  })
  await openForm(workbench)
  const { button, field, tick, choose, faultOf, main, status } = manage(page)
  await tick('Pasted, from a real directory')
  await field('Software statement assertion').fill('hello')
  expect(await faultOf(field('Software statement assertion'))).toContain('This is not a signed JWT')
  await field('Software statement assertion').fill(ssa?.jwt ?? '')
  await page.getByText('The fields are filled from the assertion.').waitFor()
  expect(await field('Name').inputValue()).toBe('Elsewhere')
  expect(await field('Software id').inputValue()).toBe(organisation.softwareId)
  expect(await field('Redirect addresses').inputValue()).toBe('https://tpp.example/callback')
  expect(await flaws(workbench, 'filled from the assertion')).toEqual([])

  await choose('Transport certificate', 'test')
  await choose('Signing certificate', 'test')
  await field('Software id').fill('another')
  await button('Add').click()
  await frame(page).shown('Elsewhere').waitFor()
  expect(await status.innerText()).toContain('Fails')
  await main.getByRole('tab', { name: 'Assertion (SSA)' }).click()
  const claim = main.getByRole('term').filter({ hasText: 'software_id' }).locator('xpath=..')
  expect(await claim.innerText()).toMatch(/^Fail$/m)
  expect(await claim.innerText()).toContain('another')
  expect(await flaws(workbench, 'assertion')).toEqual([])
})

test('by hand, without an assertion; a value that is refused is told at its field', async () => {
  const workbench = await openWorkbench(browser())
  const { page } = workbench
  await makeCertificates(workbench)
  await openForm(workbench)
  const { button, field, tick, faultOf, fact } = manage(page)
  await tick('None yet')
  await fill(workbench)
  await field('Redirect addresses').fill('no address')
  await field('Software id').fill('not allowed!')
  await button('Add').click()
  await expect.poll(() => field('Software id').getAttribute('aria-invalid')).toBe('true')
  expect(await faultOf(field('Redirect addresses'))).toContain('This is not an address of the kind asked for')
  await field('Redirect addresses').fill('https://tpp.example/callback')
  await field('Software id').fill('allowed')
  await button('Add').click()
  await frame(page).shown('Testbench').waitFor()
  await expect.poll(() => fact('Assertion obtained').innerText()).toBe('No assertion')
})
