// The orders in which transactions are listed, and how a page deep inside one is found.

import type { ListTransactionsInput } from '../../../shared/model/account-data.ts'
import type { Store } from '../db/store.ts'
import type { Conditions } from './transaction-conditions.ts'

type Order = ListTransactionsInput['order']

// Rows that were booked at the same moment stay in the order in which the bank, newest first, sent them.
const newest = 'booked desc, key'
// `search` begins with the description, and where there is none with the line break before the merchant.
const words = 'ltrim(search, char(10))'

const orders: Record<Order, string> = {
  newestFirst: newest,
  oldestFirst: 'booked, key desc',
  highestFirst: `units desc, ${newest}`,
  lowestFirst: `units, ${newest}`,
  aToZ: `${words}, ${newest}`,
  zToA: `${words} desc, ${newest}`,
}

const isIndexed = (order: Order): boolean => order === 'newestFirst' || order === 'oldestFirst'

// SQLite finds the first rows of an order without sorting the others.
const sortedAnyway = 2000

export interface PageOfKeys {
  order: Order
  offset: number
  limit: number
}

/** What is not in the order of an index is sorted once, and its keys are kept for the pages that follow. */
export const createTransactionOrder = (store: Store) => {
  let kept: { question: string; keys: number[] } | null = null

  const sorted = ({ sql, values }: Conditions, order: Order): number[] => {
    const question = JSON.stringify([sql, order, values.map(String)])
    if (kept?.question !== question) {
      const rows = store.all<{ key: number }>(`select key from account_transaction where ${sql} order by ${orders[order]}`, ...values)
      kept = { question, keys: rows.map(({ key }) => key) }
    }
    return kept.keys
  }

  return {
    /** The originals of one page. */
    originals(conditions: Conditions, { order, offset, limit }: PageOfKeys): string[] {
      const { sql, values } = conditions
      if (isIndexed(order)) {
        return textsOf(
          store.all(
            `select original from account_transaction where ${sql} order by ${orders[order]} limit ? offset ?`,
            ...values,
            limit,
            offset,
          ),
        )
      }
      const keys =
        offset < sortedAnyway
          ? store
              .all<{ key: number }>(
                `select key from account_transaction where ${sql} order by ${orders[order]} limit ? offset ?`,
                ...values,
                limit,
                offset,
              )
              .map(({ key }) => key)
          : sorted(conditions, order).slice(offset, offset + limit)
      return textsOf(
        store.all(
          'select original from json_each(?) wanted join account_transaction on account_transaction.key = wanted.value order by wanted.key',
          JSON.stringify(keys),
        ),
      )
    },
    /** Rows were added or renewed. */
    forget(): void {
      kept = null
    },
  }
}

const textsOf = (rows: readonly { original: string }[]): string[] => rows.map(({ original }) => original)
