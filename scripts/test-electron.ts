// npm run test:electron: the app in real Electron, where its binary is. Elsewhere one line says that it was not tested, and why.
// With --required that is a failure.

import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ensureBuilt, mainTarget, preloadTarget, rendererTarget } from './built.ts'
import { findElectron } from './electron-binary.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const say = (line: string) => void process.stdout.write(`${line}\n`)

const notTested = (why: string): number => {
  say(`The app was not tested in real Electron: ${why}.`)
  return process.argv.includes('--required') ? 1 : 0
}

const testIn = (electron: string): number => {
  const problem = ensureBuilt(root, [rendererTarget, mainTarget, preloadTarget], say)
  if (problem !== null) {
    console.error(problem)
    return 1
  }
  const vitest = join(dirname(createRequire(import.meta.url).resolve('vitest/package.json')), 'vitest.mjs')
  const { status } = spawnSync(process.execPath, [vitest, 'run', '--config', 'vitest.electron.config.ts'], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, TPP_WORKBENCH_TEST_ELECTRON: electron },
  })
  return status ?? 1
}

const electron = findElectron({ say })
process.exitCode = 'missing' in electron ? notTested(electron.missing) : testIn(electron.path)
