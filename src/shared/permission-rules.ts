// What the standard says of sets of permissions (OB Read/Write 3.1.11 and 4.0, Permissions). No zod: the renderer uses it as well.

import type { AccountAccessConsent, ConsentStatus, Permission } from './model/account-access-consent.ts'
import type { AccountResource } from './model/account-data.ts'

export interface PermissionProblem {
  message: string
  remedy: string
  /** Any one of them puts it right. */
  add: readonly Permission[]
}

interface Rule extends PermissionProblem {
  broken: (has: (...anyOf: Permission[]) => boolean) => boolean
}

const accounts = ['ReadAccountsBasic', 'ReadAccountsDetail'] as const
const content = ['ReadTransactionsBasic', 'ReadTransactionsDetail'] as const
const direction = ['ReadTransactionsCredits', 'ReadTransactionsDebits'] as const

const rules: readonly Rule[] = [
  {
    broken: (has) => !has(...accounts),
    message: 'Permissions lack both ReadAccountsBasic and ReadAccountsDetail',
    remedy: 'Add ReadAccountsBasic or ReadAccountsDetail.',
    add: accounts,
  },
  {
    broken: (has) => has(...content) && !has(...direction),
    message: 'Permissions name transactions without a direction',
    remedy: 'Add ReadTransactionsCredits, ReadTransactionsDebits or both.',
    add: direction,
  },
  {
    broken: (has) => has(...direction) && !has(...content),
    message: 'Permissions name a direction of transactions without their content',
    remedy: 'Add ReadTransactionsBasic or ReadTransactionsDetail.',
    add: content,
  },
]

/**
 * Everything for which every bank must refuse the set; empty when nothing is.
 * Basic and Detail together are allowed: Detail then prevails.
 */
export const permissionProblems = (permissions: readonly Permission[]): PermissionProblem[] => {
  if (permissions.length === 0) return [{ message: 'Permissions are empty', remedy: 'Ask for at least ReadAccountsBasic.', add: accounts }]
  const has = (...anyOf: Permission[]) => anyOf.some((one) => permissions.includes(one))
  return rules.filter(({ broken }) => broken(has)).map(({ message, remedy, add }) => ({ message, remedy, add }))
}

/** The permissions of one kind of data, as the customer thinks of it. */
export interface PermissionCluster {
  id: 'accounts' | 'balances' | 'transactions' | 'payees' | 'payments' | 'statements' | 'people' | 'products'
  permissions: readonly Permission[]
}

/** Every permission once. */
export const permissionClusters: readonly PermissionCluster[] = [
  { id: 'accounts', permissions: ['ReadAccountsBasic', 'ReadAccountsDetail', 'ReadPAN'] },
  { id: 'balances', permissions: ['ReadBalances'] },
  { id: 'transactions', permissions: [...content, ...direction] },
  { id: 'payees', permissions: ['ReadBeneficiariesBasic', 'ReadBeneficiariesDetail'] },
  {
    id: 'payments',
    permissions: [
      'ReadDirectDebits',
      'ReadStandingOrdersBasic',
      'ReadStandingOrdersDetail',
      'ReadScheduledPaymentsBasic',
      'ReadScheduledPaymentsDetail',
    ],
  },
  { id: 'statements', permissions: ['ReadStatementsBasic', 'ReadStatementsDetail'] },
  { id: 'people', permissions: ['ReadParty', 'ReadPartyPSU'] },
  { id: 'products', permissions: ['ReadProducts', 'ReadOffers'] },
]

/** A data call, and what it needs: one of every inner list. */
export interface DataCall {
  resource: AccountResource
  path: string
  needs: readonly (readonly Permission[])[]
}

const transactions = [content, direction]
const statements = [['ReadStatementsBasic', 'ReadStatementsDetail']] as const
const beneficiaries = [['ReadBeneficiariesBasic', 'ReadBeneficiariesDetail']] as const
const standingOrders = [['ReadStandingOrdersBasic', 'ReadStandingOrdersDetail']] as const
const scheduledPayments = [['ReadScheduledPaymentsBasic', 'ReadScheduledPaymentsDetail']] as const

/** OB Account and Transaction API, Endpoints: permissions of each. */
export const dataCalls: readonly DataCall[] = [
  { resource: 'accounts', path: '/accounts', needs: [accounts] },
  { resource: 'accounts', path: '/accounts/{AccountId}', needs: [accounts] },
  { resource: 'balances', path: '/accounts/{AccountId}/balances', needs: [['ReadBalances']] },
  { resource: 'transactions', path: '/accounts/{AccountId}/transactions', needs: transactions },
  { resource: 'beneficiaries', path: '/accounts/{AccountId}/beneficiaries', needs: beneficiaries },
  { resource: 'directDebits', path: '/accounts/{AccountId}/direct-debits', needs: [['ReadDirectDebits']] },
  { resource: 'standingOrders', path: '/accounts/{AccountId}/standing-orders', needs: standingOrders },
  { resource: 'scheduledPayments', path: '/accounts/{AccountId}/scheduled-payments', needs: scheduledPayments },
  { resource: 'statements', path: '/accounts/{AccountId}/statements', needs: statements },
  { resource: 'statements', path: '/accounts/{AccountId}/statements/{StatementId}', needs: statements },
  { resource: 'statements', path: '/accounts/{AccountId}/statements/{StatementId}/file', needs: [['ReadStatementsDetail']] },
  { resource: 'statements', path: '/accounts/{AccountId}/statements/{StatementId}/transactions', needs: transactions },
  { resource: 'products', path: '/accounts/{AccountId}/product', needs: [['ReadProducts']] },
  { resource: 'offers', path: '/accounts/{AccountId}/offers', needs: [['ReadOffers']] },
  { resource: 'parties', path: '/accounts/{AccountId}/parties', needs: [['ReadParty']] },
  { resource: 'parties', path: '/accounts/{AccountId}/party', needs: [['ReadParty']] },
  { resource: 'parties', path: '/party', needs: [['ReadPartyPSU']] },
]

/** Every account in one call; banks need not offer them. */
export const bulkCalls: readonly DataCall[] = [
  { resource: 'balances', path: '/balances', needs: [['ReadBalances']] },
  { resource: 'transactions', path: '/transactions', needs: transactions },
  { resource: 'beneficiaries', path: '/beneficiaries', needs: beneficiaries },
  { resource: 'directDebits', path: '/direct-debits', needs: [['ReadDirectDebits']] },
  { resource: 'standingOrders', path: '/standing-orders', needs: standingOrders },
  { resource: 'scheduledPayments', path: '/scheduled-payments', needs: scheduledPayments },
  { resource: 'statements', path: '/statements', needs: statements },
  { resource: 'products', path: '/products', needs: [['ReadProducts']] },
  { resource: 'offers', path: '/offers', needs: [['ReadOffers']] },
]

/** Of single banks, by the name that a profile gives the call. */
export const additionalCalls = {
  pots: { resource: 'pots', path: '/pots', needs: [['ReadBalances']] },
} as const satisfies Record<string, DataCall>

export const allows = (permissions: readonly Permission[], { needs }: Pick<DataCall, 'needs'>): boolean =>
  needs.every((alternatives) => alternatives.some((one) => permissions.includes(one)))

export interface CallConditions {
  consent: Pick<AccountAccessConsent, 'permissions' | 'status' | 'expirationDateTime' | 'tokens'>
  /** Of the bank profile; null: the bank offers no account information. */
  bank: { unsupportedCalls: readonly string[]; unsupportedPermissions: readonly Permission[]; additionalCalls: readonly string[] } | null
  now: Date
}

const endings: Partial<Record<ConsentStatus, string>> = {
  rejected: 'The customer refused the consent',
  revoked: 'The consent was revoked',
  expired: 'The consent has expired',
  consumed: 'The consent is used up',
}

/**
 * Why the consent is over for good, so that not even its customer can authorise it; null while it is not.
 * A cancelled one is not over: its customer can authorise it again (Account and Transaction API 4.0, CANC).
 */
export const consentEnd = (consent: Pick<AccountAccessConsent, 'status' | 'expirationDateTime'>, now: Date): string | null => {
  const expired = consent.expirationDateTime !== null && Date.parse(consent.expirationDateTime) <= now.getTime()
  return endings[consent.status] ?? (expired ? 'The consent has expired' : null)
}

/** Why the bank will refuse every call of the consent; null when it will not. */
export const consentRefusal = ({ consent, bank, now }: CallConditions): string | null => {
  if (bank === null) return 'The bank offers no account information'
  const end = consentEnd(consent, now)
  if (end !== null) return end
  if (consent.status === 'cancelled') return 'The consent was cancelled at the bank'
  const authorised = consent.status !== 'awaitingAuthorisation' && consent.tokens !== null
  return authorised ? null : 'The customer has not authorised the consent'
}

/** Why the bank will refuse a call; null when it will not. */
export const callRefusal = (call: DataCall, conditions: CallConditions): string | null => {
  const { consent, bank } = conditions
  const refusal = consentRefusal(conditions)
  if (refusal !== null || bank === null) return refusal
  if (bank.unsupportedCalls.includes(call.path)) return 'The bank does not offer this call'
  const missing = call.needs.find((alternatives) => !alternatives.some((one) => consent.permissions.includes(one)))
  if (missing === undefined) return null
  const names = missing.join(' or ')
  const unsupported = missing.every((one) => bank.unsupportedPermissions.includes(one))
  return unsupported ? `The bank does not support ${names}` : `The consent lacks ${names}`
}
