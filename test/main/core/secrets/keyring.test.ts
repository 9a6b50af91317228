// keytar against a real gnome-keyring, in a D-Bus session, home and runtime folder of its own.

import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { tempFolder } from '../../../support/workspace-fixtures.ts'

const run = promisify(execFile)
const script = new URL('../../../support/keyring-workspace.ts', import.meta.url).pathname

const needed = [
  ['dbus-run-session', 'apt-get install -y dbus'],
  ['gnome-keyring-daemon', 'apt-get install -y gnome-keyring'],
] as const

beforeAll(async () => {
  const missing: string[] = []
  for (const [command, remedy] of needed) await run('which', [command]).catch(() => missing.push(remedy))
  try {
    createRequire(import.meta.url)('keytar')
  } catch {
    missing.push('apt-get install -y libsecret-1-dev && npm_config_nodedir=/usr npm install --no-save keytar@7.9.0')
  }
  if (missing.length > 0) throw new Error(`The keyring tests need: ${missing.join(' && ')}`)
})

type Environment = NodeJS.ProcessEnv

/** What every process of one user's login would inherit; without a display, so that no prompt can open. */
const session = (): Environment => {
  const root = tempFolder()
  const folders = { HOME: join(root, 'home'), XDG_RUNTIME_DIR: join(root, 'runtime') }
  for (const folder of Object.values(folders)) {
    mkdirSync(folder)
    chmodSync(folder, 0o700)
  }
  return { PATH: process.env.PATH, ...folders }
}

/** Runs shell lines in a D-Bus session; NODE and SCRIPT stand for the runtime and the script above. */
const inSession = async (env: Environment, lines: string): Promise<string> => {
  const child: ChildProcess = spawn('dbus-run-session', ['--', 'sh', '-ec', lines], {
    env: { ...env, NODE: process.execPath, SCRIPT: script },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
  const stop = () => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
    } catch {
      // The whole group has ended already.
    }
  }
  onTestFinished(stop)
  const out: Buffer[] = []
  const errors: Buffer[] = []
  child.stdout?.on('data', (chunk: Buffer) => out.push(chunk))
  child.stderr?.on('data', (chunk: Buffer) => errors.push(chunk))
  const [code] = await once(child, 'exit')
  stop()
  if (code !== 0) throw new Error(`The session ended with ${code}: ${Buffer.concat(errors)}`)
  return Buffer.concat(out).toString()
}

const unlock = 'printf password | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1'
const answers = (text: string) =>
  text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))

describe('a real keyring', { timeout: 60_000 }, () => {
  test('keeps the key for the next process, and a deleted entry is recognised as lost', async () => {
    const env = session()
    const dataDir = join(env.HOME ?? '', 'workspace')
    const steps = ['probe', 'make', 'read', 'forget', 'probe'].map((action) => `"$NODE" "$SCRIPT" ${action} ${dataDir}; echo`)
    const [probed, made, read, forgotten, after] = answers(await inSession(env, [unlock, ...steps].join('\n')))
    expect(probed).toEqual({ reason: null, accounts: [] })
    const [key] = made.keys
    expect(key).toMatchObject({
      source: 'OsKeychain',
      sourceName: key.id,
      backend: 'Secret Service (gnome-keyring-d)',
      state: 'unlocked',
      current: true,
    })
    expect(made.accounts).toEqual([key.id])
    expect(read).toEqual(made)
    expect(read.secret).toBe('kept by the keychain')
    expect(forgotten.error).toMatchObject({
      code: 'SECRET_STORE_UNAVAILABLE',
      message: expect.stringMatching(/is lost: .*TPP Workbench/),
      remedy: expect.stringContaining(key.id),
    })
    expect(after).toEqual({ reason: null, accounts: [] })
  })

  test('that is locked is told apart from one that has lost the key, and opens again when unlocked', async () => {
    const env = session()
    const dataDir = join(env.HOME ?? '', 'workspace')
    const step = (action: string) => `"$NODE" "$SCRIPT" ${action} ${dataDir}; echo`
    await inSession(env, [unlock, step('make')].join('\n'))
    const start = 'gnome-keyring-daemon --start --components=secrets >/dev/null 2>&1'
    const [locked] = answers(await inSession(env, [start, step('read')].join('\n')))
    expect(locked.error).toMatchObject({
      code: 'SECRET_STORE_UNAVAILABLE',
      message: expect.stringMatching(/is locked: the keyring is locked/),
      remedy: expect.stringContaining('Unlock the keychain'),
    })
    const [unlocked] = answers(await inSession(env, [unlock, step('read')].join('\n')))
    expect(unlocked.secret).toBe('kept by the keychain')
  })

  test('that is missing, as on a machine without a desktop, keeps a workspace from being made', async () => {
    const env = session()
    const dataDir = join(env.HOME ?? '', 'workspace')
    const { stdout } = await run(process.execPath, [script, 'make', dataDir], { env })
    expect(JSON.parse(stdout).error).toMatchObject({
      code: 'SECRET_STORE_UNAVAILABLE',
      message: expect.stringContaining('no D-Bus session is running'),
      remedy: expect.stringContaining('TPP_WORKBENCH_KEY'),
    })
    expect(existsSync(dataDir)).toBe(false)
  })
})
