import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { runCli } from '../../../../src/main/hosts/cli/cli.ts'
import type { Method, Output } from '../../../../src/shared/api.ts'
import { temporaryFolder, workspaceKey } from '../../../support/app.ts'
import { bareEnvironment, runSource, startProcess, testTerminal } from '../../../support/terminal.ts'
import { walk } from '../../../support/walkthrough-command.ts'

/** A folder, and what is run over it; each command opens it anew. */
const keptWorkspace = () => {
  const dataDir = join(temporaryFolder(), 'kept')
  const key = workspaceKey()
  return {
    dataDir,
    key,
    run: (...args: string[]) => walk(['--data-dir', dataDir, ...args], { env: { ...key } }),
    async read<M extends Method>(method: M, input: object = {}): Promise<Output<M>> {
      const terminal = testTerminal({ env: { ...key }, input: JSON.stringify(input) })
      const code = await runCli([method, '--json', '-', '--data-dir', dataDir], terminal)
      expect([code, terminal.stderr.text]).toEqual([0, ''])
      return JSON.parse(terminal.stdout.text)
    },
  }
}

/** Titles of the steps that used what an earlier run had made. */
const reused = (stdout: string) =>
  stdout
    .split(/\n ?\d+\/\d+ {2}/)
    .filter((part) => part.includes('(still valid, used again)'))
    .map((part) => part.split('\n')[0])

const calls = (stdout: string, path: RegExp) =>
  [...stdout.matchAll(/^ {7}([A-Z]+) +(\S+) {2}\d/gm)].filter(([, , url = '']) => path.test(url)).map(([, method]) => method)

const everyThing = [
  'Create certificates',
  'Obtain a software statement',
  'Register with the bank',
  'Create an account access consent',
  'Let the customer authorise it',
]

describe('--data-dir', () => {
  test('a second run uses everything again, at the same client; a bank made anew is registered with anew', {
    timeout: 60_000,
  }, async () => {
    const { dataDir, run, read } = keptWorkspace()
    const first = await run()
    expect([first.code, first.stderr, reused(first.stdout)]).toEqual([0, '', []])
    expect(calls(first.stdout, /\/register$/)).toEqual(['POST'])

    const second = await run()
    expect([second.code, second.stderr, reused(second.stdout)]).toEqual([0, '', everyThing])
    expect(calls(second.stdout, /\/register(?:\/|$)/)).toEqual(['GET'])
    expect(calls(second.stdout, /\/account-access-consents(?:\/|$)/)).toEqual(['GET'])
    const clients = await read('bankRegistration.list')
    expect([clients.items.length, (await read('accountAccessConsent.list')).items.length]).toEqual([1, 1])

    rmSync(join(dataDir, 'model-bank.sqlite'))
    const third = await run()
    expect([third.code, reused(third.stdout)]).toEqual([0, ['Create certificates', 'Obtain a software statement']])
    expect(calls(third.stdout, /\/register$/)).toEqual(['POST'])
    const { items: both } = await read('bankRegistration.list')
    expect(both).toHaveLength(2)
    expect(both[0]).toEqual(clients.items[0])
    // What was fetched under the earlier consent is still there.
    const [earlier] = (await read('accountAccessConsent.list')).items
    expect((await read('transaction.list', { accountAccessConsentId: earlier?.id })).total).toBeGreaterThan(0)
    expect(reused((await run()).stdout)).toEqual(everyThing)
  })

  test('another customer, and another version, have consents of their own under the same client', { timeout: 60_000 }, async () => {
    const { run, read } = keptWorkspace()
    await run('--customer', 'amelia')
    const registered = everyThing.slice(0, 3)
    expect(reused((await run('--customer', 'jordan')).stdout)).toEqual(registered)
    expect(reused((await run('--customer', 'jordan', '--api-version', '3.1')).stdout)).toEqual(registered)
    expect(reused((await run('--customer', 'jordan', '--api-version', '3.1')).stdout)).toEqual(everyThing)
    expect(reused((await run()).stdout)).toEqual(everyThing)
    expect((await read('bankRegistration.list')).items).toHaveLength(1)
    expect((await read('accountAccessConsent.list')).items.map(({ reference, apiVersion }) => `${reference} ${apiVersion}`)).toEqual([
      'walkthrough: amelia 4.0',
      'walkthrough: jordan 4.0',
      'walkthrough: jordan 3.1',
    ])
  })

  test('Ctrl+C while the customer is waited for: exit code 130, and the next run goes on from there', { timeout: 60_000 }, async () => {
    const dataDir = join(temporaryFolder(), 'kept')
    const env = { ...bareEnvironment(), ...workspaceKey() }
    const child = startProcess(process.execPath, ['src/main/walkthrough.ts', '--no-auto-approve', '--data-dir', dataDir], { env })
    await child.stdout.match(/Waiting for the redirect/)
    child.killGroup('SIGINT')
    expect(await child.ended).toEqual({ code: 130, signal: null })
    expect(child.stderr.text).toContain('CANCELLED: ')
    expect(child.stderr.text).toContain('Step: authorisation')
    const { code, stdout } = await runSource('src/main/walkthrough.ts', ['--data-dir', dataDir], { env })
    expect([code, reused(stdout)]).toEqual([0, everyThing.slice(0, 3)])
  })
})
