// Builds what `npm start` opens, when sources are newer than what is built.

import { spawnSync } from 'node:child_process'
import { existsSync, globSync, statSync } from 'node:fs'
import { join } from 'node:path'

const newest = (files: string[]): number => Math.max(0, ...files.map((file) => statSync(file).mtimeMs))

export interface BuildTarget {
  output: string
  /** Patterns of files, below the project. */
  sources: string[]
}

const always = ['src/shared/**/*.ts', 'src/main/hosts/content-security-policy.ts', 'electron.vite.config.ts', 'package-lock.json']

export const rendererTarget: BuildTarget = { output: 'out/renderer/index.html', sources: [...always, 'src/renderer/**/*.*'] }
export const mainTarget: BuildTarget = {
  output: 'out/main/index.js',
  sources: [...always, 'src/main/**/*.ts', 'src/model-bank/**/*.ts', 'src/pki/**/*.ts'],
}
export const preloadTarget: BuildTarget = { output: 'out/preload/index.cjs', sources: [...always, 'src/preload/**/*.ts'] }

export const isStale = (root: string, { output, sources }: BuildTarget): boolean => {
  const built = join(root, output)
  if (!existsSync(built)) return true
  const files = sources.flatMap((pattern) => globSync(pattern, { cwd: root })).map((file) => join(root, file))
  return newest(files) > statSync(built).mtimeMs
}

/** Returns why it failed; null when everything is built. Says one line when there is something to do. */
export const ensureBuilt = (root: string, targets: BuildTarget[], say: (line: string) => void): string | null => {
  if (!targets.some((target) => isStale(root, target))) return null
  say('Building the app')
  const command = join(root, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js')
  const { status, stdout, stderr } = spawnSync(process.execPath, [command, 'build', '--logLevel', 'warn'], { cwd: root, encoding: 'utf8' })
  return status === 0 ? null : `The app could not be built:\n${stdout}${stderr}`
}
