// How much is kept and how long. Rows and their sealed values are removed together.

import type { ClearRequestLogInput, RequestLogLimits } from '../../../shared/model/request-log.ts'
import type { Clock } from '../clock.ts'
import type { SqlValue, Store } from '../db/store.ts'
import type { Secrets } from '../secrets/secrets.ts'

export const defaultLimits: RequestLogLimits = { maxBytes: 256 * 1024 * 1024, maxAgeDays: 30 }

const dayMs = 86_400_000
const batch = 100
/** An age is counted in days; to look for the aged after every exchange would be idle. */
const ageCheckMs = 60_000

export function createRetention({ store, secrets, clock }: { store: Store; secrets: Secrets; clock: Clock }) {
  let rawBytes =
    store.get<{ total: number }>('select coalesce(sum(raw_bytes), 0) as total from request_log where raw_bytes > 0')?.total ?? 0
  let known: RequestLogLimits | null = null
  let ageChecked = Number.NEGATIVE_INFINITY

  const limits = (): RequestLogLimits => {
    known ??=
      store.get<RequestLogLimits>('select max_bytes as maxBytes, max_age_days as maxAgeDays from request_log_limits') ?? defaultLimits
    return known
  }

  /** Rows with their sealed values; `condition` comes from this file only. */
  const removeRows = (condition: string, ...values: SqlValue[]): number => {
    const rows = store.all<{ id: string; raw: number }>(`select id, raw_bytes as raw from request_log where ${condition}`, ...values)
    for (const { id, raw } of rows) {
      if (raw > 0) secrets.deleteAll('request_log', id)
      store.run('delete from request_log where id = ?', id)
      rawBytes -= raw
    }
    return rows.length
  }

  const removeOldestRaw = () => {
    while (rawBytes > limits().maxBytes) {
      const oldest = store.all<{ id: string; raw: number }>(
        'select id, raw_bytes as raw from request_log where raw_bytes > 0 order by started, seq limit ?',
        batch,
      )
      if (oldest.length === 0) return
      for (const { id, raw } of oldest) {
        if (rawBytes <= limits().maxBytes) return
        secrets.deleteAll('request_log', id)
        store.run('update request_log set raw_bytes = 0 where id = ?', id)
        rawBytes -= raw
      }
    }
  }

  const removeAged = () => {
    ageChecked = clock.now().getTime()
    const oldest = new Date(ageChecked - limits().maxAgeDays * dayMs).toISOString()
    while (removeRows('started < ? limit ?', oldest, batch) === batch);
  }

  return {
    limits,
    /** After an exchange was written; within its transaction. */
    added(bytes: number): void {
      rawBytes += bytes
      removeOldestRaw()
      if (clock.now().getTime() - ageChecked >= ageCheckMs) removeAged()
    },
    /** The transaction of `added` was undone. */
    recount(): void {
      rawBytes =
        store.get<{ total: number }>('select coalesce(sum(raw_bytes), 0) as total from request_log where raw_bytes > 0')?.total ?? 0
    },
    setLimits(change: Partial<RequestLogLimits>): RequestLogLimits {
      const next = { ...limits(), ...change }
      store.transaction(() => {
        store.run(
          `insert into request_log_limits (id, max_bytes, max_age_days) values (1, ?, ?)
           on conflict (id) do update set max_bytes = excluded.max_bytes, max_age_days = excluded.max_age_days`,
          next.maxBytes,
          next.maxAgeDays,
        )
        known = next
        removeOldestRaw()
        removeAged()
      })
      return next
    },
    clear({ before, runId }: ClearRequestLogInput): number {
      const conditions = ['true', ...(before ? ['started < ?'] : []), ...(runId ? ['run_id = ?'] : [])]
      const values = [...(before ? [new Date(before).toISOString()] : []), ...(runId ? [runId] : [])]
      return store.transaction(() => removeRows(conditions.join(' and '), ...values))
    },
  }
}
