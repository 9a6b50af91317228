// npm run package: the installers of the system it runs on, in dist.

import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ensureBuilt, mainTarget, preloadTarget, rendererTarget } from './built.ts'
import { obtainElectron } from './electron-binary.ts'
import { packageApp } from './packaging/package-app.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const { platform, arch } = process
const say = (line: string) => void process.stdout.write(`${line}\n`)

/** Anew, because chunks of earlier builds stay, and would be packaged. */
const build = (): string | null => {
  rmSync(join(root, 'out', 'main', 'chunks'), { recursive: true, force: true })
  rmSync(join(root, mainTarget.output), { force: true })
  return ensureBuilt(root, [rendererTarget, mainTarget, preloadTarget], say)
}

const known = (platform === 'linux' || platform === 'darwin' || platform === 'win32') && (arch === 'x64' || arch === 'arm64')
if (!known) say(`Nothing is packaged for ${platform} ${arch}.`)
const made =
  known && (await packageApp({ root, output: join(root, 'dist'), platform, arch, electron: () => obtainElectron({ say }), build, say }))
process.exitCode = made ? 0 : 1
