// The transactions on screen: how many there are, their totals, and the few pages that are near the screen.

import { createStore, type StoreApi } from 'zustand/vanilla'
import type { AppErrorData } from '../../../../shared/errors.ts'
import type { Transaction, TransactionSummary } from '../../../../shared/model/account-data.ts'
import { CallFailed, call, get, host } from '../../../api/client.ts'
import { createRowWindow, pageSize, type RowWindow } from '../../../api/row-window.ts'
import type { DataPlace } from '../data-path.ts'
import { type FilterInput, type Filters, filterInput, noFilters, type Order } from './filters.ts'

/** The one list of the window. */
export const list = ''

export interface View {
  filters: Filters
  order: Order
  total: number
  window: RowWindow<Transaction>
}

export interface TransactionsState {
  filters: Filters
  order: Order
  /** Of the filters and order before, until the first page for the new ones is there. */
  view: View | undefined
  summary: TransactionSummary | undefined
  /** Every status seen so far, whatever the filters leave of them. */
  statuses: readonly string[]
  error: AppErrorData | undefined
  /** Counts what was read, for whoever shows it. */
  version: number
}

export interface Transactions {
  store: StoreApi<TransactionsState>
  setFilters(change: Partial<Filters>): void
  setOrder(order: Order): void
  /** What is shown, as the core takes it. */
  input(): FilterInput & { order: Order }
  /** Reads, and keeps up to date, while it is on screen. Returns a function that ends it. */
  follow(): () => void
}

export const createTransactions = (place: DataPlace): Transactions => {
  const store = createStore<TransactionsState>(() => ({
    filters: noFilters,
    order: 'newestFirst',
    view: undefined,
    summary: undefined,
    statuses: [],
    error: undefined,
    version: 0,
  }))
  /** What is read, or shown already; a slow answer for anything older changes nothing. */
  let current: View | undefined
  let summaries = 0
  let frame: number | undefined

  // Pages that arrive together are shown together.
  const showSoon = () => {
    frame ??= requestAnimationFrame(() => {
      frame = undefined
      store.setState(({ version }) => ({ view: current, error: undefined, version: version + 1 }))
    })
  }

  const open = (filters: Filters, order: Order): View => {
    const input = filterInput(place, filters)
    const view: View = {
      filters,
      order,
      total: 0,
      window: createRowWindow({
        async read(_, offset) {
          try {
            const { items, total } = await get('transaction.list', { ...input, order, offset, limit: pageSize })
            view.total = total
            return items
          } catch (error) {
            if (error instanceof CallFailed && view === current) store.setState({ error: error.data })
            throw error
          }
        },
        onChange: () => view === current && showSoon(),
      }),
    }
    return view
  }

  const summarise = async () => {
    const own = ++summaries
    const reply = await call('transaction.summary', filterInput(place, store.getState().filters))
    if (own !== summaries) return
    if (!reply.ok) return store.setState({ error: reply.error })
    const found = reply.value.statuses.map(({ status }) => status)
    store.setState(({ statuses }) => ({ summary: reply.value, statuses: [...new Set([...statuses, ...found])].sort() }))
  }

  const readAnew = (withTotals: boolean) => {
    const { filters, order } = store.getState()
    current = open(filters, order)
    current.window.want([{ list, index: 0 }])
    if (withTotals) void summarise()
  }

  return {
    store,
    setFilters(change) {
      store.setState(({ filters }) => ({ filters: { ...filters, ...change } }))
      readAnew(true)
    },
    setOrder(order) {
      store.setState({ order })
      readAnew(false)
    },
    input: () => {
      const { filters, order } = store.getState()
      return { ...filterInput(place, filters), order }
    },
    follow() {
      readAnew(true)
      const leave = host().subscribe((event) => {
        if (event.type !== 'changed' || event.aggregate !== 'transaction' || event.id !== place.consentId) return
        current?.window.renew()
        current?.window.want([{ list, index: 0 }])
        void summarise()
      })
      return () => {
        leave()
        current = undefined
        if (frame !== undefined) cancelAnimationFrame(frame)
        frame = undefined
      }
    },
  }
}
