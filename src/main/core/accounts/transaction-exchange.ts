// Transactions: requests to build and answers to read, 3.1.11 and 4.0 alike (OB Read/Write, Account and Transaction API).
// Only a body without its Data is refused; whatever else is not as the standard has it is kept and becomes a warning.

import type { Transaction } from '../../../shared/model/account-data.ts'
import type { ApiVersion } from '../../../shared/model/common.ts'
import { scopeUrl } from './account-information-exchange.ts'
import { isObject, type Json, looseAmount, looseDateTime, looseText } from './answer-fields.ts'
import { balanceTypeCode, transactionStatusCode } from './codes.ts'
import { toQueryDateTime } from './iso-date-time.ts'
import { type AskedAccounts, accountOf, type Judged, judgedRows } from './judged-rows.ts'

export interface ReceivedTransaction extends Omit<Transaction, 'accountAccessConsentId'> {
  /** The original as text. */
  text: string
}

/** Of one account, or of all in one answer (null). `from` and `to` are ISO 8601 with an offset; they are sent in UTC without one, which is how query parameters are written. */
export function transactionsUrl(
  baseUrl: string,
  accountId: string | null,
  window: { from?: string | undefined; to?: string | undefined } = {},
): string {
  const query = new URLSearchParams()
  if (window.from) query.set('fromBookingDateTime', toQueryDateTime(window.from, 'down'))
  if (window.to) query.set('toBookingDateTime', toQueryDateTime(window.to, 'up'))
  const url = `${scopeUrl(baseUrl, accountId)}/transactions`
  return query.size > 0 ? `${url}?${query}` : url
}

export interface TransactionPage {
  version: ApiVersion
  accountId: AskedAccounts
  /** Of the rows, where they are known. */
  texts?: readonly string[] | null
}

/** The transactions of one page (OBReadTransaction6) and what the standard has otherwise in it. BANK_INVALID_RESPONSE. */
export const processTransactions = (
  body: unknown,
  { version, accountId: asked, texts = null }: TransactionPage,
): Judged<ReceivedTransaction> =>
  judgedRows(body, {
    ...{ resource: 'transactions', version, asked },
    read(row, index) {
      const accountId = accountOf(row, asked)
      return accountId === null ? null : { ...readTransaction(row, accountId), text: texts?.[index] ?? JSON.stringify(row) }
    },
  })

/** `accountId` is the one that was asked for. */
export function readTransaction(original: Json, accountId: string): Omit<ReceivedTransaction, 'text'> {
  const merchant = original.MerchantDetails
  return {
    accountId,
    transactionId: looseText(original.TransactionId),
    reference: looseText(original.TransactionReference),
    bookingDateTime: looseDateTime(original.BookingDateTime),
    valueDateTime: looseDateTime(original.ValueDateTime),
    status: transactionStatusCode(looseText(original.Status) ?? ''),
    // An amount without its direction is none.
    ...looseAmount(original.Amount, original.CreditDebitIndicator ?? null),
    description: looseText(original.TransactionInformation),
    merchant: isObject(merchant) ? looseText(merchant.MerchantName) : null,
    balance: readBalanceAfter(original.Balance),
    original,
  }
}

/** OBTransactionCashBalance: a courtesy of some banks. */
function readBalanceAfter(balance: unknown): Transaction['balance'] {
  if (!isObject(balance) || typeof balance.Type !== 'string') return null
  const { amount, currency } = looseAmount(balance.Amount, balance.CreditDebitIndicator ?? null)
  return amount === null || currency === null ? null : { type: balanceTypeCode(balance.Type), amount, currency }
}

/** A row of the local copy, with the account that it is filed under. */
export interface StoredTransaction {
  account_id: string
  original: string
}

export const storedTransaction = ({ account_id, original }: StoredTransaction, accountAccessConsentId: string): Transaction => ({
  ...readTransaction(JSON.parse(original), account_id),
  accountAccessConsentId,
})
