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
