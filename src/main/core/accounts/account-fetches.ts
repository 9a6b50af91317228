// Fetches of accounts and balances from a bank into the local copy.

import type { Clock } from '../clock.ts'
import type { CallContext } from '../context.ts'
import type { Store } from '../db/store.ts'
import { type AccountDataReader, inParallel } from './account-data-reader.ts'
import type { AccountDataRepository } from './account-data-repository.ts'
import {
  accountsUrl,
  balancesUrl,
  processAccounts,
  processBalances,
  type ReceivedAccount,
  type ReceivedBalance,
} from './account-information-exchange.ts'
import type { ConformanceRecords } from './conformance-records.ts'
import { createFoundWarnings } from './found-warnings.ts'

export interface FetchDependencies {
  store: Store
  clock: Clock
  accountData: AccountDataRepository
  conformance: ConformanceRecords
  changed: (aggregate: string, consentId: string) => void
}

// Requests queue on the one connection of an identity; so many accounts at a time keep it busy while pages are stored.
export const accountsAtATime = 4

export const createAccountFetches = ({ store, clock, accountData, conformance, changed }: FetchDependencies) => {
  const fetchAccounts = async (reader: AccountDataReader, consentId: string, call: CallContext): Promise<void> => {
    const received: ReceivedAccount[] = []
    const found = createFoundWarnings(conformance, consentId, 'accounts')
    await inParallel([accountsUrl(reader.baseUrl)], 1, call.signal, (url, signal) =>
      reader.readPages({
        ...{ url, signal, step: 'accounts.list', what: 'The list of accounts' },
        read(body, page) {
          const { rows, warnings } = processAccounts(body, reader.apiVersion)
          found.add([...warnings, ...page.warnings], page)
          return rows
        },
        keep: (page) => received.push(...page),
      }),
    )
    accountData.replaceAccounts(consentId, clock.now().toISOString(), received)
    found.replace('all')
    changed('account', consentId)
  }

  return {
    accounts: fetchAccounts,

    /** One account, or all of the local copy; the list is fetched when there is none (the first call of a consent, OB AIS). */
    async accountIds(reader: AccountDataReader, consentId: string, accountId: string | undefined, call: CallContext): Promise<string[]> {
      if (accountId !== undefined) return [accountId]
      if (accountData.listAccounts(consentId).length === 0) await fetchAccounts(reader, consentId, call)
      return accountData.listAccounts(consentId).map((account) => account.accountId)
    },

    async balances(reader: AccountDataReader, consentId: string, ids: readonly string[], call: CallContext): Promise<void> {
      await inParallel(ids, accountsAtATime, call.signal, async (accountId, signal) => {
        const received: ReceivedBalance[] = []
        const found = createFoundWarnings(conformance, consentId, 'balances')
        await reader.readPages({
          ...{ url: balancesUrl(reader.baseUrl, accountId), signal, step: 'balances.list', what: `The balances of account ${accountId}` },
          read(body, page) {
            const { rows, warnings } = processBalances(body, reader.apiVersion, accountId)
            found.add([...warnings, ...page.warnings], page)
            return rows
          },
          keep: (page) => received.push(...page),
        })
        accountData.keepBalances(consentId, accountId, clock.now().toISOString(), received)
        found.replace(accountId)
      })
      store.flush()
      changed('balance', consentId)
    },
  }
}

export type AccountFetches = ReturnType<typeof createAccountFetches>
