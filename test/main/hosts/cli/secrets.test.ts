import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { runCli } from '../../../../src/main/hosts/cli/cli.ts'
import { resolveSecrets } from '../../../../src/main/hosts/cli/secret-fields.ts'
import { api, type Method } from '../../../../src/shared/api.ts'
import { temporaryFolder } from '../../../support/app.ts'
import { bareEnvironment, runSource, testTerminal } from '../../../support/terminal.ts'

/** Every field that is a secret, by method. A new one is added here, where somebody thinks of it. */
const secretFields: [Method, string][] = [
  ['obWacCertificate.create', 'pem'],
  ['obWacCertificate.create', 'base64'],
  ['obWacCertificate.create', 'passphrase'],
  ['obSealCertificate.create', 'pem'],
  ['obSealCertificate.create', 'base64'],
  ['obSealCertificate.create', 'passphrase'],
  ['certificate.inspect', 'pem'],
  ['certificate.inspect', 'base64'],
  ['certificate.inspect', 'passphrase'],
  ['certificate.export', 'passphrase'],
  ['encryptionKeyDescription.create', 'key.passphrase'],
  ['bankRegistration.create', 'externalApiSecret'],
  ['bankRegistration.create', 'registrationAccessToken'],
  ['accountAccessConsent.completeAuthorisation', 'redirect'],
  ['workspace.keep', 'key.passphrase'],
]

const hidden = 'a very secret value'
const nested = (path: string, value: unknown): Record<string, unknown> =>
  path.split('.').reduceRight<unknown>((inner, name) => ({ [name]: inner }), value) as Record<string, unknown>

test('the list is whole: each method marks as many secrets as stand here', () => {
  for (const method of Object.keys(api) as Method[]) {
    const marks = JSON.stringify(z.toJSONSchema(api[method].input, { io: 'input' })).split('"secret":true').length - 1
    expect([method, marks]).toEqual([method, secretFields.filter(([name]) => name === method).length])
  }
})

describe.each(secretFields)('%s, %s', (method, field) => {
  test('is refused as an argument and not repeated', async () => {
    const terminal = testTerminal()
    expect(await runCli([method, '--json', JSON.stringify(nested(field, hidden))], terminal)).toBe(2)
    expect([terminal.stdout.text, terminal.stderr.text.includes(hidden)]).toEqual(['', false])
    expect(JSON.parse(terminal.stderr.text)).toMatchObject({
      code: 'INVALID_INPUT',
      field,
      message: expect.stringContaining('not accepted as an argument'),
      remedy: expect.stringContaining('--json -'),
    })
  })

  test('is taken from standard input as it stands, or from a variable that is then removed', () => {
    const given = nested(field, hidden)
    resolveSecrets(method, given, 'standardInput', {})
    expect(given).toEqual(nested(field, hidden))

    for (const source of ['argument', 'standardInput'] as const) {
      const named = nested(field, { env: 'MY_SECRET' })
      const env: NodeJS.ProcessEnv = { MY_SECRET: hidden, OTHER: 'kept' }
      resolveSecrets(method, named, source, env)
      expect([named, env]).toEqual([nested(field, hidden), { OTHER: 'kept' }])
    }
  })

  test('a variable that is not set is named', async () => {
    const terminal = testTerminal()
    expect(await runCli([method, '--json', JSON.stringify(nested(field, { env: 'NOT_SET' }))], terminal)).toBe(2)
    expect(JSON.parse(terminal.stderr.text)).toMatchObject({ field, message: 'Environment variable NOT_SET is not set' })
  })
})

test('one variable may serve two fields', () => {
  const input = { pem: { env: 'BOTH' }, passphrase: { env: 'BOTH' } }
  const env: NodeJS.ProcessEnv = { BOTH: hidden }
  resolveSecrets('certificate.inspect', input, 'argument', env)
  expect([input, env]).toEqual([{ pem: hidden, passphrase: hidden }, {}])
})

test('a method without secrets reads no variable', () => {
  const input = { id: { env: 'PATH' } }
  resolveSecrets('bankProfile.get', input, 'argument', process.env)
  expect(input).toEqual({ id: { env: 'PATH' } })
  expect(process.env.PATH).toBeDefined()
})

describe('the process', () => {
  const subject = JSON.stringify({ profile: 'plain', subject: 'CN=exported' })
  const setUp = async () => {
    const env = { ...bareEnvironment(), TPP_WORKBENCH_PASSPHRASE: 'correct horse', TPP_WORKBENCH_DATA_DIR: join(temporaryFolder(), 'kept') }
    const made = await runSource('src/main/cli.ts', ['sandboxCertificates.create', '--json', subject], { env })
    return { env, obWacCertificateId: JSON.parse(made.stdout).obWacCertificate.id }
  }

  test('exports with a passphrase from standard input, and from a variable', async () => {
    const { env, obWacCertificateId } = await setUp()
    const request = (passphrase: unknown) => JSON.stringify({ obWacCertificateId, format: 'pkcs8', passphrase })
    const fromInput = await runSource('src/main/cli.ts', ['certificate.export', '--json', '-'], { env, input: request(hidden) })
    const fromVariable = await runSource('src/main/cli.ts', ['certificate.export', '--json', request({ env: 'EXPORT' })], {
      env: { ...env, EXPORT: hidden },
    })
    for (const { code, stdout, stderr } of [fromInput, fromVariable]) {
      expect([code, stderr, stdout.includes(hidden)]).toEqual([0, '', false])
      expect(JSON.parse(stdout).encryptedPrivateKey).toMatch(/^-----BEGIN ENCRYPTED PRIVATE KEY-----/)
    }
  })
})
