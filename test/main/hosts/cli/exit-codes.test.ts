import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { runCli } from '../../../../src/main/hosts/cli/cli.ts'
import { exitCodes } from '../../../../src/main/hosts/cli/exit-codes.ts'
import { startModelBank } from '../../../../src/model-bank/start.ts'
import type { Identity } from '../../../../src/pki/certificate.ts'
import { type AppErrorCode, appErrorCodes } from '../../../../src/shared/errors.ts'
import { temporaryFolder, workspaceKey } from '../../../support/app.ts'
import { assertion, enrol, makeTpp } from '../../../support/bank-tpp.ts'
import { testTerminal } from '../../../support/terminal.ts'

/** Groups as a script wants to tell them apart: its own mistake, the certificates, the keys, the network, the bank, the customer, the store. */
const groups = [
  ['INTERNAL'],
  ['INVALID_INPUT', 'UNKNOWN_METHOD'],
  ['NOT_FOUND', 'CONFLICT'],
  ['CERTIFICATE_INVALID', 'CERTIFICATE_EXPIRED', 'KEY_MISMATCH'],
  ['SECRET_STORE_UNAVAILABLE', 'SECRET_MISSING', 'DECRYPTION_FAILED'],
  ['BANK_UNREACHABLE', 'BANK_TLS_REJECTED'],
  ['BANK_ERROR_RESPONSE', 'BANK_INVALID_RESPONSE', 'BANK_SIGNATURE_INVALID'],
  ['AUTHORISATION_FAILED'],
  ['SCHEMA_TOO_NEW', 'DATABASE_FAILED', 'DATA_DIR_IN_USE'],
  ['HOST_UNSUPPORTED'],
  ['CANCELLED'],
] as const

test('every code is in one group, and every group has a code of its own that is not success', () => {
  expect(groups.flat().toSorted()).toEqual([...appErrorCodes].toSorted())
  const codes = groups.map((group) => [...new Set(group.map((code) => exitCodes[code]))])
  expect(codes.map((each) => each.length)).toEqual(groups.map(() => 1))
  expect(new Set(codes.flat()).size).toBe(groups.length)
  expect(codes.flat().every((code) => code > 0 && code < 256)).toBe(true)
  // As a shell has it for a program that Ctrl+C ended.
  expect(exitCodes.CANCELLED).toBe(130)
})

test('a script meets them: one kept workspace, one failure after another', { timeout: 60_000 }, async () => {
  const bank = await startModelBank()
  onTestFinished(() => bank.close())
  const tpp = await makeTpp('ORG1')
  await enrol(bank, tpp)
  const dataDir = join(temporaryFolder(), 'kept')
  const key = workspaceKey()

  const call = async (method: string, input: object) => {
    const terminal = testTerminal({ env: { ...key }, input: JSON.stringify(input) })
    const exit = await runCli([method, '--json', '-', '--data-dir', dataDir], terminal)
    return { exit, answer: JSON.parse(exit === 0 ? terminal.stdout.text : terminal.stderr.text) }
  }
  const create = async (method: string, input: object): Promise<string> => {
    const made = await call(method, input)
    expect(made).toMatchObject({ exit: 0 })
    return made.answer.id
  }
  const fails = async (method: string, input: object, code: AppErrorCode) =>
    expect(await call(method, input)).toMatchObject({ exit: exitCodes[code], answer: { code } })
  const pemOf = ({ certificate, privateKey }: Identity) => `${certificate}\n${privateKey}`
  const profile = (name: string, issuer: string, caCertificates: string[]) => ({
    name,
    displayName: name,
    environment: 'sandbox',
    issuer,
    caCertificates,
    accountInformation: { baseUrls: { '4.0': `${issuer}/aisp` }, defaultVersion: '4.0' },
    registration: { dcr: true },
  })

  const { transport, signing } = tpp.set
  await fails('obWacCertificate.create', { name: 'wrong', pem: pemOf({ ...transport, privateKey: signing.privateKey }) }, 'KEY_MISMATCH')
  const defaultObWacCertificateId = await create('obWacCertificate.create', { name: 'transport', pem: pemOf(transport) })
  const defaultObSealCertificateId = await create('obSealCertificate.create', { name: 'signing', pem: pemOf(signing), keyId: tpp.keyId })
  const softwareStatementId = await create('softwareStatement.create', {
    organisationId: tpp.organisationId,
    organisationName: 'Firm',
    softwareId: tpp.softwareId,
    clientName: 'Budget',
    roles: ['AISP'],
    redirectUris: ['http://127.0.0.1/callback'],
    defaultObWacCertificateId,
    defaultObSealCertificateId,
    ssa: await assertion(bank, tpp),
  })
  const { issuer, caCertificate } = bank.addresses
  const closed = await create('bankProfile.create', profile('closed', 'https://127.0.0.1:1', []))
  const untrusted = await create('bankProfile.create', profile('untrusted', issuer, []))
  const lost = await create('bankProfile.create', profile('lost', `${issuer}/nowhere`, [caCertificate]))

  await fails('bankProfile.create', profile('lost', issuer, []), 'CONFLICT')
  await fails('bankProfile.get', { id: crypto.randomUUID() }, 'NOT_FOUND')
  await fails('bankRegistration.create', { bankProfileId: closed, softwareStatementId }, 'BANK_UNREACHABLE')
  await fails('bankRegistration.create', { bankProfileId: untrusted, softwareStatementId }, 'BANK_TLS_REJECTED')
  await fails('bankRegistration.create', { bankProfileId: lost, softwareStatementId }, 'BANK_ERROR_RESPONSE')
  await fails('accountAccessConsent.completeAuthorisation', { redirect: '#code=a&state=b' }, 'AUTHORISATION_FAILED')
  await fails('workspace.keep', { dataDir, key: { source: 'Configuration', sourceName: 'X' } }, 'CONFLICT')
  expect((await call('workspace.check', {})).exit).toBe(0)
})
