// What the standard says of sets of permissions (OB Read/Write 3.1.11 and 4.0, Permissions). No zod: the renderer uses it as well.

import type { Permission } from './model/account-access-consent.ts'

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
  path: string
  needs: readonly (readonly Permission[])[]
}

const transactions = [content, direction]
const statements = [['ReadStatementsBasic', 'ReadStatementsDetail']] as const

/** OB Account and Transaction API, Endpoints: permissions of each. */
export const dataCalls: readonly DataCall[] = [
  { path: '/accounts', needs: [accounts] },
  { path: '/accounts/{AccountId}', needs: [accounts] },
  { path: '/accounts/{AccountId}/balances', needs: [['ReadBalances']] },
  { path: '/accounts/{AccountId}/transactions', needs: transactions },
  { path: '/accounts/{AccountId}/beneficiaries', needs: [['ReadBeneficiariesBasic', 'ReadBeneficiariesDetail']] },
  { path: '/accounts/{AccountId}/direct-debits', needs: [['ReadDirectDebits']] },
  { path: '/accounts/{AccountId}/standing-orders', needs: [['ReadStandingOrdersBasic', 'ReadStandingOrdersDetail']] },
  { path: '/accounts/{AccountId}/scheduled-payments', needs: [['ReadScheduledPaymentsBasic', 'ReadScheduledPaymentsDetail']] },
  { path: '/accounts/{AccountId}/statements', needs: statements },
  { path: '/accounts/{AccountId}/statements/{StatementId}/file', needs: [['ReadStatementsDetail']] },
  { path: '/accounts/{AccountId}/statements/{StatementId}/transactions', needs: transactions },
  { path: '/accounts/{AccountId}/product', needs: [['ReadProducts']] },
  { path: '/accounts/{AccountId}/offers', needs: [['ReadOffers']] },
  { path: '/accounts/{AccountId}/parties', needs: [['ReadParty']] },
  { path: '/party', needs: [['ReadPartyPSU']] },
]

export const allows = (permissions: readonly Permission[], { needs }: DataCall): boolean =>
  needs.every((alternatives) => alternatives.some((one) => permissions.includes(one)))
