import { join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, test } from 'vitest'
import type { Finding } from '../../../../src/shared/model/workspace.ts'
import { startTestApp, type TestApp, temporaryFolder, workspaceKey } from '../../../support/app.ts'
import {
  days,
  makeCertificates,
  minutes,
  movableClock,
  organisation,
  prepareTpp,
  register,
  statementInput,
  type Tpp,
} from '../../../support/tpp.ts'

const findings = async (test: TestApp): Promise<Finding[]> => (await test.call('workspace.check', {})).findings
/** What is not good, as `severity aggregate check`. */
const complaints = async (test: TestApp): Promise<string[]> =>
  (await findings(test))
    .filter(({ severity }) => severity !== 'good')
    .map(({ severity, subject, check }) => `${severity} ${subject.aggregate} ${check}`)

/** A kept workspace with a registration, closed again. */
const keptWorkspace = async (prepare: (test: TestApp, tpp: Tpp) => Promise<unknown> = async () => {}) => {
  const dataDir = temporaryFolder()
  const key = workspaceKey()
  const test = await startTestApp({ dataDir, env: { ...key } })
  const tpp = await prepareTpp(test)
  await register(test, tpp)
  await prepare(test, tpp)
  await test.close()
  return {
    tpp,
    change(sql: string, ...values: string[]) {
      const database = new Database(join(dataDir, 'workspace.sqlite'))
      database.prepare(sql).run(...values)
      database.close()
    },
    reopen: (clock = movableClock(), more: NodeJS.ProcessEnv = {}) => startTestApp({ dataDir, env: { ...key, ...more }, clock }),
  }
}

describe('workspace.check', () => {
  test('an empty workspace: its key, and nothing else', async () => {
    const { call } = await startTestApp()
    const { findings: found, ...counts } = await call('workspace.check', {})
    expect(counts).toEqual({ failed: 0, attention: 0 })
    expect(found).toMatchObject([{ severity: 'good', check: 'keyReachable', subject: { aggregate: 'encryptionKeyDescription' } }])
  })

  test('a healthy workspace: every check is good, before and after it was closed', async () => {
    const kept = await keptWorkspace(async (test) => {
      expect(await complaints(test)).toEqual([])
      expect((await findings(test)).map(({ check, subject }) => `${subject.aggregate} ${check}`)).toEqual([
        'encryptionKeyDescription keyReachable',
        'obWacCertificate expiry',
        'obWacCertificate keyFitsCertificate',
        'obSealCertificate expiry',
        'obSealCertificate keyFitsCertificate',
        'softwareStatement ssa',
        'bankRegistration binding',
      ])
    })
    expect(await complaints(await kept.reopen())).toEqual([])
  })

  test.each([
    ['soon', 370, 'attention'],
    ['already', 400, 'failed'],
    ['not yet begun', -2, 'failed'],
  ])('a certificate out of date: %s', async (_, forward, severity) => {
    const clock = movableClock()
    const test = await startTestApp({ clock })
    await makeCertificates(test)
    clock.forward(days(forward))
    expect(await complaints(test)).toEqual([`${severity} obWacCertificate expiry`, `${severity} obSealCertificate expiry`])
    const [finding] = (await findings(test)).filter(({ check }) => check === 'expiry')
    expect(finding).toMatchObject({
      subject: { name: 'test' },
      message: expect.stringContaining('OBWAC "test"'),
      remedy: expect.any(String),
    })
  })

  test('a key that is gone, and one that belongs to another certificate', async () => {
    const { tpp, change, reopen } = await keptWorkspace()
    const { obWacCertificate, obSealCertificate } = tpp.certificates
    change('delete from sealed_value where owner_id = ?', obWacCertificate.id)
    change('update ob_seal_certificate set certificate = ? where id = ?', obWacCertificate.certificate, obSealCertificate.id)
    const test = await reopen()
    expect(await complaints(test)).toEqual([
      'failed obWacCertificate keyReachable',
      'failed obSealCertificate keyFitsCertificate',
      'failed softwareStatement ssa.software_jwks_endpoint',
    ])
    const { bankProfileId } = await test.call('modelBank.start', {})
    const input = { bankProfileId: bankProfileId ?? '', softwareStatementId: tpp.statement.id }
    expect(await test.refused('bankRegistration.create', input)).toMatchObject({ code: 'SECRET_MISSING' })
  })

  test('an encryption key that cannot be reached takes what it seals with it', async () => {
    const SECOND_KEY = Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('base64')
    const dataDir = temporaryFolder()
    const first = workspaceKey()
    const test = await startTestApp({ dataDir, env: { ...first, SECOND_KEY } })
    const [before] = (await test.call('encryptionKeyDescription.list', {})).items
    await test.call('encryptionKeyDescription.create', { name: 'second', key: { source: 'Configuration', sourceName: 'SECOND_KEY' } })
    await makeCertificates(test)
    await test.call('encryptionKeyDescription.setCurrent', { id: before?.id ?? '' })
    expect(await complaints(test)).toEqual([])
    await test.close()

    const without = await startTestApp({ dataDir, env: { ...first } })
    const expected = ['encryptionKeyDescription', 'obWacCertificate', 'obSealCertificate'].map(
      (aggregate) => `failed ${aggregate} keyReachable`,
    )
    expect(await complaints(without)).toEqual(expected)
    expect((await findings(without)).every(({ severity, remedy }) => severity === 'good' || remedy)).toBe(true)
    await without.close()
    expect(await complaints(await startTestApp({ dataDir, env: { ...first, SECOND_KEY } }))).toEqual([])
  })

  test('an assertion: absent, grown old, or for something else', async () => {
    const { tpp, reopen } = await keptWorkspace(async (test, { certificates }) => {
      await test.call('softwareStatement.create', statementInput(certificates, { softwareId: 'none' }))
    })
    const clock = movableClock()
    const test = await reopen(clock)
    expect(await complaints(test)).toEqual(['attention softwareStatement ssa'])
    const ssa = tpp.statement.ssa?.jwt ?? ''
    const other = { ssa, softwareId: 'another', roles: ['PISP' as const], redirectUris: ['https://tpp.example/other'] }
    await test.call('softwareStatement.create', statementInput(tpp.certificates, other))
    clock.forward(minutes(31))
    const found = (await complaints(test)).map((complaint) => complaint.replace('softwareStatement ssa', '')).toSorted()
    // The first statement is registered already, so the age of its assertion no longer matters.
    expect(found).toEqual([
      'attention ',
      'attention .iat',
      'failed .software_id',
      'failed .software_redirect_uris',
      'failed .software_roles',
    ])
  })

  test('a registration that is bound to another certificate, or was left half-way', async () => {
    const { change, reopen } = await keptWorkspace(async (test, { statement, certificates: { sandboxCa } }) => {
      const renewed = await makeCertificates(test, { sandboxCaId: sandboxCa.id })
      await test.call('softwareStatement.update', { id: statement.id, defaultObWacCertificateId: renewed.obWacCertificate.id })
      expect(await complaints(test)).toEqual([])
      const { obWacCertificate } = await makeCertificates(test, { name: 'Another name Ltd' })
      await test.call('softwareStatement.update', { id: statement.id, defaultObWacCertificateId: obWacCertificate.id })
      expect(await complaints(test)).toEqual(['failed bankRegistration binding'])
      const finding = (await findings(test)).find(({ check }) => check === 'binding')
      expect(finding?.message).toContain(`O=${organisation.name}`)
      expect(finding?.message).toContain('O=Another name Ltd')
    })
    change(`update bank_registration set state = 'deleting'`)
    expect(await complaints(await reopen())).toEqual(['attention bankRegistration state'])
  })
})
