import { expect, test } from 'vitest'
import { frame } from './pages/frame.ts'
import { enrolmentPortal, modelBankScreen } from './pages/model-bank.ts'
import { openWorkbench, shareBrowser } from './pages/workbench.ts'

const browser = shareBrowser()

test('the model bank is started and stopped, and tells whom it serves', async () => {
  const { page, call, complaints } = await openWorkbench(browser())
  await frame(page).open('Model bank')
  const bank = modelBankScreen(page)
  await bank.start.click()
  await bank.stop.waitFor()
  const { customers } = await call('modelBank.status', {})
  const shown = await bank.customers.innerText()
  for (const { name, username, password, oneTimeCode } of customers) {
    for (const value of [name, username, password, oneTimeCode]) expect(shown).toContain(value)
  }
  await call('walkthrough.run', {})
  await bank.clients.waitFor()
  expect(await bank.clients.getByRole('row').count()).toBe(2)

  await bank.stop.click()
  await bank.start.waitFor()
  expect(await call('modelBank.status', {})).toMatchObject({ running: false })
  expect(complaints).toEqual([])
})

test('a developer asks at the portal, is approved on the screen, and gets the client there', async () => {
  const { page, call, outside } = await openWorkbench(browser())
  await call('modelBank.start', {})
  const { obWacCertificate } = await call('sandboxCertificates.create', {
    profile: 'plain',
    name: 'own',
    subject: 'C=GB,O=Example Limited,OU=example,CN=example',
  })
  await frame(page).open('Model bank')
  const bank = modelBankScreen(page)
  const tab = await outside(() => bank.openPortal.click())
  const portal = enrolmentPortal(tab)
  const redirectUris = 'http://127.0.0.1/callback'
  await portal.ask({ organisation: 'Example Limited', certificate: obWacCertificate.certificate, redirectUris })
  expect(await portal.text()).toContain('The operator has not decided yet.')

  await bank.refresh.click()
  expect(await bank.enrolments.innerText()).toContain(obWacCertificate.sha256Fingerprint)
  await bank.approve('Example Limited').click()
  await bank.enrolments.getByText('Approved').waitFor()
  expect(await bank.clients.innerText()).toContain('Enrolment portal')
  await tab.reload()
  const { clients } = await call('modelBank.status', {})
  expect(await portal.text()).toContain(clients[0]?.clientId)
  expect(await portal.text()).toMatch(/Client secret\s+\S{20,} \(shown this once\)/)
})
