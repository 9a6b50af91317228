// Files that only their owner may read. SQLite gives -wal and -shm the permissions of the database file beside them,
// so the database file is made first, with its final permissions: at no moment is anything open to other users.

import { chmodSync, closeSync, existsSync, fsyncSync, openSync, rmSync, statSync } from 'node:fs'

const isCode = (error: unknown, code: string): boolean => error instanceof Error && 'code' in error && error.code === code

/** Makes an empty file with mode 0600, or narrows the mode of the one that is there. Never opens an existing file: see `holdLock`. */
export const ensurePrivateFile = (file: string): void => {
  try {
    closeSync(openSync(file, 'wx', 0o600))
  } catch (error) {
    if (!isCode(error, 'EEXIST')) throw error
    chmodSync(file, 0o600)
  }
}

/** Size in bytes; 0 when the file does not exist. */
export const fileSize = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0

/** Waits until a renamed or finished file would survive a power cut. */
export const syncToDisk = (path: string): void => {
  // Windows cannot open a folder for this, and keeps renames itself.
  if (process.platform === 'win32') return
  const descriptor = openSync(path, 'r')
  try {
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

const databaseFiles = (file: string): string[] => ['', '-journal', '-wal', '-shm'].map((suffix) => `${file}${suffix}`)

/** Takes away what another program has granted to other users. */
export const narrowDatabase = (file: string): void => {
  for (const path of databaseFiles(file)) if (existsSync(path)) chmodSync(path, 0o600)
}

export const removeDatabase = (file: string): void => {
  for (const path of databaseFiles(file)) rmSync(path, { force: true })
}
