// The app as electron-builder packs it with the project's configuration, around something that stands in for Electron.

import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, globSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { extractAll, getRawHeader } from '@electron/asar'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import configuration from '../../electron-builder.config.ts'
import { readFuses, wrongFuses } from '../../scripts/fuses.ts'
import { type Archive, openArchive } from '../../scripts/packaging/archive.ts'
import { checkPackage } from '../../scripts/packaging/check.ts'
import { type PackedApp, type PackInput, packFolder } from '../../scripts/packaging/pack.ts'
import { writeStandIn } from '../../scripts/packaging/stand-in.ts'
import { boot } from '../support/electron/boot.ts'
import { buildBundles, root } from '../support/package/built.ts'

const folder = mkdtempSync(join(tmpdir(), 'tpp-packed-'))
let built: string
let linux: PackedApp
let archive: Archive

const pack = (platform: PackInput['platform'], changes?: PackInput['changes']): Promise<PackedApp> => {
  const electronDist = join(folder, `electron-${platform}`)
  writeStandIn(electronDist, platform)
  return packFolder({ root, output: join(folder, 'packed'), electronDist, platform, arch: 'x64', built, ...(changes && { changes }) })
}

beforeAll(async () => {
  built = await buildBundles()
  linux = await pack('linux')
  archive = openArchive(linux.resources)
}, 120_000)
afterAll(() => {
  for (const made of [folder, built]) rmSync(made, { recursive: true, force: true })
})

const text = (path: string) => archive.read(path).toString()

describe('the files', () => {
  test('nothing is missing, nothing is too many, every import leads somewhere', () => {
    expect(checkPackage({ resources: linux.resources, platform: 'linux', arch: 'x64' })).toEqual([])
  })

  test('no source, test, map, key, document or list of another tool', () => {
    const all = [...archive.packed, ...archive.unpacked]
    expect(all.length).toBeGreaterThan(50)
    expect(
      all.filter((path) => /\.(tsx?|map|pem|key|db|cpp|gypi?|lock)$|README|CHANGELOG|(^|\/)(src|test|specs?|docs|bin)\//i.test(path)),
    ).toEqual([])
  })

  test('native modules are files outside of the archive, and there is nothing else', () => {
    const natives = ['node_modules/better-sqlite3/prebuilds/linux-x64.node', 'node_modules/keytar/build/Release/keytar.node']
    expect(archive.outside).toEqual(natives)
    expect(archive.unpacked.toSorted()).toEqual(natives)
    expect(readdirSync(linux.resources).toSorted()).toEqual(['app.asar', 'app.asar.unpacked'])
  })

  test('no secret and no path of this machine', () => {
    const secret = /-----BEGIN [A-Z ]*PRIVATE KEY-----(\\n|\s)*[A-Za-z0-9+/]{40}|\beyJ[\w-]{20,}\.eyJ[\w-]{20,}\.[\w-]{20,}/
    const texts = archive.packed.filter((path) => !path.endsWith('licences.md'))
    expect(texts.filter((path) => secret.test(text(path)))).toEqual([])
    expect(texts.filter((path) => text(path).includes(root))).toEqual([])
  })

  test('package.json tells Electron its entry and its name on the desktop, and no script', () => {
    const manifest = JSON.parse(text('package.json'))
    expect(manifest).toMatchObject({
      name: 'tpp-workbench',
      main: 'out/main/index.js',
      type: 'module',
      desktopName: 'tpp-workbench.desktop',
    })
    expect(Object.keys(manifest)).not.toEqual(expect.arrayContaining(['scripts']))
    expect(manifest.devDependencies).toBeUndefined()
  })

  test('the self-test of the cryptography is in it, with the call at the first start', () => {
    const main = text('out/main/index.js')
    expect(main.match(/\brunCryptoSelfTest\b/g)?.length).toBeGreaterThanOrEqual(2)
    expect(main).toContain('self-test.json')
  })

  test('so are the licences of what is built in', () => {
    const main = text('out/main/licences.md')
    for (const name of ['fastify', 'jose', 'node-forge', 'oauth4webapi', 'oidc-provider', 'undici', 'zod'])
      expect(main).toContain(`## ${name} - `)
    const renderer = text('out/renderer/licences.md')
    for (const name of ['react', 'react-dom', 'zustand']) expect(renderer).toContain(`## ${name} - `)
    expect(archive.packed).toEqual(expect.arrayContaining(['node_modules/better-sqlite3/LICENSE', 'node_modules/keytar/LICENSE.md']))
  })
})

describe('beside the files', () => {
  test('the fuses are set', async () => expect(wrongFuses(await readFuses(linux.app))).toEqual([]))

  test("Electron's start page and languages that the app has not are gone; its licence is kept", () => {
    const files = globSync('**/*.*', { cwd: linux.folder })
    expect(files).not.toContain('resources/default_app.asar')
    expect(files.filter((path) => path.startsWith('locales/')).toSorted()).toEqual(['locales/en-GB.pak', 'locales/en-US.pak'])
    expect(files).toContain('LICENSE.electron.txt')
  })
})

// What is taken out of the archive lies where no package of the project can be found.
describe('it runs', () => {
  const away = join(folder, 'away')
  beforeAll(() => extractAll(join(linux.resources, 'app.asar'), away))

  test('with its own native modules', () => {
    const code = `
      const Database = require('better-sqlite3')
      const { file } = new Database(':memory:').pragma('database_list')[0]
      console.log(JSON.stringify([file, typeof require('keytar').getPassword, Object.keys(require.cache).filter((path) => path.endsWith('.node'))]))`
    const output = execFileSync(process.execPath, ['-e', code], { cwd: away, env: {}, encoding: 'utf8' })
    const [file, keychain, natives] = JSON.parse(output) as [string, string, string[]]
    expect([file, keychain]).toEqual(['', 'function'])
    expect(natives.every((path) => path.startsWith(away))).toBe(true)
    expect(natives).toHaveLength(2)
  })

  test('from its start to transactions of the model bank', async () => {
    const packed = {
      folder: away,
      main: join(away, 'out/main/index.js'),
      preload: join(away, 'out/preload/index.cjs'),
      modelBank: join(away, 'out/main/model-bank.js'),
      remove() {},
    }
    const booted = await boot({ built: packed })
    const { page } = await booted.open()
    const reply = await page.bridge.call('walkthrough.run', {})
    if (!reply.ok) throw new Error(JSON.stringify(reply.error))
    expect(reply.value.totals.transactions).toBeGreaterThan(0)
  }, 60_000)
})

describe('for other systems', () => {
  test('macOS: fuses in the framework, the hash of the archive in Info.plist, its own prebuilt', async () => {
    const { app, resources } = await pack('darwin')
    expect(wrongFuses(await readFuses(app))).toEqual([])
    expect(existsSync(join(resources, 'default_app.asar'))).toBe(false)
    const plist = readFileSync(join(app, 'Contents/Info.plist'), 'utf8').replaceAll(/>\s+</g, '><')
    const { headerString } = getRawHeader(join(resources, 'app.asar'))
    const hash = createHash('sha256').update(headerString).digest('hex')
    expect(plist).toContain(
      `<key>Resources/app.asar</key><dict><key>algorithm</key><string>SHA256</string><key>hash</key><string>${hash}</string>`,
    )
    expect(plist).toContain('<key>CFBundleIdentifier</key><string>local.tpp-workbench</string>')
    expect(plist).toContain('<key>LSApplicationCategoryType</key><string>public.app-category.developer-tools</string>')
    expect(readFileSync(join(resources, 'icon.icns'))).toEqual(readFileSync(join(root, 'resources/icon.icns')))
    // keytar is compiled for the system that npm runs on: the check sees it, and that is why each system makes its own.
    expect(checkPackage({ resources, platform: 'darwin', arch: 'x64' })).toEqual([
      'node_modules/keytar/build/Release/keytar.node is made for linux-x64, not for darwin-x64',
    ])
  }, 60_000)

  test('Windows: fuses in the program, its own prebuilt', async () => {
    // Resources of the program are not edited, because what stands in for Electron has none.
    const changes = { disableAsarIntegrity: true, win: { ...configuration.win, signAndEditExecutable: false } }
    const { app, resources } = await pack('win32', changes)
    expect(wrongFuses(await readFuses(app))).toEqual([])
    expect(checkPackage({ resources, platform: 'win32', arch: 'x64' })).toEqual([
      'node_modules/keytar/build/Release/keytar.node is made for linux-x64, not for win32-x64',
    ])
  }, 60_000)
})
