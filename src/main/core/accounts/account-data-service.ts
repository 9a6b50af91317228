// Accounts, balances and transactions: fetched from the bank into the local copy, and answered from there.

import type {
  Account,
  Balance,
  BalancePoint,
  ExportTransactionsInput,
  ListTransactionsInput,
  Transaction,
  TransactionFilter,
  TransactionSummary,
} from '../../../shared/model/account-data.ts'
import type { CallContext } from '../context.ts'
import type { AccountDataCore } from './account-data-core.ts'
import { balanceHistory } from './balance-history.ts'
import { exportTransactions } from './transaction-export.ts'

interface ListInput {
  accountAccessConsentId: string
  source: 'bank' | 'local'
}

export const createAccountDataService = (core: AccountDataCore) => {
  const { store, accountData, transactions, checkConsent, fromBank, fetchAccounts, fetchTransactions } = core

  return {
    /** The accounts that the consent covers. Errors: those of the bank client and of the consent; BANK_INVALID_RESPONSE with the JSON path. */
    async listAccounts({ accountAccessConsentId: id, source }: ListInput, call: CallContext = {}): Promise<{ items: Account[] }> {
      checkConsent(id)
      if (source === 'bank') await fromBank(id, call, (reader, running) => fetchAccounts.accounts(reader, id, running))
      return { items: accountData.listAccounts(id) }
    },

    /** The newest balances of one account or of every one. Errors as above; what was fetched before a failure is kept. */
    async listBalances(input: ListInput & { accountId?: string | undefined }, call: CallContext = {}): Promise<{ items: Balance[] }> {
      const { accountAccessConsentId: id, accountId, source } = input
      checkConsent(id)
      if (source === 'bank') {
        await fromBank(id, call, async (reader, running) =>
          fetchAccounts.balances(reader, id, await fetchAccounts.accountIds(reader, id, accountId, running), running),
        )
      }
      return { items: accountData.listBalances(id, accountId) }
    },

    /**
     * Transactions, filtered, sorted and paged. From the bank: every page of one account or of all, within `from` and `to`, is
     * kept first. Errors as above; pages fetched before a failure are kept.
     */
    async listTransactions(input: ListTransactionsInput, call: CallContext = {}): Promise<{ items: Transaction[]; total: number }> {
      const { accountAccessConsentId: id, accountId, source } = input
      checkConsent(id)
      if (source === 'bank') {
        await fromBank(id, call, async (reader, running) =>
          fetchTransactions(reader, input, await fetchAccounts.accountIds(reader, id, accountId, running), running),
        )
      }
      return transactions.list(input)
    },

    /** Of the local copy. Errors: NOT_FOUND. */
    summariseTransactions(filter: TransactionFilter): TransactionSummary {
      checkConsent(filter.accountAccessConsentId)
      return transactions.summarise(filter)
    },

    /** Of the local copy. Errors: NOT_FOUND; INVALID_INPUT where there are too many; CANCELLED. */
    async exportTransactions(input: ExportTransactionsInput, call: CallContext = {}): Promise<{ text: string; count: number }> {
      checkConsent(input.accountAccessConsentId)
      return exportTransactions(transactions, input, call)
    },

    /** Of the local copy. Errors: NOT_FOUND. */
    balanceHistory({ accountAccessConsentId: id, accountId }: { accountAccessConsentId: string; accountId: string }): {
      items: BalancePoint[]
    } {
      checkConsent(id)
      return { items: balanceHistory(store, id, accountId) }
    },

    /** Ends what is being fetched for the consent; the calls that asked end with CANCELLED, and what came before is kept. */
    cancelFetch: (consentId: string): { cancelled: number } => ({ cancelled: core.cancel(consentId) }),
  }
}

export type AccountDataService = ReturnType<typeof createAccountDataService>
