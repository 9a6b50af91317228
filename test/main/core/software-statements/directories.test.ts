// Fresh assertions from a directory, over its own interface.

import { beforeEach, describe, expect, test } from 'vitest'
import { shareTestApp, startTestApp } from '../../../support/app.ts'
import {
  exchangesOf,
  makeCertificates,
  minutes,
  movableClock,
  organisation,
  prepareTpp,
  statementInput,
  type Tpp,
} from '../../../support/tpp.ts'

const clock = movableClock()
let tpp: Tpp
const shared = shareTestApp(
  async (test) => {
    tpp = await prepareTpp(test)
  },
  { clock },
)
// Tokens of the model bank's directory live for five minutes.
beforeEach(() => clock.forward(minutes(6)))

const fetchAssertion = (changes: { id?: string; directory?: string } = {}) =>
  shared().call('softwareStatement.fetchAssertion', { id: tpp.statement.id, ...changes })

describe('directory.list', () => {
  test('has the directories of the resources, and the model bank’s while it runs', async () => {
    const names = async (test = shared()) => (await test.call('directory.list', {})).items.map(({ name }) => name)
    expect((await names())[0]).toBe('modelBank')
    const other = await startTestApp()
    const known = await names(other)
    expect(known).not.toContain('modelBank')
    expect(await names()).toEqual(['modelBank', ...known])
    const { items } = await shared().call('directory.list', {})
    for (const { tokenEndpoint, softwareStatementAssertion } of items) {
      expect(new URL(tokenEndpoint).protocol).toBe('https:')
      expect(softwareStatementAssertion).toMatch(/\{organisationId\}.*\{softwareId\}/)
    }
  })
})

describe('softwareStatement.fetchAssertion', () => {
  test('asks with private_key_jwt over mutual TLS, and keeps what it gets', async () => {
    const before = tpp.statement.ssa?.jwt
    const sent = await exchangesOf(shared(), async () => {
      const fresh = await fetchAssertion()
      expect(fresh.ssa?.jwt).not.toBe(before)
      expect(fresh.ssa?.checks.filter(({ verdict }) => verdict === 'fail')).toEqual([])
    })
    const { sha256Fingerprint } = tpp.certificates.obWacCertificate
    expect(sent.map(({ step, clientCertificate }) => [step, clientCertificate])).toEqual([
      ['directory.token', sha256Fingerprint],
      ['directory.assertion', sha256Fingerprint],
      ['directory.jwks', null],
    ])
    const { jwts } = await shared().call('requestLog.get', { id: sent[0]?.id ?? '' })
    expect(jwts[0]).toMatchObject({
      header: { alg: 'PS256', kid: tpp.certificates.obSealCertificate.keyId },
      claims: { iss: organisation.softwareId, sub: organisation.softwareId, scope: expect.stringContaining('TPPReadAccess') },
    })
  })

  test('uses a token again while it lives', async () => {
    const steps = async () => (await exchangesOf(shared(), () => fetchAssertion())).map(({ step }) => step)
    expect(await steps()).toContain('directory.token')
    expect(await steps()).not.toContain('directory.token')
    clock.forward(minutes(5))
    expect(await steps()).toContain('directory.token')
  })

  test('an EC key signs ES256', async () => {
    const { call } = shared()
    const certificates = await call('sandboxCertificates.create', { profile: 'psd2', signingKeyType: 'EC', organisation })
    const input = statementInput(certificates, { directory: 'modelBank', softwareId: 'withEcKey' })
    const statement = await call('softwareStatement.create', input)
    expect(statement.ssa?.checks.filter(({ verdict }) => verdict === 'fail')).toEqual([])
    const sent = await exchangesOf(shared(), () => fetchAssertion({ id: statement.id }))
    expect(sent.map(({ status }) => status)).toEqual([200, 200])
  })

  test.each<[string, () => Promise<{ id?: string; directory?: string }>, object]>([
    ['a directory that is not known', async () => ({ directory: 'elsewhere' }), { code: 'NOT_FOUND', field: 'directory' }],
    ['an unknown software statement', async () => ({ id: crypto.randomUUID() }), { code: 'NOT_FOUND', field: 'id' }],
    [
      'software that is not enrolled',
      async () => {
        const certificates = await makeCertificates(shared(), { sandboxCaId: tpp.certificates.sandboxCa.id })
        return { id: (await shared().call('softwareStatement.create', statementInput(certificates, { softwareId: 'notEnrolled' }))).id }
      },
      { code: 'BANK_ERROR_RESPONSE', bank: { status: 401, error: 'invalid_client' }, remedy: expect.stringContaining('software id') },
    ],
    [
      'a signing key that the directory does not have',
      async () => {
        const certificates = await makeCertificates(shared(), { sandboxCaId: tpp.certificates.sandboxCa.id })
        return { id: (await shared().call('softwareStatement.create', statementInput(certificates))).id }
      },
      { code: 'BANK_ERROR_RESPONSE', bank: { status: 401, error: 'invalid_client' }, remedy: expect.stringContaining('key id') },
    ],
  ])('%s is refused, and the assertion from before stays', async (_, changes, expected) => {
    const input = { id: tpp.statement.id, ...(await changes()) }
    const before = (await shared().call('softwareStatement.list', {})).items
    expect(await shared().refused('softwareStatement.fetchAssertion', input)).toMatchObject(expected)
    expect((await shared().call('softwareStatement.list', {})).items).toEqual(before)
  })

  test('is asked in vain while the model bank does not run', async () => {
    const other = await startTestApp()
    const { id } = await other.call('softwareStatement.create', statementInput(await makeCertificates(other)))
    expect(await other.refused('softwareStatement.fetchAssertion', { id })).toMatchObject({ code: 'CONFLICT', remedy: 'Start it first.' })
  })

  test('uses a token for no other software, and with no other certificate', async () => {
    const own = await startTestApp()
    const { certificates, statement } = await prepareTpp(own)
    const tokensFor = async (work: () => Promise<unknown>) =>
      (await exchangesOf(own, work))
        .filter(({ step }) => step === 'directory.token' || step === 'directory.assertion')
        .map(({ step }) => step)
    const fetched = () => tokensFor(() => own.call('softwareStatement.fetchAssertion', { id: statement.id }))
    const sibling = statementInput(certificates, { directory: 'modelBank', softwareId: 'sibling' })
    expect(await fetched()).toEqual(['directory.assertion'])
    expect(await tokensFor(() => own.call('softwareStatement.create', sibling))).toEqual(['directory.token', 'directory.assertion'])

    const renewed = await makeCertificates(own, { sandboxCaId: certificates.sandboxCa.id })
    await own.call('softwareStatement.update', { id: statement.id, defaultObWacCertificateId: renewed.obWacCertificate.id })
    expect(await fetched()).toEqual(['directory.token', 'directory.assertion'])
  })
})
