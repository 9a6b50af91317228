// A run over a workspace in which something of an earlier run no longer holds.

import { createPrivateKey } from 'node:crypto'
import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { createApp } from '../../../../src/main/core/app.ts'
import { startModelBank } from '../../../../src/model-bank/start.ts'
import type { WalkthroughResult } from '../../../../src/shared/model/walkthrough.ts'
import { startTestApp, type TestApp, temporaryFolder, workspaceKey } from '../../../support/app.ts'
import { form, send } from '../../../support/bank-http.ts'

const reused = ({ steps }: WalkthroughResult) => steps.filter((step) => step.reused).map(({ id }) => id)

/** The client of the workspace's only registration, as another program that holds its certificate has it. */
const clientAtBank = async ({ call, banks }: TestApp) => {
  const [registration] = (await call('bankRegistration.list', {})).items
  const [bank] = banks
  if (!registration || !bank) throw new Error('nothing is registered')
  const exported = await call('certificate.export', {
    obWacCertificateId: registration.binding.obWacCertificateId,
    format: 'pkcs8',
    passphrase: 'correct horse',
  })
  const key = createPrivateKey({ key: exported.encryptedPrivateKey ?? '', passphrase: 'correct horse' })
  const identity = { certificate: exported.certificate, privateKey: key.export({ type: 'pkcs8', format: 'pem' }).toString() }
  const ca = bank.addresses.caCertificate
  const fields = { grant_type: 'client_credentials', scope: 'accounts', client_id: registration.externalApiId ?? '' }
  const { json } = await send(`${bank.addresses.issuer}/token`, { method: 'POST', identity, ca, ...form(fields) })
  const authorization = `Bearer ${json.access_token}`
  return {
    remove: (path: string) => send(`${bank.addresses.issuer}${path}`, { method: 'DELETE', identity, ca, headers: { authorization } }),
    clientId: registration.externalApiId ?? '',
  }
}

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (typeof address !== 'object' || !address) throw new Error('no port')
  return address.port
}

describe('what the bank no longer has', () => {
  test('a consent that was deleted there is asked for again', async () => {
    const test = await startTestApp()
    const first = await test.call('walkthrough.run', {})
    const [consent] = (await test.call('accountAccessConsent.list', {})).items
    const client = await clientAtBank(test)
    expect((await client.remove(`/open-banking/v4.0/aisp/account-access-consents/${consent?.consentId}`)).status).toBe(204)

    const again = await test.call('walkthrough.run', {})
    expect(reused(again)).toEqual(['bank', 'certificates', 'software-statement', 'registration'])
    expect([again.totals, again.accountAccessConsentId === first.accountAccessConsentId]).toEqual([first.totals, false])
  })

  test('a client that was deleted there is registered anew, and nothing here is lost', async () => {
    const test = await startTestApp()
    const first = await test.call('walkthrough.run', { customer: 'jordan' })
    const client = await clientAtBank(test)
    expect((await client.remove(`/register/${client.clientId}`)).status).toBe(204)

    const again = await test.call('walkthrough.run', { customer: 'jordan' })
    expect(reused(again)).toEqual(['bank', 'certificates', 'software-statement'])
    expect((await test.call('bankRegistration.list', {})).items).toHaveLength(2)
    const kept = await test.call('transaction.list', { accountAccessConsentId: first.accountAccessConsentId })
    expect(kept.total).toBe(first.totals.transactions)
  })

  test('a bank that lost its state and came back at the same address', async () => {
    const dataDir = temporaryFolder()
    const port = await freePort()
    const { call } = await startTestApp({ dataDir, env: workspaceKey() })
    await call('modelBank.start', { port })
    await call('walkthrough.run', {})
    await call('modelBank.stop', {})
    rmSync(join(dataDir, 'model-bank.sqlite'))
    await call('modelBank.start', { port })
    expect(reused(await call('walkthrough.run', {}))).toEqual(['bank', 'certificates', 'software-statement'])
    await call('modelBank.stop', {})
    expect(reused(await call('walkthrough.run', {}))).toContain('authorisation')
  })
})

describe('what has expired', () => {
  test('certificates: new ones, with a statement, a registration and a consent of their own', async () => {
    const dataDir = temporaryFolder()
    const env = workspaceKey()
    const then = () => new Date(Date.now() - 400 * 86_400_000)
    // The bank lives in the same past, but for its ID tokens: so the first run gets as far as the customer and fails there.
    const past = await createApp({
      dataDir,
      env: { ...env },
      clock: { now: then },
      launchModelBank: async (options) => {
        const bank = await startModelBank({ ...options, now: then })
        return { ...bank, status: async () => bank.status(), refuseEnrolment: async (id) => bank.refuseEnrolment(id) }
      },
    })
    const failed = await past.dispatch('walkthrough.run', {})
    await past.close()
    expect(failed).toMatchObject({ ok: false, error: { step: 'authorisation' } })

    const { call } = await startTestApp({ dataDir, env })
    const findings = (await call('workspace.check', {})).findings.filter(({ severity }) => severity === 'failed')
    expect(findings.map(({ subject }) => subject.aggregate)).toContain('obWacCertificate')
    const result = await call('walkthrough.run', {})
    expect(reused(result)).toEqual([])
    expect([(await call('softwareStatement.list', {})).items.length, (await call('bankRegistration.list', {})).items.length]).toEqual([
      2, 2,
    ])
    expect(reused(await call('walkthrough.run', {}))).toContain('authorisation')
  })

  test('an access token is refreshed, the consent is used again', async () => {
    let ahead = 0
    const { call } = await startTestApp({ clock: { now: () => new Date(Date.now() + ahead) } })
    await call('walkthrough.run', {})
    const [consent] = (await call('accountAccessConsent.list', {})).items
    ahead = Date.parse(consent?.tokens?.accessTokenExpires ?? '') - Date.now() + 1000
    const again = await call('walkthrough.run', {})
    expect(reused(again)).toContain('authorisation')
    expect((await call('requestLog.list', { runId: again.runId, step: 'token.refresh' })).total).toBe(1)
  })
})

test('a software statement that is not the walkthrough’s own is left alone', async () => {
  const { call } = await startTestApp()
  const subject = 'C=GB,O=Another,CN=another'
  const { obWacCertificate, obSealCertificate } = await call('sandboxCertificates.create', { profile: 'plain', subject })
  const statement = await call('softwareStatement.create', {
    organisationId: 'ANOTHER',
    organisationName: 'Another',
    softwareId: 'another',
    clientName: 'Another',
    roles: ['AISP'],
    redirectUris: ['https://another.example/callback'],
    defaultObWacCertificateId: obWacCertificate.id,
    defaultObSealCertificateId: obSealCertificate.id,
  })
  expect(reused(await call('walkthrough.run', {}))).toEqual([])
  expect(await call('softwareStatement.get', { id: statement.id })).toEqual(statement)
})
