import type { BankProfile, NeededValue } from '../../shared/model/bank-profile.ts'
import { bankProfileText as t } from '../text/bank-profile.ts'
import { dotted } from './pointers.ts'

const baseUrl = /^\/([^/]+)\/baseUrls\/(.+)$/

/** Whether the bank can be registered with before the value is known: an address of another API, or of another version than is preferred. */
const isForLater =
  ({ accountInformation }: Pick<BankProfile, 'accountInformation'>) =>
  ({ pointer }: NeededValue): boolean => {
    const [, api, version] = baseUrl.exec(pointer) ?? []
    return api !== undefined && (api !== 'accountInformation' || version !== accountInformation?.defaultVersion)
  }

/** What is needed before the bank can be used, and what only later. */
export const neededNow = (profile: Pick<BankProfile, 'accountInformation' | 'needs'>): NeededValue[] => {
  const later = isForLater(profile)
  return profile.needs.filter((need) => !later(need))
}
export const neededLater = (profile: Pick<BankProfile, 'accountInformation' | 'needs'>): NeededValue[] =>
  profile.needs.filter(isForLater(profile))

/** The model bank has no address while it does not run; nobody fills that in. */
export const isNotStarted = ({ environment, needs }: Pick<BankProfile, 'environment' | 'needs'>): boolean =>
  environment === 'modelBank' && needs.length > 0

/** In a word or two, for "needs …". */
export const shortName = ({ pointer }: NeededValue): string =>
  baseUrl.test(pointer) ? t.apiAddress : (t.short[dotted(pointer)] ?? t.value)

/** Its label, or what it is. */
export const nameOfNeed = ({ pointer, what }: NeededValue): string => t.labels[dotted(pointer)] ?? what
