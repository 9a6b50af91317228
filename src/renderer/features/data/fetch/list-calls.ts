// Which calls list a kind of data: what the page asks for, and whose refusal its tab tells beforehand.

import type { Output } from '../../../../shared/api.ts'
import type { AccountResource } from '../../../../shared/model/account-data.ts'

export type AllowedCalls = Output<'accountAccessConsent.allowedCalls'>['items']

/** Not those about one statement, which has to be listed first; those for every account at once where there is no other. */
export const listCalls = (calls: AllowedCalls, resource: AccountResource): AllowedCalls => {
  const own = calls.filter((call) => call.resource === resource && !call.path.includes('{StatementId}'))
  const single = own.filter(({ bulk }) => !bulk)
  return single.length > 0 ? single : own
}
