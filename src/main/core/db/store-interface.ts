export type SqlValue = string | number | bigint | Buffer | null

/** Every method throws DATABASE_FAILED when SQLite does. */
export interface Store {
  /** False: it is held in memory, and nothing of it outlives the process. */
  readonly durable: boolean
  get<Row>(sql: string, ...values: SqlValue[]): Row | undefined
  all<Row>(sql: string, ...values: SqlValue[]): Row[]
  run(sql: string, ...values: SqlValue[]): { changes: number }
  /** Several statements without values. */
  exec(sql: string): void
  /** All or nothing, and on disk when it returns; may be nested. */
  transaction<T>(work: () => T): T
  /**
   * All or nothing, seen by every reading at once, and on disk within 100 ms, together with what else is written by then:
   * for what is no great loss when the power fails. A commit that fails then is told to whoever writes next.
   */
  soon<T>(work: () => T): T
  /** What `soon` wrote is on disk when it returns. */
  flush(): void
  schemaVersion(): number
  /** Writes a verified copy to `file`, replacing an older copy only once the new one is whole. */
  backup(file: string): void
  /** Continues on a copy at `file`, after `amend` has changed the copy. On failure nothing has changed and no file is left. */
  moveTo(file: string, amend?: (copy: Store) => void): void
  close(): void
}
