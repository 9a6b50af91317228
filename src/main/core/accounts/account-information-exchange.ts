// Account information: requests to build and answers to read, 3.1.11 and 4.0 alike (OB Read/Write, Account and Transaction API).
// Only a body without its Data is refused; whatever else is not as the standard has it is kept and becomes a warning.

import type { Account, Balance } from '../../../shared/model/account-data.ts'
import type { ApiVersion } from '../../../shared/model/common.ts'
import { isObject, type Json, looseAmount, looseDateTime, looseText } from './answer-fields.ts'
import { accountTypeCode, balanceTypeCode } from './codes.ts'
import { type AskedAccounts, accountOf, type Judged, judgedRows } from './judged-rows.ts'

export type ReceivedAccount = Omit<Account, 'accountAccessConsentId' | 'fetched'>
export type ReceivedBalance = Omit<Balance, 'accountAccessConsentId' | 'fetched'>

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
export const processAccounts = (body: unknown, version: ApiVersion, asked: string | null = null): Judged<ReceivedAccount> =>
  judgedRows(body, { resource: 'accounts', version, asked, read: (row) => readAccount(row, version) })

/** The balances of one page (OBReadBalance1). */
export const processBalances = (body: unknown, version: ApiVersion, asked: AskedAccounts): Judged<ReceivedBalance> =>
  judgedRows(body, {
    ...{ resource: 'balances', version, asked },
    read(row) {
      const accountId = accountOf(row, asked)
      return accountId === null ? null : readBalance(row, accountId)
    },
  })

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
