// What a person narrowed the transactions to, as they typed it, and as the core takes it.

import type { Input } from '../../../../shared/api.ts'
import type { DataPlace } from '../data-path.ts'

export type Order = NonNullable<Input<'transaction.list'>['order']>

export interface Filters {
  text: string
  direction: 'credit' | 'debit' | null
  /** Null: every status. */
  status: string | null
  /** Days of the reader's calendar, 2026-04-05; empty for no end. */
  from: string
  to: string
  /** Whatever the sign; as typed. */
  least: string
  most: string
}

export const noFilters: Filters = { text: '', direction: null, status: null, from: '', to: '', least: '', most: '' }

/** An amount as people write it, 1,234.50; null when it is none. */
export const typedAmount = (typed: string): string | null => {
  const plain = typed.replaceAll(/[\s,_]/g, '')
  return /^\d{1,13}(\.\d{1,5})?$/.test(plain) ? plain : null
}

export const isAmountOrEmpty = (typed: string): boolean => typed.trim() === '' || typedAmount(typed) !== null

/** The first or the last millisecond of a day, where the reader is. */
const momentOf = (day: string, end: boolean): string | undefined => {
  const [, year, month, date] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(day) ?? []
  if (year === undefined) return undefined
  // The day after, less one: a day can be 23 or 25 hours long.
  const moment = new Date(Number(year), Number(month) - 1, Number(date) + (end ? 1 : 0)).getTime() - (end ? 1 : 0)
  return Number.isNaN(moment) ? undefined : new Date(moment).toISOString()
}

export type FilterInput = Input<'transaction.summary'>

export const filterInput = ({ consentId, accountId }: DataPlace, filters: Filters): FilterInput => {
  const [from, to] = [momentOf(filters.from, false), momentOf(filters.to, true)]
  const [least, most] = [typedAmount(filters.least), typedAmount(filters.most)]
  const text = filters.text.trim().slice(0, 200)
  return {
    accountAccessConsentId: consentId,
    ...(accountId !== null && { accountId }),
    ...(text && { text }),
    ...(filters.direction && { direction: filters.direction }),
    ...(filters.status !== null && { statuses: [filters.status] }),
    ...(from && { from }),
    ...(to && { to }),
    ...(least !== null && { minimumSize: least }),
    ...(most !== null && { maximumSize: most }),
  }
}

export const isFiltered = (filters: Filters): boolean => Object.keys(filterInput({ consentId: '', accountId: null }, filters)).length > 1

export type SortColumn = 'date' | 'description' | 'amount'

const orders: Record<SortColumn, [first: Order, second: Order]> = {
  date: ['newestFirst', 'oldestFirst'],
  description: ['aToZ', 'zToA'],
  amount: ['highestFirst', 'lowestFirst'],
}

/** The order that pressing a column's name leads to: the other one of its two, or its first. */
export const orderAfter = (column: SortColumn, order: Order): Order => {
  const [first, second] = orders[column]
  return order === first ? second : first
}

/** As aria-sort says it: a to z and small to large ascend. */
export const sortOf = (column: SortColumn, order: Order): 'ascending' | 'descending' | 'none' => {
  if (!orders[column].includes(order)) return 'none'
  return order === 'oldestFirst' || order === 'aToZ' || order === 'lowestFirst' ? 'ascending' : 'descending'
}
