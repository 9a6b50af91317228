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
import type { BankClient } from '../bank/client.ts'
import type { Clock } from '../clock.ts'
import type { CallContext, Emit } from '../context.ts'
import type { Store } from '../db/store.ts'
import { type AccountDataReader, type ConsentAccess, inParallel, openReader } from './account-data-reader.ts'
import { createAccountDataRepository } from './account-data-repository.ts'
import {
  accountsUrl,
  balancesUrl,
  processAccounts,
  processBalances,
  processTransactions,
  type ReceivedAccount,
  type ReceivedBalance,
  transactionsUrl,
} from './account-information-exchange.ts'
import { invalidAnswer } from './answer-fields.ts'
import { balanceHistory } from './balance-history.ts'
import { createRunningFetches } from './running-fetches.ts'
import { exportTransactions } from './transaction-export.ts'
import { createTransactionRepository } from './transaction-repository.ts'

interface ListInput {
  accountAccessConsentId: string
  source: 'bank' | 'local'
}

export interface AccountDataDependencies {
  store: Store
  bank: BankClient
  consents: ConsentAccess
  clock: Clock
  emit?: Emit
}

// Requests queue on the one connection of an identity; so many accounts at a time keep it busy while pages are stored.
const accountsAtATime = 4

export const createAccountDataService = ({ store, bank, consents, clock, emit }: AccountDataDependencies) => {
  const accountData = createAccountDataRepository(store)
  const transactions = createTransactionRepository(store)
  const fetches = createRunningFetches()
  const changed = (aggregate: string, id: string) => emit?.({ type: 'changed', aggregate, id })

  const fetchAccounts = async (reader: AccountDataReader, consentId: string, call: CallContext): Promise<void> => {
    const received: ReceivedAccount[] = []
    await inParallel([accountsUrl(reader.baseUrl)], 1, call.signal, (url, signal) =>
      reader.readPages({
        ...{ url, signal, step: 'accounts.list', what: 'The list of accounts' },
        read: (body) => processAccounts(body, reader.apiVersion),
        keep: (page) => received.push(...page),
      }),
    )
    accountData.replaceAccounts(consentId, clock.now().toISOString(), received)
    changed('account', consentId)
  }

  /** One account, or all of the local copy; the list is fetched when there is none (the first call of a consent, OB AIS). */
  const accountIds = async (
    reader: AccountDataReader,
    consentId: string,
    accountId: string | undefined,
    call: CallContext,
  ): Promise<string[]> => {
    if (accountId !== undefined) return [accountId]
    if (accountData.listAccounts(consentId).length === 0) await fetchAccounts(reader, consentId, call)
    return accountData.listAccounts(consentId).map((account) => account.accountId)
  }

  const fetchBalances = async (reader: AccountDataReader, consentId: string, ids: string[], call: CallContext): Promise<void> => {
    await inParallel(ids, accountsAtATime, call.signal, async (accountId, signal) => {
      const received: ReceivedBalance[] = []
      await reader.readPages({
        ...{ url: balancesUrl(reader.baseUrl, accountId), signal, step: 'balances.list', what: `The balances of account ${accountId}` },
        read: (body) => ofAccount(accountId, 'Balance', processBalances(body)),
        keep: (page) => received.push(...page),
      })
      accountData.keepBalances(consentId, accountId, clock.now().toISOString(), received)
    })
    store.flush()
    changed('balance', consentId)
  }

  const fetchTransactions = async (
    reader: AccountDataReader,
    input: ListTransactionsInput,
    ids: string[],
    call: CallContext,
  ): Promise<void> => {
    const consentId = input.accountAccessConsentId
    await inParallel(ids, accountsAtATime, call.signal, (accountId, signal) =>
      reader.readPages({
        ...{ url: transactionsUrl(reader.baseUrl, accountId, input), signal },
        ...{ step: 'transactions.list', what: `The transactions of account ${accountId}` },
        read: (body) => ofAccount(accountId, 'Transaction', processTransactions(body)),
        keep: (page) => transactions.keep(consentId, page),
      }),
    ).finally(() => changed('transaction', consentId))
    store.flush()
  }

  const fromBank = (consentId: string, call: CallContext, work: (reader: AccountDataReader, running: CallContext) => Promise<void>) =>
    fetches.during(consentId, call, async (running) => work(await openReader(bank, consents, consentId, running), running))

  const checkConsent = (id: string): void => {
    if (store.get('select 1 from account_access_consent where id = ?', id)) return
    throw new AppError('NOT_FOUND', `Account access consent ${id} is not in this workspace`, { field: 'accountAccessConsentId' })
  }

  return {
    /** The accounts that the consent covers. Errors: those of the bank client and of the consent; BANK_INVALID_RESPONSE with the JSON path. */
    async listAccounts({ accountAccessConsentId: id, source }: ListInput, call: CallContext = {}): Promise<{ items: Account[] }> {
      checkConsent(id)
      if (source === 'bank') await fromBank(id, call, (reader, running) => fetchAccounts(reader, id, running))
      return { items: accountData.listAccounts(id) }
    },

    /** The newest balances of one account or of every one. Errors as above; what was fetched before a failure is kept. */
    async listBalances(input: ListInput & { accountId?: string | undefined }, call: CallContext = {}): Promise<{ items: Balance[] }> {
      const { accountAccessConsentId: id, accountId, source } = input
      checkConsent(id)
      if (source === 'bank') {
        await fromBank(id, call, async (reader, running) =>
          fetchBalances(reader, id, await accountIds(reader, id, accountId, running), running),
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
          fetchTransactions(reader, input, await accountIds(reader, id, accountId, running), running),
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
    cancelFetch: (consentId: string): { cancelled: number } => ({ cancelled: fetches.cancel(consentId) }),
  }
}

export type AccountDataService = ReturnType<typeof createAccountDataService>

// SECURITY: rows of an account that was not asked for are not filed under the consent.
function ofAccount<T extends { accountId: string }>(accountId: string, list: string, rows: T[]): T[] {
  const stray = rows.findIndex((row) => row.accountId !== accountId)
  if (stray < 0) return rows
  throw invalidAnswer(`Data.${list}[${stray}].AccountId`, `is not ${accountId}, which was asked for`)
}
