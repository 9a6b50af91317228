import type { AccountAccessConsent } from '../../../shared/model/account-access-consent.ts'

/** Why nothing can be fetched with a consent; null when something can. */
export type Obstacle =
  | 'unfinished'
  | 'awaitingAuthorisation'
  | 'rejected'
  | 'revoked'
  | 'cancelled'
  | 'expired'
  | 'consumed'
  | 'noTokens'
  | 'tokenExpired'

const passed = (moment: string | null, now: number): boolean => moment !== null && Date.parse(moment) <= now

/** As far as it is known here; the bank has the last word. */
export const obstacleOf = (
  { state, status, expirationDateTime, tokens }: Pick<AccountAccessConsent, 'state' | 'status' | 'expirationDateTime' | 'tokens'>,
  now: number,
): Obstacle | null => {
  if (state !== 'created') return 'unfinished'
  if (status !== 'authorised' && status !== 'unknown') return status
  if (passed(expirationDateTime, now)) return 'expired'
  if (!tokens) return 'noTokens'
  const renewable = tokens.refreshable && !passed(tokens.refreshTokenExpires, now)
  return passed(tokens.accessTokenExpires, now) && !renewable ? 'tokenExpired' : null
}
