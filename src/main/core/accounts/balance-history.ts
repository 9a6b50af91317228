// What is known of an account's balances over time: those the bank gave, and those it wrote beside transactions.

import type { BalancePoint } from '../../../shared/model/account-data.ts'
import type { Store } from '../db/store.ts'
import { readBalance } from './account-information-exchange.ts'
import { readTransaction } from './transaction-exchange.ts'

const account = `(select a.key from account a join account_data_consent c on c.key = a.consent_key
  where c.account_access_consent_id = ? and a.account_id = ?)`
const consent = '(select key from account_data_consent where account_access_consent_id = ?)'

// The moment of each day's last booked row, then that row: of those at one moment the bank sent the newest first. Days are those of UTC.
const lastOfDays = `
select (select original from account_transaction
    where consent_key = ${consent} and booked = last and +account_key = ${account} and status = 'BOOK' order by key limit 1) as original
  from (select max(booked) as last from account_transaction
    where consent_key = ${consent} and +account_key = ${account} and status = 'BOOK' and booked is not null group by booked / 86400000)`

/** Oldest first. A day whose last transaction carries no balance has none. */
export function balanceHistory(store: Store, consentId: string, accountId: string): BalancePoint[] {
  const given = store
    .all<{ original: string }>(`select original from balance where account_key = ${account} order by key`, consentId, accountId)
    .flatMap(({ original }): BalancePoint[] => {
      const { type, dateTime, amount, currency } = readBalance(JSON.parse(original), accountId)
      // What the bank left out cannot be drawn.
      if (type === null || dateTime === null || amount === null || currency === null) return []
      return [{ type, dateTime, amount, currency, origin: 'balance' }]
    })
  const beside = store
    .all<{ original: string }>(lastOfDays, consentId, consentId, accountId, consentId, consentId, accountId)
    .flatMap(({ original }): BalancePoint[] => {
      const { balance, bookingDateTime, valueDateTime } = readTransaction(JSON.parse(original), accountId)
      const dateTime = bookingDateTime ?? valueDateTime
      return balance && dateTime ? [{ ...balance, dateTime, origin: 'transaction' }] : []
    })
  return [...given, ...beside].sort((a, b) => Date.parse(a.dateTime) - Date.parse(b.dateTime))
}
