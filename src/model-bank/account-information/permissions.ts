// What a consent lets a caller see (OB AIS profile, Permissions).
import type { Permission } from '../../shared/model/account-access-consent.ts'
import type { View } from './shapes/shape.ts'

/** Each inner list names alternatives; one of every list is needed. */
export type Needs = readonly (readonly Permission[])[]

const basicOrDetail = <T extends 'Accounts' | 'Beneficiaries' | 'ScheduledPayments' | 'StandingOrders' | 'Statements'>(cluster: T) =>
  [[`Read${cluster}Basic`, `Read${cluster}Detail`]] as const

export const needs = {
  accounts: basicOrDetail('Accounts'),
  balances: [['ReadBalances']],
  beneficiaries: basicOrDetail('Beneficiaries'),
  directDebits: [['ReadDirectDebits']],
  offers: [['ReadOffers']],
  party: [['ReadParty']],
  partyOfUser: [['ReadPartyPSU']],
  products: [['ReadProducts']],
  scheduledPayments: basicOrDetail('ScheduledPayments'),
  standingOrders: basicOrDetail('StandingOrders'),
  statements: basicOrDetail('Statements'),
  statementFile: [['ReadStatementsDetail']],
  transactions: [
    ['ReadTransactionsBasic', 'ReadTransactionsDetail'],
    ['ReadTransactionsCredits', 'ReadTransactionsDebits'],
  ],
} as const satisfies Record<string, Needs>

/** The first list of alternatives of which the consent has none, or undefined when nothing is missing. */
export const missingPermission = (granted: readonly string[], wanted: Needs) =>
  wanted.find((alternatives) => !alternatives.some((one) => granted.includes(one)))

/** How much a call shows: of the permissions that open it, the most detailed wins. */
export const viewOf = (granted: readonly Permission[], wanted: Needs): View => ({
  detail: wanted.flat().some((one) => one.endsWith('Detail') && granted.includes(one)),
  pan: granted.includes('ReadPAN'),
})
