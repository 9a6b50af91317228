// Accounts, balances and transactions: fetched from the bank into the local copy, and answered from there.

import { AppError } from '../../../shared/errors.ts'
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
import type { TransactionListing } from './transaction-repository.ts'

interface ListInput {
  accountAccessConsentId: string
  /** Every account when absent. */
  accountId?: string | undefined
  source: 'bank' | 'local'
}

/** One call about every account is about no single one. */
const checkBulk = ({ bulk = false, accountId, source }: { bulk?: boolean; accountId?: string | undefined; source: string }): boolean => {
  if (bulk && (accountId !== undefined || source === 'local')) {
    throw new AppError('INVALID_INPUT', 'A call about every account is made at the bank, and names no account', {
      field: 'bulk',
      remedy: 'Leave out bulk, or leave out accountId and ask the bank.',
    })
  }
  return bulk
}

export const createAccountDataService = (core: AccountDataCore) => {
  const { store, accountData, transactions, checkConsent, fromBank, fetchAccounts, fetchTransactions } = core

  return {
    /** The accounts that the consent covers, or one of them. Errors: those of the bank client and of the consent; BANK_INVALID_RESPONSE with the JSON path. */
    async listAccounts(
      { accountAccessConsentId: id, accountId, source }: ListInput,
      call: CallContext = {},
    ): Promise<{ items: Account[] }> {
      checkConsent(id)
      if (source === 'bank') {
        await fromBank(id, call, (reader, running) =>
          accountId === undefined ? fetchAccounts.accounts(reader, id, running) : fetchAccounts.account(reader, id, accountId, running),
        )
      }
      const items = accountData.listAccounts(id)
      return { items: accountId === undefined ? items : items.filter((account) => account.accountId === accountId) }
    },

    /** The newest balances of one account or of every one. Errors as above; what was fetched before a failure is kept. */
    async listBalances(input: ListInput & { bulk?: boolean }, call: CallContext = {}): Promise<{ items: Balance[] }> {
      const { accountAccessConsentId: id, accountId, source } = input
      checkConsent(id)
      const bulk = checkBulk(input)
      if (source === 'bank') {
        await fromBank(id, call, async (reader, running) => {
          const ids = await fetchAccounts.accountIds(reader, id, accountId, running)
          await fetchAccounts.balances(reader, id, { ids, bulk }, running)
        })
      }
      return { items: accountData.listBalances(id, accountId) }
    },

    /**
     * Transactions, filtered, sorted and paged. From the bank: every page of one account or of all, within `from` and `to`, is
     * kept first. Errors as above; pages fetched before a failure are kept.
     */
    async listTransactions(
      { source, bulk, ...listing }: TransactionListing & Pick<ListTransactionsInput, 'source'> & { bulk?: boolean },
      call: CallContext = {},
    ): Promise<{ items: Transaction[]; total: number }> {
      const { accountAccessConsentId: id, accountId } = listing
      checkConsent(id)
      const isBulk = checkBulk({ bulk: bulk ?? false, accountId, source })
      if (source === 'bank') {
        await fromBank(id, call, async (reader, running) => {
          const ids = await fetchAccounts.accountIds(reader, id, accountId, running)
          await fetchTransactions(reader, listing, { ids, bulk: isBulk }, running)
        })
      }
      return transactions.list(listing)
    },

    /** How many of the local copy pass the filter. Errors: NOT_FOUND. */
    countTransactions(filter: TransactionFilter): number {
      checkConsent(filter.accountAccessConsentId)
      return transactions.count(filter)
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
