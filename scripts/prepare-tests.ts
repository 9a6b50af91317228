// Makes sure that this machine has what the tests use for real: openssl, curl, a keyring of its own, and a keytar that loads.
// Installs Debian packages when it may; otherwise prints the one line to run and fails. Nothing is skipped in silence.

import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { delimiter, dirname, join } from 'node:path'

const onPath = (command: string) => (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, command)))
const run = (command: string, args: string[], env: NodeJS.ProcessEnv = {}) =>
  spawnSync(command, args, { stdio: 'inherit', env: { ...process.env, ...env } }).status === 0

const fail = (reason: string, line: string): never => {
  console.error(`\n${reason}. Run this, then the tests again:\n\n  ${line}\n`)
  process.exit(1)
}

const keytarLoads = () => spawnSync(process.execPath, ['-e', "require('keytar')"], { stdio: 'ignore' }).status === 0

const needs: [debianPackage: string, present: () => boolean][] = [
  ['openssl', () => onPath('openssl')],
  ['curl', () => onPath('curl')],
  ['dbus-daemon', () => onPath('dbus-run-session')],
  ['chromium', () => onPath('chromium')],
  ['gnome-keyring', () => onPath('gnome-keyring-daemon')],
  ['libsecret-1-dev', () => keytarLoads() || spawnSync('pkg-config', ['--exists', 'libsecret-1']).status === 0],
  ['pkg-config', () => keytarLoads() || onPath('pkg-config')],
]

const missing = needs.filter(([, present]) => !present()).map(([name]) => name)
if (missing.length > 0) {
  const line = `apt-get update && apt-get install -y --no-install-recommends ${missing.join(' ')}`
  const mayInstall = process.getuid?.() === 0 && onPath('apt-get')
  if (!mayInstall) fail(`The tests need the Debian packages ${missing.join(', ')}`, `sudo sh -c '${line}'`)
  console.log(`Installing ${missing.join(', ')} for the tests`)
  if (!run('sh', ['-c', line], { DEBIAN_FRONTEND: 'noninteractive' })) fail('The packages could not be installed', line)
}

if (!keytarLoads()) {
  const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))
  const version = manifest.optionalDependencies.keytar.replace(/^\D+/, '')
  // node-gyp needs Node's headers; those of the Node that runs npm serve, because keytar uses Node-API only.
  const prefix = dirname(dirname(process.env.npm_node_execpath ?? process.execPath))
  const headers = existsSync(join(prefix, 'include/node/node_api.h')) ? { npm_config_nodedir: prefix } : {}
  const line = `${headers.npm_config_nodedir ? `npm_config_nodedir=${prefix} ` : ''}npm install --no-save keytar@${version}`
  console.log('Building keytar for the tests')
  const built = run('npm', ['install', '--no-save', '--no-audit', '--no-fund', `keytar@${version}`], headers)
  if (!built || !keytarLoads()) fail('keytar could not be built', line)
}

console.log(`keytar: ${createRequire(import.meta.url).resolve('keytar')}`)
