// Every commit waits for the disk. What may be lost with the last moments before a crash shares one commit with what follows it.

import type { Connection } from './connection.ts'

export interface GroupCommit {
  /** A transaction is open afterwards, and is committed within 100 ms. Throws what kept an earlier one from being committed. */
  open(): void
  /** Nothing waits afterwards. Throws what kept it, or an earlier one, from being committed; it is undone then. */
  settle(): void
}

type Driver = Pick<Connection, 'inTransaction' | 'exec'>

const longestOpenMs = 100

const undo = (database: Driver) => {
  try {
    if (database.inTransaction) database.exec('rollback')
  } catch {
    // The failure that led here is the one to be told.
  }
}

/** `committed` is told of each commit. */
export const createGroupCommit = (connection: () => Driver, committed: () => void): GroupCommit => {
  let timer: NodeJS.Timeout | null = null
  let failed: { error: unknown } | null = null

  const commit = () => {
    if (timer === null) return
    clearTimeout(timer)
    timer = null
    const database = connection()
    // SQLite itself undoes a transaction when the disk is full or broken; whoever wrote last was told.
    if (!database.inTransaction) return
    try {
      database.exec('commit')
      committed()
    } catch (error) {
      failed ??= { error }
      undo(database)
    }
  }

  const tellFailure = () => {
    const earlier = failed
    failed = null
    if (earlier) throw earlier.error
  }

  return {
    open() {
      tellFailure()
      const database = connection()
      if (!database.inTransaction) database.exec('begin immediate')
      timer ??= setTimeout(commit, longestOpenMs)
    },
    settle() {
      commit()
      tellFailure()
    },
  }
}
