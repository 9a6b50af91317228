import type { BankProfile } from '../../../../shared/model/bank-profile.ts'
import type { BankRegistration } from '../../../../shared/model/bank-registration.ts'

/** A registration group as a person knows it: one of a single profile of their own has its id there. */
export const groupName = (registrationGroup: string, profile: Pick<BankProfile, 'id' | 'name'> | undefined): string =>
  profile ? registrationGroup.replaceAll(profile.id, profile.name) : registrationGroup

type Sharing = Pick<BankRegistration, 'id' | 'sharesClientOf'>

/** The other registrations that have this one's client. */
export const sharing = <T extends Sharing>(registrations: readonly T[], { id, sharesClientOf }: Sharing): T[] => {
  const root = sharesClientOf ?? id
  return registrations.filter((one) => one.id !== id && (one.id === root || one.sharesClientOf === root))
}
