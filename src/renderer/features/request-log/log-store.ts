import { create } from 'zustand'
import type { Input } from '../../../shared/api.ts'
import type { AppErrorData } from '../../../shared/errors.ts'
import type { RequestLogSummary } from '../../../shared/model/request-log.ts'
import { call, get, host } from '../../api/client.ts'
import { type Filters, filtersInput, noFilters } from './filters.ts'
import type { Order } from './layout.ts'
import { createWindow, type LogWindow, pageSize } from './log-window.ts'
import { throttled } from './throttle.ts'

/** What is on screen: a filtered log, of which the counts are known and a few pages read. */
interface View {
  filters: Filters
  summary: RequestLogSummary
  window: LogWindow
}

interface LogState {
  filters: Filters
  order: Order
  /** Of the filters before, until the answer to the new ones is there. */
  view: View | undefined
  error: AppErrorData | undefined
  /** Counts what was read, for whoever shows it. */
  version: number
}

export const useLog = create<LogState>(() => ({ filters: noFilters, order: 'run', view: undefined, error: undefined, version: 0 }))

/** The list of a layout: one run, what belongs to none, or all. */
const listInput = (list: string): Pick<Input<'requestLog.list'>, 'runId'> => {
  if (list === 'all') return {}
  return { runId: list === 'none' ? null : list }
}

let frame: number | undefined

/** Pages that arrive together are shown together. */
const showSoon = (): void => {
  if (frame !== undefined) return
  frame = requestAnimationFrame(() => {
    frame = undefined
    useLog.setState(({ version }) => ({ version: version + 1 }))
  })
}

const windowOf = (filters: Filters): LogWindow =>
  createWindow({
    async read(list, offset) {
      const input = { ...filtersInput(filters), ...listInput(list), oldestFirst: true, offset, limit: pageSize }
      return (await get('requestLog.list', input)).items
    },
    onChange: showSoon,
  })

let readings = 0

/** Reads the counts again; what is on screen stays until they are there. */
export const readLog = async (): Promise<void> => {
  const reading = ++readings
  const { filters } = useLog.getState()
  const reply = await call('requestLog.summarise', filtersInput(filters))
  if (reading !== readings) return
  if (!reply.ok) return useLog.setState({ error: reply.error })
  const { view } = useLog.getState()
  const window = view?.filters === filters ? view.window : windowOf(filters)
  window.renew()
  useLog.setState({ error: undefined, view: { filters, summary: reply.value, window } })
}

/** Of an exchange that was read for the list; null when it was not, or belongs to no run. */
export const runOfExchange = (id: string): string | null => useLog.getState().view?.window.find(id)?.entry.runId ?? null

export const setFilters = (change: Partial<Filters>): void => {
  useLog.setState(({ filters }) => ({ filters: { ...filters, ...change } }))
  void readLog()
}

export const setOrder = (order: Order): void => useLog.setState({ order })

/** Keeps the list up to date while it is on screen. Returns a function that ends it. */
export const followLog = (): (() => void) => {
  void readLog()
  const { ask, end } = throttled(readLog)
  const leave = host().subscribe((event) => event.type === 'exchange' && ask())
  return () => {
    leave()
    end()
  }
}
