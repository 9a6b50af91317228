import type { RequestLogFilters, RequestLogRun, RequestLogSummary } from '../../../shared/model/request-log.ts'
import type { Store } from '../db/store.ts'
import { conditionsOf, countedTable, isError } from './conditions.ts'

interface RunRow extends Omit<RequestLogRun, 'ended'> {
  endedMs: number
}

/** The values of an indexed column, by a look-up for each one rather than a reading of every row. */
const distinct = (column: 'step' | 'bank_profile_id') => `
with recursive found (value) as (
  select min(${column}) from request_log where ${column} is not null
  union all
  select (select min(${column}) from request_log where ${column} > value) from found where value is not null
)
select value from found where value is not null`

export function summarise(store: Store, filters: RequestLogFilters): RequestLogSummary {
  const { where, values } = conditionsOf(filters)
  const runs = store.all<RunRow>(
    `select run_id as runId, count(*) as exchanges, sum(${isError}) as errors, min(started) as started,
       max(unixepoch(started, 'subsec') * 1000 + duration_ms) as endedMs
     from ${countedTable} ${where} group by run_id order by max(started) desc`,
    ...values,
  )
  const valuesOf = (column: 'step' | 'bank_profile_id') => store.all<{ value: string }>(distinct(column)).map(({ value }) => value)
  return {
    runs: runs.map(({ endedMs, ...run }) => ({ ...run, ended: new Date(endedMs).toISOString() })),
    steps: valuesOf('step'),
    bankProfileIds: valuesOf('bank_profile_id'),
  }
}
