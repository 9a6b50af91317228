// Fetches of transactions from a bank into the local copy.

import type { CallContext } from '../context.ts'
import type { Store } from '../db/store.ts'
import { type AccountDataReader, inParallel } from './account-data-reader.ts'
import { type AccountFetches, type Accounts, accountsAtATime } from './account-fetches.ts'
import type { ConformanceRecords } from './conformance-records.ts'
import { processTransactions, transactionsUrl } from './transaction-exchange.ts'
import type { TransactionRepository } from './transaction-repository.ts'

export interface TransactionFetchDependencies {
  store: Store
  transactions: TransactionRepository
  conformance: ConformanceRecords
  changed: (aggregate: string, consentId: string) => void
  fetchAccounts: Pick<AccountFetches, 'askedFor'>
}

export interface TransactionFetch {
  accountAccessConsentId: string
  from?: string | undefined
  to?: string | undefined
}

/** Every page of the accounts; pages fetched before a failure are kept. */
export const createTransactionFetch =
  ({ store, transactions, conformance, changed, fetchAccounts }: TransactionFetchDependencies) =>
  async (reader: AccountDataReader, input: TransactionFetch, { ids, bulk }: Accounts, call: CallContext): Promise<void> => {
    const consentId = input.accountAccessConsentId
    await inParallel<string | null>(bulk ? [null] : ids, accountsAtATime, call.signal, (accountId, signal) => {
      const asked = fetchAccounts.askedFor(accountId, { resource: 'transactions', consentId, ids }, reader, { ...call, signal })
      return reader.readPages({
        ...{ url: transactionsUrl(reader.baseUrl, accountId, input), signal },
        ...{
          step: 'transactions.list',
          what: accountId === null ? 'The transactions of every account' : `The transactions of account ${accountId}`,
        },
        textsOf: 'Transaction',
        prepare: asked.prepare,
        read(body, page) {
          const { rows, warnings } = processTransactions(body, {
            version: reader.apiVersion,
            accountId: asked.accounts,
            texts: page.texts,
          })
          page.warnings.push(...warnings)
          return rows
        },
        keep(rows, { isFirst, requestLogId, warnings }) {
          transactions.keep(consentId, rows)
          if (isFirst) conformance.begin(consentId, 'transactions', accountId ?? undefined)
          conformance.keep(consentId, 'transactions', accountId, warnings, requestLogId)
        },
      })
    }).finally(() => changed('transaction', consentId))
    store.flush()
  }
