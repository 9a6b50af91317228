// What several shapes have in common. Amounts become decimal text here, and nowhere before.
import { maskCard } from '../../data/identifiers.ts'
import type { Counterparty, Identification } from '../../data/records.ts'

/** Minor units without their sign, such as 1234 → "12.34": the sign is in CreditDebitIndicator. */
export const amountText = (minor: number) => {
  const digits = String(Math.abs(minor)).padStart(3, '0')
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`
}

export const amountOf = (minor: number, currency: string) => ({ Amount: amountText(minor), Currency: currency })
export const indicatorOf = (minor: number) => (minor < 0 ? 'Debit' : 'Credit')

/** An element that is left out where there is nothing to say: the standard wants neither null nor an empty text. */
export const optional = <T>(name: string, value: T | null, write: (value: T) => unknown = (same) => same): object =>
  value === null ? {} : { [name]: write(value) }

export const identificationOf = ({ scheme, identification, name }: Identification, pan: boolean) => ({
  SchemeName: `UK.OBIE.${scheme}`,
  Identification: scheme === 'PAN' && !pan ? maskCard(identification) : identification,
  Name: name,
})

export const agentOf = (bic: string) => ({ SchemeName: 'UK.OBIE.BICFI', Identification: bic })

/** CreditorAgent and CreditorAccount, or the debtor's. */
export const otherSide = ({ account, bic }: Counterparty, role: 'Creditor' | 'Debtor', pan: boolean) => ({
  ...optional(`${role}Agent`, bic, agentOf),
  [`${role}Account`]: identificationOf(account, pan),
})
