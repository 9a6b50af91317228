import type { Permission } from '../../../../shared/model/account-access-consent.ts'
import type { Account } from '../../../../shared/model/account-data.ts'

export type FetchStep = { kind: 'accounts' } | { kind: 'balances' | 'transactions'; accountId: string }

/** What can be asked of the bank about accounts; ReadTransactionsBasic or Detail needs Credits or Debits beside it (OB AIS, Permissions). */
export const allowedKinds = (permissions: readonly Permission[]): ('balances' | 'transactions')[] => {
  const has = (...wanted: Permission[]) => wanted.some((one) => permissions.includes(one))
  const transactions = has('ReadTransactionsBasic', 'ReadTransactionsDetail') && has('ReadTransactionsCredits', 'ReadTransactionsDebits')
  return [...(has('ReadBalances') ? (['balances'] as const) : []), ...(transactions ? (['transactions'] as const) : [])]
}

/** The list of accounts comes first; what follows is about one of them or all. */
export const fetchPlan = (
  permissions: readonly Permission[],
  accounts: readonly Pick<Account, 'accountId'>[],
  only: string | null,
): FetchStep[] => {
  const kinds = allowedKinds(permissions)
  const wanted = only === null ? accounts.map(({ accountId }) => accountId) : [only]
  return [{ kind: 'accounts' }, ...wanted.flatMap((accountId) => kinds.map((kind) => ({ kind, accountId })))]
}
