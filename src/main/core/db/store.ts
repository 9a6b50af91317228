// The only file of the core that knows the database driver.

import { existsSync, renameSync } from 'node:fs'
import { dirname } from 'node:path'
import Database from 'better-sqlite3'
import { AppError } from '../../../shared/errors.ts'
import { databaseFailed, isSqliteError } from './database-errors.ts'
import { applicationId, type FileHeader, readHeader, refuseForeign } from './file-header.ts'
import { migrate } from './migrate.ts'
import { migrations as allMigrations } from './migrations/index.ts'
import type { Migration } from './migrations/migration.ts'
import { ensurePrivateFile, fileSize, narrowDatabase, removeDatabase, syncToDisk } from './private-files.ts'
import type { SqlValue, Store } from './store-interface.ts'

export type { SqlValue, Store } from './store-interface.ts'

const memory = ':memory:'
const statementLimit = 500

const guarded = <T>(work: () => T): T => {
  try {
    return work()
  } catch (error) {
    throw databaseFailed(error)
  }
}

class SqliteStore implements Store {
  #database: Database.Database
  #statements = new Map<string, Database.Statement<unknown[]>>()

  constructor(database: Database.Database) {
    this.#database = database
  }

  #statement(sql: string): Database.Statement<unknown[]> {
    const known = this.#statements.get(sql)
    if (known) return known
    if (this.#statements.size >= statementLimit) this.#statements.clear()
    const made = this.#database.prepare(sql)
    this.#statements.set(sql, made)
    return made
  }

  get<Row>(sql: string, ...values: SqlValue[]): Row | undefined {
    return guarded(() => this.#statement(sql).get(...values)) as Row | undefined
  }

  all<Row>(sql: string, ...values: SqlValue[]): Row[] {
    return guarded(() => this.#statement(sql).all(...values)) as Row[]
  }

  *iterate<Row>(sql: string, ...values: SqlValue[]): IterableIterator<Row> {
    try {
      // Not the cached statement: a loop inside the loop may use the same text.
      for (const row of this.#database.prepare(sql).iterate(...values)) yield row as Row
    } catch (error) {
      throw databaseFailed(error)
    }
  }

  run(sql: string, ...values: SqlValue[]): { changes: number } {
    return guarded(() => ({ changes: this.#statement(sql).run(...values).changes }))
  }

  exec(sql: string): void {
    guarded(() => this.#database.exec(sql))
  }

  transaction<T>(work: () => T): T {
    try {
      return this.#database.transaction(work)()
    } catch (error) {
      // What `work` itself throws belongs to its caller.
      throw isSqliteError(error) ? databaseFailed(error) : error
    }
  }

  schemaVersion(): number {
    return guarded(() => Number(this.#database.pragma('user_version', { simple: true })))
  }

  backup(file: string): void {
    const partial = `${file}.partial`
    guarded(() => {
      try {
        this.#copyTo(partial)
        renameSync(partial, file)
        syncToDisk(dirname(file))
      } finally {
        removeDatabase(partial)
      }
    })
  }

  moveTo(file: string, amend: (copy: Store) => void = () => {}): void {
    const partial = `${file}.partial`
    if (existsSync(file)) throw new AppError('CONFLICT', `File ${file} exists`, { remedy: 'Choose an empty folder' })
    const moved = guarded(() => {
      try {
        this.#copyTo(partial)
        const copy = new SqliteStore(connect(partial))
        try {
          amend(copy)
        } finally {
          copy.close()
        }
        syncToDisk(partial)
        renameSync(partial, file)
        return connect(file)
      } catch (error) {
        removeDatabase(file)
        throw error
      } finally {
        removeDatabase(partial)
      }
    })
    const left = this.#database
    this.#database = moved
    this.#statements.clear()
    left.close()
    syncToDisk(dirname(file))
  }

  #copyTo(file: string): void {
    removeDatabase(file)
    ensurePrivateFile(file)
    this.#database.prepare('vacuum into ?').run(file)
    const copy = connectReadOnly(file)
    try {
      const verdict = copy.pragma('integrity_check', { simple: true })
      if (verdict !== 'ok') throw new AppError('DATABASE_FAILED', `Copy ${file} is damaged: ${verdict}`)
    } finally {
      copy.close()
    }
    syncToDisk(file)
  }

  close(): void {
    guarded(() => {
      if (!this.#database.open) return
      // SECURITY: deleted rows live on in the log until it is cut, and a copied file would show them.
      this.#database.pragma('wal_checkpoint(TRUNCATE)')
      this.#database.close()
    })
  }
}

/** These do not last in the file: every connection sets them anew. A reopened WAL database would default to synchronous=NORMAL. */
const pragmas = [
  'synchronous = FULL',
  'secure_delete = ON',
  'trusted_schema = OFF',
  'cell_size_check = ON',
  'temp_store = MEMORY',
  'foreign_keys = ON',
  'mmap_size = 0',
  ...(process.platform === 'darwin' ? ['fullfsync = ON', 'checkpoint_fullfsync = ON'] : []),
]

const connect = (file: string): Database.Database => {
  const database = new Database(file)
  try {
    const number = database.pragma('application_id', { simple: true })
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
const connectReadOnly = (file: string): Database.Database => new Database(file, { readonly: true, fileMustExist: true })

/** After a crash the newest header may still be in the log; a read-only connection sees it and folds nothing into the file. */
const readThroughLog = (file: string): FileHeader => {
  const reader = connectReadOnly(file)
  try {
    const read = (name: string) => Number(reader.pragma(name, { simple: true }))
    return { applicationId: read('application_id'), userVersion: read('user_version') }
  } finally {
    reader.close()
  }
}

/** Changes no byte of the file. */
const inspect = (file: string): FileHeader => {
  const header = readHeader(file)
  return fileSize(`${file}-wal`) === 0 ? header : readThroughLog(file)
}

/**
 * Opens or makes a database, private to this user, and brings it to the newest schema.
 * Throws SCHEMA_TOO_NEW for a file of a newer version and DATABASE_FAILED for one that is not ours, both left untouched;
 * DATABASE_FAILED for one that is damaged.
 */
export const openStore = (options: { file: string; migrations?: readonly Migration[] }): Store => {
  const { file, migrations = allMigrations } = options
  return guarded(() => {
    const existing = file !== memory && fileSize(file) > 0
    if (existing) refuseForeign(file, inspect(file), migrations.at(-1)?.version ?? 0)
    if (file !== memory) {
      ensurePrivateFile(file)
      narrowDatabase(file)
    }
    const store = new SqliteStore(connect(file))
    try {
      if (existing) checkWhole(store, file)
      migrate(store, migrations, file === memory ? null : file)
      return store
    } catch (error) {
      store.close()
      throw error
    }
  })
}

const checkWhole = (store: Store, file: string): void => {
  const verdict = store.get<{ quick_check: string }>('pragma quick_check(1)')?.quick_check
  if (verdict === 'ok') return
  throw new AppError('DATABASE_FAILED', `Database ${file} is damaged: ${verdict}`, {
    remedy: 'Restore the newest backup from the same folder',
  })
}

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
