import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { runBrowserCommand } from '../../../../src/main/hosts/browser/command.ts'
import { usage } from '../../../../src/main/hosts/browser/options.ts'
import { temporaryFolder, workspaceKey } from '../../../support/app.ts'
import { ask, makeRenderer, openSession } from '../../../support/browser-host.ts'
import { bareEnvironment, startProcess, testTerminal } from '../../../support/terminal.ts'

const addressPattern = /(http:\/\/127\.0\.0\.1:\d+)(\/open\/[\w-]{43})\n/

const start = (args: string[], env: NodeJS.ProcessEnv = {}) => {
  const terminal = testTerminal({ env })
  const ended = runBrowserCommand(args, terminal, makeRenderer())
  onTestFinished(async () => {
    terminal.interrupt()
    await ended
  })
  return { terminal, ended, address: async () => (await terminal.stdout.match(addressPattern)) ?? [] }
}

describe('a process on a machine without keychain and display', () => {
  test('serves an ephemeral workspace, says so, and ends at SIGTERM within three seconds', async () => {
    const env = bareEnvironment()
    const script = join(import.meta.dirname, '../../../support/run-browser-command.ts')
    const running = startProcess(process.execPath, [script, makeRenderer()], { env })
    const [, origin = '', path = ''] = await running.stdout.match(addressPattern)
    expect(running.stdout.text).toContain('TPP Workbench is ready')
    expect(running.stderr.text).toMatch(/^Nothing is kept: .*OS keychain/)
    const host = { origin, issueAddress: () => '', close: async () => {} }
    const session = await openSession(host, origin + path)
    expect((await session.call('workspace.status')).json()).toMatchObject({ ok: true, value: { ephemeral: true } })
    const tab = await fetch(`${origin}/api/events`, { headers: { Cookie: session.cookie } })
    expect(tab.status).toBe(200)

    const begin = performance.now()
    running.kill('SIGTERM')
    expect(await running.ended).toEqual({ code: 0, signal: null })
    expect(performance.now() - begin).toBeLessThan(3000)
    await expect(fetch(origin)).rejects.toThrow()
    expect(existsSync(join(env.HOME ?? '', '.local'))).toBe(false)
  })

  test('fails for a folder that was asked for and has no key', async () => {
    const dataDir = join(temporaryFolder(), 'data')
    const script = join(import.meta.dirname, '../../../support/run-browser-command.ts')
    const running = startProcess(process.execPath, [script, makeRenderer(), '--data-dir', dataDir])
    expect(await running.ended).toEqual({ code: 5, signal: null })
    expect(running.stderr.text).toContain('Workspace cannot be kept')
    expect(existsSync(dataDir)).toBe(false)
  })
})

describe('options', () => {
  test('--data-dir keeps the workspace there; TPP_WORKBENCH_DATA_DIR does the same', async () => {
    for (const way of ['option', 'variable']) {
      const dataDir = join(temporaryFolder(), 'data')
      const given = way === 'option' ? ['--data-dir', dataDir] : []
      const env = way === 'option' ? {} : { TPP_WORKBENCH_DATA_DIR: dataDir }
      const { terminal, address } = start([...given, '--no-open'], { ...workspaceKey(), ...env })
      const [, origin = '', path = ''] = await address()
      const session = await openSession({ origin, issueAddress: () => '', close: async () => {} }, origin + path)
      expect((await session.call('workspace.status')).json()).toMatchObject({ value: { ephemeral: false, dataDir } })
      expect(terminal.stderr.text).toBe('')
    }
  })

  test('--port is the port, or nothing', async () => {
    const taken = createServer().listen(0, '127.0.0.1')
    await once(taken, 'listening')
    const bound = taken.address()
    const port = typeof bound === 'object' && bound ? bound.port : 0
    const refused = start(['--ephemeral', '--port', String(port)])
    expect(await refused.ended).toBe(3)
    expect(refused.terminal.stderr.text).toContain(`Port ${port} of 127.0.0.1 is taken`)
    taken.close()
    await once(taken, 'close')
    const [, origin] = await start(['--ephemeral', '--port', String(port)]).address()
    expect(origin).toBe(`http://127.0.0.1:${port}`)
  })

  test('--help is all that it says', async () => {
    const { terminal, ended } = start(['--help'])
    expect(await ended).toBe(0)
    expect(terminal.stdout.text).toBe(usage)
  })

  test.each([
    [['--port', '70000'], '--port'],
    [['--port', 'x'], '--port'],
    [['--port', ''], '--port'],
    [['--data-dir', ''], '--data-dir'],
    [['--data-dir', 'x', '--ephemeral'], '--ephemeral'],
    [['--prot', '1'], '--prot'],
    [['surprise'], 'surprise'],
  ])('%j is refused', async (args, named) => {
    const { terminal, ended } = start(args)
    expect(await ended).toBe(2)
    expect(terminal.stderr.text).toContain(named)
    expect(terminal.stdout.text).toBe('')
  })

  test('a renderer that is not built is said to be so', async () => {
    const terminal = testTerminal()
    expect(await runBrowserCommand(['--ephemeral'], terminal, temporaryFolder())).toBe(10)
    expect(terminal.stderr.text).toContain('npm run browser')
  })
})

test('Enter prints a new address, and the one before is void', async () => {
  const { terminal, address } = start(['--ephemeral'])
  const [first = '', origin = ''] = await address()
  terminal.stdout.text = ''
  terminal.stdin.write('\n')
  const [second = '', , path = ''] = await address()
  expect(second).not.toBe(first)
  expect((await ask({ origin }, { path: new URL(first.trim()).pathname })).status).toBe(403)
  expect((await ask({ origin }, { path })).status).toBe(303)
})

test('a locked workspace is said to be locked, with the way to unlock it and the way round it', async () => {
  const dataDir = join(temporaryFolder(), 'data')
  const kept = start(['--data-dir', dataDir], { TPP_WORKBENCH_PASSPHRASE: 'correct horse' })
  await kept.address()
  kept.terminal.interrupt()
  expect(await kept.ended).toBe(0)
  const locked = start(['--data-dir', dataDir])
  expect(await locked.ended).toBe(5)
  expect(locked.terminal.stderr.text).toMatch(/is locked.*\n.*TPP_WORKBENCH_PASSPHRASE.*--ephemeral/)
  expect(locked.terminal.stdout.text).toBe('')
})
