// What listings are sorted, counted and found by beside the date. It lags behind the rows, so that no fetch waits for it.

import { inBackground } from '../db/in-background.ts'
import type { Store } from '../db/store.ts'

export interface TransactionLookups {
  /** Rows were kept; they are looked up once there has been quiet for a moment. */
  added(): void
  /** Whether every row can be found by them. */
  complete(): boolean
  /** Makes them complete. */
  catchUp(): void
}

const inOneStep = 500
const atOnce = 20_000

// Keys only grow: what is not there yet is behind the greatest that is.
const follow = `
insert into transaction_lookup (key, consent_key, account_key, booked, units, status, words)
select key, consent_key, account_key, booked, units, status, ltrim(search, char(10)) from account_transaction
  where key > (select coalesce(max(key), 0) from transaction_lookup) order by key limit ?`

export function createTransactionLookups(store: Store): TransactionLookups {
  const followed = (limit: number): boolean => store.soon(() => store.run(follow, limit).changes === limit)
  const greatest = (table: 'account_transaction' | 'transaction_lookup') =>
    store.get<{ key: number | null }>(`select max(key) as key from ${table}`)?.key

  const background = inBackground(() => followed(inOneStep))
  // A process that ended before all was followed leaves the rest to the next one.
  background.due()

  return {
    added: background.due,
    complete: () => greatest('account_transaction') === greatest('transaction_lookup'),
    catchUp() {
      while (followed(atOnce));
      store.flush()
    },
  }
}
