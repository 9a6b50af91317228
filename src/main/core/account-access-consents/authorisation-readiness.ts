// Whether a consent can be authorised, and from when.

import { AppError } from '../../../shared/errors.ts'
import type { AccountAccessConsent } from '../../../shared/model/account-access-consent.ts'
import type { BankProfile } from '../../../shared/model/bank-profile.ts'
import { consentEnd } from '../../../shared/permission-rules.ts'
import { abortable } from '../abortable.ts'
import type { Clock } from '../clock.ts'

/**
 * Whether the customer was here before. Where data of the consent request can stand for the approval, the status alone does not tell.
 */
export const authorisedBefore = (
  { reconfirmation, status }: AccountAccessConsent,
  { accountInformation }: Pick<BankProfile, 'accountInformation'>,
): boolean => reconfirmation !== null || (status === 'authorised' && accountInformation?.consentSupplementaryData === undefined)

/** CONFLICT for a consent that the bank never confirmed or that is over, and for a second authorisation where the bank allows one only. */
export function requireAuthorisable(consent: AccountAccessConsent, profile: BankProfile, now: Date): { consentId: string } {
  const { consentId } = consent
  if (!consentId) throw new AppError('CONFLICT', 'The bank never confirmed this consent', { field: 'id' })
  const refuse = (message: string) =>
    new AppError('CONFLICT', message, { field: 'id', remedy: 'Create a new consent and let the customer authorise that one.' })
  const end = consentEnd(consent, now)
  if (end !== null) throw refuse(`${end}: it cannot be authorised any more`)
  if (authorisedBefore(consent, profile) && !profile.authorisation.reauthorisation)
    throw refuse(`${profile.displayName} does not let the same consent be authorised again`)
  return { consentId }
}

/** When the bank lets a consent be authorised, where it makes one wait after its creation. */
export const readyFrom = ({ accountInformation }: BankProfile, created: Date): string | null => {
  const seconds = accountInformation?.consentReadyAfterSeconds ?? 0
  return seconds > 0 ? new Date(created.getTime() + seconds * 1000).toISOString() : null
}

/** Waits until then; CANCELLED when the signal says so. */
export async function untilReady({ readyFrom: from }: AccountAccessConsent, clock: Clock, signal: AbortSignal | undefined): Promise<void> {
  const ms = from === null ? 0 : Date.parse(from) - clock.now().getTime()
  if (ms <= 0) return
  const { promise, resolve } = Promise.withResolvers<void>()
  const timer = setTimeout(resolve, ms)
  try {
    await abortable(promise, signal, 'Waiting until the bank lets the consent be authorised was cancelled')
  } finally {
    clearTimeout(timer)
  }
}
