// The local copy of accounts and balances, by consent. Nothing that a bank no longer answers is removed from it.

import type { Account, Balance } from '../../../shared/model/account-data.ts'
import type { ApiVersion } from '../../../shared/model/common.ts'
import type { Store } from '../db/store.ts'
import { type ReceivedAccount, type ReceivedBalance, readAccount, readBalance } from './account-information-exchange.ts'

interface AccountRow {
  api_version: ApiVersion
  fetched: string
  original: string
}

interface BalanceRow {
  account_id: string
  fetched: string
  original: string
}

/** The short key that stands for a consent; made at its first use. */
export function consentKey(store: Store, consentId: string): number {
  const sql = 'select key from account_data_consent where account_access_consent_id = ?'
  const found = store.get<{ key: number }>(sql, consentId)
  if (found) return found.key
  store.run('insert into account_data_consent (account_access_consent_id) values (?)', consentId)
  return consentKey(store, consentId)
}

/** The short key that stands for an account of a consent; made at its first use. */
export function accountKey(store: Store, consent: number, accountId: string): number {
  const found = store.get<{ key: number }>('select key from account where consent_key = ? and account_id = ?', consent, accountId)
  if (found) return found.key
  store.run('insert into account (consent_key, account_id) values (?, ?)', consent, accountId)
  return accountKey(store, consent, accountId)
}

export const createAccountDataRepository = (store: Store) => ({
  /** Takes `accounts` for the whole of what the consent covers now; others keep their data and are no longer listed. */
  replaceAccounts(consentId: string, fetched: string, accounts: readonly ReceivedAccount[]): void {
    store.transaction(() => {
      const consent = consentKey(store, consentId)
      store.run('update account set listed = null where consent_key = ?', consent)
      for (const [index, { accountId, apiVersion, original }] of accounts.entries()) {
        store.run(
          'update account set listed = ?, api_version = ?, fetched = ?, original = ? where key = ?',
          ...[index, apiVersion, fetched, JSON.stringify(original), accountKey(store, consent, accountId)],
        )
      }
    })
  },

  /** Renews one account; one that was not in the list comes last. */
  keepAccount(consentId: string, fetched: string, { accountId, apiVersion, original }: ReceivedAccount): void {
    store.transaction(() => {
      const consent = consentKey(store, consentId)
      const key = accountKey(store, consent, accountId)
      store.run(
        `update account set api_version = ?, fetched = ?, original = ?,
           listed = coalesce(listed, (select coalesce(max(listed), -1) + 1 from account where consent_key = ?)) where key = ?`,
        ...[apiVersion, fetched, JSON.stringify(original), consent, key],
      )
    })
  },

  /** In the bank's order. */
  listAccounts(consentId: string): Account[] {
    const rows = store.all<AccountRow>(
      `select a.api_version, a.fetched, a.original from account a join account_data_consent c on c.key = a.consent_key
       where c.account_access_consent_id = ? and a.listed is not null order by a.listed`,
      consentId,
    )
    return rows.flatMap(({ api_version, fetched, original }) => {
      const account = readAccount(JSON.parse(original), api_version)
      return account ? [{ ...account, accountAccessConsentId: consentId, fetched }] : []
    })
  },

  /** Takes `balances` for the newest set of the account; older ones that differ become its history. */
  keepBalances(consentId: string, accountId: string, fetched: string, balances: readonly ReceivedBalance[]): void {
    store.soon(() => {
      const account = accountKey(store, consentKey(store, consentId), accountId)
      store.run('update balance set latest = 0 where account_key = ?', account)
      for (const { original } of balances) {
        const text = JSON.stringify(original)
        // What the bank had said before; equal entries of one answer all stay.
        store.run('delete from balance where account_key = ? and original = ? and latest = 0', account, text)
        store.run('insert into balance (account_key, latest, fetched, original) values (?, 1, ?, ?)', account, fetched, text)
      }
    })
  },

  /** The newest set of each account, in the bank's order. */
  listBalances(consentId: string, accountId?: string): Balance[] {
    const rows = store.all<BalanceRow>(
      `select a.account_id, b.fetched, b.original from balance b
       join account a on a.key = b.account_key join account_data_consent c on c.key = a.consent_key
       where c.account_access_consent_id = ? and a.account_id = coalesce(?, a.account_id) and b.latest = 1
       order by a.listed is null, a.listed, b.key`,
      ...[consentId, accountId ?? null],
    )
    return rows.map(({ account_id, fetched, original }) => ({
      ...readBalance(JSON.parse(original), account_id),
      accountAccessConsentId: consentId,
      fetched,
    }))
  },
})

export type AccountDataRepository = ReturnType<typeof createAccountDataRepository>
