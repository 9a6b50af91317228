import type { BankRegistration } from '../../../../shared/model/bank-registration.ts'

type Sharing = Pick<BankRegistration, 'id' | 'sharesClientOf'>

/** The other registrations that have this one's client. */
export const sharing = <T extends Sharing>(registrations: readonly T[], { id, sharesClientOf }: Sharing): T[] => {
  const root = sharesClientOf ?? id
  return registrations.filter((one) => one.id !== id && (one.id === root || one.sharesClientOf === root))
}
