import { lazy } from 'react'
import type { BankProfile } from '../../../shared/model/bank-profile.ts'
import type { BankRegistration } from '../../../shared/model/bank-registration.ts'
import { useQuery } from '../../api/query.ts'
import { groupedProfiles } from '../../bank-profile/groups.ts'
import { isNotStarted, neededNow, shortName } from '../../bank-profile/needs.ts'
import { text } from '../../text/en.ts'
import { entityText } from '../../text/entities/index.ts'
import { type EntityScreenDefinition, type Entry, type EntryStatus, type Group, group } from './entry.ts'
import { ProfileDetail } from './profile-detail.tsx'
import { RegistrationDetail } from './registration-detail.tsx'

const t = entityText.bank

export const registrationStatus = ({ state }: Pick<BankRegistration, 'state'>): EntryStatus => ({
  tone: state === 'registered' ? 'good' : 'attention',
  word: t.states[state],
})

/** Registered, or what comes before that. */
export const profileStatus = (profile: BankProfile, registrations: readonly BankRegistration[]): EntryStatus => {
  if (registrations.some(({ bankProfileId }) => bankProfileId === profile.id)) return { tone: 'good', word: t.profile.registered }
  if (isNotStarted(profile)) return { tone: 'neutral', word: t.profile.notStarted }
  const [first, ...more] = new Set(neededNow(profile).map(shortName))
  if (first === undefined) return { tone: 'neutral', word: t.profile.noClient }
  return { tone: 'neutral', word: more.length === 0 ? t.profile.needs(first) : t.profile.needsSeveral(more.length + 1) }
}

/** Most of sixty banks are not registered with, so that only a registration is marked, and what is needed is said beneath. */
const profileEntry =
  (registrations: readonly BankRegistration[]) =>
  (profile: BankProfile): Entry => {
    const status = profileStatus(profile, registrations)
    const told = status.tone === 'good' || status.word === t.profile.noClient ? null : status.word
    return {
      aggregate: 'bankProfile',
      id: profile.id,
      name: profile.displayName,
      status: status.tone === 'good' ? status : null,
      secondary: [text.bar.environments[profile.environment], told, profile.overrides && t.profile.changed].filter(Boolean).join(' · '),
      environment: profile.environment,
      words: [profile.name, profile.group, profile.issuer].filter(Boolean).join(' '),
      detail: () => <ProfileDetail profile={profile} registrations={registrations} />,
    }
  }

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
      id: 'import-profiles',
      label: entityText.profileForm.import,
      component: lazy(async () => ({ default: (await import('./banks/import-profiles.tsx')).ImportProfiles })),
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
    const all = profiles.value?.items ?? []
    const profileOf = (id: string) => all.find((profile) => profile.id === id)
    const entryOf = profileEntry(registrations.value?.items ?? [])
    const unread: Group[] = profiles.value
      ? []
      : [{ id: 'profiles', heading: t.profiles, loading: profiles.loading, error: profiles.error, entries: [] }]
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
      ...unread,
      ...groupedProfiles(all).map(({ heading, profiles: members }, index) => ({
        id: `profiles ${heading}`,
        heading,
        loading: false,
        error: index === 0 ? profiles.error : undefined,
        entries: members.map(entryOf),
      })),
    ]
  },
}
