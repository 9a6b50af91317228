import type { Input } from '../../../shared/api.ts'
import type { Reply } from '../../../shared/errors.ts'
import { call, host } from '../../api/client.ts'
import { type Filters, filtersInput, isFiltered, noFilters } from './filters.ts'

const mostAtOnce = 1000

/** Saves what passes the filters as HAR, and gives how many exchanges that were; 0 when the person saved nothing. */
export const exportHar = async (filters: Filters, exchanges: number): Promise<Reply<number>> => {
  const input = await exportInput(filters, exchanges)
  if (!input.ok) return input
  const exported = await call('requestLog.export', input.value)
  if (!exported.ok) return exported
  const saved = await host().saveText(`requests-${new Date().toISOString().slice(0, 10)}.har`, JSON.stringify(exported.value.har, null, 2))
  return saved.ok ? { ok: true, value: saved.value.saved ? exchanges : 0 } : saved
}

/** By run or all where that says it, otherwise one by one. */
const exportInput = async (filters: Filters, exchanges: number): Promise<Reply<Input<'requestLog.export'>>> => {
  const { runId } = filters
  if (!isFiltered({ ...filters, runId: noFilters.runId })) return { ok: true, value: runId === null ? {} : { runId } }
  const ids: string[] = []
  // One page more than may be exported, so that the core says when it is too much.
  for (let offset = 0; offset < Math.min(exchanges, 6 * mostAtOnce); offset += mostAtOnce) {
    const page = await call('requestLog.list', { ...filtersInput(filters), offset, limit: mostAtOnce })
    if (!page.ok) return page
    ids.push(...page.value.items.map(({ id }) => id))
  }
  return { ok: true, value: { ids } }
}
