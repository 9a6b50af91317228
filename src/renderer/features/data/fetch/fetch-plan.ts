import type { Account } from '../../../../shared/model/account-data.ts'
import { isRecordResource, type RecordResource } from '../records/record-groups.ts'
import { type AllowedCalls, listCalls } from './list-calls.ts'

export type FetchStep = { kind: 'accounts' } | { kind: 'balances' | 'transactions'; accountId: string } | RecordStep

export interface RecordStep {
  kind: 'records'
  resource: RecordResource
  /** Null: of every account. */
  accountId: string | null
  /** Of parties: of each account the holder alone. */
  holderOnly?: boolean
}

/** What the consent and the bank allow, each once. */
export interface AllowedData {
  kinds: ('balances' | 'transactions')[]
  records: RecordResource[]
}

export const allowedData = (calls: AllowedCalls): AllowedData => {
  const resources = [...new Set(calls.map(({ resource }) => resource))]
  const listed = resources.filter((resource) => listCalls(calls, resource).some(({ allowed }) => allowed))
  return {
    kinds: (['balances', 'transactions'] as const).filter((kind) => listed.includes(kind)),
    records: listed.filter(isRecordResource),
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
