import type { Input } from '../../../shared/api.ts'
import type { RequestLogSummary } from '../../../shared/model/request-log.ts'

/** What a person narrowed the log to; null and false let everything pass. */
export interface Filters {
  errorsOnly: boolean
  runId: string | null
  step: string | null
  bankProfileId: string | null
  text: string
}

export const noFilters: Filters = { errorsOnly: false, runId: null, step: null, bankProfileId: null, text: '' }

export const isFiltered = (filters: Filters): boolean => Object.keys(filtersInput(filters)).length > 0

/** As the core takes them. */
export const filtersInput = ({ errorsOnly, runId, step, bankProfileId, text }: Filters): Input<'requestLog.summarise'> => ({
  ...(errorsOnly && { errorsOnly }),
  ...(runId !== null && { runId }),
  ...(step !== null && { step }),
  ...(bankProfileId !== null && { bankProfileId }),
  ...(text.trim() && { text: text.trim().slice(0, 200) }),
})

/** The run meant by "this run": that of the exchange on show, otherwise the newest. Null when there is none. */
export const thisRun = (summary: RequestLogSummary | undefined, shown: string | null): string | null =>
  shown ?? summary?.runs.find(({ runId }) => runId !== null)?.runId ?? null
