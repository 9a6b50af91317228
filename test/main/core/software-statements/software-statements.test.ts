import { beforeAll, describe, expect, test } from 'vitest'
import type { SoftwareStatement } from '../../../../src/shared/model/software-statement.ts'
import { shareTestApp, startTestApp } from '../../../support/app.ts'
import { opensslIdentity } from '../../../support/openssl-identity.ts'
import {
  exchangesOf,
  makeCertificates,
  minutes,
  movableClock,
  prepareTpp,
  register,
  statementInput,
  type Tpp,
  webRedirect,
} from '../../../support/tpp.ts'

const clock = movableClock()
let tpp: Tpp
const shared = shareTestApp(
  async (test) => {
    tpp = await prepareTpp(test)
  },
  { clock },
)
let everything: SoftwareStatement[]
beforeAll(async () => {
  everything = (await shared().call('softwareStatement.list', {})).items
})

const verdictOf = (statement: SoftwareStatement, claim: string) => statement.ssa?.checks.find((check) => check.claim === claim)?.verdict
const failed = (statement: SoftwareStatement) => statement.ssa?.checks.filter(({ verdict }) => verdict === 'fail').map(({ claim }) => claim)
const assertion = () => tpp.statement.ssa?.jwt ?? ''

describe('the directory of the model bank', () => {
  test('enrols the software and signs an assertion that holds in every point', async () => {
    const { statement, certificates } = tpp
    expect(statement.ssa?.header).toMatchObject({ alg: 'PS256' })
    expect(statement.ssa?.claims).toMatchObject({
      software_id: 'testbenchSoftware',
      org_id: '0015800001041RHAAY',
      software_roles: ['AISP'],
    })
    expect(failed(statement)).toEqual([])
    expect(verdictOf(statement, 'software_jwks_endpoint')).toBe('pass')
    expect(statement.defaultObSealCertificateId).toBe(certificates.obSealCertificate.id)
    const { items } = await shared().call('requestLog.list', {})
    expect(items.map(({ step }) => step).toReversed()).toEqual([
      'directory.enrol',
      'directory.token',
      'directory.assertion',
      'directory.jwks',
    ])
    const { sha256Fingerprint } = certificates.obWacCertificate
    expect(items.map(({ clientCertificate }) => clientCertificate).toReversed()).toEqual([null, sha256Fingerprint, sha256Fingerprint, null])
  })

  test('refuses certificates of another organisation, saying which; nothing is kept', async () => {
    const foreign = await makeCertificates(shared(), { organisationId: 'anotherOrganisatio' })
    const input = statementInput(foreign, { directory: 'modelBank', softwareId: 'another' })
    const error = await shared().refused('softwareStatement.create', input)
    expect(error).toMatchObject({
      code: 'BANK_ERROR_RESPONSE',
      field: 'defaultObWacCertificateId',
      bank: { status: 400, error: 'CERTIFICATE_INVALID' },
    })
    expect(error.message).toContain('belongs to anotherOrganisatio')
    expect((await shared().call('requestLog.get', { id: error.requestLogId ?? '' })).status).toBe(400)
    expect((await shared().call('softwareStatement.list', {})).items).toEqual(everything)
  })

  test('refuses roles that the certificates lack', async () => {
    const input = statementInput(tpp.certificates, { directory: 'modelBank', softwareId: 'another', roles: ['CBPII'] })
    expect(await shared().refused('softwareStatement.create', input)).toMatchObject({
      code: 'BANK_ERROR_RESPONSE',
      message: expect.stringContaining('CBPII'),
    })
  })

  test('is asked in vain while the model bank does not run', async () => {
    const other = await startTestApp()
    const input = statementInput(await makeCertificates(other), { directory: 'modelBank' })
    const error = await other.refused('softwareStatement.create', input)
    expect(error).toMatchObject({ code: 'CONFLICT', remedy: 'Start it first.' })
  })
})

describe('an assertion obtained elsewhere', () => {
  const paste = (changes: Parameters<typeof statementInput>[1]) =>
    shared().call('softwareStatement.create', statementInput(tpp.certificates, { ssa: assertion(), ...changes }))

  test('is stored, decoded and checked, whatever white space came with it', async () => {
    const statement = await paste({ ssa: `\n ${assertion()} \n` })
    expect(statement.ssa?.jwt).toBe(assertion())
    expect(statement.ssa?.checks).toEqual(tpp.statement.ssa?.checks)
    await shared().call('softwareStatement.delete', { id: statement.id })
  })

  test.each<[string, Parameters<typeof statementInput>[1], string[]]>([
    ['other roles', { roles: ['AISP', 'PISP'] }, ['software_roles']],
    ['another redirect address', { redirectUris: [webRedirect, 'https://tpp.example/other'] }, ['software_redirect_uris']],
    ['another organisation', { organisationId: 'anotherOrganisatio' }, ['org_id']],
    ['another software id', { softwareId: 'another' }, ['software_id']],
  ])('that does not fit %s is kept with the verdict', async (_, changes, claims) => {
    const statement = await paste(changes)
    expect(failed(statement)).toEqual(claims)
    await shared().call('softwareStatement.delete', { id: statement.id })
  })

  test('that names other signing keys is kept with the verdict', async () => {
    const others = await makeCertificates(shared())
    const statement = await shared().call('softwareStatement.create', statementInput(others, { ssa: assertion() }))
    expect(failed(statement)).toEqual(['software_jwks_endpoint'])
    await shared().call('softwareStatement.delete', { id: statement.id })
  })

  test('that names the key id, for another key, is kept with the verdict', async () => {
    const { certificate, privateKey } = opensslIdentity('/CN=other')
    const { keyId } = tpp.certificates.obSealCertificate
    const other = await shared().call('obSealCertificate.create', { name: 'other', pem: certificate + privateKey, keyId })
    const statement = await paste({ defaultObSealCertificateId: other.id })
    expect(failed(statement)).toEqual(['software_jwks_endpoint'])
    await shared().call('softwareStatement.delete', { id: statement.id })
  })

  test.each([
    ['what is no JWT', { ssa: 'not a JWT' }, { code: 'INVALID_INPUT', field: 'ssa' }],
    ['an assertion and a directory at once', { directory: 'modelBank' }, { code: 'INVALID_INPUT', field: 'directory' }],
    ['an unknown OBWAC', { defaultObWacCertificateId: crypto.randomUUID() }, { code: 'NOT_FOUND', field: 'defaultObWacCertificateId' }],
    ['an unknown OBSeal', { defaultObSealCertificateId: crypto.randomUUID() }, { code: 'NOT_FOUND', field: 'defaultObSealCertificateId' }],
  ] as const)('is refused with %s; nothing is kept', async (_, changes, expected) => {
    const input = statementInput(tpp.certificates, { ssa: assertion(), ...changes })
    expect(await shared().refused('softwareStatement.create', input)).toMatchObject(expected)
    expect((await shared().call('softwareStatement.list', {})).items).toEqual(everything)
  })
})

describe('update and deletion', () => {
  test('renewed certificates with a fresh assertion: the directory learns of them', async () => {
    const { call } = shared()
    const renewed = await makeCertificates(shared(), { sandboxCaId: tpp.certificates.sandboxCa.id })
    const certificates = {
      defaultObWacCertificateId: renewed.obWacCertificate.id,
      defaultObSealCertificateId: renewed.obSealCertificate.id,
    }
    const stale = await call('softwareStatement.update', { id: tpp.statement.id, ...certificates })
    expect(failed(stale)).toEqual(['software_jwks_endpoint'])
    const fresh = await call('softwareStatement.update', { id: tpp.statement.id, directory: 'modelBank' })
    expect(failed(fresh)).toEqual([])
    expect(fresh.ssa?.jwt).not.toBe(assertion())
  })

  test('a failed update changes nothing', async () => {
    const { call, refused } = shared()
    const before = await call('softwareStatement.get', { id: tpp.statement.id })
    const foreign = await makeCertificates(shared(), { organisationId: 'anotherOrganisatio' })
    for (const broken of [
      { redirectUris: [webRedirect], ssa: 'not a JWT' },
      { defaultObWacCertificateId: foreign.obWacCertificate.id, directory: 'modelBank' as const },
    ]) {
      await refused('softwareStatement.update', { id: before.id, ...broken })
      expect(await call('softwareStatement.get', { id: before.id })).toEqual(before)
    }
  })

  test('an unknown id is named', async () => {
    for (const method of ['softwareStatement.get', 'softwareStatement.update', 'softwareStatement.delete'] as const) {
      expect(await shared().refused(method, { id: crypto.randomUUID() })).toMatchObject({ code: 'NOT_FOUND', field: 'id' })
    }
  })

  test('deletion is refused while a registration uses it, and works afterwards', async () => {
    const { call, refused } = shared()
    const { id } = await register(shared(), tpp)
    expect(await refused('softwareStatement.delete', { id: tpp.statement.id })).toMatchObject({ code: 'CONFLICT', field: 'id' })
    await call('bankRegistration.delete', { id, localOnly: true })
    expect(await exchangesOf(shared(), () => call('softwareStatement.delete', { id: tpp.statement.id }))).toEqual([])
    expect((await call('softwareStatement.list', {})).items).toEqual([])
  })

  test('an assertion grows old', async () => {
    const ssa = assertion()
    const { id, ...fresh } = await shared().call('softwareStatement.create', statementInput(tpp.certificates, { ssa }))
    expect(verdictOf({ id, ...fresh }, 'iat')).toBe('pass')
    clock.forward(minutes(31))
    expect(verdictOf(await shared().call('softwareStatement.get', { id }), 'iat')).toBe('warning')
  })
})
