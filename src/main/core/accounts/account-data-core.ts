// What every service of account data is put together from: the local copy, and the way to fetch into it.

import type { AccountAccessConsent } from '../../../shared/model/account-access-consent.ts'
import type { AccountResource } from '../../../shared/model/account-data.ts'
import type { BankProfile } from '../../../shared/model/bank-profile.ts'
import type { CallConditions } from '../../../shared/permission-rules.ts'
import type { BankClient } from '../bank/client.ts'
import type { Clock } from '../clock.ts'
import type { CallContext, Emit } from '../context.ts'
import type { Store } from '../db/store.ts'
import { type AccountDataReader, type ConsentAccess, openReader } from './account-data-reader.ts'
import { createAccountDataRepository } from './account-data-repository.ts'
import { createAccountFetches } from './account-fetches.ts'
import { createAccountRecordRepository } from './account-record-repository.ts'
import { createConformanceRecords } from './conformance-records.ts'
import { createRecordFetch } from './record-fetch.ts'
import { createRunningFetches } from './running-fetches.ts'
import { createStatementRepository } from './statement-repository.ts'
import { createTransactionFetch } from './transaction-fetch.ts'
import { createTransactionRepository } from './transaction-repository.ts'

export interface AccountDataDependencies {
  store: Store
  bank: BankClient
  consents: ConsentAccess
  clock: Clock
  emit?: Emit
  /** Throws NOT_FOUND. */
  consentOf: (id: string) => AccountAccessConsent
  /** Of the bank that the consent is with. */
  profileOf: (consent: AccountAccessConsent) => Pick<BankProfile, 'accountInformation'>
}

export const createAccountDataCore = (deps: AccountDataDependencies) => {
  const { store, bank, consents, clock, emit, consentOf, profileOf } = deps
  const accountData = createAccountDataRepository(store)
  const records = createAccountRecordRepository(store)
  const transactions = createTransactionRepository(store)
  const conformance = createConformanceRecords(store)
  const statements = createStatementRepository(store)
  const running = createRunningFetches()
  const changed = (aggregate: string, id: string) => emit?.({ type: 'changed', aggregate, id })
  const kept = { store, clock, accountData, records, transactions, conformance, changed }
  const parts = { ...kept, fetchAccounts: createAccountFetches(kept) }

  return {
    ...parts,
    statements,
    fetchRecords: createRecordFetch(parts),
    fetchTransactions: createTransactionFetch(parts),
    cancel: running.cancel,

    /** Does the work with the consent opened at its bank; `cancel` ends it. */
    fromBank: <T>(consentId: string, call: CallContext, work: (reader: AccountDataReader, call: CallContext) => Promise<T>): Promise<T> =>
      running.during(consentId, call, async (current) => work(await openReader(bank, consents, consentId, current), current)),

    /** Throws NOT_FOUND. */
    checkConsent: (id: string): void => void consentOf(id),

    /** What decides which calls the bank will refuse. Throws NOT_FOUND. */
    conditionsOf(id: string, profile?: Pick<BankProfile, 'accountInformation'>): CallConditions {
      const consent = consentOf(id)
      return { consent, bank: (profile ?? profileOf(consent)).accountInformation, now: clock.now() }
    },

    /** How many the local copy holds. */
    count(consentId: string, resource: AccountResource): number {
      if (resource === 'accounts') return accountData.listAccounts(consentId).length
      if (resource === 'balances') return accountData.listBalances(consentId).length
      if (resource === 'transactions') {
        return transactions.list({ accountAccessConsentId: consentId, order: 'newestFirst', offset: 0, limit: 1 }).total
      }
      return records.count(consentId, resource)
    },
  }
}

export type AccountDataCore = ReturnType<typeof createAccountDataCore>
