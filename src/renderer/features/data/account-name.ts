import type { Account, Balance } from '../../../shared/model/account-data.ts'
import { shortened } from '../../ui/format.ts'

export const accountName = ({ name, accountId }: Pick<Account, 'name' | 'accountId'>): string => name ?? accountId

/** A sort code and account number as people write them, 20-30-40 12345678; anything else as it is. */
export const identificationText = ({ scheme, identification }: Account['identifications'][number]): string => {
  const parts = scheme.endsWith('SortCodeAccountNumber') ? /^(\d\d)(\d\d)(\d\d)(\d{8})$/.exec(identification) : null
  if (parts) return `${parts[1]}-${parts[2]}-${parts[3]} ${parts[4]}`
  return scheme.endsWith('IBAN') ? identification.replace(/(.{4})(?=.)/g, '$1 ') : identification
}

export const numberOf = ({ identifications: [first], accountId }: Account): string =>
  first ? identificationText(first) : shortened(accountId)

/** What can be spent tells a person most; then what is booked. */
const preference = ['ITAV', 'CLAV', 'OPAV', 'ITBD', 'CLBD', 'OPBD']
const rankOf = ({ type }: Pick<Balance, 'type'>) =>
  type !== null && preference.includes(type) ? preference.indexOf(type) : preference.length

/** Those that tell most come first. */
export const byWeight = (balances: readonly Balance[]): Balance[] => balances.toSorted((a, b) => rankOf(a) - rankOf(b))

/** The one balance to show where there is room for one. */
export const mainBalance = (balances: readonly Balance[], accountId: string): Balance | undefined =>
  byWeight(balances.filter((balance) => balance.accountId === accountId))[0]
