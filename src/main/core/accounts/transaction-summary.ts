// Counts and totals of the local copy, added up by SQLite on whole numbers.

import type { TransactionFilter, TransactionSummary } from '../../../shared/model/account-data.ts'
import type { Store } from '../db/store.ts'
import { unitsText } from './amount-units.ts'
import { conditionsOf } from './transaction-conditions.ts'

interface Kind {
  status: string
  currency: string
}

interface Sums extends Kind {
  count: number
  first: number | null
  last: number | null
  credits: bigint
  debits: bigint
}

// Whole units and the rest apart: neither sum can leave 64 bits. As text, because a number of ours holds 53.
const sum = (side: string, name: string): string =>
  `cast(sum(units / 100000) filter (where ${side}) as text) as ${name}_whole, cast(sum(units % 100000) filter (where ${side}) as text) as ${name}_rest`

const sums = `count(*) as count, min(booked) as first, max(booked) as last, ${sum('units >= 0', 'credits')}, ${sum('units < 0', 'debits')}`

interface SumsRow {
  count: number
  first: number | null
  last: number | null
  credits_whole: string | null
  credits_rest: string | null
  debits_whole: string | null
  debits_rest: string | null
}

const together = (whole: string | null, rest: string | null): bigint => BigInt(whole ?? 0) * 100_000n + BigInt(rest ?? 0)

/** One reading for each status and currency there is: grouping the rows would sort them, which costs several times as much. */
export function summariseTransactions(store: Store, filter: TransactionFilter): TransactionSummary {
  const { sql, values } = conditionsOf({ ...filter, statuses: undefined })
  const kinds = store.all<Kind>(`select distinct status, currency from account_transaction where ${sql}`, ...values)
  const found = kinds.map((kind): Sums => {
    const ofKind = `select ${sums} from account_transaction where status = ? and currency = ? and ${sql}`
    const row = store.get<SumsRow>(ofKind, kind.status, kind.currency, ...values)
    return {
      ...kind,
      ...{ count: row?.count ?? 0, first: row?.first ?? null, last: row?.last ?? null },
      credits: together(row?.credits_whole ?? null, row?.credits_rest ?? null),
      debits: together(row?.debits_whole ?? null, row?.debits_rest ?? null),
    }
  })
  const chosen = found.filter(({ status }) => filter.statuses?.includes(status) ?? true)
  const dates = chosen.flatMap(({ first, last }) => (first === null || last === null ? [] : [first, last]))
  const isoOf = (moment: number): string | null => (dates.length > 0 ? new Date(moment).toISOString() : null)
  return {
    count: countOf(chosen),
    first: isoOf(Math.min(...dates)),
    last: isoOf(Math.max(...dates)),
    currencies: groups(inSomeCurrency(chosen), ({ currency }) => currency).map(([currency, rows]) => {
      const credits = rows.reduce((all, one) => all + one.credits, 0n)
      const debits = rows.reduce((all, one) => all + one.debits, 0n)
      const text = (units: bigint) => unitsText(units, currency)
      return { currency, count: countOf(rows), credits: text(credits), debits: text(debits), net: text(credits + debits) }
    }),
    statuses: groups(found, ({ status }) => status).map(([status, rows]) => ({ status, count: countOf(rows) })),
  }
}

/** Amounts without a currency cannot be added up. */
const inSomeCurrency = (rows: readonly Sums[]): Sums[] => rows.filter(({ currency }) => currency !== '')

const countOf = (rows: readonly Sums[]): number => rows.reduce((all, { count }) => all + count, 0)

const groups = (rows: readonly Sums[], keyOf: (row: Sums) => string): [key: string, rows: Sums[]][] =>
  [...Map.groupBy(rows, keyOf)].sort(([a], [b]) => (a < b ? -1 : 1))
