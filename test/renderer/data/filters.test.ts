import { describe, expect, test } from 'vitest'
import {
  type Filters,
  filterInput,
  isAmountOrEmpty,
  isFiltered,
  noFilters,
  orderAfter,
  sortOf,
  typedAmount,
} from '../../../src/renderer/features/data/transactions/filters.ts'
import { summariseTransactionsInput } from '../../../src/shared/model/account-data.ts'

const consentId = '7d1f0d4e-0000-4000-8000-000000000001'
const input = (filters: Partial<Filters>, accountId: string | null = null) =>
  filterInput({ consentId, accountId }, { ...noFilters, ...filters })

describe('amounts as typed', () => {
  test.each([
    ['10', '10'],
    ['1,234.50', '1234.50'],
    [' 1 234.5 ', '1234.5'],
    ['0.00001', '0.00001'],
    ['', null],
    ['ten', null],
    ['-10', null],
    ['1.2.3', null],
    ['1e3', null],
    ['12345678901234', null],
  ])('%j is %j', (typed, amount) => {
    expect(typedAmount(typed)).toBe(amount)
    expect(isAmountOrEmpty(typed)).toBe(amount !== null || typed === '')
  })
})

describe('the core’s input', () => {
  test('is the place alone while nothing is narrowed', () => {
    expect(input({})).toEqual({ accountAccessConsentId: consentId })
    expect(input({}, '22289')).toEqual({ accountAccessConsentId: consentId, accountId: '22289' })
    expect(isFiltered(noFilters)).toBe(false)
  })

  test('has every filter, and the contract takes it', () => {
    const filters = {
      text: ' rent ',
      direction: 'debit',
      status: 'PDNG',
      from: '2026-04-05',
      to: '2026-04-06',
      least: '1,000',
      most: '2000.5',
    } as const
    const all = input(filters)
    expect(all).toMatchObject({ text: 'rent', direction: 'debit', statuses: ['PDNG'], minimumSize: '1000', maximumSize: '2000.5' })
    expect(summariseTransactionsInput.safeParse(all).success).toBe(true)
  })

  test('a day is the reader’s, from its first to its last millisecond', () => {
    const { from = '', to = '' } = input({ from: '2026-03-29', to: '2026-03-29' })
    expect(new Date(from).toString()).toContain('Mar 29 2026 00:00:00')
    expect(new Date(to).toString()).toContain('Mar 29 2026 23:59:59')
  })

  test.each<[string, Partial<Filters>]>([
    ['a day that is not finished', { from: '2026-04' }],
    ['an amount that is none', { least: 'ten' }],
    ['a text of spaces', { text: '  ' }],
  ])('leaves out %s', (_what, filters) => {
    expect(input(filters)).toEqual({ accountAccessConsentId: consentId })
    expect(isFiltered({ ...noFilters, ...filters })).toBe(false)
  })
})

test('pressing a column’s name sorts by it, and again turns it round', () => {
  expect(orderAfter('date', 'newestFirst')).toBe('oldestFirst')
  expect(orderAfter('date', 'oldestFirst')).toBe('newestFirst')
  expect(orderAfter('amount', 'newestFirst')).toBe('highestFirst')
  expect(orderAfter('amount', 'highestFirst')).toBe('lowestFirst')
  expect(orderAfter('description', 'lowestFirst')).toBe('aToZ')
  expect(orderAfter('description', 'aToZ')).toBe('zToA')
})

test.each([
  ['newestFirst', ['descending', 'none', 'none']],
  ['oldestFirst', ['ascending', 'none', 'none']],
  ['aToZ', ['none', 'ascending', 'none']],
  ['zToA', ['none', 'descending', 'none']],
  ['highestFirst', ['none', 'none', 'descending']],
  ['lowestFirst', ['none', 'none', 'ascending']],
] as const)('%s is said as %j', (order, sorts) => {
  expect((['date', 'description', 'amount'] as const).map((column) => sortOf(column, order))).toEqual(sorts)
})
