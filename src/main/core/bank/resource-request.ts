import { randomUUID } from 'node:crypto'
import type { BankProfile } from '../../../shared/model/bank-profile.ts'
import type { ApiVersion } from '../../../shared/model/common.ts'

/** Some banks have a financial id for each version of their account information. */
export const financialIdOf = (
  { financialId, accountInformation }: Pick<BankProfile, 'financialId' | 'accountInformation'>,
  version: ApiVersion,
): string | undefined => accountInformation?.financialIds?.[version] ?? financialId

/**
 * Headers of a call to a protected resource, in the order they are sent.
 * Every call carries an interaction id of its own, by which the bank can be asked about it (FAPI 1.0 Baseline 6.2.2).
 * `hasBody`: a JSON body is sent. `expectsBody`: an answer with a body is expected; Read/Write API: no Accept on DELETE.
 */
export function resourceHeaders(
  profile: Pick<BankProfile, 'financialId'>,
  accessToken: string,
  { hasBody, expectsBody = true, accept = 'application/json' }: { hasBody: boolean; expectsBody?: boolean; accept?: string },
): [string, string][] {
  const headers: [string, string][] = [['authorization', `Bearer ${accessToken}`]]
  if (hasBody) headers.push(['content-type', 'application/json'])
  if (expectsBody) headers.push(['accept', accept])
  headers.push(['x-fapi-interaction-id', randomUUID()])
  if (profile.financialId) headers.push(['x-fapi-financial-id', profile.financialId])
  return headers
}
