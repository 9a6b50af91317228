// What the preparation of the tests does on a machine that lacks something. Its PATH holds invented programs only; nothing is installed.

import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { temporaryFolder } from '../support/app.ts'
import { runProcess } from '../support/terminal.ts'

const script = new URL('../../scripts/prepare-tests.ts', import.meta.url).pathname
const { optionalDependencies } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))
const keytar = `keytar@${optionalDependencies.keytar.replace('^', '')}`
const programs = ['openssl', 'curl', 'dbus-run-session', 'chromium', 'gnome-keyring-daemon', 'pkg-config']

interface Machine {
  missing?: string[]
  keytarLoads?: boolean
  uid: number
  /** What apt-get and npm do, as shell commands; absent without them. */
  aptGet?: string
  npm?: string
}

/** Runs the script there, and tells which of apt-get and npm were called how. */
const prepare = async ({ missing = [], keytarLoads = true, uid, aptGet, npm }: Machine) => {
  const folder = temporaryFolder()
  const bin = join(folder, 'bin')
  const log = join(folder, 'calls')
  mkdirSync(bin)
  const program = (name: string, body: string) => {
    writeFileSync(join(bin, name), `#!/bin/sh\n${body}\n`)
    chmodSync(join(bin, name), 0o755)
  }
  for (const name of programs) if (!missing.includes(name)) program(name, 'exit 0')
  for (const tool of ['sh', 'touch', 'rm']) symlinkSync(execFileSync('which', [tool], { encoding: 'utf8' }).trim(), join(bin, tool))
  if (aptGet !== undefined) program('apt-get', `echo "apt-get $* ($DEBIAN_FRONTEND)" >> ${log}\n${aptGet}`)
  if (npm !== undefined) program('npm', `echo "npm $* (nodedir $npm_config_nodedir)" >> ${log}\n${npm}`)
  mkdirSync(join(folder, 'node_modules/keytar'), { recursive: true })
  writeFileSync(
    join(folder, 'node_modules/keytar/index.js'),
    keytarLoads ? '' : "if (!require('fs').existsSync('built')) throw new Error('not built')",
  )
  // A Node as Debian or its makers install it, with its headers.
  mkdirSync(join(folder, 'prefix/include/node'), { recursive: true })
  writeFileSync(join(folder, 'prefix/include/node/node_api.h'), '')
  const env = { PATH: bin, HOME: folder, npm_node_execpath: join(folder, 'prefix/bin/node') }
  const pretend = `data:text/javascript,process.getuid=()=>${uid}`
  const { code, stdout, stderr } = await runProcess(process.execPath, ['--import', pretend, script], { env, cwd: folder })
  const calls = existsSync(log) ? readFileSync(log, 'utf8').trimEnd().split('\n') : []
  return { code, stdout, stderr, calls, prefix: join(folder, 'prefix') }
}

const install = (packages: string) => `apt-get update && apt-get install -y --no-install-recommends ${packages}`

test('with everything there it changes nothing', async () => {
  const { code, stdout, stderr, calls } = await prepare({ uid: 1000, aptGet: 'exit 1', npm: 'exit 1' })
  expect([code, stderr, calls]).toEqual([0, '', []])
  expect(stdout).toMatch(/^keytar: \S+\n$/)
})

describe('a package is missing', () => {
  test.each([
    ['an ordinary user', { uid: 1000, aptGet: 'exit 0' }],
    ['a system without apt-get', { uid: 0 }],
  ])('%s is told the one line to run, and it fails', async (_, machine) => {
    const { code, stdout, stderr, calls } = await prepare({ ...machine, missing: ['gnome-keyring-daemon'] })
    expect([code, stdout, calls]).toEqual([1, '', []])
    expect(stderr).toBe(
      `\nThe tests need the Debian packages gnome-keyring. Run this, then the tests again:\n\n  sudo sh -c '${install('gnome-keyring')}'\n\n`,
    )
  })

  test.each([
    ['openssl', 'openssl'],
    ['curl', 'curl'],
    ['dbus-run-session', 'dbus-daemon'],
    ['chromium', 'chromium'],
    ['gnome-keyring-daemon', 'gnome-keyring'],
  ])('%s comes from %s', async (program, debianPackage) => {
    const { code, stderr } = await prepare({ uid: 1000, missing: [program] })
    expect([code, stderr.includes(`recommends ${debianPackage}'`)]).toEqual([1, true])
  })

  test('several are named in one line; what keytar is built with only when it has to be built', async () => {
    const loads = await prepare({ uid: 1000, missing: ['openssl', 'curl', 'pkg-config'] })
    expect(loads.stderr).toContain(install("openssl curl'"))
    const builds = await prepare({ uid: 1000, missing: ['openssl', 'pkg-config'], keytarLoads: false })
    expect(builds.stderr).toContain(install("openssl libsecret-1-dev pkg-config'"))
  })

  test('root has it installed, without being asked anything', async () => {
    const { code, stdout, calls } = await prepare({ uid: 0, missing: ['gnome-keyring-daemon', 'curl'], aptGet: 'exit 0' })
    expect([code, calls]).toEqual([
      0,
      ['apt-get update (noninteractive)', 'apt-get install -y --no-install-recommends curl gnome-keyring (noninteractive)'],
    ])
    expect(stdout).toContain('Installing curl, gnome-keyring for the tests\n')
  })

  test('an installation that fails is told, with the line', async () => {
    const { code, stderr, calls } = await prepare({ uid: 0, missing: ['curl'], aptGet: 'exit 100' })
    expect([code, calls.length]).toEqual([1, 1])
    expect(stderr).toContain(`The packages could not be installed. Run this, then the tests again:\n\n  ${install('curl')}\n`)
  })
})

describe('keytar does not load', () => {
  test('it is built with the headers of the Node that is there, in the version of the project', async () => {
    const { code, stdout, calls, prefix } = await prepare({ uid: 1000, keytarLoads: false, npm: 'touch built' })
    expect([code, calls]).toEqual([0, [`npm install --no-save --no-audit --no-fund ${keytar} (nodedir ${prefix})`]])
    expect(stdout).toMatch(/^Building keytar for the tests\nkeytar: \S+\n$/)
  })

  test.each([
    ['fails', 'exit 1'],
    ['gives one that does not load either', 'exit 0'],
  ])('a build that %s is told, with the line', async (_, npm) => {
    const { code, stderr, prefix } = await prepare({ uid: 0, keytarLoads: false, npm, aptGet: 'exit 0' })
    expect(code).toBe(1)
    expect(stderr).toBe(
      `\nkeytar could not be built. Run this, then the tests again:\n\n  npm_config_nodedir=${prefix} npm install --no-save ${keytar}\n\n`,
    )
  })
})
