import { chmodSync, closeSync, mkdirSync, openSync } from 'node:fs'
import { dirname } from 'node:path'
import Database from 'better-sqlite3'
import { AppError } from '../shared/errors.ts'
import type { BankState, Collection } from './contracts.ts'

/**
 * Opens the bank's state: named collections of JSON documents in one SQLite table.
 * With null everything stays in memory. Throws DATA_DIR_IN_USE when another process has the file open.
 */
export function openState(file: string | null): BankState {
  const database = file === null ? new Database(':memory:') : openFile(file)
  database.exec(
    'CREATE TABLE IF NOT EXISTS documents (collection TEXT, key TEXT, value TEXT, PRIMARY KEY (collection, key)) STRICT, WITHOUT ROWID',
  )
  const get = database.prepare<[string, string], { value: string }>('SELECT value FROM documents WHERE collection = ? AND key = ?')
  const put = database.prepare('INSERT OR REPLACE INTO documents (collection, key, value) VALUES (?, ?, ?)')
  const remove = database.prepare('DELETE FROM documents WHERE collection = ? AND key = ?')
  const all = database.prepare<[string], { key: string; value: string }>(
    'SELECT key, value FROM documents WHERE collection = ? ORDER BY key',
  )

  return {
    collection<T>(name: string): Collection<T> {
      const parse = (value: string): T => JSON.parse(value)
      return {
        get(key) {
          const row = get.get(name, key)
          return row && parse(row.value)
        },
        put: (key, value) => void put.run(name, key, JSON.stringify(value)),
        delete: (key) => void remove.run(name, key),
        all: () => all.all(name).map((row) => ({ key: row.key, value: parse(row.value) })),
      }
    },
    close: () => void database.close(),
  }
}

function openFile(file: string) {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  // SECURITY: the file holds the bank's private keys; SQLite gives its side files the mode of the main file.
  closeSync(openSync(file, 'a', 0o600))
  chmodSync(file, 0o600)
  const database = new Database(file, { timeout: 0 })
  try {
    // Exclusive: two banks over one state would each keep half of the clients in mind.
    database.pragma('locking_mode = EXCLUSIVE')
    database.pragma('journal_mode = WAL')
    database.pragma('synchronous = FULL')
    database.exec('BEGIN IMMEDIATE; COMMIT')
  } catch (cause) {
    database.close()
    const code = cause instanceof Database.SqliteError ? cause.code : ''
    if (code.startsWith('SQLITE_BUSY')) {
      throw new AppError(
        'DATA_DIR_IN_USE',
        `State file ${file} is open in another model bank`,
        {
          remedy: 'Close the other model bank, or give this one a state file of its own.',
        },
        cause,
      )
    }
    throw new AppError(
      'DATABASE_FAILED',
      `State file ${file} cannot be opened: ${cause instanceof Error ? cause.message : code}`,
      {
        remedy: 'Name another state file, or delete this one to start with an empty bank.',
      },
      cause,
    )
  }
  return database
}
