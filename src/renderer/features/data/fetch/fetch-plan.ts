import type { Output } from '../../../../shared/api.ts'
import type { Account } from '../../../../shared/model/account-data.ts'
import { isRecordResource, type RecordResource } from '../records/record-groups.ts'

export type FetchStep =
  | { kind: 'accounts' }
  | { kind: 'balances' | 'transactions'; accountId: string }
  | { kind: 'records'; resource: RecordResource; accountId: string | null }

export type AllowedCalls = Output<'accountAccessConsent.allowedCalls'>['items']

/** What the consent and the bank allow, each once. */
export interface AllowedData {
  kinds: ('balances' | 'transactions')[]
  records: RecordResource[]
}

export const allowedData = (calls: AllowedCalls): AllowedData => {
  const resources = [...new Set(calls.filter(({ allowed }) => allowed).map(({ resource }) => resource))]
  return {
    kinds: (['balances', 'transactions'] as const).filter((kind) => resources.includes(kind)),
    records: resources.filter(isRecordResource),
  }
}

/** The list of accounts comes first; what follows is about one of them or all. */
export const fetchPlan = (allowed: AllowedData, accounts: readonly Pick<Account, 'accountId'>[], only: string | null): FetchStep[] => {
  const wanted = only === null ? accounts.map(({ accountId }) => accountId) : [only]
  return [
    { kind: 'accounts' },
    ...wanted.flatMap((accountId) => allowed.kinds.map((kind) => ({ kind, accountId }))),
    // One step for every account: a failure ends the kind and not the rest.
    ...(wanted.length > 0 ? allowed.records.map((resource) => ({ kind: 'records' as const, resource, accountId: only })) : []),
  ]
}
