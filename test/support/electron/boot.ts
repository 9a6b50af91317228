// Boots the built main bundle in this process: its import of electron finds the double. Each boot evaluates the bundle anew.

import { mkdtempSync, rmSync } from 'node:fs'
import { createRequire, registerHooks } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { onTestFinished } from 'vitest'
import type { BuiltApp } from './build.ts'
import { createElectronDouble, type DoubleOptions, type ElectronDouble } from './double.ts'
import { openPage, type Page } from './page.ts'
import type { DoubleWindow } from './window.ts'

const doubles = new Map<string, ElectronDouble>()
const address = 'electron-double:'

const importNatively: (url: string) => Promise<object> = createRequire(import.meta.url)('./native-import.cjs')

const bootOf = (url: string | undefined): string | null => URL.parse(url ?? '')?.searchParams.get('boot') ?? null

registerHooks({
  resolve(specifier, context, next) {
    const boot = bootOf(context.parentURL)
    if (boot === null) return next(specifier, context)
    if (specifier === 'electron') return { url: `${address}${boot}`, format: 'module', shortCircuit: true }
    const resolved = next(specifier, context)
    // The bundle's own chunks are evaluated anew too; packages are not.
    return specifier.startsWith('.') ? { ...resolved, url: `${resolved.url}?boot=${boot}` } : resolved
  },
  load(url, context, next) {
    if (!url.startsWith(address)) return next(url, context)
    const boot = url.slice(address.length)
    const names = Object.keys(doubles.get(boot)?.electron ?? {})
    const source = `const electron = globalThis.electronDoubles.get('${boot}').electron\nexport const { ${names.join(', ')} } = electron`
    return { format: 'module', source, shortCircuit: true }
  },
})
Object.assign(globalThis, { electronDoubles: doubles })

export interface BootOptions extends Omit<DoubleOptions, 'folder'> {
  built: BuiltApp
  /** Arguments of the command line. */
  args?: string[]
  env?: NodeJS.ProcessEnv
  /** Electron's files of an earlier boot; new ones when absent. */
  folder?: string
}

export interface Booted {
  double: ElectronDouble
  /** Holds Electron's files and the workspace. */
  folder: string
  /** Tells the app that Electron is ready, and waits for its window and page. */
  open(): Promise<{ window: DoubleWindow; page: Page }>
  /** Quits the app and waits until it has ended. */
  end(): Promise<void>
}

const processEvents = ['uncaughtException', 'unhandledRejection'] as const

/** Removes the listeners that the app adds to this process, which the test runner shares with it. */
const restoreProcess = (): (() => void) => {
  const before = processEvents.map((event) => new Set<unknown>(process.rawListeners(event)))
  const { argv, env } = process
  return () => {
    Object.assign(process, { argv, env })
    for (const [index, event] of processEvents.entries())
      for (const listener of process.rawListeners(event)) if (!before[index]?.has(listener)) process.off(event, listener as () => void)
  }
}

/** Evaluates the bundle up to where Electron becomes ready. To be ended by the caller. */
export const bootShared = async ({ built, args = ['--ephemeral'], env = {}, folder: given, ...options }: BootOptions): Promise<Booted> => {
  const folder = given ?? mkdtempSync(join(tmpdir(), 'tpp-electron-'))
  const double = createElectronDouble({ folder, ...options })
  const id = String(doubles.size + 1)
  doubles.set(id, double)
  const restore = restoreProcess()
  process.argv = ['/electron', built.folder, ...args]
  process.env = { PATH: process.env.PATH ?? '', XDG_DATA_HOME: join(folder, 'data'), ...env }
  await importNatively(`${pathToFileURL(built.main)}?boot=${id}`)
  return {
    double,
    folder,
    async open() {
      double.becomeReady()
      // The window appears within the turn that follows readiness.
      await new Promise((done) => setImmediate(done))
      const [window] = double.seen.windows
      if (!window) throw new Error(`No window was made: ${JSON.stringify(double.seen.errorBoxes)}`)
      return { window, page: openPage(double, window, built.preload) }
    },
    async end() {
      double.electron.app.quit()
      await double.ended
      restore()
      if (given === undefined) rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** As bootShared; ended when the test ends. */
export const boot = async (options: BootOptions): Promise<Booted> => {
  const booted = await bootShared(options)
  onTestFinished(() => booted.end())
  return booted
}
