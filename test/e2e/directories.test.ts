// A real directory, certified by a CA that is not public: its certificates are given where an assertion is fetched.

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { SignJWT } from 'jose'
import { expect, onTestFinished, test } from 'vitest'
import { startTestApp, temporaryFolder } from '../support/app.ts'
import { createTestCa } from '../support/tls-identities.ts'
import { startHttpsServer } from '../support/tls-server.ts'
import { makeCertificates, organisation, statementInput } from '../support/tpp.ts'
import { flaws, manage } from './pages/manage.ts'
import { goTo, inBrowser, openInBrowser, shareBrowser } from './pages/workbench.ts'

const browser = shareBrowser()

/** A directory on this machine, and the file that knows it. */
const startDirectory = async () => {
  const ca = createTestCa('CA of a directory')
  const { privateKey } = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify'])
  const assertion = await new SignJWT({ software_id: organisation.softwareId }).setProtectedHeader({ alg: 'ES256' }).sign(privateKey)
  const server = await startHttpsServer(ca.issue('localhost'), ({ url }, response) =>
    response.end(url === '/token' ? '{"access_token":"token of the directory","token_type":"Bearer"}' : assertion),
  )
  onTestFinished(async () => {
    await server.close()
    ca.remove()
  })
  const own = {
    ...{ displayName: 'Own Directory', scope: 'TPPReadAccess', assertionAlgorithm: 'RS256' },
    ...{ tokenEndpoint: `${server.origin}/token`, softwareStatementAssertion: `${server.origin}/{organisationId}/{softwareId}` },
    sources: [{ pointer: '', source: 'This test', date: '2026-06-01' }],
  }
  const bankProfileFile = join(temporaryFolder(), 'banks.json')
  writeFileSync(bankProfileFile, JSON.stringify({ format: 1, profiles: [], directories: { own } }))
  return { ca, assertion, bankProfileFile }
}

test.runIf(inBrowser)('refused until its CA is trusted, which is kept', { timeout: 60_000 }, async () => {
  const { ca, assertion, bankProfileFile } = await startDirectory()
  const app = await startTestApp({ bankProfileFile })
  const { id } = await app.call('softwareStatement.create', statementInput(await makeCertificates(app)))
  const workbench = await openInBrowser(browser(), {}, app)
  const { page, call } = workbench
  await goTo(page, `/software/softwareStatement/${id}`)
  const { button, field, alert, faultOf, tick } = manage(page)

  await button('Obtain an assertion').click()
  await tick('From the Own Directory')
  await button('Obtain it').click()
  expect(await alert.innerText()).toContain('TLS certificate of the directory at')
  expect(await alert.innerText()).toContain('directory.setCaCertificates')
  expect(await flaws(workbench, 'a directory that is not trusted')).toEqual([])

  await field('Trusted certificates').fill('certificate')
  await button('Obtain it').click()
  await expect.poll(() => faultOf(field('Trusted certificates'))).toContain('A CA certificate of the directory cannot be read')
  await field('Trusted certificates').fill(ca.certificate)
  await button('Obtain it').click()
  await button('Renew the assertion').waitFor()
  expect((await call('softwareStatement.get', { id })).ssa?.jwt).toBe(assertion)

  await button('Renew the assertion').click()
  await tick('From the Own Directory')
  expect(await field('Trusted certificates').inputValue()).toBe(ca.certificate)
})
