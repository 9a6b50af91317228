// What the bank says of its accounts beside their transactions agrees with the books.
import { describe, expect, test } from 'vitest'
import { directDebitsOf, standingOrdersOf } from '../../../src/model-bank/data/arrangements.ts'
import { beneficiariesOf } from '../../../src/model-bank/data/beneficiaries.ts'
import { asAt, day, firstDay, midnight, nextWorkingDay } from '../../../src/model-bank/data/calendar.ts'
import {
  accountIdsOf,
  balancesOf,
  customers,
  findAccount,
  openingBalanceOf,
  transactionsOf,
} from '../../../src/model-bank/data/customers.ts'
import { offersOf } from '../../../src/model-bank/data/offers.ts'
import { holderOf, partiesOf, userOf } from '../../../src/model-bank/data/owners.ts'
import { potsOf } from '../../../src/model-bank/data/pots.ts'
import { productTermsOf } from '../../../src/model-bank/data/product-terms.ts'
import { scheduledPaymentsOf } from '../../../src/model-bank/data/scheduled-payments.ts'
import { statementsOf } from '../../../src/model-bank/data/statements.ts'

const accounts = customers
  .all()
  .flatMap((customer) => customer.accounts.map(({ accountId, name }) => ({ accountId, name, customer: customer.username })))
const everyOf = <T>(find: (accountId: string) => readonly T[]) => accounts.flatMap(({ accountId }) => find(accountId))
const sum = (amounts: number[]) => amounts.reduce((total, amount) => total + amount, 0)

describe.each([
  ['standing orders', standingOrdersOf, 'standingOrder'],
  ['direct debits', directDebitsOf, 'directDebit'],
] as const)('%s', (_name, find, kind) => {
  const all = everyOf(find)

  test('are those of the books: each payment belongs to one, and the last one is the newest', () => {
    expect(all.length).toBeGreaterThan(3)
    const paid = everyOf(transactionsOf).filter((one) => one.kind === kind)
    expect(sum(all.map(({ count }) => count))).toBe(paid.length)
    for (const { accountId, counterparty, last, first } of all) {
      const own = transactionsOf(accountId).filter(
        (one) => one.kind === kind && one.counterparty?.account.identification === counterparty.account.identification,
      )
      expect([own[0], own.at(-1)]).toEqual([last, first])
    }
  })

  test('that go on are due next on a working day after the books end, in their rhythm', () => {
    for (const { active, next, frequency, onDay, last } of all.filter((one) => one.active)) {
      expect(active && next > asAt - day).toBe(true)
      expect(nextWorkingDay(next)).toBe(next)
      if (frequency === 'weekly') expect([next - midnight(last.booked), new Date(next).getUTCDay()]).toEqual([7 * day, onDay])
      else expect((new Date(next).getUTCDate() - onDay + 31) % 31).toBeLessThan(3)
    }
  })

  test('have identifiers of their own', () => {
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length)
  })
})

test('there are weekly, monthly and quarterly arrangements, and one that has ended', () => {
  const all = [...everyOf(standingOrdersOf), ...everyOf(directDebitsOf)]
  expect(new Set(all.map(({ frequency }) => frequency))).toEqual(new Set(['weekly', 'monthly', 'quarterly']))
  expect(all.filter(({ active }) => !active).map(({ counterparty }) => counterparty.account.name)).toEqual(['Granite Climbing'])
  const rent = standingOrdersOf(accountIdsOf('amelia')[0]!).find(({ reference }) => reference === 'HUGHES 14LR')
  expect(rent).toMatchObject({ onDay: 1, last: { amount: -89_500 } })
  expect(new Date(rent?.next ?? 0).toISOString()).toBe('2026-11-02T00:00:00.000Z')
})

test('beneficiaries are those whom the account paid, once each; the customer’s own accounts are trusted', () => {
  for (const { accountId } of accounts) {
    const paid = new Set(
      transactionsOf(accountId).flatMap(({ amount, kind, counterparty }) =>
        amount < 0 && kind !== 'directDebit' && counterparty ? [counterparty.account.identification] : [],
      ),
    )
    const listed = beneficiariesOf(accountId).map(({ counterparty }) => counterparty.account.identification)
    expect(new Set(listed)).toEqual(paid)
    expect(listed).toHaveLength(paid.size)
  }
  const trusted = everyOf(beneficiariesOf).filter((one) => one.trusted)
  expect(trusted.map(({ counterparty }) => counterparty.account.name)).toEqual([
    'Amelia Hughes',
    'Brightside Design Ltd',
    'Brightside Design Ltd',
  ])
})

describe('statements', () => {
  test.each(accounts)('$customer, $name: they follow each other without a gap, and every booked transaction is in one', ({ accountId }) => {
    const statements = statementsOf(accountId).toReversed()
    const opened = findAccount(accountId)?.opened ?? 0
    expect(statements[0]).toMatchObject({ from: Math.max(firstDay, opened), opening: openingBalanceOf(accountId) })
    for (const [index, { from, opening, to, closing, credits, debits, transactions, reference }] of statements.entries()) {
      const before = statements[index - 1]
      if (before !== undefined) expect([from, opening]).toEqual([before.to + 1000, before.closing])
      expect(opening + credits - debits).toBe(closing)
      for (const one of transactions) {
        expect(one.booked >= from && one.booked < to + 1000).toBe(true)
        expect([one.statement, one.pending]).toEqual([reference, false])
      }
    }
    const last = statements.at(-1)
    expect([last?.type, last?.to]).toEqual(['Interim', asAt])
    expect(last?.closing).toBe(balancesOf(accountId).find(({ type }) => type === 'interimBooked')?.amount)
    const booked = transactionsOf(accountId).filter(({ pending }) => !pending)
    expect(statements.flatMap(({ transactions }) => transactions).length).toBe(booked.length)
  })

  test('an account opened within the history begins with its opening', () => {
    const types = statementsOf(accountIdsOf('eira')[0]!).map(({ type }) => type)
    expect(types).toEqual(['Interim', 'AccountOpening'])
  })
})

test('scheduled payments lie ahead, on working days, in the order of their dates', () => {
  const all = everyOf(scheduledPaymentsOf)
  expect(all.length).toBeGreaterThan(5)
  for (const { at, amount } of all) {
    expect(at).toBeGreaterThan(asAt)
    expect(nextWorkingDay(at)).toBe(at)
    expect(amount).toBeGreaterThan(0)
  }
  for (const { accountId } of accounts) {
    const dates = scheduledPaymentsOf(accountId).map(({ at }) => at)
    expect(dates).toEqual(dates.toSorted())
  }
  expect(new Set(all.map(({ type }) => type))).toEqual(new Set(['Execution', 'Arrival']))
})

test('offers and pots are of accounts that exist', () => {
  expect(everyOf(offersOf).length).toBe(5)
  expect(everyOf(potsOf).length).toBe(3)
})

test('every account has one product, and a fee that the books show', () => {
  for (const { accountId } of accounts) expect(productTermsOf(accountId)).toHaveLength(1)
  expect(new Set(everyOf(productTermsOf).map(({ kind }) => kind))).toEqual(
    new Set(['personalCurrent', 'businessCurrent', 'savings', 'creditCard']),
  )
  const [sterling = ''] = accountIdsOf('brightside')
  const fees = transactionsOf(sterling).filter(({ kind }) => kind === 'charge')
  expect(new Set(fees.map(({ amount }) => -amount))).toEqual(new Set([productTermsOf(sterling)[0]?.monthlyFee]))
})

describe('parties', () => {
  const typesOf = (username: string) => partiesOf(accountIdsOf(username)[0]!).map(({ type, structure }) => `${type} ${structure}`)

  test('are people alone or together, and companies with those who own and run them', () => {
    expect(typesOf('amelia')).toEqual(['Sole Individual'])
    expect(typesOf('jordan')).toEqual(['Joint Individual', 'Joint Individual'])
    expect(typesOf('brightside')).toEqual(['Sole PrivateLimitedCompany', 'Delegate Individual', 'Delegate Individual'])
    expect(partiesOf(accountIdsOf('brightside')[0]!).filter(({ beneficialOwner }) => beneficialOwner)).toHaveLength(2)
  })

  test.each(customers.all())('$username: who logs in is a person among them, and the first is the holder', ({ username }) => {
    const [accountId = ''] = accountIdsOf(username)
    const user = userOf(username)
    expect(user?.structure).toBe('Individual')
    expect(partiesOf(accountId)).toContain(user)
    expect(holderOf(accountId)).toEqual(partiesOf(accountId).slice(0, 1))
  })

  test('a legal entity identifier has true check digits (ISO 17442)', () => {
    const company = holderOf(accountIdsOf('atlas')[0]!)[0]
    const digits = [...(company?.lei ?? '')].map((character) => Number.parseInt(character, 36)).join('')
    expect(company?.lei).toMatch(/^[A-Z0-9]{18}\d{2}$/)
    expect(BigInt(digits) % 97n).toBe(1n)
  })
})

test('nothing is known of an account that does not exist', () => {
  for (const find of [
    beneficiariesOf,
    standingOrdersOf,
    directDebitsOf,
    statementsOf,
    offersOf,
    potsOf,
    scheduledPaymentsOf,
    productTermsOf,
  ]) {
    expect(find('nobody')).toEqual([])
  }
  expect([holderOf('nobody'), partiesOf('nobody'), userOf('nobody')]).toEqual([[], [], undefined])
})
