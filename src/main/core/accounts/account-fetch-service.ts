// Everything at once: what a consent lets us read is known beforehand, and what is refused does not stop the rest.

import type { Output, ParsedInput } from '../../../shared/api.ts'
import { AppError } from '../../../shared/errors.ts'
import type { AccountResource } from '../../../shared/model/account-data.ts'
import { additionalCalls, bulkCalls, type CallConditions, callRefusal, type DataCall, dataCalls } from '../../../shared/permission-rules.ts'
import type { CallContext } from '../context.ts'
import type { AccountDataCore } from './account-data-core.ts'
import type { AccountDataReader } from './account-data-reader.ts'
import { callsFor, type RecordResource } from './account-resources.ts'

type AllowedCall = Output<'accountAccessConsent.allowedCalls'>['items'][number]
type Fetched = Output<'account.fetch'>['items'][number]

/** In the order in which they are fetched; the list of accounts is the first call of a consent (OB AIS). */
const order: readonly AccountResource[] = [
  ...(['accounts', 'balances', 'transactions', 'beneficiaries', 'directDebits', 'standingOrders', 'scheduledPayments'] as const),
  ...(['statements', 'products', 'offers', 'parties', 'pots'] as const),
]

const hasPots = ({ bank }: CallConditions): boolean => bank?.additionalCalls.includes('pots') ?? false

const isRecord = (resource: AccountResource): resource is RecordResource => !['accounts', 'balances', 'transactions'].includes(resource)

/** The calls by which `account.fetch` reads a resource, of one account or of all; any one that is allowed is enough. */
const callsOf = (resource: AccountResource, ofOne: boolean): readonly DataCall[] => {
  if (isRecord(resource)) {
    return [...callsFor(resource, 'account'), ...callsFor(resource, 'customer'), ...(resource === 'pots' ? callsFor('pots', 'bulk') : [])]
  }
  const own = dataCalls.filter((call) => call.resource === resource)
  return resource === 'accounts' ? own.filter(({ path }) => path.includes('{AccountId}') === ofOne) : own
}

export const createAccountFetchService = (core: AccountDataCore) => {
  const { conformance, checkConsent, fromBank, fetchAccounts, fetchRecords, fetchTransactions } = core

  /** Why a resource is not asked for; null when it is. */
  const skipReason = (resource: AccountResource, ofOne: boolean, conditions: CallConditions): string | null => {
    if (resource === 'pots' && !hasPots(conditions)) return 'The bank has no pots'
    const reasons = callsOf(resource, ofOne).map((call) => callRefusal(call, conditions))
    return reasons.includes(null) ? null : (reasons[0] ?? null)
  }

  const fetchOne = async (
    reader: AccountDataReader,
    resource: AccountResource,
    { accountAccessConsentId: consentId, accountId }: ParsedInput<'account.fetch'>,
    conditions: CallConditions,
    call: CallContext,
  ): Promise<void> => {
    if (resource === 'accounts') {
      return accountId === undefined
        ? fetchAccounts.accounts(reader, consentId, call)
        : fetchAccounts.account(reader, consentId, accountId, call)
    }
    // The one call for pots answers those of every account.
    const ids = await fetchAccounts.accountIds(reader, consentId, resource === 'pots' ? undefined : accountId, call)
    if (resource === 'balances') return fetchAccounts.balances(reader, consentId, { ids, bulk: false }, call)
    if (resource === 'transactions') return fetchTransactions(reader, { accountAccessConsentId: consentId }, { ids, bulk: false }, call)
    const isAllowed = (scope: 'account' | 'customer') => callsFor(resource, scope).some((one) => callRefusal(one, conditions) === null)
    const accountIds = resource === 'pots' || isAllowed('account') ? ids : []
    return fetchRecords(reader, { consentId, resource, accountIds, bulk: false, customer: isAllowed('customer') }, call)
  }

  const attempt = async (work: () => Promise<void>, call: CallContext): Promise<AppError | null> => {
    try {
      await work()
      return null
    } catch (error) {
      if (call.signal?.aborted || !(error instanceof AppError)) throw error
      return error
    }
  }

  return {
    /** What the consent lets us read, and why not the rest. Errors: NOT_FOUND. */
    allowedCalls(id: string): { items: AllowedCall[] } {
      const conditions = core.conditionsOf(id)
      const itemOf =
        (bulk: boolean) =>
        (call: DataCall): AllowedCall => {
          const reason = callRefusal(call, conditions)
          return { resource: call.resource, path: call.path, bulk, allowed: reason === null, reason }
        }
      const pots = hasPots(conditions) ? [additionalCalls.pots] : []
      return { items: [...dataCalls.map(itemOf(false)), ...bulkCalls.map(itemOf(true)), ...pots.map(itemOf(true))] }
    },

    /**
     * Fetches what the consent, its permissions and the bank allow, of one account or of all; of the rest it says why not. What is the
     * customer's own belongs to every account. Errors: NOT_FOUND, those of the consent, CANCELLED. What one resource is refused is
     * told beside it.
     */
    async fetch(input: ParsedInput<'account.fetch'>, call: CallContext = {}): Promise<{ items: Fetched[] }> {
      const { accountAccessConsentId: id, accountId, resources = order } = input
      checkConsent(id)
      return fromBank(id, call, async (reader, running) => {
        const conditions = core.conditionsOf(id, reader.profile)
        const items: Fetched[] = []
        for (const resource of order.filter((one) => resources.includes(one))) {
          const skipped = skipReason(resource, accountId !== undefined, conditions)
          const error = skipped === null ? await attempt(() => fetchOne(reader, resource, input, conditions, running), running) : null
          items.push({
            ...{ resource, count: core.count(id, resource), warnings: conformance.count(id, resource), skipped },
            error: error?.toData() ?? null,
          })
        }
        return { items }
      })
    },

    /** What the standard has otherwise in the data that was fetched. Errors: NOT_FOUND. */
    listConformance({ accountAccessConsentId: id, resource }: ParsedInput<'conformance.list'>): Output<'conformance.list'> {
      checkConsent(id)
      return { items: conformance.list(id, resource) }
    },
  }
}

export type AccountFetchService = ReturnType<typeof createAccountFetchService>
