// The local copy of records: for each account and resource the latest complete answer. What a bank no longer answers is gone.

import type { AccountRecord } from '../../../shared/model/account-data.ts'
import type { Store } from '../db/store.ts'
import type { ReceivedRecord, RecordResource } from './account-resources.ts'
import { recordReaders } from './record-readers.ts'

interface Row {
  account_id: string | null
  api_version: AccountRecord['apiVersion']
  fetched: string
  warnings: string
  original: string
}

/** Of one account, of the customer (null), or of all there are. */
export type RecordOwner = string | null | 'all'

const columns = 'account_access_consent_id, resource, account_id, record_id, api_version, fetched, warnings, original'
const own = 'account_access_consent_id = ? and resource = ?'

// Records of the customer first, then by the bank's order of accounts.
const listing = `
select r.account_id, r.api_version, r.fetched, r.warnings, r.original from account_record r
  left join account_data_consent c on c.account_access_consent_id = r.account_access_consent_id
  left join account a on a.consent_key = c.key and a.account_id = r.account_id
  where r.account_access_consent_id = ? and r.resource = ? and (? is null or r.account_id = ?)
  order by r.account_id is not null, a.listed is null, a.listed, r.account_id, r.key`

export const createAccountRecordRepository = (store: Store) => {
  const list = (consentId: string, resource: RecordResource, accountId?: string): AccountRecord[] =>
    store.all<Row>(listing, consentId, resource, accountId ?? null, accountId ?? null).map((row): AccountRecord => {
      const original: Record<string, unknown> = JSON.parse(row.original)
      return {
        resource,
        accountAccessConsentId: consentId,
        accountId: row.account_id,
        apiVersion: row.api_version,
        fetched: row.fetched,
        warnings: JSON.parse(row.warnings),
        ...recordReaders[resource](original),
        original,
      }
    })

  return {
    /** In the bank's order. */
    list,

    /** Takes `records` for the whole of what the owner has now, but for those that `outside` says the answer was not about. */
    replace(
      consentId: string,
      resource: RecordResource,
      owner: RecordOwner,
      {
        fetched,
        records,
        outside,
      }: { fetched: string; records: readonly ReceivedRecord[]; outside?: (original: ReceivedRecord['original']) => boolean },
    ): void {
      store.transaction(() => {
        const [where, values] = owner === 'all' ? [own, []] : [`${own} and account_id is ?`, [owner]]
        const before = store.all<{ key: number; original: string }>(
          `select key, original from account_record where ${where}`,
          ...[consentId, resource, ...values],
        )
        for (const { key, original } of before) {
          if (!outside?.(JSON.parse(original))) store.run('delete from account_record where key = ?', key)
        }
        for (const { accountId, recordId, apiVersion, warnings, original } of records) {
          store.run(
            `insert into account_record (${columns}) values (?, ?, ?, ?, ?, ?, ?, ?)`,
            ...[consentId, resource, accountId, recordId, apiVersion, fetched, JSON.stringify(warnings), JSON.stringify(original)],
          )
        }
      })
    },

    count: (consentId: string, resource: RecordResource): number =>
      store.get<{ count: number }>(`select count(*) as count from account_record where ${own}`, consentId, resource)?.count ?? 0,
  }
}

export type AccountRecordRepository = ReturnType<typeof createAccountRecordRepository>
