import type { AccountAccessConsent, ConsentEvent, ConsentStatus } from '../../../../shared/model/account-access-consent.ts'

export type Ahead = 'reconfirm' | 'overdue' | 'expires' | 'expired'

export type Moment =
  | { kind: 'event'; at: string; event: ConsentEvent }
  /** What the dates of the consent say of now and later. */
  | { kind: 'ahead'; at: string; ahead: Ahead }

const over: readonly ConsentStatus[] = ['rejected', 'revoked', 'expired', 'consumed']

/** What happened and what will, oldest first. */
export const timelineOf = (
  { status, expirationDateTime, reconfirmation }: Pick<AccountAccessConsent, 'status' | 'expirationDateTime' | 'reconfirmation'>,
  events: readonly ConsentEvent[],
  now: number,
): Moment[] => {
  const moments: Moment[] = events.map((event) => ({ kind: 'event', at: event.at, event }))
  const past = (at: string) => Date.parse(at) <= now
  if (expirationDateTime) moments.push({ kind: 'ahead', at: expirationDateTime, ahead: past(expirationDateTime) ? 'expired' : 'expires' })
  if (reconfirmation && !over.includes(status)) {
    moments.push({ kind: 'ahead', at: reconfirmation.due, ahead: past(reconfirmation.due) ? 'overdue' : 'reconfirm' })
  }
  return moments.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at))
}
