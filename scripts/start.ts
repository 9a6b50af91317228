// npm start: the app in a window where Electron is there or can be had, otherwise in the browser. npm run browser: in the browser at once.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { runBrowserCommand } from '../src/main/hosts/browser/command.ts'
import { processTerminal } from '../src/main/hosts/cli/terminal.ts'
import { ensureBuilt, mainTarget, preloadTarget, rendererTarget } from './built.ts'
import { findElectron } from './electron-binary.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const atStartMs = 10_000
const say = (line: string) => void process.stdout.write(`${line}\n`)

const build = (targets: Parameters<typeof ensureBuilt>[1]): void => {
  const problem = ensureBuilt(root, targets, say)
  if (problem === null) return
  console.error(problem)
  process.exit(1)
}

/** Runs the app until it ends. Returns why it did not come up; null when it did. */
const runElectron = async (path: string, args: string[]): Promise<string | null> => {
  const begin = performance.now()
  const child = spawn(path, [root, ...args], { stdio: 'inherit' })
  // Ctrl+C reaches the app by itself, as it is of the same group; this process only waits for its end.
  const stay = () => {}
  const passOn = () => void child.kill()
  process.on('SIGINT', stay).on('SIGTERM', passOn)
  const ending = await once(child, 'exit').catch((error: Error) => error)
  process.off('SIGINT', stay).off('SIGTERM', passOn)
  if (ending instanceof Error) return `Electron cannot be run (${ending.message})`
  const [code, signal] = ending
  process.exitCode = code ?? 1
  if (code === 0 || signal === 'SIGINT' || signal === 'SIGTERM' || performance.now() - begin > atStartMs) return null
  return `Electron ended at its start (${signal ?? `exit code ${code}`})`
}

/** Null when the app has run in a window. */
const whyNoWindow = async (args: string[]): Promise<string | null> => {
  const electron = findElectron({ say })
  if ('missing' in electron) return electron.missing
  build([rendererTarget, mainTarget, preloadTarget])
  return runElectron(electron.path, args)
}

const given = process.argv.slice(2)
const args = given.filter((argument) => argument !== '--browser')
const help = args.includes('--help') || args.includes('-h')
const reason = help || given.includes('--browser') ? '' : await whyNoWindow(args)
if (reason !== null) {
  if (reason) say(`No window: ${reason}. The app is served to the browser instead.`)
  if (!help) build([rendererTarget])
  process.exitCode = await runBrowserCommand(args, processTerminal())
}
