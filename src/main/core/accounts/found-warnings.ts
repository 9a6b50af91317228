// The warnings of one fetch, kept together once it is complete.

import type { AccountResource } from '../../../shared/model/account-data.ts'
import type { ConformanceWarning } from '../../../shared/model/common.ts'
import type { ConformanceRecords } from './conformance-records.ts'

/** Collects page by page; `replace` keeps what was found in place of what the fetch before found. */
export const createFoundWarnings = (conformance: ConformanceRecords, consentId: string, resource: AccountResource) => {
  const pages: { warnings: readonly ConformanceWarning[]; requestLogId: string }[] = []
  return {
    add(warnings: readonly ConformanceWarning[], { requestLogId }: { requestLogId: string }): void {
      if (warnings.length > 0) pages.push({ warnings, requestLogId })
    },

    /** Beside what is known already: the answer was about one of several things of the account. */
    repeat(accountId: string): void {
      for (const { warnings, requestLogId } of pages) conformance.keep(consentId, resource, accountId, warnings, requestLogId, 'repeated')
    },

    /** Of one account, of the customer (null), or of all accounts in one answer. */
    replace(accountId: string | null | 'all'): void {
      conformance.begin(consentId, resource, accountId === 'all' ? undefined : accountId)
      for (const { warnings, requestLogId } of pages) {
        conformance.keep(consentId, resource, accountId === 'all' ? null : accountId, warnings, requestLogId)
      }
    },
  }
}
