// One process per data directory. The lock is SQLite's own, so it ends with the process that holds it, even when that is killed.

import { chmodSync, existsSync, readdirSync, readFileSync, rmdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { AppError } from '../../../shared/errors.ts'
import { holdLock } from './connection.ts'
import { makeFolder } from './make-folder.ts'

export interface DataDir {
  path: string
  databaseFile: string
  release(): void
  /** Releases, and removes what claiming has made. */
  abandon(): void
}

const databaseFileOf = (dataDir: string): string => join(resolve(dataDir), 'workspace.sqlite')

export const holdsWorkspace = (dataDir: string): boolean => existsSync(databaseFileOf(dataDir))

/**
 * Makes the folder if need be, private to this user, and locks it.
 * Throws DATA_DIR_IN_USE naming the process that holds it, INVALID_INPUT for a folder that cannot be used.
 */
export const claimDataDir = (dataDir: string): DataDir => {
  const path = resolve(dataDir)
  const lockFile = join(path, 'workspace.lock')
  const pidFile = join(path, 'workspace.pid')
  let made: string | undefined
  let release = () => {}
  let lockWasThere = true

  const abandon = () => {
    if (!lockWasThere) rmSync(lockFile, { force: true })
    release()
    if (made !== undefined) removeEmptyFolders(path, made)
  }

  try {
    made = makeFolder(path, 0o700)
    makePrivate(path)
    lockWasThere = existsSync(lockFile)
    const lock = holdLock(lockFile)
    if (!lock) throw inUse(path, pidFile)
    release = () => {
      release = () => {}
      rmSync(pidFile, { force: true })
      lock.release()
    }
    writeFileSync(pidFile, `${process.pid}\n`, { mode: 0o600 })
    return { path, databaseFile: databaseFileOf(path), release: () => release(), abandon }
  } catch (error) {
    if (error instanceof AppError && error.code === 'DATA_DIR_IN_USE') throw error
    abandon()
    throw error instanceof AppError ? error : unusable(path, error)
  }
}

const makePrivate = (path: string): void => {
  const { mode } = statSync(path)
  if (readdirSync(path).length === 0 || holdsWorkspace(path)) {
    chmodSync(path, 0o700)
  } else if (process.platform !== 'win32' && (mode & 0o022) !== 0) {
    // SECURITY: whoever can write to the folder can put an older copy of the database in place of the newest.
    throw new AppError('INVALID_INPUT', `Folder ${path} holds other files and can be written by other users`, {
      field: 'dataDir',
      remedy: 'Choose an empty folder, or one that does not exist',
    })
  }
}

const inUse = (path: string, pidFile: string): AppError => {
  const holder = existsSync(pidFile) ? `process ${readFileSync(pidFile, 'utf8').trim()}` : 'another process'
  return new AppError('DATA_DIR_IN_USE', `Folder ${path} is in use by ${holder}`, {
    field: 'dataDir',
    remedy: 'Close the other TPP Workbench, or choose another folder',
  })
}

const unusable = (path: string, error: unknown): AppError =>
  new AppError(
    'INVALID_INPUT',
    `Folder ${path} cannot be used: ${error instanceof Error ? error.message : String(error)}`,
    { field: 'dataDir', remedy: 'Choose a folder that this user may write to' },
    error,
  )

const removeEmptyFolders = (from: string, upTo: string): void => {
  for (let folder = from; folder.length >= upTo.length; folder = dirname(folder)) {
    if (readdirSync(folder).length > 0) return
    rmdirSync(folder)
  }
}
