// Which Electron `npm start` finds, with packages made like the real one: path.txt names the binary in dist, install.js fetches it.

import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { findElectron } from '../../scripts/electron-binary.ts'
import { temporaryFolder } from '../support/app.ts'

const display = { PATH: process.env.PATH, DISPLAY: ':0' }

const packageWith = (installScript: string, installed = false): string => {
  const folder = temporaryFolder()
  writeFileSync(join(folder, 'install.js'), installScript)
  if (installed) {
    mkdirSync(join(folder, 'dist'))
    writeFileSync(join(folder, 'dist', 'electron'), '')
    chmodSync(join(folder, 'dist', 'electron'), 0o755)
    writeFileSync(join(folder, 'path.txt'), 'electron')
  }
  return folder
}

const installs = `
const { mkdirSync, writeFileSync } = require('node:fs')
mkdirSync(__dirname + '/dist')
writeFileSync(__dirname + '/dist/electron', '')
writeFileSync(__dirname + '/path.txt', 'electron')
`

const find = (packageDir: string | null, more: Partial<Parameters<typeof findElectron>[0]> = {}) => {
  const said: string[] = []
  const found = findElectron({ packageDir, env: display, platform: 'linux', isRoot: false, say: (line) => said.push(line), ...more })
  return { found, said }
}

test('a binary that is there is used, without a word', () => {
  const folder = packageWith('throw new Error("not to be run")', true)
  expect(find(folder)).toEqual({ found: { path: join(folder, 'dist/electron') }, said: [] })
})

test('a binary that is not there is downloaded, with one line', () => {
  const folder = packageWith(installs)
  expect(find(folder)).toEqual({ found: { path: join(folder, 'dist/electron') }, said: ['Downloading Electron, once'] })
})

test('what the download says to the terminal is not shown', () => {
  const folder = packageWith('console.error(new Error("getaddrinfo ENOTFOUND").stack); process.exit(1)')
  expect(find(folder)).toEqual({ found: { missing: 'Electron cannot be downloaded here' }, said: ['Downloading Electron, once'] })
})

test('a download that hangs is given up', () => {
  const folder = packageWith('require("node:fs").writeFileSync(__dirname + "/begun", ""); setInterval(() => {}, 1000)')
  expect(find(folder, { downloadMs: 1000 }).found).toEqual({ missing: 'Electron was not downloaded within 1 s' })
  expect(readFileSync(join(folder, 'begun'), 'utf8')).toBe('')
})

test.each([
  [{ env: { PATH: process.env.PATH } }, 'there is no display'],
  [{ isRoot: true }, 'Electron does not run as root'],
] as const)('%j: nothing is downloaded for nothing', (more, missing) => {
  expect(find(packageWith(installs), more)).toEqual({ found: { missing }, said: [] })
})

test('without the package', () => expect(find(null)).toEqual({ found: { missing: 'the electron package is not installed' }, said: [] }))

test('the real package keeps its binary where it is looked for', () => {
  const source = readFileSync(new URL('../../node_modules/electron/index.js', import.meta.url), 'utf8')
  expect(source).toContain("path.join(__dirname, 'path.txt')")
  expect(source).toContain("path.join(__dirname, 'dist', executablePath)")
  expect(source).toContain("path.join(__dirname, 'install.js')")
})
