// Records of accounts: fetched from the bank into the local copy, and answered from there.

import { AppError } from '../../../shared/errors.ts'
import type { AccountRecord } from '../../../shared/model/account-data.ts'
import { callRefusal } from '../../../shared/permission-rules.ts'
import type { CallContext } from '../context.ts'
import type { AccountDataCore } from './account-data-core.ts'
import type { AccountDataReader } from './account-data-reader.ts'
import { callsFor, type RecordResource, type Scope } from './account-resources.ts'
import { isWithin, type Window } from './record-fetch.ts'

export interface ListRecordsInput extends Window {
  accountAccessConsentId: string
  accountId?: string | undefined
  source: 'bank' | 'local'
  bulk: boolean
  /** Of one statement, which its account goes with. */
  statementId?: string | undefined
  /** Of parties: of each account the holder alone. */
  holderOnly?: boolean | undefined
}

export const createAccountRecordService = (core: AccountDataCore) => {
  const { records, checkConsent, fromBank, fetchAccounts, fetchRecords } = core

  /** What is asked for: all that the consent allows of a resource; if that is nothing, the bank says so itself. */
  const scopesOf = (resource: RecordResource, input: ListRecordsInput, reader: AccountDataReader): Scope[] => {
    const { accountAccessConsentId: id, accountId, holderOnly } = input
    if (holderOnly) return ['account']
    const conditions = core.conditionsOf(id, reader.profile)
    const possible: Scope[] = accountId === undefined ? ['account', 'customer'] : ['account']
    const existing = possible.filter((scope) => callsFor(resource, scope).length > 0)
    const allowed = existing.filter((scope) => callsFor(resource, scope).some((call) => callRefusal(call, conditions) === null))
    return allowed.length > 0 ? allowed : existing
  }

  return {
    /**
     * Of one account or of every one, with `from` and `to` by their start. Errors: those of the bank client and of the consent;
     * BANK_INVALID_RESPONSE; CONFLICT where the bank has no such call. What was fetched before a failure is kept.
     */
    async list(resource: RecordResource, input: ListRecordsInput, call: CallContext = {}): Promise<{ items: AccountRecord[] }> {
      const { accountAccessConsentId: id, accountId, source, from, to, statementId, holderOnly } = input
      checkConsent(id)
      // Pots are answered of every account at once, whichever is asked for.
      const bulk = input.bulk || callsFor(resource, 'account').length === 0
      if (statementId !== undefined && (accountId === undefined || bulk)) {
        throw new AppError('INVALID_INPUT', 'One statement is asked for with its account', { field: bulk ? 'bulk' : 'accountId' })
      }
      if (source === 'bank') {
        await fromBank(id, call, async (reader, running) => {
          const scopes = scopesOf(resource, input, reader)
          const accountIds = await fetchAccounts.accountIds(reader, id, bulk ? undefined : accountId, running)
          await fetchRecords(
            reader,
            {
              ...{ consentId: id, resource, bulk, from, to, statementId, holderOnly, customer: scopes.includes('customer') },
              accountIds: bulk || scopes.includes('account') ? accountIds : [],
            },
            running,
          )
        })
      }
      const all = records.list(id, resource, accountId)
      const items = statementId === undefined ? all : all.filter(({ recordId }) => recordId === statementId)
      return { items: from || to ? items.filter(({ original }) => isWithin(original.StartDateTime, { from, to })) : items }
    },
  }
}

export type AccountRecordService = ReturnType<typeof createAccountRecordService>
