// Accounts at other banks.
import { iban, otherAccountNumber } from './identifiers.ts'
import { createRandom } from './random.ts'
import type { Counterparty } from './records.ts'

/** Someone with an account at another British bank. */
export const ukParty = (name: string): Counterparty => ({
  account: { scheme: 'SortCodeAccountNumber', identification: otherAccountNumber(name), name },
  bic: null,
})

/** Someone with an account abroad: the IBAN's basic part is made of as many digits as the country uses. */
export const foreignParty = (name: string, country: string, digits: number, bic: string): Counterparty => ({
  account: { scheme: 'IBAN', identification: iban(country, createRandom(`iban/${name}`).digits(digits)), name },
  bic,
})
