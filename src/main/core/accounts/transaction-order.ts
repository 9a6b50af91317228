// The orders in which transactions are listed, and how a page deep inside one is found.

import type { ListTransactionsInput, TransactionFilter } from '../../../shared/model/account-data.ts'
import type { Store } from '../db/store.ts'
import { type Conditions, conditionsOf } from './transaction-conditions.ts'
import type { StoredTransaction } from './transaction-exchange.ts'

type Order = ListTransactionsInput['order']

// Rows that were booked at the same moment stay in the order in which the bank, newest first, sent them. Each order is another's reverse.
const byDate = 'booked desc, key'
const byDateReversed = 'booked, key desc'

const orders: Record<Order, (words: string) => string> = {
  newestFirst: () => byDate,
  oldestFirst: () => byDateReversed,
  highestFirst: () => `units desc, ${byDate}`,
  lowestFirst: () => `units, ${byDateReversed}`,
  aToZ: (words) => `${words}, ${byDate}`,
  zToA: (words) => `${words} desc, ${byDateReversed}`,
}

/** Where a page is looked for, and in which order. */
interface Place {
  table: string
  conditions: Conditions
  orderBy: string
}

// `search` begins with the description, and where there is none with the line break before the merchant.
const listing = (filter: TransactionFilter, order: Order): Place => ({
  table: 'account_transaction indexed by account_transaction_listing',
  conditions: conditionsOf(filter),
  orderBy: orders[order]('ltrim(search, char(10))'),
})

const lookup = (index: string, filter: TransactionFilter, order: Order): Place => ({
  table: `transaction_lookup indexed by transaction_lookup_${index}`,
  conditions: conditionsOf(filter, { byAccount: index === 'account' }),
  orderBy: orders[order]('words'),
})

// So few are sorted in less time than it takes to find them one by one in an order that passes over all the others.
const fewRows = 3000
// SQLite finds the first rows of an order without sorting the others.
const sortedAnyway = 2000

const isByDate = (order: Order): boolean => order === 'newestFirst' || order === 'oldestFirst'

function bestPlace(filter: TransactionFilter, order: Order, total: number): Place {
  const few = total <= fewRows
  const narrow = filter.accountId !== undefined ? 'account' : filter.statuses?.length === 1 ? 'status' : null
  const amounts = filter.minimumAmount !== undefined || filter.maximumAmount !== undefined
  if (narrow && (isByDate(order) || few)) return lookup(narrow, filter, order)
  if (amounts && few) return lookup('amount', filter, order)
  if (isByDate(order) || (few && (filter.from !== undefined || filter.to !== undefined))) return listing(filter, order)
  return lookup(order === 'aToZ' || order === 'zToA' ? 'words' : 'amount', filter, order)
}

export interface PageOfRows {
  filter: TransactionFilter
  order: Order
  offset: number
  limit: number
  /** How many pass the filter. */
  total: number
}

/** What no index has in its order is sorted once, and its keys are kept for the pages that follow. */
export const createTransactionOrder = (store: Store) => {
  let kept: { question: string; keys: number[] } | null = null

  const keys = ({ table, conditions, orderBy }: Place, limit: number, offset: number): number[] =>
    store
      .all<{ key: number }>(
        `select key from ${table} where ${conditions.sql} order by ${orderBy} limit ? offset ?`,
        ...[...conditions.values, limit, offset],
      )
      .map(({ key }) => key)

  const sorted = (place: Place): number[] => {
    const question = JSON.stringify([place.conditions.sql, place.orderBy, place.conditions.values.map(String)])
    if (kept?.question !== question) kept = { question, keys: keys(place, -1, 0) }
    return kept.keys
  }

  return {
    /** `lookups`: whether they hold every row. */
    rows({ filter, order, offset, limit, total }: PageOfRows, lookups: boolean): StoredTransaction[] {
      const withLookups = lookups && !filter.text
      const place = withLookups ? bestPlace(filter, order, total) : listing(filter, order)
      const sortsAll = !withLookups && !isByDate(order) && offset >= sortedAnyway
      const wanted = sortsAll ? sorted(place).slice(offset, offset + limit) : keys(place, limit, offset)
      return store.all<StoredTransaction>(
        `select a.account_id, t.original from json_each(?) wanted join account_transaction t on t.key = wanted.value
           join account a on a.key = t.account_key order by wanted.key`,
        JSON.stringify(wanted),
      )
    },
    /** Rows were added or renewed. */
    forget(): void {
      kept = null
    },
  }
}
