import { existsSync, renameSync } from 'node:fs'
import { dirname } from 'node:path'
import { AppError } from '../../../shared/errors.ts'
import { type Connection, connect, connectReadOnly, memory, type Statement } from './connection.ts'
import { databaseFailed, isSqliteError } from './database-errors.ts'
import { type FileHeader, readHeader, refuseForeign } from './file-header.ts'
import { createGroupCommit } from './group-commit.ts'
import { inBackground } from './in-background.ts'
import { migrate } from './migrate.ts'
import { migrations as allMigrations } from './migrations/index.ts'
import type { Migration } from './migrations/migration.ts'
import { ensurePrivateFile, fileSize, narrowDatabase, removeDatabase, syncToDisk } from './private-files.ts'
import type { SqlValue, Store } from './store-interface.ts'

export type { SqlValue, Store } from './store-interface.ts'

const statementLimit = 500
/** Bytes that are read in some hundredths of a second. */
const checkedAtOnce = 32 * 1024 * 1024
/** Bytes of log that are folded into the file while nobody waits; SQLite does it by itself at a greater size. */
const longLog = 8 * 1024 * 1024

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
  #group = createGroupCommit(
    () => this.#database,
    () => {
      if (fileSize(`${this.#database.name}-wal`) > longLog) this.#fold.due()
    },
  )
  #fold = inBackground(() => {
    this.#database.pragma('wal_checkpoint(PASSIVE)')
    return false
  })
  /** How many pieces of work are being done, one inside the other. */
  #depth = 0

  constructor(database: Connection) {
    this.#database = database
  }

  get durable(): boolean {
    return !this.#database.memory
  }

  #statement(sql: string): Statement {
    const statement = this.#statements.get(sql) ?? this.#prepare(sql)
    // What is written by itself is on disk when the call returns.
    if (!statement.readonly && this.#depth === 0) this.#group.settle()
    return statement
  }

  #prepare(sql: string): Statement {
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

  run(sql: string, ...values: SqlValue[]): { changes: number } {
    return guarded(() => ({ changes: this.#statement(sql).run(...values).changes }))
  }

  exec(sql: string): void {
    if (this.#depth === 0) this.flush()
    guarded(() => this.#database.exec(sql))
  }

  transaction<T>(work: () => T): T {
    if (this.#depth === 0) this.flush()
    return this.#allOrNothing(work)
  }

  soon<T>(work: () => T): T {
    if (this.#depth === 0) guarded(() => this.#group.open())
    return this.#allOrNothing(work)
  }

  flush(): void {
    guarded(() => this.#group.settle())
  }

  #allOrNothing<T>(work: () => T): T {
    this.#depth += 1
    try {
      return this.#database.transaction(work)()
    } catch (error) {
      // What `work` itself throws belongs to its caller.
      throw isSqliteError(error) ? databaseFailed(error) : error
    } finally {
      this.#depth -= 1
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
    this.#group.settle()
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
      try {
        this.#group.settle()
        // SECURITY: deleted rows live on in the log until it is cut, and a copied file would show them.
        this.#database.pragma('wal_checkpoint(TRUNCATE)')
      } finally {
        this.#database.close()
      }
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
    // A file that was closed in order was whole then, and its log is gone; to read it all again takes long where it is large.
    const doubtful = existing && (fileSize(`${file}-wal`) > 0 || fileSize(file) <= checkedAtOnce)
    if (existing) refuseForeign(file, inspect(file), migrations.at(-1)?.version ?? 0)
    if (file !== memory) {
      ensurePrivateFile(file)
      narrowDatabase(file)
    }
    const store = new SqliteStore(connect(file))
    try {
      if (doubtful) checkWhole(store, file)
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
