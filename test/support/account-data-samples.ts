// Bodies that a bank's account-information API may answer, and a workspace store that holds two consents.

import { processTransactions, type ReceivedTransaction } from '../../src/main/core/accounts/transaction-exchange.ts'
import { requestLogMigration } from '../../src/main/core/db/migrations/002-request-log.ts'
import { entitiesMigration } from '../../src/main/core/db/migrations/003-entities.ts'
import { accountDataMigration } from '../../src/main/core/db/migrations/004-account-data.ts'
import { requestLogSearchMigration } from '../../src/main/core/db/migrations/005-request-log-search.ts'
import { transactionFiltersMigration } from '../../src/main/core/db/migrations/006-transaction-filters.ts'
import { accountRecordsMigration } from '../../src/main/core/db/migrations/013-account-records.ts'
import { transactionsMigration } from '../../src/main/core/db/migrations/014-transactions.ts'
import { statementTransactionsMigration } from '../../src/main/core/db/migrations/016-statement-transactions.ts'
import { openStore, type Store } from '../../src/main/core/db/store.ts'

export const consentId = '7d1f0d4e-0000-4000-8000-000000000001'
export const otherConsentId = '7d1f0d4e-0000-4000-8000-000000000002'

/** A store in memory, or at `file`, with the two consents above and what they refer to. */
export function accountDataStore(file = ':memory:'): Store {
  const store = openStore({
    file,
    migrations: [
      ...[requestLogMigration, entitiesMigration, accountDataMigration, requestLogSearchMigration, transactionFiltersMigration],
      ...[accountRecordsMigration, transactionsMigration, statementTransactionsMigration],
    ],
  })
  const created = '2026-01-01T00:00:00Z'
  store.run("insert into ob_wac_certificate values ('w', ?, 'wac', '', '[]', null)", created)
  store.run("insert into ob_seal_certificate values ('s', ?, 'seal', '', '[]', 'kid', null)", created)
  store.run(
    `insert into software_statement (id, created, organisation_id, organisation_name, software_id, client_name, roles, redirect_uris,
       default_ob_wac_certificate_id, default_ob_seal_certificate_id) values ('st', ?, 'o', 'o', 'so', 'c', '[]', '[]', 'w', 's')`,
    created,
  )
  store.run("insert into bank_profile (id, created, name, built_in, profile) values ('p', ?, 'bank', 0, '{}')", created)
  store.run(
    `insert into bank_registration (id, created, bank_profile_id, software_statement_id, state, registered_elsewhere,
       token_endpoint_auth_method, scope, redirect_uris, endpoints)
     values ('r', ?, 'p', 'st', 'registered', 0, 'tls_client_auth', 'accounts', '[]', '{}')`,
    created,
  )
  for (const id of [consentId, otherConsentId]) {
    store.run(
      `insert into account_access_consent (id, created, bank_registration_id, api_version, state, status, permissions)
       values (?, ?, 'r', '4.0', 'created', 'authorised', '[]')`,
      ...[id, created],
    )
  }
  return store
}

/** The same store, whose readings and kept pages are also told of. */
export const watchStore = (real: Store, seen: { read?: (sql: string) => void; kept?: () => void }): Store => ({
  durable: real.durable,
  get: (sql, ...values) => {
    seen.read?.(sql)
    return real.get(sql, ...values)
  },
  all: (sql, ...values) => {
    seen.read?.(sql)
    return real.all(sql, ...values)
  },
  run: (sql, ...values) => real.run(sql, ...values),
  exec: (sql) => real.exec(sql),
  transaction: (work) => real.transaction(work),
  soon: (work) => {
    const result = real.soon(work)
    seen.kept?.()
    return result
  },
  flush: () => real.flush(),
  schemaVersion: () => real.schemaVersion(),
  backup: (file) => real.backup(file),
  moveTo: (file, amend) => real.moveTo(file, amend),
  close: () => real.close(),
})

type Json = Record<string, unknown>

export const accountV4 = (fields: Json = {}): Json => ({
  AccountId: '22289',
  Status: 'Enabled',
  StatusUpdateDateTime: '2025-01-01T06:06:06+00:00',
  Currency: 'GBP',
  AccountCategory: 'Personal',
  AccountTypeCode: 'CACC',
  Nickname: 'Bills',
  Account: [{ SchemeName: 'UK.OBIE.SortCodeAccountNumber', Identification: '80200110203345', Name: 'Mr Kevin' }],
  ...fields,
})

export const accountV3 = (fields: Json = {}): Json => {
  const { AccountCategory, AccountTypeCode: _, ...common } = accountV4()
  return { ...common, AccountType: AccountCategory, AccountSubType: 'CurrentAccount', ...fields }
}

export const balanceV4 = (fields: Json = {}): Json => ({
  AccountId: '22289',
  CreditDebitIndicator: 'Credit',
  Type: 'ITAV',
  DateTime: '2026-04-05T10:43:07+00:00',
  Amount: { Amount: '1230.00', Currency: 'GBP' },
  ...fields,
})

export const transactionV4 = (fields: Json = {}): Json => ({
  AccountId: '22289',
  TransactionId: 'txn-1',
  TransactionReference: 'Ref 1',
  CreditDebitIndicator: 'Debit',
  Status: 'BOOK',
  BookingDateTime: '2026-04-05T10:43:07+00:00',
  ValueDateTime: '2026-04-06T00:00:00+00:00',
  TransactionInformation: 'Cash from Aubrey',
  Amount: { Amount: '10.00', Currency: 'GBP' },
  MerchantDetails: { MerchantName: 'Corner Shop', MerchantCategoryCode: '5411' },
  ...fields,
})

/** The envelope of every answer (OB Read/Write, payload structure). */
export const page = (list: 'Account' | 'Balance' | 'Transaction', rows: unknown[], links: Json = {}): Json => ({
  Data: { [list]: rows },
  Links: { Self: 'https://bank.example/self', ...links },
  Meta: { TotalPages: 1 },
})

/** Rows as a page brings them, each of the account that it names. */
export const receivedTransactions = (rows: readonly Record<string, unknown>[]): ReceivedTransaction[] =>
  rows.flatMap((row) => processTransactions(page('Transaction', [row]), { version: '4.0', accountId: String(row.AccountId) }).rows)
