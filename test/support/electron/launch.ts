// The built app in real Electron. Only where the binary is; see scripts/test-electron.ts.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { _electron, type ElectronApplication, type Page } from 'playwright-core'

const root = join(import.meta.dirname, '../../..')

/** The binary that `npm run test:electron` found; null in every other run. */
export const electronBinary = (): string | null => process.env.TPP_WORKBENCH_TEST_ELECTRON ?? null

export interface LaunchedElectron {
  app: ElectronApplication
  page: Page
  /** Addresses that would have gone to the system's browser. */
  opened(): Promise<string[]>
  close(): Promise<void>
}

export const launchElectron = async (executablePath: string, args: string[] = ['--ephemeral']): Promise<LaunchedElectron> => {
  const profile = mkdtempSync(join(tmpdir(), 'tpp-electron-'))
  const kept = ['PATH', 'DISPLAY', 'WAYLAND_DISPLAY', 'XDG_RUNTIME_DIR', 'SystemRoot']
  const env = Object.fromEntries(kept.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])))
  const app = await _electron.launch({
    executablePath,
    args: [root, `--user-data-dir=${profile}`, ...args],
    cwd: root,
    env: { ...env, HOME: profile, XDG_DATA_HOME: profile },
    chromiumSandbox: true,
  })
  await app.evaluate(({ shell }) => {
    const opened: string[] = []
    Object.assign(globalThis, { openedAddresses: opened })
    shell.openExternal = async (address) => void opened.push(address)
  })
  return {
    app,
    page: await app.firstWindow(),
    opened: () => app.evaluate(() => Reflect.get(globalThis, 'openedAddresses') as string[]),
    async close() {
      await app.close()
      rmSync(profile, { recursive: true, force: true })
    },
  }
}
