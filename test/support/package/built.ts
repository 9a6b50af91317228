// The bundles as they are packaged: main, preload and pages, built anew into a folder of their own.

import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { resolveConfig } from 'electron-vite'
import { build } from 'vite'

export const root = join(import.meta.dirname, '../../..')

/** Returns a folder like out/, to be removed by the caller. */
export const buildBundles = async (): Promise<string> => {
  const folder = mkdtempSync(join(tmpdir(), 'tpp-bundles-'))
  const configFile = join(root, 'electron.vite.config.ts')
  const { config } = await resolveConfig({ root, configFile, logLevel: 'error' }, 'build', 'production')
  for (const part of ['main', 'preload', 'renderer'] as const) {
    const target = config?.[part]
    const outDir = join(folder, part)
    await build({ ...target, configFile: false, logLevel: 'error', build: { ...target?.build, outDir, emptyOutDir: true } })
  }
  return folder
}
