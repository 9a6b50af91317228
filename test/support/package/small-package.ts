// A packed app of a few lines, which has all that is checked, to be spoilt in one respect.

import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { createPackageWithOptions } from '@electron/asar'
import { checkPackage } from '../../../scripts/packaging/check.ts'
import { temporaryFolder } from '../app.ts'

export const prebuilt = 'node_modules/better-sqlite3/prebuilds/linux-x64.node'
export const keytar = 'node_modules/keytar/build/Release/keytar.node'

/** The start of a file in the format of Linux for a processor. */
export const elf = (machine: number): Buffer => {
  const file = Buffer.alloc(64)
  file.write('\x7fELF', 'latin1')
  file.writeUInt16LE(machine, 18)
  return file
}

const whole: Record<string, string | Buffer> = {
  'package.json': '{ "main": "out/main/index.js", "type": "module" }',
  'out/main/index.js': "import 'electron'\nimport 'node:fs'\nimport './chunks/a-1.js'\nawait import('keytar')\n",
  'out/main/chunks/a-1.js': "export * from 'better-sqlite3'\n",
  'out/main/model-bank.js': "import Database from 'better-sqlite3'\n",
  'out/main/licences.md': '',
  'out/preload/index.cjs': "require('electron')\n",
  'out/renderer/index.html': '',
  'out/renderer/licences.md': '',
  'out/renderer/assets/index-1.js': '',
  'resources/bank-profiles.json': '{}',
  'node_modules/better-sqlite3/package.json': '{ "main": "lib/index.js" }',
  'node_modules/better-sqlite3/lib/index.js': "require('./binding')\n",
  'node_modules/better-sqlite3/lib/binding.js': "require('fs')\n",
  [prebuilt]: elf(62),
  'node_modules/keytar/package.json': '{ "main": "./lib/keytar.js" }',
  'node_modules/keytar/lib/keytar.js': "require('../build/Release/keytar.node')\n",
  [keytar]: elf(62),
}

export interface Spoilt {
  /** Files that are added or differ. */
  files?: Record<string, string | Buffer>
  without?: string[]
  /** Which files stay outside of the archive. */
  unpack?: string
  /** What happens to the folder afterwards. */
  after?: (beside: string) => void
}

/** What the check finds. */
export const faultsOf = async ({ files = {}, without = [], unpack = '**/*.node', after }: Spoilt = {}): Promise<string[]> => {
  const folder = temporaryFolder()
  const source = join(folder, 'app')
  for (const [path, content] of Object.entries({ ...whole, ...files })) {
    mkdirSync(dirname(join(source, path)), { recursive: true })
    writeFileSync(join(source, path), content)
  }
  for (const path of without) rmSync(join(source, path))
  await createPackageWithOptions(source, join(folder, 'app.asar'), { unpack })
  after?.(join(folder, 'app.asar.unpacked'))
  return checkPackage({ resources: folder, platform: 'linux', arch: 'x64' })
}
