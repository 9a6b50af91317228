import { expect, test } from 'vitest'
import { asAt, firstDay, midnight } from '../../../src/model-bank/data/calendar.ts'
import {
  accountIdsOf,
  balancesOf,
  customers,
  findAccount,
  openingBalanceOf,
  transactionsOf,
} from '../../../src/model-bank/data/customers.ts'
import { keepBooks } from '../../../src/model-bank/data/ledger.ts'
import { amelia } from '../../../src/model-bank/data/people/amelia.ts'

const accounts = customers
  .all()
  .flatMap((customer) => customer.accounts.map(({ accountId, name }) => ({ accountId, name, customer: customer.username })))
const sum = (amounts: number[]) => amounts.reduce((total, amount) => total + amount, 0)

// Data that changed by itself would break every recorded example; a changed plan shows here first.
test('the data is the same in every run', () => {
  const facts = accounts.map(({ customer, accountId }) => {
    const [available] = balancesOf(accountId)
    return `${customer} ${accountId} ${transactionsOf(accountId).length} ${available?.amount} ${available?.currency}`
  })
  expect(facts).toEqual([
    'amelia 25809607192407 502 263464 GBP',
    'amelia 89193942182729 24 614835 GBP',
    'amelia 11015553198372 182 -16408 GBP',
    'brightside 97737053258414 472 5589796 GBP',
    'brightside 61775690579265 76 4595542 EUR',
    'brightside 85232514690177 36 1875399 USD',
    'atlas 63605433093997 20000 46252808 GBP',
    'atlas 60141404266636 24 119822 GBP',
    'eira 66501432210633 0 0 GBP',
    'eira 86431811087036 52 111541 GBP',
    'jordan 21471677465526 305 66365 GBP',
  ])
  expect(keepBooks(amelia.accounts[0]!)).toEqual(transactionsOf(accountIdsOf('amelia')[0]!).toReversed())
})

test('usernames, account identifiers and transaction identifiers are each unique, and codes have six digits', () => {
  const all = customers.all()
  expect(new Set(all.map(({ username }) => username)).size).toBe(all.length)
  expect(new Set(accounts.map(({ accountId }) => accountId)).size).toBe(accounts.length)
  for (const { oneTimeCode } of all) expect(oneTimeCode).toMatch(/^\d{6}$/)
  const ids = accounts.flatMap(({ accountId }) => transactionsOf(accountId).map(({ transactionId }) => transactionId))
  expect(new Set(ids).size).toBe(ids.length)
})

test.each(accounts)('$customer, $name: every balance is the one before it plus the amount', ({ accountId }) => {
  let balance = openingBalanceOf(accountId)
  for (const entry of transactionsOf(accountId).toReversed()) {
    if (entry.pending) {
      expect(entry.balance).toBeNull()
      expect(entry.value).toBeNull()
      continue
    }
    balance += entry.amount
    expect(entry.balance).toBe(balance)
    expect(entry.value).toBeGreaterThanOrEqual(midnight(entry.booked))
  }
  const { interimBooked, interimAvailable } = Object.fromEntries(balancesOf(accountId).map(({ type, amount }) => [type, amount]))
  expect(interimBooked).toBe(balance)
  expect(interimAvailable).toBe(balance + sum(transactionsOf(accountId).flatMap(({ pending, amount }) => (pending ? [amount] : []))))
})

test.each(accounts)('$customer, $name: newest first, within the year, within the limit, in the account’s currency', ({ accountId }) => {
  const transactions = transactionsOf(accountId)
  const account = findAccount(accountId)
  const limit = account?.credit?.limit ?? 0
  let before = asAt
  for (const { booked, balance, currency, amount } of transactions) {
    expect(booked).toBeLessThanOrEqual(before)
    expect(booked).toBeGreaterThanOrEqual(firstDay)
    expect(amount).not.toBe(0)
    expect(currency).toBe(account?.currency)
    if (balance !== null) expect(balance).toBeGreaterThanOrEqual(-limit)
    before = booked
  }
})

test('a converted amount is the instructed one at the rate, with the charge in it', () => {
  const converted = accounts.flatMap(({ accountId }) => transactionsOf(accountId)).filter(({ exchange }) => exchange !== null)
  expect(converted.length).toBeGreaterThan(30)
  for (const { amount, currency, exchange } of converted) {
    if (exchange === null) continue
    const { source, instructed, instructedCurrency, rate, charge } = exchange
    if (currency === instructedCurrency) expect(amount).toBe(-instructed)
    else if (currency === source) expect(amount).toBe(-(Math.round(instructed / rate) + (charge ?? 0)))
    else expect(amount).toBe(Math.round(instructed * rate))
  }
})

test('a transfer between a customer’s own accounts is in both books', () => {
  const [current, savings, card] = accountIdsOf('amelia').map((accountId) => transactionsOf(accountId))
  const out = (information: RegExp) =>
    current?.filter((entry) => information.test(entry.information)).map(({ booked, amount }) => [booked, -amount])
  const arrived = (list: typeof savings, kind: string) =>
    list?.filter((entry) => entry.kind === kind).map(({ booked, amount }) => [booked, amount])
  expect(out(/RAINY DAY/)).toEqual(arrived(savings, 'transferIn'))
  expect(out(/CREDIT CARD/)).toEqual(arrived(card, 'cardRepayment'))
  expect(arrived(card, 'cardRepayment')?.length).toBeGreaterThan(9)
})

test('the customers are the ones promised', () => {
  const currencies = (username: string) => accountIdsOf(username).map((accountId) => findAccount(accountId)?.currency)
  expect(currencies('brightside')).toEqual(['GBP', 'EUR', 'USD'])
  expect(transactionsOf(accountIdsOf('atlas')[0]!)).toHaveLength(20_000)
  expect(accountIdsOf('eira').some((accountId) => transactionsOf(accountId).length === 0)).toBe(true)
  const names = JSON.stringify(accountIdsOf('eira').flatMap((accountId) => [findAccount(accountId), ...transactionsOf(accountId)]))
  for (const letters of [/&/, /'/, /[ŵŷ]/i, /\p{Script=Greek}/u, /\p{Script=Cyrillic}/u, /\p{Script=Han}/u]) expect(names).toMatch(letters)
  expect(names).not.toMatch(/\p{Extended_Pictographic}/u)
  const kinds = new Set(accountIdsOf('amelia').flatMap((accountId) => transactionsOf(accountId).map(({ kind }) => kind)))
  for (const kind of ['salary', 'standingOrder', 'directDebit', 'cardPurchase', 'cash'] as const) expect(kinds).toContain(kind)
  expect(accountIdsOf('amelia').some((accountId) => transactionsOf(accountId).some(({ pending }) => pending))).toBe(true)
  expect(accountIdsOf('nobody')).toEqual([])
})
