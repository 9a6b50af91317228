import { lazy } from 'react'
import type { BankProfile } from '../../../shared/model/bank-profile.ts'
import type { BankRegistration } from '../../../shared/model/bank-registration.ts'
import { useQuery } from '../../api/query.ts'
import { text } from '../../text/en.ts'
import { entityText } from '../../text/entities/index.ts'
import { type EntityScreenDefinition, type EntryStatus, group } from './entry.ts'
import { ProfileDetail } from './profile-detail.tsx'
import { RegistrationDetail } from './registration-detail.tsx'

const t = entityText.bank

export const registrationStatus = ({ state }: Pick<BankRegistration, 'state'>): EntryStatus => ({
  tone: state === 'registered' ? 'good' : 'attention',
  word: t.states[state],
})

export const profileStatus = ({ id }: BankProfile, registrations: readonly BankRegistration[]): EntryStatus =>
  registrations.some(({ bankProfileId }) => bankProfileId === id)
    ? { tone: 'good', word: t.profile.registered }
    : { tone: 'neutral', word: t.profile.notRegistered }

export const banks: EntityScreenDefinition = {
  id: 'banks',
  label: text.nav.banks,
  empty: t.empty,
  forms: [
    {
      id: 'registration',
      label: entityText.registrationForm.add,
      component: lazy(async () => ({ default: (await import('./banks/new-registration.tsx')).NewRegistration })),
    },
    {
      id: 'profile',
      label: entityText.profileForm.add,
      component: lazy(async () => ({ default: (await import('./banks/new-profile.tsx')).NewProfile })),
    },
  ],
  useGroups: () => {
    const profiles = useQuery('bankProfile.list', {})
    const registrations = useQuery('bankRegistration.list', {})
    const profileOf = (id: string) => profiles.value?.items.find((profile) => profile.id === id)
    return [
      group('registrations', t.registrations, registrations, (registration) => {
        const profile = profileOf(registration.bankProfileId)
        return {
          aggregate: 'bankRegistration',
          id: registration.id,
          name: profile?.displayName ?? registration.bankProfileId,
          status: registrationStatus(registration),
          secondary: registration.externalApiId ?? t.noClientId,
          environment: profile?.environment,
          detail: () => <RegistrationDetail registration={registration} profile={profile} />,
        }
      }),
      group('profiles', t.profiles, profiles, (profile) => ({
        aggregate: 'bankProfile',
        id: profile.id,
        name: profile.displayName,
        status: profileStatus(profile, registrations.value?.items ?? []),
        secondary: `${text.bar.environments[profile.environment]} · ${profile.issuer}`,
        environment: profile.environment,
        words: profile.name,
        detail: () => <ProfileDetail profile={profile} registrations={registrations.value?.items ?? []} />,
      })),
    ]
  },
}
