// The bank's own text of each row. The rows of a long page share one compressed text, which takes a tenth of the room and is written
// in a fraction of the time.

import type { SqlValue, Store } from '../db/store.ts'
import { isLong, pack, unpack } from '../request-log/packed-text.ts'
import type { StoredTransaction } from './transaction-exchange.ts'

/** Where the text of a row stands: by itself, or within that of its page, counted in UTF-16 units. */
export interface TextPlace {
  original: string | null
  page: number | null
  start: number | null
  length: number | null
}

/** Of `account_transaction t`. */
export const textColumns = 't.original, t.page, t.start, t.length'

/** Keeps the texts of one page, and tells the place of each. */
export function keepTexts(store: Store, consent: number, texts: readonly string[]): { page: number | null; places: TextPlace[] } {
  const joined = texts.join('')
  if (!isLong(joined)) {
    return { page: null, places: texts.map((original) => ({ original, page: null, start: null, length: null })) }
  }
  const insert = 'insert into transaction_page (consent_key, texts) values (?, ?) returning key'
  const page = store.get<{ key: number }>(insert, consent, pack(Buffer.from(joined)))?.key ?? 0
  let start = 0
  const places = texts.map(({ length }): TextPlace => {
    start += length
    return { original: null, page, start: start - length, length }
  })
  return { page, places }
}

/** The texts in the order of the rows; each page is unpacked once. */
export function readTexts(store: Store, rows: readonly TextPlace[]): string[] {
  const found = rows.map(({ original }) => original ?? '')
  const paged = [...rows.entries()].filter(([, { page }]) => page !== null)
  for (const [page, members] of Map.groupBy(paged, ([, row]) => row.page)) {
    const kept = store.get<{ texts: Buffer }>('select texts from transaction_page where key = ?', page)
    const texts = kept ? unpack(kept.texts).toString() : ''
    for (const [index, { start, length }] of members) found[index] = texts.slice(start ?? 0, (start ?? 0) + (length ?? 0))
  }
  return found
}

/** What a query of `account_id` and the columns of the text finds. */
export function storedRows(store: Store, sql: string, ...values: SqlValue[]): StoredTransaction[] {
  const rows = store.all<TextPlace & { account_id: string }>(sql, ...values)
  const texts = readTexts(store, rows)
  return rows.map(({ account_id }, index) => ({ account_id, original: texts[index] ?? '' }))
}
