import { lazy } from 'react'
import type { AccountAccessConsent, ConsentStatus } from '../../../shared/model/account-access-consent.ts'
import { useQuery } from '../../api/query.ts'
import { text } from '../../text/en.ts'
import { entityText } from '../../text/entities/index.ts'
import { relativeTime } from '../../ui/format.ts'
import type { Tone } from '../../ui/status.tsx'
import { ConsentDetail } from './consent-detail.tsx'
import { type EntityScreenDefinition, type EntryStatus, group } from './entry.ts'
import { useBankOf } from './use-bank-of.ts'

const t = entityText.consent

const tones: Record<ConsentStatus, Tone> = {
  awaitingAuthorisation: 'information',
  authorised: 'good',
  rejected: 'failed',
  revoked: 'failed',
  cancelled: 'neutral',
  expired: 'attention',
  consumed: 'neutral',
  unknown: 'attention',
}

export const consentStatus = ({ status, expirationDateTime }: AccountAccessConsent, now = Date.now()): EntryStatus =>
  status === 'authorised' && expirationDateTime !== null && Date.parse(expirationDateTime) < now
    ? { tone: tones.expired, word: t.statuses.expired }
    : { tone: tones[status], word: t.statuses[status] }

export const consentName = ({ reference, consentId }: AccountAccessConsent, bank: string): string =>
  reference ?? consentId ?? t.unnamed(bank)

export const consents: EntityScreenDefinition = {
  id: 'consents',
  label: text.nav.consents,
  empty: t.empty,
  forms: [
    {
      id: 'consent',
      label: entityText.consentForm.add,
      component: lazy(async () => ({ default: (await import('./consents/new-consent.tsx')).NewConsent })),
    },
  ],
  useGroups: () => {
    const query = useQuery('accountAccessConsent.list', {})
    const bankOf = useBankOf()
    return [
      group('accountAccessConsent', t.heading, query, (consent) => {
        const bank = bankOf(consent.bankRegistrationId)
        return {
          aggregate: 'accountAccessConsent',
          id: consent.id,
          name: consentName(consent, bank?.displayName ?? ''),
          status: consentStatus(consent),
          secondary: [bank?.displayName, relativeTime(consent.created)].filter(Boolean).join(' · '),
          environment: bank?.environment,
          words: consent.consentId ?? '',
          detail: () => <ConsentDetail consent={consent} bank={bank} />,
        }
      }),
    ]
  },
}
