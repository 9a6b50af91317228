import { AppError } from '../../../shared/errors.ts'

const remedies: Record<string, string> = {
  SQLITE_FULL: 'Free some disk space',
  SQLITE_CORRUPT: 'Restore the newest backup from the same folder',
  SQLITE_NOTADB: 'Restore the newest backup from the same folder',
  SQLITE_READONLY: 'Allow this user to write to the folder',
  SQLITE_CANTOPEN: 'Check that the folder exists and that this user may write to it',
  SQLITE_BUSY: 'Close the other program that uses this file',
}

const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : '')

/** Whether SQLite itself threw it. */
export const isSqliteError = (error: unknown): boolean => codeOf(error).startsWith('SQLITE_')

/** What the driver threw, as DATABASE_FAILED; our own errors pass unchanged. */
export const databaseFailed = (error: unknown): AppError => {
  if (error instanceof AppError) return error
  const [family] = /^SQLITE_[A-Z]+/.exec(codeOf(error)) ?? []
  const remedy = family === undefined ? undefined : remedies[family]
  const message = `Database failed: ${error instanceof Error ? error.message : String(error)}`
  return new AppError('DATABASE_FAILED', message, remedy === undefined ? {} : { remedy }, error)
}

/** Whether a statement failed because a UNIQUE or PRIMARY KEY constraint forbids the row. */
export const isUniqueViolation = (error: unknown): boolean =>
  error instanceof AppError && ['SQLITE_CONSTRAINT_UNIQUE', 'SQLITE_CONSTRAINT_PRIMARYKEY'].includes(codeOf(error.cause))
