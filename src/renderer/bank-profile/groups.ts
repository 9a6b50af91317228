import type { BankProfile } from '../../shared/model/bank-profile.ts'
import { bankProfileText as t } from '../text/bank-profile.ts'

export interface ProfileGroup {
  heading: string
  profiles: BankProfile[]
}

const byName = (a: BankProfile, b: BankProfile) => a.displayName.localeCompare(b.displayName, 'en-GB')
const isModelBank = ({ environment }: BankProfile) => environment === 'modelBank'

/** The model bank in all its ways, then bank groups of several profiles by name, then every other bank. */
export const groupedProfiles = (profiles: readonly BankProfile[]): ProfileGroup[] => {
  const real = profiles.filter((one) => !isModelBank(one))
  const several = [...Map.groupBy(real, ({ group }) => group ?? '')].filter(([name, members]) => name !== '' && members.length > 1)
  const others = real.filter(({ group }) => !several.some(([name]) => name === (group ?? '')))
  return [
    { heading: t.groups.modelBank, profiles: profiles.filter(isModelBank) },
    ...several.toSorted(([a], [b]) => a.localeCompare(b, 'en-GB')).map(([heading, members]) => ({ heading, profiles: members })),
    { heading: several.length > 0 ? t.groups.others : t.groups.banks, profiles: others },
  ].flatMap(({ heading, profiles: members }) => (members.length > 0 ? [{ heading, profiles: members.toSorted(byName) }] : []))
}
