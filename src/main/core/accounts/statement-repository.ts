// Files of statements as the bank sent them, and which transactions are on which statement.

import type { Transaction } from '../../../shared/model/account-data.ts'
import type { Store } from '../db/store.ts'
import { type StoredTransaction, storedTransaction } from './transaction-exchange.ts'

export interface StatementKey {
  accountAccessConsentId: string
  accountId: string
  statementId: string
}

export interface StatementFile {
  fileName: string
  mediaType: string
  content: Buffer
  fetched: string
}

interface FileRow {
  file_name: string
  media_type: string
  content: Buffer
  fetched: string
}

const own = 'account_access_consent_id = ? and account_id = ? and statement_id = ?'
const valuesOf = ({ accountAccessConsentId, accountId, statementId }: StatementKey) => [accountAccessConsentId, accountId, statementId]

// In the order of a listing of transactions.
const linked = `
select a.account_id, t.original from statement_transaction s
  join account_data_consent c on c.account_access_consent_id = s.account_access_consent_id
  join account a on a.consent_key = c.key and a.account_id = s.account_id
  join account_transaction t on t.account_key = a.key and t.identity = s.identity
  where s.account_access_consent_id = ? and s.account_id = ? and s.statement_id = ?
  order by t.booked desc, t.key`

export const createStatementRepository = (store: Store) => ({
  file(key: StatementKey): StatementFile | null {
    const row = store.get<FileRow>(`select file_name, media_type, content, fetched from statement_file where ${own}`, ...valuesOf(key))
    return row ? { fileName: row.file_name, mediaType: row.media_type, content: row.content, fetched: row.fetched } : null
  },

  keepFile(key: StatementKey, { fileName, mediaType, content, fetched }: StatementFile): void {
    store.run(
      `insert or replace into statement_file (account_access_consent_id, account_id, statement_id, file_name, media_type, fetched, content)
       values (?, ?, ?, ?, ?, ?, ?)`,
      ...[...valuesOf(key), fileName, mediaType, fetched, content],
    )
  },

  /** Takes the rows with these identities for the whole of the statement; `fetched` is ISO 8601. */
  link(key: StatementKey, identities: readonly string[], fetched: string): void {
    store.transaction(() => {
      store.run(`delete from statement_transaction where ${own}`, ...valuesOf(key))
      for (const identity of identities) {
        store.run(
          `insert or ignore into statement_transaction (account_access_consent_id, account_id, statement_id, identity, fetched)
           values (?, ?, ?, ?, ?)`,
          ...[...valuesOf(key), identity, fetched],
        )
      }
    })
  },

  transactions: (key: StatementKey): Transaction[] =>
    store.all<StoredTransaction>(linked, ...valuesOf(key)).map((row) => storedTransaction(row, key.accountAccessConsentId)),

  /** When they were listed; null where there are none, or where it is not known. */
  transactionsFetched: (key: StatementKey): string | null =>
    store.get<{ fetched: string | null }>(`select max(fetched) as fetched from statement_transaction where ${own}`, ...valuesOf(key))
      ?.fetched ?? null,
})

export type StatementRepository = ReturnType<typeof createStatementRepository>
