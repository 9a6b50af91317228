import type { Account } from '../../../shared/model/account-data.ts'
import type { Environment } from '../../preferences.ts'
import { accountName, numberOf } from './account-name.ts'
import type { ConsentData } from './use-consents.ts'

export interface ShownConsent extends ConsentData {
  /** Those of its accounts that the filter finds. */
  shown: Account[]
}

export interface Selection {
  consents: ShownConsent[]
  /** How many are in other environments. */
  hidden: number
}

const inEnvironment =
  (environment: Environment) =>
  ({ bank }: Pick<ConsentData, 'bank'>) =>
    environment === 'all' || bank === undefined || bank.environment === environment

/** What the list shows: the environment's accounts that hold every word of the filter, and consents whose own name does. */
export const selectConsents = (items: readonly ConsentData[], environment: Environment, query: string): Selection => {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean)
  const fits = (text: string) => words.every((word) => text.toLowerCase().includes(word))
  const own = items.filter(inEnvironment(environment))
  const consents = own.flatMap((item): ShownConsent[] => {
    const heading = `${item.bank?.displayName ?? ''} ${item.name}`
    const textOf = (account: Account) =>
      [heading, accountName(account), numberOf(account), account.accountId, account.currency, account.type]
        .concat(account.identifications.map(({ identification }) => identification))
        .join(' ')
    const shown = item.accounts.filter((account) => fits(textOf(account)))
    return shown.length > 0 || fits(heading) ? [{ ...item, shown }] : []
  })
  return { consents, hidden: items.length - own.length }
}
