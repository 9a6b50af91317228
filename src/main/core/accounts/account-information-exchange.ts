// Account information: requests to build and answers to read, 3.1.11 and 4.0 alike (OB Read/Write, Account and Transaction API).

import type { Account, Balance, Transaction } from '../../../shared/model/account-data.ts'
import type { ApiVersion } from '../../../shared/model/common.ts'
import {
  type At,
  dataList,
  dateTimeField,
  invalidAnswer,
  isObject,
  type Json,
  objectField,
  optionalTextField,
  signedAmount,
  textField,
} from './answer-fields.ts'
import { accountTypeCode, balanceTypeCode, transactionStatusCode } from './codes.ts'
import { toQueryDateTime } from './iso-date-time.ts'

export type ReceivedAccount = Omit<Account, 'accountAccessConsentId' | 'fetched'>
export type ReceivedBalance = Omit<Balance, 'accountAccessConsentId' | 'fetched'>
export type ReceivedTransaction = Omit<Transaction, 'accountAccessConsentId'>

/** `baseUrl` reaches up to and including /aisp. */
export const accountsUrl = (baseUrl: string): string => `${root(baseUrl)}/accounts`

/** Of one account, or of all in one answer, which banks need not offer. */
export const balancesUrl = (baseUrl: string, accountId?: string): string =>
  accountId === undefined ? `${root(baseUrl)}/balances` : `${accountUrl(baseUrl, accountId)}/balances`

/** `from` and `to` are ISO 8601 with an offset; they are sent in UTC without one, which is how query parameters are written. */
export function transactionsUrl(
  baseUrl: string,
  accountId: string,
  window: { from?: string | undefined; to?: string | undefined } = {},
): string {
  const query = new URLSearchParams()
  if (window.from) query.set('fromBookingDateTime', toQueryDateTime(window.from, 'down'))
  if (window.to) query.set('toBookingDateTime', toQueryDateTime(window.to, 'up'))
  const url = `${accountUrl(baseUrl, accountId)}/transactions`
  return query.size > 0 ? `${url}?${query}` : url
}

const root = (baseUrl: string): string => baseUrl.replace(/\/+$/, '')
const accountUrl = (baseUrl: string, accountId: string): string => `${accountsUrl(baseUrl)}/${encodeURIComponent(accountId)}`

const longestTail = 8192

/**
 * `{ Links }` of a body, read from its end without parsing the rows before it; null where the whole body has to be parsed.
 * What follows the last `"Links":` closes the body's own object and nothing more, or else it is not JSON with a brace before it.
 */
export function readTrailingLinks(body: Buffer): unknown {
  const start = body.lastIndexOf('"Links":')
  if (start < 1 || body[start - 1] === backslash || body.length - start > longestTail) return null
  try {
    return JSON.parse(`{${body.toString('utf8', start)}`)
  } catch {
    return null
  }
}

const backslash = 0x5c

/**
 * The address of the next page as the bank wrote it; null on the last page. `visited` holds the pages read so far, this one included.
 * BANK_INVALID_RESPONSE for an address of another origin and for one visited before.
 */
export function nextLink(body: unknown, visited: ReadonlySet<string>, baseUrl: string): string | null {
  const links = objectField(body, '$').Links
  const next = optionalTextField(isObject(links) ? links.Next : undefined, (name) => name, 'Links.Next')
  if (next === null) return null
  // SECURITY: another origin would be sent the customer's access token.
  if (!URL.canParse(next) || new URL(next).protocol !== 'https:' || new URL(next).origin !== new URL(baseUrl).origin) {
    throw invalidAnswer('Links.Next', `is not an https address of ${new URL(baseUrl).origin}`)
  }
  // SECURITY: a circle of pages would be read without end.
  if (visited.has(next)) throw invalidAnswer('Links.Next', 'leads back to a page that was read before')
  return next
}

/** The accounts of one page (OBReadAccount6). */
export const processAccounts = (body: unknown, version: ApiVersion): ReceivedAccount[] =>
  dataList(body, 'Account', { required: false }).map((entry, index) => readAccount(entry, version, within('Account', index)))

/** The balances of one page (OBReadBalance1). */
export const processBalances = (body: unknown): ReceivedBalance[] =>
  dataList(body, 'Balance', { required: true }).map((entry, index) => readBalance(entry, within('Balance', index)))

/** The transactions of one page (OBReadTransaction6). */
export const processTransactions = (body: unknown): ReceivedTransaction[] =>
  dataList(body, 'Transaction', { required: false }).map((entry, index) => readTransaction(entry, within('Transaction', index)))

const within =
  (list: string, index: number): At =>
  (name) =>
    `Data.${list}[${index}]${name && `.${name}`}`

const accountFields = {
  '3.1': { type: 'AccountSubType', category: 'AccountType' },
  '4.0': { type: 'AccountTypeCode', category: 'AccountCategory' },
} as const

export function readAccount(entry: unknown, version: ApiVersion, at: At): ReceivedAccount {
  const original = asObject(entry, at)
  const fields = accountFields[version]
  const type = optionalTextField(original[fields.type], at, fields.type)
  const identifications = readIdentifications(original.Account, at)
  return {
    accountId: textField(original.AccountId, at, 'AccountId'),
    apiVersion: version,
    name: optionalTextField(original.Nickname, at, 'Nickname') ?? identifications.find(({ name }) => name !== null)?.name ?? null,
    currency: optionalTextField(original.Currency, at, 'Currency'),
    type: type && accountTypeCode(type),
    category: optionalTextField(original[fields.category], at, fields.category),
    status: optionalTextField(original.Status, at, 'Status'),
    identifications,
    original,
  }
}

/** Present with ReadAccountsDetail only. */
function readIdentifications(list: unknown, at: At): Account['identifications'] {
  if (list === undefined || list === null) return []
  if (!Array.isArray(list)) throw invalidAnswer(at('Account'), 'is not a list')
  return list.map((entry: unknown, index) => {
    const nested: At = (name) => at(`Account[${index}]${name && `.${name}`}`)
    const { SchemeName, Identification, Name } = asObject(entry, nested)
    return {
      scheme: textField(SchemeName, nested, 'SchemeName'),
      identification: textField(Identification, nested, 'Identification'),
      name: optionalTextField(Name, nested, 'Name'),
    }
  })
}

export function readBalance(entry: unknown, at: At): ReceivedBalance {
  const original = asObject(entry, at)
  return {
    accountId: textField(original.AccountId, at, 'AccountId'),
    type: balanceTypeCode(textField(original.Type, at, 'Type')),
    dateTime: dateTimeField(original.DateTime, at, 'DateTime'),
    ...signedAmount(original.CreditDebitIndicator, original.Amount, at),
    original,
  }
}

export function readTransaction(entry: unknown, at: At): ReceivedTransaction {
  const original = asObject(entry, at)
  const { ValueDateTime: value, MerchantDetails: merchant = null } = original
  if (merchant !== null && !isObject(merchant)) throw invalidAnswer(at('MerchantDetails'), 'is not an object')
  const { amount, currency } = signedAmount(original.CreditDebitIndicator, original.Amount, at)
  return {
    accountId: textField(original.AccountId, at, 'AccountId'),
    transactionId: optionalTextField(original.TransactionId, at, 'TransactionId'),
    reference: optionalTextField(original.TransactionReference, at, 'TransactionReference'),
    bookingDateTime: dateTimeField(original.BookingDateTime, at, 'BookingDateTime'),
    valueDateTime: value === undefined || value === null ? null : dateTimeField(value, at, 'ValueDateTime'),
    status: transactionStatusCode(textField(original.Status, at, 'Status')),
    amount,
    currency,
    description: optionalTextField(original.TransactionInformation, at, 'TransactionInformation'),
    merchant: optionalTextField(merchant?.MerchantName, at, 'MerchantDetails.MerchantName'),
    balance: readBalanceAfter(original.Balance),
    original,
  }
}

/** OBTransactionCashBalance: a courtesy of some banks, and no reason to refuse the row when it is not as the standard has it. */
function readBalanceAfter(balance: unknown): Transaction['balance'] {
  if (!isObject(balance) || typeof balance.Type !== 'string') return null
  try {
    return { type: balanceTypeCode(balance.Type), ...signedAmount(balance.CreditDebitIndicator, balance.Amount, (name) => name) }
  } catch {
    return null
  }
}

const asObject = (entry: unknown, at: At): Json => (isObject(entry) ? entry : objectField(entry, at('')))
