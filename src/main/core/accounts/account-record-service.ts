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
}

export const createAccountRecordService = (core: AccountDataCore) => {
  const { records, checkConsent, fromBank, fetchAccounts, fetchRecords } = core

  /** What is asked for: all that the consent allows of a resource; if that is nothing, the bank says so itself. */
  const scopesOf = (resource: RecordResource, { accountAccessConsentId: id, accountId }: ListRecordsInput, reader: AccountDataReader) => {
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
      const { accountAccessConsentId: id, accountId, source, bulk, from, to, statementId } = input
      checkConsent(id)
      if (statementId !== undefined && (accountId === undefined || bulk)) {
        throw new AppError('INVALID_INPUT', 'One statement is asked for with its account', { field: bulk ? 'bulk' : 'accountId' })
      }
      if (source === 'bank') {
        await fromBank(id, call, async (reader, running) => {
          const scopes = scopesOf(resource, input, reader)
          const accountIds = await fetchAccounts.accountIds(reader, id, bulk ? undefined : accountId, running)
          const asked = bulk || scopes.includes('account') || callsFor(resource, 'account').length === 0 ? accountIds : []
          await fetchRecords(
            reader,
            { consentId: id, resource, accountIds: asked, bulk, customer: scopes.includes('customer'), from, to, statementId },
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
