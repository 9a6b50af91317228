// Electron's package brings no binary: since version 42 it is downloaded when first used, by the package's install.js.

import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { hasDisplay } from '../src/main/hosts/browser/system-browser.ts'

export type ElectronFound = { path: string } | { missing: string }

export interface ElectronInput {
  /** The folder of the electron package; null when it is not installed. */
  packageDir?: string | null
  env?: NodeJS.ProcessEnv
  platform?: NodeJS.Platform
  isRoot?: boolean
  downloadMs?: number
  say: (line: string) => void
}

const installedPackage = (): string | null => {
  try {
    return dirname(createRequire(import.meta.url).resolve('electron/package.json'))
  } catch {
    return null
  }
}

/** As the package itself looks for it. */
const binaryOf = (packageDir: string, env: NodeJS.ProcessEnv): string | null => {
  const pathFile = join(packageDir, 'path.txt')
  const named = existsSync(pathFile) ? readFileSync(pathFile, 'utf8').trim() : env.ELECTRON_OVERRIDE_DIST_PATH ? 'electron' : null
  if (named === null) return null
  const path = join(env.ELECTRON_OVERRIDE_DIST_PATH ?? join(packageDir, 'dist'), named)
  return existsSync(path) ? path : null
}

/** The path of Electron's binary, downloaded if need be, or why it is not there: a clause that goes into a sentence. */
export const obtainElectron = (input: Pick<ElectronInput, 'packageDir' | 'env' | 'downloadMs' | 'say'>): ElectronFound => {
  const { packageDir = installedPackage(), env = process.env, downloadMs = 180_000, say } = input
  if (packageDir === null) return { missing: 'the electron package is not installed' }
  const found = binaryOf(packageDir, env)
  if (found) return { path: found }

  say('Downloading Electron, once')
  const { status, error } = spawnSync(process.execPath, [join(packageDir, 'install.js')], { env, stdio: 'ignore', timeout: downloadMs })
  const path = status === 0 ? binaryOf(packageDir, env) : null
  if (path) return { path }
  const late = error && 'code' in error && error.code === 'ETIMEDOUT'
  return { missing: late ? `Electron was not downloaded within ${downloadMs / 1000} s` : 'Electron cannot be downloaded here' }
}

/** Electron's binary for showing a window, or why there can be none. */
export const findElectron = (input: ElectronInput): ElectronFound => {
  const { env = process.env, platform = process.platform } = input
  const { packageDir = installedPackage(), isRoot = process.getuid?.() === 0 } = input
  if (packageDir === null) return { missing: 'the electron package is not installed' }
  if (!hasDisplay({ platform, env })) return { missing: 'there is no display' }
  // SECURITY: Chromium's sandbox does not work for root, and the app does not run without it.
  if (isRoot && platform === 'linux') return { missing: 'Electron does not run as root' }
  return obtainElectron({ ...input, packageDir })
}
