import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { runCli } from '../../../../src/main/hosts/cli/cli.ts'
import { api } from '../../../../src/shared/api.ts'
import { temporaryFolder, workspaceKey } from '../../../support/app.ts'
import { bareEnvironment, runSource, startProcess, testTerminal } from '../../../support/terminal.ts'

const cli = 'src/main/cli.ts'

const call = async (args: string[], options: Parameters<typeof testTerminal>[0] = {}) => {
  const terminal = testTerminal(options)
  const code = await runCli(args, terminal)
  return { code, stdout: terminal.stdout.text, stderr: terminal.stderr.text }
}

const refused = async (args: string[], options?: Parameters<typeof testTerminal>[0]) => {
  const { code, stdout, stderr } = await call(args, options)
  return { code, stdout, error: JSON.parse(stderr) }
}

describe('a call', () => {
  test('prints its result as JSON on standard output and nothing else there', async () => {
    const { code, stdout, stderr } = await call(['workspace.status'])
    expect(code).toBe(0)
    expect(api['workspace.status'].output.strict().parse(JSON.parse(stdout))).toMatchObject({ ephemeral: true, dataDir: null })
    expect(stderr).toMatch(/^Nothing is kept: .*\n$/)
  })

  test('takes its input as argument or from standard input', async () => {
    const subject = 'C=GB,O=Example,CN=example'
    const input = JSON.stringify({ profile: 'plain', subject })
    const fromArgument = JSON.parse((await call(['sandboxCertificates.create', '--json', input])).stdout)
    const fromInput = JSON.parse((await call(['sandboxCertificates.create', '--json', '-'], { input })).stdout)
    for (const { obWacCertificate } of [fromArgument, fromInput]) expect(obWacCertificate.subject).toBe('CN=example,O=Example,C=GB')
  })

  test('an empty standard input is an empty input', async () => {
    expect((await call(['bankProfile.list', '--json', '-'], { input: ' \n' })).code).toBe(0)
  })

  test('characters that would move a terminal are escaped, and mean the same', async () => {
    const dataDir = join(temporaryFolder(), 'kept')
    const env = workspaceKey()
    const displayName = 'Bank\u009b31m \u202eknaB'
    const profile = {
      name: 'odd',
      displayName,
      environment: 'sandbox',
      issuer: 'https://bank.example',
      accountInformation: { baseUrls: { '4.0': 'https://bank.example/aisp' }, defaultVersion: '4.0' },
      registration: { dcr: true },
    }
    const { code, stdout } = await call(['bankProfile.create', '--json', JSON.stringify(profile), '--data-dir', dataDir], { env })
    expect([code, stdout.includes('\u009b'), stdout.includes('\u202e'), JSON.parse(stdout).displayName]).toEqual([
      0,
      false,
      false,
      displayName,
    ])
  })
})

describe('what is not understood', () => {
  test.each([
    ['an unknown method', ['account.lost'], 'UNKNOWN_METHOD', 'method'],
    ['a name from the prototype', ['constructor'], 'UNKNOWN_METHOD', 'method'],
    ['an unknown option', ['workspace.status', '--colour'], 'INVALID_INPUT', 'colour'],
    ['an option without its value', ['workspace.status', '--json'], 'INVALID_INPUT', 'json'],
    ['a second argument', ['workspace.status', '{}'], 'INVALID_INPUT', undefined],
    ['broken JSON', ['account.list', '--json', '{"id": 1'], 'INVALID_INPUT', 'json'],
    ['an empty data directory', ['workspace.status', '--data-dir', ''], 'INVALID_INPUT', 'data-dir'],
    ['a list as input', ['workspace.status', '--json', '[]'], 'INVALID_INPUT', ''],
    ['a text as input', ['workspace.status', '--json', '"x"'], 'INVALID_INPUT', ''],
    ['a wrong field', ['requestLog.get', '--json', '{"id": "1"}'], 'INVALID_INPUT', 'id'],
    ['a field too many', ['workspace.status', '--json', '{"extra": 1}'], 'INVALID_INPUT', 'extra'],
  ])('%s: one JSON error on standard error, exit code 2', async (_, args, code, field) => {
    const answer = await refused(args)
    expect(answer).toMatchObject({ code: 2, stdout: '', error: { code } })
    expect(answer.error.field).toBe(field)
  })

  test('broken JSON on standard input', async () => {
    const { error } = await refused(['account.list', '--json', '-'], { input: 'account: all' })
    expect(error).toMatchObject({ code: 'INVALID_INPUT', message: 'Standard input is not JSON', field: 'json' })
  })
})

describe('a kept workspace', () => {
  test('is made with TPP_WORKBENCH_KEY and found again with it; the folder may stand in a variable', async () => {
    const dataDir = join(temporaryFolder(), 'kept')
    const key = workspaceKey()
    const env = { ...key }
    const first = await call(['sandboxCertificates.create', '--json', '{"profile":"plain","subject":"CN=kept"}', '--data-dir', dataDir], {
      env,
    })
    expect([first.code, first.stderr, env]).toEqual([0, '', {}])
    const again = await call(['obWacCertificate.list'], { env: { ...key, TPP_WORKBENCH_DATA_DIR: dataDir } })
    expect(JSON.parse(again.stdout).items).toEqual([JSON.parse(first.stdout).obWacCertificate])
    expect(await refused(['obWacCertificate.list', '--data-dir', dataDir], { env: workspaceKey() })).toMatchObject({
      code: 5,
      stdout: '',
      error: { code: 'SECRET_STORE_UNAVAILABLE', remedy: expect.stringContaining('TPP_WORKBENCH_KEY') },
    })
  })

  test('is made with TPP_WORKBENCH_PASSPHRASE and found again with it', async () => {
    const dataDir = join(temporaryFolder(), 'kept')
    const passphrase = (text: string) => ({ env: { TPP_WORKBENCH_PASSPHRASE: text } })
    const made = await call(['workspace.status', '--data-dir', dataDir], passphrase('correct horse'))
    expect(JSON.parse(made.stdout)).toMatchObject({ ephemeral: false, dataDir, notice: null })
    expect((await call(['workspace.check', '--data-dir', dataDir], passphrase('correct horse'))).code).toBe(0)
    expect(await refused(['workspace.check', '--data-dir', dataDir], passphrase('wrong horse'))).toMatchObject({ code: 5 })
  })

  test('without any source for its key nothing is written', async () => {
    const folder = temporaryFolder()
    const { code, stdout, stderr } = await runSource(cli, ['workspace.status', '--data-dir', join(folder, 'kept')])
    expect([code, stdout, readdirSync(folder)]).toEqual([5, '', []])
    expect(JSON.parse(stderr)).toMatchObject({
      code: 'SECRET_STORE_UNAVAILABLE',
      remedy: expect.stringMatching(/TPP_WORKBENCH_KEY.*TPP_WORKBENCH_PASSPHRASE/),
    })
  })

  test('is refused to a second process, and given to the next one afterwards', async () => {
    const env = { ...bareEnvironment(), ...workspaceKey(), TPP_WORKBENCH_DATA_DIR: join(temporaryFolder(), 'kept') }
    const first = startProcess(process.execPath, ['src/main/walkthrough.ts', '--no-auto-approve'], { env })
    await first.stdout.match(/Waiting for the redirect/)
    const second = await runSource(cli, ['workspace.status'], { env })
    expect([second.code, second.stdout]).toEqual([9, ''])
    expect(JSON.parse(second.stderr)).toMatchObject({ code: 'DATA_DIR_IN_USE', message: expect.stringContaining(`process ${first.pid}`) })
    first.kill('SIGINT')
    expect((await first.ended).code).toBe(130)
    expect(await runSource(cli, ['workspace.status'], { env })).toMatchObject({ code: 0, stderr: '' })
  })
})

describe('the process', () => {
  test('result, notice and exit code reach the caller', async () => {
    const { code, stdout, stderr } = await runSource(cli, ['bankRegistration.list'])
    expect([code, JSON.parse(stdout)]).toEqual([0, { items: [] }])
    expect(stderr).toMatch(/^Nothing is kept: .*\n$/)
  })

  test('an error and its exit code reach the caller', async () => {
    const { code, stdout, stderr } = await runSource(cli, ['bankProfile.get', '--json', `{"id":"${crypto.randomUUID()}"}`])
    expect([code, stdout, JSON.parse(stderr).code]).toEqual([3, '', 'NOT_FOUND'])
  })

  test('a long result arrives whole through a pipe', async () => {
    const { code, stdout } = await runSource(cli, ['walkthrough.run', '--json', '{"customer":"eira"}'])
    expect([code, JSON.parse(stdout).totals.accounts]).toEqual([0, 2])
  })

  test('a reader that is gone already is no failure', async () => {
    const env = { ...bareEnvironment(), NODE: process.execPath }
    const shell = startProcess('bash', ['-c', `set -o pipefail; "$NODE" ${cli} --help | true`], { env })
    shell.stdin.end()
    expect([(await shell.ended).code, shell.stderr.text]).toEqual([0, ''])
  })

  test('a model bank that could not be made known is stopped, and nothing hangs', async () => {
    const env = { ...bareEnvironment(), ...workspaceKey(), TPP_WORKBENCH_DATA_DIR: join(temporaryFolder(), 'kept') }
    const profile = {
      name: 'model-bank-as-Zopa_Zopa',
      displayName: 'Mine',
      environment: 'sandbox',
      issuer: 'https://bank.example',
      accountInformation: { baseUrls: { '4.0': 'https://bank.example/aisp' }, defaultVersion: '4.0' },
      registration: { dcr: true },
    }
    expect((await runSource(cli, ['bankProfile.create', '--json', JSON.stringify(profile)], { env })).code).toBe(0)
    const { code, stderr } = await runSource(cli, ['modelBank.start', '--json', '{"persona":"Zopa_Zopa"}'], { env })
    expect([code, JSON.parse(stderr).code]).toEqual([3, 'CONFLICT'])
  })

  test('Ctrl+C while the customer is waited for cancels, and the customer’s address was told', async () => {
    const child = startProcess(process.execPath, [cli, 'walkthrough.run', '--json', '{"autoApprove":false}'])
    await child.stderr.match(/The customer approves at http:\/\/127\.0\.0\.1:\d+\/auth\?\S+\n/)
    child.killGroup('SIGINT')
    expect(await child.ended).toEqual({ code: 130, signal: null })
    expect(child.stdout.text).toBe('')
    const error = JSON.parse(child.stderr.text.slice(child.stderr.text.indexOf('{\n')))
    expect(error).toMatchObject({ code: 'CANCELLED', step: 'authorisation' })
  })
})
