import type { AccountAccessConsent } from '../../../shared/model/account-access-consent.ts'
import type { Finding } from '../../../shared/model/workspace.ts'

const day = 86_400_000
const soonDays = 14
const remedy = 'Ask the customer whether the consent still stands, and record the answer; without it, fetch nothing unattended.'

/** FCA PS21/19, SCA-RTS Article 36(6): the customer reconfirms every 90 days, or unattended access stops. Null while nothing is due soon. */
export const reconfirmationFinding = (consent: AccountAccessConsent, now: Date): Finding | null => {
  const { id, status, reference, consentId, reconfirmation, expirationDateTime } = consent
  const expired = expirationDateTime !== null && Date.parse(expirationDateTime) <= now.getTime()
  if (status !== 'authorised' || expired || !reconfirmation) return null
  const days = Math.ceil((Date.parse(reconfirmation.due) - now.getTime()) / day)
  if (days > soonDays) return null
  const name = reference ?? consentId ?? id
  const date = reconfirmation.due.slice(0, 10)
  const judgement =
    days <= 0
      ? { severity: 'failed' as const, message: `Consent "${name}" was to be reconfirmed by ${date}` }
      : {
          severity: 'attention' as const,
          message: `Consent "${name}" is to be reconfirmed within ${days === 1 ? '1 day' : `${days} days`}, by ${date}`,
        }
  return { subject: { aggregate: 'accountAccessConsent', id, name }, check: 'reconfirmation', remedy, ...judgement }
}
