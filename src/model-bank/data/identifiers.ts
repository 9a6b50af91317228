// Account identifiers of the right shape, with true check digits, derived from a name.
import { createRandom } from './random.ts'

export const bankBic = 'MDLBGB2L'
const bankSortCode = '608371'

/** Sort code and account number, 14 digits, of an account at the model bank. */
export const ownAccountNumber = (name: string) => bankSortCode + createRandom(`account number/${name}`).digits(8)

/** Sort code and account number, 14 digits, of an account at another bank. */
export const otherAccountNumber = (name: string) => createRandom(`counterparty/${name}`).digits(14)

/** Remainder by 97 of a number of any length, given as decimal digits. */
const mod97 = (digits: string) => [...digits].reduce((remainder, digit) => (remainder * 10 + Number(digit)) % 97, 0)

/** Two check digits (ISO 7064 MOD 97-10) of letters and digits that end in 00 in their place. */
const checkDigits = (text: string) => {
  const digits = [...text].map((character) => Number.parseInt(character, 36).toString()).join('')
  return String(98 - mod97(digits)).padStart(2, '0')
}

/** IBAN (ISO 13616) with its check digits, from the country and the basic account number. */
export const iban = (country: string, basic: string) => country + checkDigits(`${basic}${country}00`) + basic

/** Legal entity identifier (ISO 17442) with its check digits; its issuer's part, XXXX, belongs to nobody. */
export const lei = (name: string) => {
  const head = `XXXX00${createRandom(`lei/${name}`).digits(12)}`
  return head + checkDigits(`${head}00`)
}

/** The IBAN of an account at the model bank, from its sort code and account number. */
export const ownIban = (accountNumber: string) => iban('GB', `${bankBic.slice(0, 4)}${accountNumber}`)

/** Sixteen digits whose last is the Luhn check digit (ISO/IEC 7812-1), in a range that card schemes keep for tests. */
export const cardNumber = (name: string) => {
  const digits = `555555${createRandom(`card/${name}`).digits(9)}`
  const sum = [...digits].reduce((total, digit, index) => {
    const value = index % 2 === 0 ? Number(digit) * 2 : Number(digit)
    return total + (value > 9 ? value - 9 : value)
  }, 0)
  return digits + String((10 - (sum % 10)) % 10)
}

/** All but the last four digits hidden. */
export const maskCard = (number: string) => `**** **** **** ${number.slice(-4)}`

/** The opaque AccountId that callers see. */
export const accountIdOf = (name: string) => createRandom(`account id/${name}`).digits(14)
