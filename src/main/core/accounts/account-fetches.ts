// Fetches of accounts and balances from a bank into the local copy.

import type { AccountResource } from '../../../shared/model/account-data.ts'
import type { Clock } from '../clock.ts'
import type { CallContext } from '../context.ts'
import type { Store } from '../db/store.ts'
import { type AccountDataReader, inParallel } from './account-data-reader.ts'
import type { AccountDataRepository } from './account-data-repository.ts'
import {
  accountsUrl,
  accountUrl,
  balancesUrl,
  processAccounts,
  processBalances,
  type ReceivedAccount,
  type ReceivedBalance,
} from './account-information-exchange.ts'
import { type Asked, everyAccount, oneAccount } from './asked-accounts.ts'
import type { ConformanceRecords } from './conformance-records.ts'
import { createFoundWarnings } from './found-warnings.ts'

export interface FetchDependencies {
  store: Store
  clock: Clock
  accountData: AccountDataRepository
  conformance: ConformanceRecords
  changed: (aggregate: string, consentId: string) => void
}

/** What to ask about: each account by itself, or all of them in one answer. */
export interface Accounts {
  ids: readonly string[]
  bulk: boolean
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
        done(complete) {
          const fetched = clock.now().toISOString()
          if (complete) accountData.replaceAccounts(consentId, fetched, received)
          else for (const account of received) accountData.keepAccount(consentId, fetched, account)
          found.replace('all')
          changed('account', consentId)
        },
      }),
    )
  }

  const listed = (consentId: string): string[] => accountData.listAccounts(consentId).map(({ accountId }) => accountId)

  /** About one account, or about every one (null), of which `ids` are known. */
  const askedFor = (
    accountId: string | null,
    { resource, consentId, ids }: { resource: AccountResource; consentId: string; ids: readonly string[] },
    reader: AccountDataReader,
    call: CallContext,
  ): Asked => {
    if (accountId !== null) return oneAccount(accountId)
    return everyAccount(ids, resource, async () => {
      await fetchAccounts(reader, consentId, call)
      return listed(consentId)
    })
  }

  return {
    accounts: fetchAccounts,
    askedFor,

    /** One account, or all of the local copy; the list is fetched when there is none (the first call of a consent, OB AIS). */
    async accountIds(reader: AccountDataReader, consentId: string, accountId: string | undefined, call: CallContext): Promise<string[]> {
      if (accountId !== undefined) return [accountId]
      if (listed(consentId).length === 0) await fetchAccounts(reader, consentId, call)
      return listed(consentId)
    },

    /** Reads one account of the list anew; its place in the list stays. */
    async account(reader: AccountDataReader, consentId: string, accountId: string, call: CallContext): Promise<void> {
      const found = createFoundWarnings(conformance, consentId, 'accounts')
      await inParallel([accountUrl(reader.baseUrl, accountId)], 1, call.signal, (url, signal) =>
        reader.readPages({
          ...{ url, signal, step: 'accounts.read', what: `The account ${accountId}` },
          read(body, page) {
            const { rows, warnings } = processAccounts(body, reader.apiVersion, accountId)
            found.add([...warnings, ...page.warnings], page)
            return rows
          },
          keep([account]) {
            if (account) accountData.keepAccount(consentId, clock.now().toISOString(), account)
          },
          done() {
            found.repeat(accountId)
            changed('account', consentId)
          },
        }),
      )
    },

    /** `bulk`: all of the accounts in one answer. */
    async balances(reader: AccountDataReader, consentId: string, { ids, bulk }: Accounts, call: CallContext): Promise<void> {
      await inParallel<string | null>(bulk ? [null] : ids, accountsAtATime, call.signal, async (accountId, signal) => {
        const received: ReceivedBalance[] = []
        const found = createFoundWarnings(conformance, consentId, 'balances')
        const asked = askedFor(accountId, { resource: 'balances', consentId, ids }, reader, { ...call, signal })
        const what = accountId === null ? 'The balances of every account' : `The balances of account ${accountId}`
        await reader.readPages({
          ...{ url: balancesUrl(reader.baseUrl, accountId), signal, step: 'balances.list', what },
          prepare: asked.prepare,
          read(body, page) {
            const { rows, warnings } = processBalances(body, reader.apiVersion, asked.accounts)
            found.add([...warnings, ...page.warnings], page)
            return rows
          },
          keep: (page) => received.push(...page),
          done() {
            for (const about of asked.ids) {
              const own = received.filter((balance) => balance.accountId === about)
              accountData.keepBalances(consentId, about, clock.now().toISOString(), own)
            }
            found.replace(accountId ?? 'all')
          },
        })
      }).finally(() => changed('balance', consentId))
      store.flush()
    },
  }
}

export type AccountFetches = ReturnType<typeof createAccountFetches>
