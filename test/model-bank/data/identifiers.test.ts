import { expect, test } from 'vitest'
import { customers, findAccount, transactionsOf } from '../../../src/model-bank/data/customers.ts'
import { cardNumber, iban, maskCard } from '../../../src/model-bank/data/identifiers.ts'

/** ISO 13616: the first four characters moved to the end, letters as numbers, remainder by 97 is 1. */
const ibanRemainder = (text: string) =>
  Number(BigInt([...(text.slice(4) + text.slice(0, 4))].map((character) => Number.parseInt(character, 36)).join('')) % 97n)

const luhn = (digits: string) =>
  [...digits].toReversed().reduce((sum, digit, index) => {
    const value = Number(digit) * (index % 2 === 1 ? 2 : 1)
    return sum + (value > 9 ? value - 9 : value)
  }, 0) % 10

const records = customers.all().flatMap(({ accounts }) => accounts.map(({ accountId }) => accountId))
const identifications = records.flatMap((accountId) => [
  ...(findAccount(accountId)?.identifications ?? []),
  ...transactionsOf(accountId).flatMap(({ counterparty }) => counterparty?.account ?? []),
])

test('a known IBAN gets its known check digits', () => {
  expect(iban('GB', 'WEST12345698765432')).toBe('GB82WEST12345698765432')
})

test('every identification in the data is well formed', () => {
  expect(new Set(identifications.map(({ scheme }) => scheme))).toEqual(new Set(['SortCodeAccountNumber', 'IBAN', 'PAN']))
  for (const { scheme, identification } of identifications) {
    if (scheme === 'SortCodeAccountNumber') expect(identification).toMatch(/^\d{14}$/)
    if (scheme === 'IBAN') expect([identification, ibanRemainder(identification)]).toEqual([identification, 1])
    if (scheme === 'PAN') expect([identification, luhn(identification)]).toEqual([identification, 0])
  }
})

test('a masked card number shows its last four digits and no others', () => {
  const number = cardNumber('any')
  expect(number).toMatch(/^\d{16}$/)
  expect(maskCard(number)).toBe(`**** **** **** ${number.slice(12)}`)
})
