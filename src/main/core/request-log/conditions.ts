import type { RequestLogFilters } from '../../../shared/model/request-log.ts'
import type { SqlValue } from '../db/store.ts'

/** An exchange that failed or was answered with an error. */
export const isError = '(error_code is not null or status >= 400)'

export interface Conditions {
  /** The table as `log`, for reading in the order of time. */
  from: string
  /** Empty when all pass. */
  where: string
  values: SqlValue[]
  /** A query of one number, `total`, with the same values. */
  count: string
}

/** An index that holds all that is counted, and all that is filtered by but words. */
export const countedTable = 'request_log log indexed by request_log_run'

const wordsMatch = 'request_log_text match ?'

export function conditionsOf({ runId, bankProfileId, step, errorsOnly, text }: RequestLogFilters): Conditions {
  const conditions: string[] = []
  const values: SqlValue[] = []
  const add = (condition: string, ...given: SqlValue[]) => {
    conditions.push(condition)
    values.push(...given)
  }
  if (runId !== undefined) add('run_id is ?', runId)
  if (bankProfileId !== undefined) add('bank_profile_id = ?', bankProfileId)
  if (step !== undefined) add('step = ?', step)
  if (errorsOnly) add(isError)
  const words = Boolean(text?.trim())
  const onlyWords = words && conditions.length === 0
  const few = typeof runId === 'string'
  if (words) add(hasWords(few), phrase(text ?? ''))
  const where = conditions.length > 0 ? `where ${conditions.join(' and ')}` : ''
  // SQLite takes words for rare and would sort all matches; in the order of time it stops at the end of the page.
  const many = words && !few
  const counted = onlyWords ? `request_log_text where ${wordsMatch}` : `${many ? countedTable : 'request_log log'} ${where}`
  return {
    from: many ? 'request_log log indexed by request_log_started' : 'request_log log',
    where,
    values,
    count: `select count(*) as total from ${counted}`,
  }
}

/** Few exchanges, such as those of one run, are each looked up in the index of words; otherwise all matches are collected once. */
const hasWords = (few: boolean): string =>
  few
    ? `exists (select 1 from request_log_text where rowid = log.seq and ${wordsMatch})`
    : `log.seq in (select rowid from request_log_text where ${wordsMatch})`

/** FTS5: one string is a phrase, whatever is in it; the star lets its last word go on. */
const phrase = (text: string) => `"${text.replaceAll('"', ' ').replaceAll('\0', ' ')}" *`
