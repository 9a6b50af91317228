import type { RequestLogFilters } from '../../../shared/model/request-log.ts'
import type { SqlValue } from '../db/store.ts'

/** An exchange that failed or was answered with an error. */
export const isError = '(error_code is not null or status >= 400)'

/** The filters as a `where` clause over the table `request_log log`, empty when all pass, with its values. */
export function conditionsOf({ runId, bankProfileId, step, errorsOnly, text }: RequestLogFilters): { where: string; values: SqlValue[] } {
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
  if (text?.trim()) add('log.seq in (select rowid from request_log_text where request_log_text match ?)', phrase(text))
  return { where: conditions.length > 0 ? `where ${conditions.join(' and ')}` : '', values }
}

/** FTS5: one string is a phrase, whatever is in it; the star lets its last word go on. */
const phrase = (text: string) => `"${text.replaceAll('"', ' ').replaceAll('\0', ' ')}" *`
