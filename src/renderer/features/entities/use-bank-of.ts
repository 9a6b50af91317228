import type { BankProfile } from '../../../shared/model/bank-profile.ts'
import { useQuery } from '../../api/query.ts'

/** From a registration's id to the bank that it is with. */
export const useBankOf = (): ((bankRegistrationId: string) => BankProfile | undefined) => {
  const registrations = useQuery('bankRegistration.list', {})
  const profiles = useQuery('bankProfile.list', {})
  return (bankRegistrationId) => {
    const registration = registrations.value?.items.find(({ id }) => id === bankRegistrationId)
    return profiles.value?.items.find(({ id }) => id === registration?.bankProfileId)
  }
}
