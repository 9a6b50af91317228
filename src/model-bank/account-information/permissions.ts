// What a consent lets a caller see (OB AIS profile, Permissions).
import type { Permission } from '../../shared/model/account-access-consent.ts'

/** The permissions of the endpoints that this bank has. A consent that asks for any other is refused, as the standard demands. */
export const supportedPermissions: ReadonlySet<Permission> = new Set([
  'ReadAccountsBasic',
  'ReadAccountsDetail',
  'ReadBalances',
  'ReadTransactionsBasic',
  'ReadTransactionsDetail',
  'ReadTransactionsCredits',
  'ReadTransactionsDebits',
  'ReadPAN',
])

/** Each inner list names alternatives; one of every list is needed. */
export type Needs = readonly (readonly Permission[])[]

export const needs = {
  accounts: [['ReadAccountsBasic', 'ReadAccountsDetail']],
  balances: [['ReadBalances']],
  transactions: [
    ['ReadTransactionsBasic', 'ReadTransactionsDetail'],
    ['ReadTransactionsCredits', 'ReadTransactionsDebits'],
  ],
} as const satisfies Record<string, Needs>

/** The first list of alternatives of which the consent has none, or undefined when nothing is missing. */
export const missingPermission = (granted: readonly string[], wanted: Needs) =>
  wanted.find((alternatives) => !alternatives.some((one) => granted.includes(one)))

/** How much of each record a caller sees. */
export interface View {
  detail: boolean
  /** Card numbers in the clear. */
  pan: boolean
}
