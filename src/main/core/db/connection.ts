// The only file of the core that loads the database driver.

import Database from 'better-sqlite3'
import { AppError } from '../../../shared/errors.ts'
import { databaseFailed } from './database-errors.ts'
import { applicationId } from './file-header.ts'
import { ensurePrivateFile } from './private-files.ts'

export type Connection = Database.Database
export type Statement = Database.Statement<unknown[]>

export const memory = ':memory:'

/** These do not last in the file: every connection sets them anew. A reopened WAL database would default to synchronous=NORMAL. */
const pragmas = [
  'synchronous = FULL',
  'secure_delete = ON',
  'trusted_schema = OFF',
  'cell_size_check = ON',
  'temp_store = MEMORY',
  'foreign_keys = ON',
  'mmap_size = 0',
  // In KiB: the indices of a million transactions are filled in four times the time where only a quarter of this is held.
  'cache_size = -65536',
  // In pages, 64 MB: folded into the file after every few, the pages in use would be written again and again during a large fetch.
  'wal_autocheckpoint = 8000',
  ...(process.platform === 'darwin' ? ['fullfsync = ON', 'checkpoint_fullfsync = ON'] : []),
]

export const connect = (file: string): Connection => {
  const database = new Database(file)
  try {
    const number = database.pragma('application_id', { simple: true })
    // Answers of banks are long, and larger pages hold them in fewer pieces; a file that has pages keeps their size.
    database.pragma('page_size = 8192')
    // Before anything else is written: a file that a crash leaves half made is recognised as ours.
    if (number === 0) database.pragma(`application_id = ${applicationId}`)
    const mode = database.pragma('journal_mode = WAL', { simple: true })
    if (file !== memory && mode !== 'wal') {
      throw new AppError('DATABASE_FAILED', `Database ${file} cannot use a write-ahead log`, { remedy: 'Choose a folder on a local disk' })
    }
    for (const pragma of pragmas) database.pragma(pragma)
    return database
  } catch (error) {
    database.close()
    throw error
  }
}

/** For looking only: folds nothing from the log into the file. */
export const connectReadOnly = (file: string): Connection => new Database(file, { readonly: true, fileMustExist: true })

/**
 * Takes an exclusive lock that lasts until released or until the process dies, however it dies. Null when somebody holds it.
 * POSIX drops a process's locks on a file as soon as the process closes any descriptor of it, so nothing else may open this file.
 */
export const holdLock = (file: string): { release: () => void } | null => {
  ensurePrivateFile(file)
  const database = new Database(file, { timeout: 0 })
  try {
    database.exec('begin exclusive')
    return { release: () => database.close() }
  } catch (error) {
    database.close()
    if (error instanceof Database.SqliteError && error.code === 'SQLITE_BUSY') return null
    throw databaseFailed(error)
  }
}
