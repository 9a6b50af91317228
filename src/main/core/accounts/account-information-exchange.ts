// Account information: requests to build and answers to read, 3.1.11 and 4.0 alike (OB Read/Write, Account and Transaction API).
// Only a body without its Data is refused; whatever else is not as the standard has it is kept and becomes a warning.

import type { Account, Balance } from '../../../shared/model/account-data.ts'
import type { ApiVersion, ConformanceWarning } from '../../../shared/model/common.ts'
import {
  type At,
  dataList,
  invalidAnswer,
  isObject,
  type Json,
  looseAmount,
  looseDateTime,
  looseText,
  objectField,
} from './answer-fields.ts'
import { accountTypeCode, balanceTypeCode } from './codes.ts'
import { envelopeWarnings, rowWarnings } from './conformance-tables.ts'

export type ReceivedAccount = Omit<Account, 'accountAccessConsentId' | 'fetched'>
export type ReceivedBalance = Omit<Balance, 'accountAccessConsentId' | 'fetched'>

/** What one page holds, and what the standard has otherwise in it. */
export interface Judged<T> {
  rows: T[]
  warnings: ConformanceWarning[]
}

/** `path` is below /aisp, with names in braces as the standard writes them. `baseUrl` reaches up to and including /aisp. */
export const callUrl = (baseUrl: string, path: string, names: Record<string, string> = {}): string =>
  root(baseUrl) + path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(names[name] ?? ''))

export const accountsUrl = (baseUrl: string): string => callUrl(baseUrl, '/accounts')
/** Of one account, or of all in one answer (null). */
export const balancesUrl = (baseUrl: string, accountId: string | null): string => `${scopeUrl(baseUrl, accountId)}/balances`
export const accountUrl = (baseUrl: string, accountId: string): string =>
  callUrl(baseUrl, '/accounts/{AccountId}', { AccountId: accountId })

/** What the address of a list begins with: an account, or nothing for every account (null). */
export const scopeUrl = (baseUrl: string, accountId: string | null): string =>
  accountId === null ? root(baseUrl) : accountUrl(baseUrl, accountId)

const root = (baseUrl: string): string => baseUrl.replace(/\/+$/, '')

/** The accounts of one page (OBReadAccount6). One without an AccountId can neither be named nor asked for, and is a warning only. */
export function processAccounts(body: unknown, version: ApiVersion): Judged<ReceivedAccount> {
  const entries = dataList(body, 'Account', { required: false })
  return {
    rows: entries.flatMap((entry) => (isObject(entry) ? (readAccount(entry, version) ?? []) : [])),
    warnings: judged('accounts', version, body, entries, 'Account'),
  }
}

/** The balances of one page (OBReadBalance1). */
export function processBalances(body: unknown, version: ApiVersion, asked: AskedAccounts): Judged<ReceivedBalance> {
  const entries = dataList(body, 'Balance', { required: true })
  return {
    rows: entries.flatMap((entry, index) => {
      if (!isObject(entry)) return []
      const accountId = accountOf(entry, asked, within('Balance', index))
      return accountId === null ? [] : [readBalance(entry, accountId)]
    }),
    warnings: judged('balances', version, body, entries, 'Balance'),
  }
}

/** What the standard has otherwise in a body and in the entries of its list. */
export function judged(
  resource: Parameters<typeof rowWarnings>[0],
  version: ApiVersion,
  body: unknown,
  entries: readonly unknown[],
  list: string,
  at = (index: number): string => `$.Data.${list}[${index}]`,
): ConformanceWarning[] {
  const rows = entries.flatMap((entry, index) => rowWarnings(resource, version, entry, at(index)))
  return [...envelopeWarnings(resource, version, body), ...rows]
}

/** The account that was asked about, or those that an answer about every account may have. */
export type AskedAccounts = string | ReadonlySet<string>

/**
 * The account of a row. SECURITY: rows of an account that was not asked for are not filed under the consent. Of one account's answer,
 * a row that names none is of that one; of an answer about every account, it belongs nowhere (null). BANK_INVALID_RESPONSE.
 */
export function accountOf({ AccountId }: Json, asked: AskedAccounts, at: At): string | null {
  const named = looseText(AccountId)
  if (typeof asked !== 'string') {
    if (named !== null && !asked.has(named)) throw invalidAnswer(at('AccountId'), 'is not an account of the consent')
    return named
  }
  if (named !== null && named !== asked) throw invalidAnswer(at('AccountId'), `is not ${asked}, which was asked for`)
  return asked
}

export const within =
  (list: string, index: number): At =>
  (name) =>
    `Data.${list}[${index}]${name && `.${name}`}`

const accountFields = {
  '3.1': { type: 'AccountSubType', category: 'AccountType' },
  '4.0': { type: 'AccountTypeCode', category: 'AccountCategory' },
} as const

/** null without an AccountId. */
export function readAccount(original: Json, version: ApiVersion): ReceivedAccount | null {
  const accountId = looseText(original.AccountId)
  if (accountId === null) return null
  const fields = accountFields[version]
  const type = looseText(original[fields.type])
  const identifications = readIdentifications(original.Account)
  return {
    accountId,
    apiVersion: version,
    name: looseText(original.Nickname) ?? identifications.find(({ name }) => name !== null)?.name ?? null,
    currency: looseText(original.Currency),
    type: type && accountTypeCode(type),
    category: looseText(original[fields.category]),
    status: looseText(original.Status),
    identifications,
    original,
  }
}

/** Present with ReadAccountsDetail only. */
const readIdentifications = (list: unknown): Account['identifications'] =>
  (Array.isArray(list) ? list : []).filter(isObject).flatMap(({ SchemeName, Identification, Name }) => {
    const [scheme, identification] = [looseText(SchemeName), looseText(Identification)]
    return scheme === null || identification === null ? [] : [{ scheme, identification, name: looseText(Name) }]
  })

/** `accountId` is the one that was asked for. */
export function readBalance(original: Json, accountId: string): ReceivedBalance {
  const type = looseText(original.Type)
  return {
    accountId,
    type: type && balanceTypeCode(type),
    dateTime: looseDateTime(original.DateTime),
    // An amount without its direction is none.
    ...looseAmount(original.Amount, original.CreditDebitIndicator ?? null),
    original,
  }
}

export const asObject = (entry: unknown, at: At): Json => (isObject(entry) ? entry : objectField(entry, at('')))
