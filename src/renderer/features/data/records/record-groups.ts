// Which data stand together on one tab, and the method that lists each.

import type { AccountResource } from '../../../../shared/model/account-data.ts'

export type RecordResource = Exclude<AccountResource, 'accounts' | 'balances' | 'transactions'>

export const listMethods = {
  beneficiaries: 'beneficiary.list',
  directDebits: 'directDebit.list',
  standingOrders: 'standingOrder.list',
  scheduledPayments: 'scheduledPayment.list',
  products: 'product.list',
  offers: 'offer.list',
  parties: 'party.list',
  statements: 'statement.list',
  pots: 'pot.list',
} as const satisfies Record<RecordResource, string>

export interface RecordGroup {
  id: 'payments' | 'payees' | 'statements' | 'products' | 'people'
  resources: readonly RecordResource[]
}

const recordGroups: readonly RecordGroup[] = [
  { id: 'payments', resources: ['standingOrders', 'directDebits', 'scheduledPayments'] },
  { id: 'payees', resources: ['beneficiaries'] },
  { id: 'statements', resources: ['statements'] },
  { id: 'products', resources: ['products', 'offers', 'pots'] },
  { id: 'people', resources: ['parties'] },
]

export const isRecordResource = (resource: AccountResource): resource is RecordResource => Object.hasOwn(listMethods, resource)

/** Those of a bank; pots only where it has them. */
export const groupsFor = (additionalCalls: readonly string[]): readonly RecordGroup[] =>
  recordGroups.map(({ id, resources }) => ({ id, resources: resources.filter((one) => one !== 'pots' || additionalCalls.includes(one)) }))
