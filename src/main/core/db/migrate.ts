import { join, parse } from 'node:path'
import { AppError } from '../../../shared/errors.ts'
import type { Migration } from './migrations/migration.ts'
import type { Store } from './store.ts'

/** Where the copy made before leaving a schema version is kept: `workspace.v3.sqlite` beside `workspace.sqlite`. */
export const backupFile = (file: string, version: number): string => {
  const { dir, name, ext } = parse(file)
  return join(dir, `${name}.v${version}${ext}`)
}

/**
 * Brings a store to the newest schema version, each migration in one transaction.
 * `file` is null for a store that has nothing to back up; otherwise a verified copy is made before each migration.
 */
export const migrate = (store: Store, migrations: readonly Migration[], file: string | null): void => {
  const existing = store.schemaVersion() > 0
  for (const { version, sql } of migrations) {
    const from = store.schemaVersion()
    if (version <= from) continue
    if (existing && file !== null) store.backup(backupFile(file, from))
    store.transaction(() => {
      store.exec(sql)
      const [broken] = store.all<{ table: string; parent: string }>('pragma foreign_key_check')
      if (broken) throw new AppError('DATABASE_FAILED', `Migration ${version} left rows of ${broken.table} without their ${broken.parent}`)
      store.exec(`pragma user_version = ${version}`)
    })
  }
}
