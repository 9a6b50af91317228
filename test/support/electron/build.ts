// The main and preload bundles as electron.vite.config.ts builds them, in a folder of their own.

import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { resolveConfig } from 'electron-vite'
import { build } from 'vite'
import { noncePlaceholder } from '../../../src/main/hosts/content-security-policy.ts'

const root = join(import.meta.dirname, '../../..')

export interface BuiltApp {
  folder: string
  main: string
  preload: string
  modelBank: string
  remove(): void
}

/** A small page in place of the renderer's, with what must not be served beside it. */
const writePages = (folder: string) => {
  const pages = join(folder, 'renderer')
  mkdirSync(join(pages, 'assets'), { recursive: true })
  mkdirSync(join(folder, 'renderer-old'))
  writeFileSync(join(pages, 'index.html'), `<!doctype html><meta property="csp-nonce" nonce="${noncePlaceholder}"><title>Page</title>`)
  writeFileSync(join(pages, 'assets', 'index-abcdefgh.js'), 'export {}\n')
  writeFileSync(join(pages, 'assets', 'index-abcdefgh.css'), 'body {}\n')
  writeFileSync(join(pages, 'notes.txt'), 'not of a known type')
  writeFileSync(join(pages, '.hidden.js'), 'hidden')
  writeFileSync(join(folder, 'secret.js'), 'outside')
  writeFileSync(join(folder, 'renderer-old', 'old.js'), 'outside')
  symlinkSync(join(folder, 'secret.js'), join(pages, 'link.js'))
}

/** Below out/, so that packages and the package's type are found as from the real place. */
export const buildApp = async (): Promise<BuiltApp> => {
  mkdirSync(join(root, 'out'), { recursive: true })
  const folder = mkdtempSync(join(root, 'out', 'test-'))
  const { config } = await resolveConfig(
    { root, configFile: join(root, 'electron.vite.config.ts'), logLevel: 'error' },
    'build',
    'production',
  )
  for (const part of ['main', 'preload'] as const) {
    const target = config?.[part]
    await build({ ...target, configFile: false, build: { ...target?.build, outDir: join(folder, part) } })
  }
  writePages(folder)
  return {
    folder,
    main: join(folder, 'main', 'index.js'),
    preload: join(folder, 'preload', 'index.cjs'),
    modelBank: join(folder, 'main', 'model-bank.js'),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}
