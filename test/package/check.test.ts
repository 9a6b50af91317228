import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { elf, faultsOf, keytar, prebuilt } from '../support/package/small-package.ts'

test('a package that has what it needs', async () => expect(await faultsOf()).toEqual([]))

describe('what does not belong', () => {
  const strangers = [
    'src/main/index.ts',
    'test/main.test.ts',
    'out/main/index.js.map',
    'out/main/core/app.js',
    'out/main/tool.ts',
    'out/renderer/assets/index-1.js.map',
    'out/renderer/main.tsx',
    'node_modules/better-sqlite3/README.md',
    'node_modules/better-sqlite3/src/addon.cpp',
    'node_modules/better-sqlite3/build/config.gypi',
    'node_modules/keytar/keytar.d.ts',
    'node_modules/zod/package.json',
    '.env',
    'key.pem',
    'workspace.db',
  ]
  test.each(strangers)('%s', async (path) => {
    expect(await faultsOf({ files: { [path]: '' } })).toContain(`${path} does not belong in the package`)
  })

  test('a chunk of an earlier build', async () => {
    expect(await faultsOf({ files: { 'out/main/chunks/a-0.js': '' } })).toEqual(['out/main/chunks/a-0.js is loaded by nothing'])
  })

  test('a file beside the archive, where nothing checks it', async () => {
    const after = (beside: string) => writeFileSync(join(beside, 'extra.node'), elf(62))
    expect(await faultsOf({ after })).toEqual([
      'extra.node lies outside app.asar, where nothing checks it',
      'app.asar names other files outside of it than are there',
    ])
  })

  test('a script that could be changed, because it is not in the archive', async () => {
    expect(await faultsOf({ unpack: '{**/*.node,**/model-bank.js}' })).toContain('out/main/model-bank.js is missing')
  })
})

describe('what is missing', () => {
  const needed = [
    'package.json',
    'out/main/model-bank.js',
    'out/preload/index.cjs',
    'out/renderer/index.html',
    'out/renderer/licences.md',
    'resources/bank-profiles.json',
  ]
  test.each(needed)('%s', async (path) => expect(await faultsOf({ without: [path] })).toEqual([`${path} is missing`]))

  test('where the app starts', async () => {
    expect(await faultsOf({ without: ['out/main/index.js'] })).toEqual(['package.json starts out/main/index.js, which is not in app.asar'])
  })

  const imports: [how: string, source: string][] = [
    ['import', "import { z } from 'zod'"],
    ['export', "export * from 'zod'"],
    ['dynamic import', "export const load = () => import('zod')"],
    ['require', "const require = (name) => name\nrequire('zod')"],
    ["the bundler's require", "const __require = (name) => name\n__require('zod')"],
  ]
  test.each(imports)('a package that is taken in by %s', async (_how, source) => {
    expect(await faultsOf({ files: { 'out/main/chunks/a-1.js': `${source}\nimport 'better-sqlite3'\n` } })).toEqual([
      'out/main/chunks/a-1.js imports zod, which is not in the package',
    ])
  })

  test('not what is named in a string or a comment alone', async () => {
    const source = `// import 'zod'\nexport const code = "require('zod')"\nexport const more = \`import 'zod'\`\nimport 'better-sqlite3'\n`
    expect(await faultsOf({ files: { 'out/main/chunks/a-1.js': source } })).toEqual([])
  })

  test('a chunk', async () => {
    expect(await faultsOf({ without: ['out/main/chunks/a-1.js'] })).toEqual([
      'out/main/index.js imports ./chunks/a-1.js, which is not in the package',
    ])
  })
})

describe('native modules', () => {
  test('one is missing', async () => {
    expect(await faultsOf({ without: [prebuilt] })).toEqual([`${prebuilt} is not a file outside app.asar`])
  })

  test('one is in the archive, from where the system cannot load it', async () => {
    expect(await faultsOf({ unpack: '**/keytar.node' })).toEqual(
      expect.arrayContaining([`${prebuilt} is not a file outside app.asar`, `${prebuilt} does not belong in the package`]),
    )
  })

  test('one has gone since', async () => {
    expect(await faultsOf({ after: (beside) => rmSync(join(beside, keytar)) })).toEqual([
      `${keytar} is not a file outside app.asar`,
      'app.asar names other files outside of it than are there',
    ])
  })

  test('of another system', async () => {
    const other = 'node_modules/better-sqlite3/prebuilds/win32-x64.node'
    expect(await faultsOf({ files: { [other]: elf(62) } })).toContain(`${other} lies outside app.asar, where nothing checks it`)
  })

  const kinds: [string, Buffer, string][] = [
    ['another processor', elf(183), 'linux-arm64'],
    ['macOS', Buffer.concat([Buffer.from('cffaedfe0c000001', 'hex'), Buffer.alloc(64)]), 'darwin-arm64'],
    ['an old Mac', Buffer.concat([Buffer.from('cffaedfe07000001', 'hex'), Buffer.alloc(64)]), 'darwin-x64'],
    ['an unknown processor', elf(8), 'no system that is known'],
    ['no system', Buffer.from('a page in place of a download'), 'no system that is known'],
  ]
  test.each(kinds)('made for %s', async (_for, file, kind) => {
    expect(await faultsOf({ files: { [keytar]: file } })).toEqual([`${keytar} is made for ${kind}, not for linux-x64`])
  })

  test('made for Windows', async () => {
    const program = Buffer.alloc(0x100)
    program.write('MZ')
    program.writeUInt32LE(0x80, 0x3c)
    program.writeUInt16LE(0xaa64, 0x84)
    expect(await faultsOf({ files: { [keytar]: program } })).toEqual([`${keytar} is made for win32-arm64, not for linux-x64`])
    program.writeUInt32LE(0xffff, 0x3c)
    expect(await faultsOf({ files: { [keytar]: program } })).toEqual([`${keytar} is made for no system that is known, not for linux-x64`])
  })
})

test('a folder without an archive is said', async () => {
  const after = (beside: string) => rmSync(beside.replace('.unpacked', ''))
  await expect(faultsOf({ after })).rejects.toThrow('no such file')
})
