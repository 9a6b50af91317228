// Another bank, known by a file only: certificates and software statement are in the workspace already.

import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { runCli } from '../../../../src/main/hosts/cli/cli.ts'
import { type ModelBank, startModelBank } from '../../../../src/model-bank/start.ts'
import type { Identity } from '../../../../src/pki/certificate.ts'
import { temporaryFolder, workspaceKey } from '../../../support/app.ts'
import { approve, assertion, enrol, makeTpp } from '../../../support/bank-tpp.ts'
import { openCallbackPage } from '../../../support/callback-page.ts'
import { testTerminal } from '../../../support/terminal.ts'
import { startWalkthrough, walk } from '../../../support/walkthrough-command.ts'

const pemOf = ({ certificate, privateKey }: Identity) => `${certificate}\n${privateKey}`

const profileOf = ({ addresses }: ModelBank) => ({
  name: 'another-bank',
  displayName: 'Another bank',
  environment: 'sandbox',
  issuer: addresses.issuer,
  endpoints: { authorizationEndpoint: addresses.frontChannel },
  accountInformation: { baseUrls: addresses.accountInformation, defaultVersion: '3.1' },
  registration: { dcr: true, applicationType: 'mobile' },
})

const setUp = async () => {
  const bank = await startModelBank()
  onTestFinished(() => bank.close())
  const tpp = await makeTpp('ORG1')
  await enrol(bank, tpp)
  const folder = temporaryFolder()
  const dataDir = join(folder, 'kept')
  const key = workspaceKey()
  const call = async (method: string, input: object) => {
    const terminal = testTerminal({ env: { ...key }, input: JSON.stringify(input) })
    expect([await runCli([method, '--json', '-', '--data-dir', dataDir], terminal), terminal.stderr.text]).toEqual([0, ''])
    return JSON.parse(terminal.stdout.text)
  }
  const addStatement = async (redirectUri = 'http://127.0.0.1/callback') => {
    const transport = await call('obWacCertificate.create', { name: 'transport', pem: pemOf(tpp.set.transport) })
    const signing = await call('obSealCertificate.create', { name: 'signing', pem: pemOf(tpp.set.signing), keyId: tpp.keyId })
    return call('softwareStatement.create', {
      organisationId: tpp.organisationId,
      organisationName: 'Firm ORG1',
      softwareId: tpp.softwareId,
      clientName: 'Budget & Co',
      roles: ['AISP'],
      redirectUris: [redirectUri],
      defaultObWacCertificateId: transport.id,
      defaultObSealCertificateId: signing.id,
      ssa: await assertion(bank, tpp),
    })
  }
  const file = (name: string, content: string) => {
    const path = join(folder, name)
    writeFileSync(path, content)
    return path
  }
  const profile = (change: object = {}) => file('bank.json', JSON.stringify({ ...profileOf(bank), ...change }))
  const ca = file('ca.pem', bank.addresses.caCertificate)
  const fresh = () => ({ env: { ...key } })
  return { bank, tpp, call, addStatement, file, profile, ca, dataDir, fresh }
}

const addressIn = /\n(http:\/\/127\.0\.0\.1:\d+\/auth\?\S+)\n/

describe('--bank-profile and --ca', () => {
  test('from what the workspace holds to transactions; a second run needs no customer', { timeout: 60_000 }, async () => {
    const { call, addStatement, profile, ca, dataDir, fresh, bank } = await setUp()
    await addStatement()
    const asking = { needs: [{ pointer: '/financialId', what: 'Financial id of the bank', where: 'Its portal' }] }
    const needing = await walk(['--data-dir', dataDir, '--bank-profile', profile(asking), '--ca', ca], fresh())
    expect(needing).toMatchObject({ code: 2, stderr: expect.stringContaining('Another bank needs financialId: Financial id of the bank') })

    const args = ['--data-dir', dataDir, '--bank-profile', profile(), '--ca', ca]
    const { terminal, finished } = startWalkthrough(args, fresh())
    const [, address = ''] = await terminal.stdout.match(addressIn)
    await openCallbackPage((await approve(address)).url)
    const first = await finished
    expect([first.code, first.stderr]).toEqual([0, ''])
    expect(first.stdout).toContain(`→ Another bank, issuer ${bank.addresses.issuer}`)
    expect(first.stdout).toMatch(/→ OBWAC and OBSeal of Firm ORG1 \(still valid, used again\)/)
    expect(first.stdout).toMatch(/\/open-banking\/v3\.1\/aisp\/accounts {2}200/)
    expect(first.stdout).toMatch(/\n3 accounts, /)
    expect(bank.status().clients).toHaveLength(1)

    const second = await walk(args, fresh())
    expect([second.code, second.stdout.match(/used again/g)?.length, bank.status().clients.length]).toEqual([0, 5, 1])

    // The file changed: the profile of that name is renewed, what rests on it stays.
    const renamed = await walk(['--data-dir', dataDir, '--bank-profile', profile({ displayName: 'Renamed bank' }), '--ca', ca], fresh())
    expect([renamed.code, renamed.stdout.includes('→ Renamed bank, issuer')]).toEqual([0, true])
    const { items } = await call('bankProfile.list', {})
    expect(items.filter(({ builtIn }: { builtIn: boolean }) => !builtIn).map(({ name }: { name: string }) => name)).toEqual([
      'another-bank',
    ])
  })

  test('a redirect address that no listener can catch is pasted', { timeout: 60_000 }, async () => {
    const { addStatement, profile, ca, dataDir, fresh } = await setUp()
    await addStatement('https://app.example/callback')
    const web = { registration: { dcr: true, applicationType: 'web' } }
    const { terminal, finished } = startWalkthrough(['--data-dir', dataDir, '--bank-profile', profile(web), '--ca', ca], fresh())
    await terminal.stdout.match(/Paste the address that the browser ends at:/)
    const [, address = ''] = await terminal.stdout.match(addressIn)
    const { url } = await approve(address)
    expect(url).toMatch(/^https:\/\/app\.example\/callback#/)
    terminal.stdin.write(`${url}\n`)
    const { code, stdout } = await finished
    expect([code, stdout.includes('\n3 accounts, ')]).toEqual([0, true])
  })

  test('a client registered elsewhere is used as it is', { timeout: 60_000 }, async () => {
    const { call, addStatement, profile, ca, dataDir, fresh, bank } = await setUp()
    const args = ['--data-dir', dataDir, '--bank-profile', profile(), '--ca', ca]
    // Registered once, and forgotten here.
    await addStatement()
    const first = startWalkthrough(args, fresh())
    await first.terminal.stdout.match(addressIn)
    first.terminal.interrupt()
    expect((await first.finished).code).toBe(130)
    const [{ id, externalApiId, bankProfileId, softwareStatementId }] = (await call('bankRegistration.list', {})).items
    for (const consent of (await call('accountAccessConsent.list', {})).items) {
      await call('accountAccessConsent.delete', { id: consent.id, localOnly: true })
    }
    await call('bankRegistration.delete', { id, localOnly: true })
    await call('bankRegistration.create', { bankProfileId, softwareStatementId, externalApiId })

    const { terminal, finished } = startWalkthrough(args, fresh())
    const [, address = ''] = await terminal.stdout.match(addressIn)
    await openCallbackPage((await approve(address)).url)
    const { code, stdout } = await finished
    expect([code, stdout.includes(`→ Client ${externalApiId} (still valid, used again)`), bank.status().clients.length]).toEqual([
      0,
      true,
      1,
    ])
  })
})

describe('what is wrong with them is named', () => {
  test('the profile file', { timeout: 60_000 }, async () => {
    const { file, profile, ca, dataDir, fresh, bank } = await setUp()
    const told = async (path: string) => {
      const { code, stdout, stderr } = await walk(['--data-dir', dataDir, '--bank-profile', path, '--ca', ca], fresh())
      expect([code, stdout]).toEqual([2, ''])
      return stderr
    }
    expect(await told(file('broken.json', '{"name":'))).toMatch(/broken\.json is not JSON\n {2}Field: bank-profile/)
    expect(await told(profile({ issuer: 'http://bank.example' }))).toMatch(/bank\.json: issuer: .*\n {2}Field: issuer/)
    expect(await told(profile({ registration: { dcr: 'yes' } }))).toMatch(/\n {2}Field: registration\.dcr/)
    expect(await told(profile({ colour: 'red' }))).toMatch(/\n {2}Field: colour/)
    const { accountInformation } = profileOf(bank)
    expect(await told(profile({ accountInformation: { ...accountInformation, baseUrls: {} } }))).toMatch(
      /\n {2}Field: accountInformation\.baseUrls/,
    )
    expect(await told(profile({ endpoints: { authorizationEndpoint: 'http://bank.example/auth' } }))).toMatch(
      /\n {2}Field: endpoints\.authorizationEndpoint/,
    )
    expect(await told(file('list.json', '[]'))).toMatch(/list\.json: .*\n {2}Field: bank-profile/)
  })

  test('the CA file, the certificate of the bank, and an empty workspace', { timeout: 60_000 }, async () => {
    const { file, profile, ca, dataDir, fresh, addStatement, tpp, call } = await setUp()
    const run = (...args: string[]) => walk(['--data-dir', dataDir, '--bank-profile', profile(), ...args], fresh())
    expect(await run('--ca', '/nowhere/ca.pem')).toMatchObject({ code: 2, stderr: expect.stringContaining('Field: ca') })
    expect(await run('--ca', file('odd.pem', 'not a certificate'))).toMatchObject({ code: 2, stderr: expect.stringMatching(/Field: ca\n/) })
    const bundle = file('bundle.pem', `${tpp.set.ca.certificate}\n${readFileSync(ca, 'utf8')}`)
    expect(await run('--ca', bundle)).toMatchObject({
      code: 3,
      stderr: expect.stringMatching(/NOT_FOUND: .*\n {2}Step: certificates\n {2}Import an OBWAC/),
    })
    const { caCertificates } = (await call('bankProfile.list', {})).items.find(({ name }: { name: string }) => name === 'another-bank')
    expect(caCertificates.map((pem: string) => pem.trim())).toEqual([tpp.set.ca.certificate.trim(), readFileSync(ca, 'utf8').trim()])
    await addStatement()
    const untrusted = await run()
    expect(untrusted).toMatchObject({ code: 6, stderr: expect.stringMatching(/BANK_TLS_REJECTED: .*\n {2}Step: registration\n/) })
    expect(untrusted.stdout).toMatch(/GET {4}https:\S+openid-configuration {2}BANK_TLS_REJECTED/)
    expect(untrusted.stderr).toMatch(/Exchange [0-9a-f-]{36} in the request log shows it\./)
  })
})
