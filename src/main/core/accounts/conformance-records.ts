// What the standard has otherwise in the answers of a bank: one row for each place and fault, counted.

import type { z } from 'zod'
import type { AccountResource, conformanceReport } from '../../../shared/model/account-data.ts'
import type { ConformanceWarning } from '../../../shared/model/common.ts'
import type { Store } from '../db/store.ts'

export type ConformanceEntry = z.infer<typeof conformanceReport>['items'][number]

interface Row {
  resource: AccountResource
  account_id: string | null
  path: string
  message: string
  clause: string
  known: number
  count: number
  request_log_id: string | null
}

const insert = (count: string) => `
insert into conformance_warning (account_access_consent_id, resource, account_id, place, path, message, clause, known, count, request_log_id)
values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
on conflict (account_access_consent_id, resource, coalesce(account_id, ''), place, message) do update set count = ${count}`

const inserts = { further: insert('count + excluded.count'), repeated: insert('max(count, excluded.count)') }

const places = /\[\d+\]/g

export const createConformanceRecords = (store: Store) => ({
  /** Forgets what earlier fetches found: of one account, of the customer (null), or of the whole resource when `accountId` is absent. */
  begin(consentId: string, resource: AccountResource, accountId?: string | null): void {
    const [where, values] = accountId === undefined ? ['', []] : [' and account_id is ?', [accountId]]
    const sql = `from conformance_warning where account_access_consent_id = ? and resource = ?${where}`
    // Most answers have nothing; a write for each of them would be in vain.
    if (!store.get(`select 1 ${sql} limit 1`, consentId, resource, ...values)) return
    store.soon(() => store.run(`delete ${sql}`, consentId, resource, ...values))
  },

  /**
   * Adds what one answer has; of an answer that may repeat what others had, a count is at least what it has by itself. `requestLogId`
   * is kept for what was not seen before.
   */
  keep(
    consentId: string,
    resource: AccountResource,
    accountId: string | null,
    warnings: readonly ConformanceWarning[],
    requestLogId: string | null,
    answer: keyof typeof inserts = 'further',
  ): void {
    if (warnings.length === 0) return
    const kinds = Map.groupBy(warnings, ({ path, message }) => `${path.replace(places, '[]')}\n${message}`)
    store.soon(() => {
      for (const [first, ...more] of kinds.values()) {
        if (!first) continue
        const { path, message, clause, known } = first
        const of = [consentId, resource, accountId, path.replace(places, '[]')]
        store.run(inserts[answer], ...of, path, message, clause, known ? 1 : 0, more.length + 1, requestLogId)
      }
    })
  },

  /** In the order in which they were first seen. */
  list(consentId: string, resource?: AccountResource): ConformanceEntry[] {
    const rows = store.all<Row>(
      'select * from conformance_warning where account_access_consent_id = ? and resource = coalesce(?, resource) order by key',
      ...[consentId, resource ?? null],
    )
    return rows.map(({ account_id, request_log_id, known, resource: of, path, message, clause, count }) => ({
      ...{ resource: of, accountId: account_id, path, message, clause, known: known === 1, count, requestLogId: request_log_id },
    }))
  },

  /** How many answers of the resource are not as the standard has them. */
  count: (consentId: string, resource: AccountResource): number =>
    store.get<{ count: number }>(
      'select coalesce(sum(count), 0) as count from conformance_warning where account_access_consent_id = ? and resource = ?',
      ...[consentId, resource],
    )?.count ?? 0,
})

export type ConformanceRecords = ReturnType<typeof createConformanceRecords>
