// What is known of refreshing each consent's tokens, where it did not simply succeed.

import type { AppErrorData } from '../../../shared/errors.ts'
import type { CoreContext } from '../context.ts'

export interface RefreshRecord {
  /** When a refresh was sent whose outcome is not known; null when there is none. */
  begun: string | null
  /** The tokens held came with an ID token that does not hold, or was not judged yet. */
  unproven: boolean
  /** In a row. */
  failures: number
  /** Why the latest failed. */
  error: AppErrorData | null
  /** Not to be tried before, unless a person asks for it; null beside an error: not at all. */
  retry: string | null
}

interface Row {
  begun: string | null
  unproven: number
  failures: number
  error: string | null
  retry: string | null
}

const nothing: RefreshRecord = { begun: null, unproven: false, failures: 0, error: null, retry: null }

export const createRefreshRecords = ({ store }: Pick<CoreContext, 'store'>) => {
  const records = {
    get(consentId: string): RefreshRecord {
      const row = store.get<Row>('select * from token_refresh where account_access_consent_id = ?', consentId)
      if (!row) return nothing
      const { begun, unproven, failures, error, retry } = row
      return { begun, unproven: unproven === 1, failures, error: error === null ? null : JSON.parse(error), retry }
    },

    put(consentId: string, change: Partial<RefreshRecord>): void {
      const { begun, unproven, failures, error, retry } = { ...records.get(consentId), ...change }
      store.run(
        `insert into token_refresh (account_access_consent_id, begun, unproven, failures, error, retry) values (?, ?, ?, ?, ?, ?)
           on conflict do update set begun = excluded.begun, unproven = excluded.unproven, failures = excluded.failures,
           error = excluded.error, retry = excluded.retry`,
        ...[consentId, begun, unproven ? 1 : 0, failures, error && JSON.stringify(error), retry],
      )
    },

    /** All is well, or begins anew. */
    clear: (consentId: string): void => void store.run('delete from token_refresh where account_access_consent_id = ?', consentId),
  }
  return records
}

export type RefreshRecords = ReturnType<typeof createRefreshRecords>
