import type { AppErrorData } from '../../../shared/errors.ts'
import type { AccountAccessConsent } from '../../../shared/model/account-access-consent.ts'
import type { Account, Balance } from '../../../shared/model/account-data.ts'
import type { BankProfile } from '../../../shared/model/bank-profile.ts'
import { useQueries, useQuery } from '../../api/query.ts'
import { dataText as t } from '../../text/data.ts'

export interface ConsentData {
  consent: AccountAccessConsent
  bank: BankProfile | undefined
  name: string
  /** Of the local copy, in the bank's order. */
  accounts: Account[]
  balances: Balance[]
  loading: boolean
  error: AppErrorData | undefined
}

export interface Consents {
  /** Newest first. */
  items: ConsentData[]
  loading: boolean
  error: AppErrorData | undefined
}

/** Every consent with what was fetched with it. */
export const useConsents = (): Consents => {
  const consents = useQuery('accountAccessConsent.list', {})
  const registrations = useQuery('bankRegistration.list', {})
  const profiles = useQuery('bankProfile.list', {})
  const items = (consents.value?.items ?? []).toSorted((a, b) => b.created.localeCompare(a.created))
  const inputs = items.map(({ id }) => ({ accountAccessConsentId: id }))
  const accounts = useQueries('account.list', inputs)
  const balances = useQueries('balance.list', inputs)

  const bankOf = ({ bankRegistrationId }: AccountAccessConsent) => {
    const registration = registrations.value?.items.find(({ id }) => id === bankRegistrationId)
    return profiles.value?.items.find(({ id }) => id === registration?.bankProfileId)
  }
  return {
    loading: [consents, registrations, profiles].some((query) => query.loading && query.value === undefined),
    error: consents.error ?? registrations.error ?? profiles.error,
    items: items.map((consent, index) => {
      const bank = bankOf(consent)
      const own = accounts[index]
      return {
        consent,
        bank,
        name: consent.reference ?? consent.consentId ?? t.unnamedConsent(bank?.displayName ?? ''),
        accounts: own?.value?.items ?? [],
        balances: balances[index]?.value?.items ?? [],
        loading: own?.value === undefined && own?.error === undefined,
        error: own?.error ?? balances[index]?.error,
      }
    }),
  }
}
