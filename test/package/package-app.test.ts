// npm run package: what it says, and when it fails. Electron, where it is there, is what stands in for it.

import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest'
import { obtainElectron } from '../../scripts/electron-binary.ts'
import { distOf, type PackageInput, packageApp } from '../../scripts/packaging/package-app.ts'
import { writeStandIn } from '../../scripts/packaging/stand-in.ts'
import { temporaryFolder } from '../support/app.ts'
import { buildBundles, root } from '../support/package/built.ts'

let built: string
beforeAll(async () => {
  built = await buildBundles()
}, 60_000)
afterAll(() => rmSync(built, { recursive: true, force: true }))

const run = async (given: Partial<PackageInput> = {}) => {
  const said: string[] = []
  const output = join(temporaryFolder(), 'dist')
  const made = await packageApp({
    root,
    output,
    platform: 'linux',
    arch: 'x64',
    built,
    electron: () => ({ missing: 'Electron cannot be downloaded here' }),
    build: () => {
      said.push('(built)')
      return null
    },
    say: (line) => said.push(line),
    ...given,
  })
  return { made, said, output }
}

const elsewhere = ['dmg: not made here. It is made on macOS.', 'NSIS: not made here. It is made on Windows.']

describe('without Electron', () => {
  test('one line for each installer at once, then what can be done, checked', async () => {
    const { made, said, output } = await run()
    expect(made).toBe(false)
    expect(said).toEqual([
      ...elsewhere,
      'AppImage: not made. Electron cannot be downloaded here.',
      'deb: not made. Electron cannot be downloaded here.',
      '(built)',
      expect.stringMatching(
        /^Everything but Electron is in .*dist\/without-electron: app\.asar of \d\.\d MB with \d+ files, 2 native modules of \d\.\d MB\. It was checked\.$/,
      ),
    ])
    // Nothing that could be taken for the app.
    expect(readdirSync(output)).toEqual(['without-electron'])
    expect(readdirSync(join(output, 'without-electron')).toSorted()).toEqual(['app.asar', 'app.asar.unpacked'])
  }, 60_000)

  test('what is wrong with the package is said', async () => {
    const stale = mkdtempSync(join(tmpdir(), 'tpp-stale-'))
    onTestFinished(() => rmSync(stale, { recursive: true, force: true }))
    cpSync(built, stale, { recursive: true })
    writeFileSync(join(stale, 'main/chunks/old-12345678.js'), '')
    const { made, said } = await run({ built: stale })
    expect([made, said.at(-1)]).toEqual([false, 'out/main/chunks/old-12345678.js is loaded by nothing.'])
    expect(said.join()).not.toContain('It was checked')
  }, 60_000)

  test('a build that fails ends it', async () => {
    const { made, said, output } = await run({ build: () => 'The app could not be built:\nwhy' })
    expect([made, said.at(-1), existsSync(output)]).toEqual([false, 'The app could not be built:\nwhy', false])
  })

  test('on another system', async () => {
    const { said } = await run({ platform: 'darwin', build: () => 'The app could not be built' })
    expect(said.slice(0, -1)).toEqual([
      'AppImage: not made here. It is made on Linux.',
      'deb: not made here. It is made on Linux.',
      'NSIS: not made here. It is made on Windows.',
      'dmg: not made. Electron cannot be downloaded here.',
    ])
  })
})

test('without keytar nothing is packaged, because the keychain would be out of reach', async () => {
  const { made, said } = await run({ root: temporaryFolder() })
  const why = 'Keytar, through which the keychain is reached, is not installed.'
  expect([made, said]).toEqual([false, [...elsewhere, `AppImage: not made. ${why}`, `deb: not made. ${why}`]])
})

describe('with Electron', () => {
  const electron = (): PackageInput['electron'] => {
    const dist = join(temporaryFolder(), 'electron')
    writeStandIn(dist, 'linux')
    return () => ({ path: join(dist, 'electron') })
  }

  test('the app is packed around it and checked; an installer whose tools cannot be had is said', async () => {
    // electron-builder downloads the tools of each installer.
    onTestFinished(() => void vi.unstubAllEnvs())
    vi.stubEnv('ELECTRON_BUILDER_BINARIES_MIRROR', 'http://127.0.0.1:9/')
    vi.stubEnv('ELECTRON_BUILDER_CACHE', temporaryFolder())
    const { made, said, output } = await run({ electron: electron() })
    expect(made).toBe(false)
    expect(said.slice(0, 4)).toEqual([...elsewhere, '(built)', expect.stringMatching(/^The app is packed and was checked: app\.asar of /)])
    expect(said.slice(4)).toEqual([
      expect.stringMatching(/^AppImage was not made: .+\.$/),
      expect.stringMatching(/^deb was not made: .+\.$/),
    ])
    expect(existsSync(join(output, 'linux-unpacked/tpp-workbench'))).toBe(true)
  }, 120_000)
})

test('Electron is found for packaging without a display', () => {
  const packageDir = temporaryFolder()
  writeStandIn(join(packageDir, 'dist'), 'linux')
  writeFileSync(join(packageDir, 'path.txt'), 'electron')
  const say = () => {}
  expect(obtainElectron({ packageDir, env: {}, say })).toEqual({ path: join(packageDir, 'dist', 'electron') })
  expect(obtainElectron({ packageDir: null, say })).toEqual({ missing: 'the electron package is not installed' })
})

test('the folder of an unpacked Electron', () => {
  expect(distOf('/a/electron/dist/electron')).toBe('/a/electron/dist')
  expect(distOf('/a/electron/dist/Electron.app/Contents/MacOS/Electron')).toBe('/a/electron/dist')
})
