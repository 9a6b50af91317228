// What the app was started with, and where Electron's own files are.

import { createHash } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { app } from 'electron'

export interface StartOptions {
  /** Null: the user's own data folder. */
  dataDir: string | null
  ephemeral: boolean
}

/** The same options as `npm start` has in the browser. Not strict, because switches of Electron are among the arguments. */
export const readStartOptions = (args: string[] = process.argv, env: NodeJS.ProcessEnv = process.env): StartOptions => {
  const { values } = parseArgs({
    args: args.slice(1),
    strict: false,
    options: { 'data-dir': { type: 'string' }, ephemeral: { type: 'boolean' } },
  })
  if (values.ephemeral === true) return { dataDir: null, ephemeral: true }
  const dataDir = typeof values['data-dir'] === 'string' ? values['data-dir'] : env.TPP_WORKBENCH_DATA_DIR
  return { dataDir: dataDir ? resolve(dataDir) : null, ephemeral: false }
}

const folderName = ({ dataDir, ephemeral }: StartOptions): string => {
  if (ephemeral) return 'ephemeral'
  return dataDir === null ? 'default' : createHash('sha256').update(dataDir).digest('hex').slice(0, 16)
}

/**
 * Electron's files (position of the window, single-instance lock; pages keep nothing there) are apart from the workspace,
 * which every host finds at the same place, and there is one folder of them per workspace, so that each has one window.
 */
export const chooseProfileFolder = (options: StartOptions): void => {
  if (app.commandLine.hasSwitch('user-data-dir')) return
  const folder = join(app.getPath('appData'), 'tpp-workbench', 'windows', folderName(options))
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  app.setPath('userData', folder)
}
