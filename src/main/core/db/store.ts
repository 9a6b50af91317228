import { existsSync, renameSync } from 'node:fs'
import { dirname } from 'node:path'
import { AppError } from '../../../shared/errors.ts'
import { applicationId, type Connection, connect, connectReadOnly, memory, type Statement } from './connection.ts'
import { databaseFailed, isSqliteError } from './database-errors.ts'
import { type FileHeader, readHeader } from './file-header.ts'
import { migrate } from './migrate.ts'
import { migrations as allMigrations } from './migrations/index.ts'
import type { Migration } from './migrations/migration.ts'
import { ensurePrivateFile, fileSize, narrowDatabase, removeDatabase, syncToDisk } from './private-files.ts'

export type SqlValue = string | number | bigint | Buffer | null

/** Every method throws DATABASE_FAILED when SQLite does. */
export interface Store {
  get<Row>(sql: string, ...values: SqlValue[]): Row | undefined
  all<Row>(sql: string, ...values: SqlValue[]): Row[]
  /** Row by row; nothing may be written until it has ended. */
  iterate<Row>(sql: string, ...values: SqlValue[]): IterableIterator<Row>
  run(sql: string, ...values: SqlValue[]): { changes: number }
  /** Several statements without values. */
  exec(sql: string): void
  /** All or nothing; may be nested. */
  transaction<T>(work: () => T): T
  schemaVersion(): number
  /** Writes a verified copy to `file`, replacing an older copy only once the new one is whole. */
  backup(file: string): void
  /** Continues on a copy at `file`, after `amend` has changed the copy. On failure nothing has changed and no file is left. */
  moveTo(file: string, amend?: (copy: Store) => void): void
  close(): void
}

const statementLimit = 500

const guarded = <T>(work: () => T): T => {
  try {
    return work()
  } catch (error) {
    throw databaseFailed(error)
  }
}

class SqliteStore implements Store {
  #database: Connection
  #statements = new Map<string, Statement>()

  constructor(database: Connection) {
    this.#database = database
  }

  #statement(sql: string): Statement {
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

/** Without changing a byte: a file of a newer version is left as it was found. */
const refuseForeign = (file: string, newest: number): void => {
  const header = readHeader(file)
  const { applicationId: owner, userVersion } = fileSize(`${file}-wal`) === 0 ? header : readThroughLog(file)
  if (owner !== applicationId) {
    throw new AppError('DATABASE_FAILED', `File ${file} belongs to another program`, { remedy: 'Choose another folder' })
  }
  if (userVersion > newest) {
    throw new AppError('SCHEMA_TOO_NEW', `Database ${file} has schema version ${userVersion}; this program reads up to ${newest}`, {
      remedy: 'Open it with the newer TPP Workbench that wrote it',
    })
  }
}

/**
 * Opens or makes a database, private to this user, and brings it to the newest schema.
 * Throws SCHEMA_TOO_NEW for a file of a newer version, DATABASE_FAILED for one that is damaged or not ours; both are left untouched.
 */
export const openStore = (options: { file: string; migrations?: readonly Migration[] }): Store => {
  const { file, migrations = allMigrations } = options
  return guarded(() => {
    const existing = file !== memory && fileSize(file) > 0
    if (existing) refuseForeign(file, migrations.at(-1)?.version ?? 0)
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
