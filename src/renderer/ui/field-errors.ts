import type { AppErrorData } from '../../shared/errors.ts'

export interface FieldErrors {
  /** What is wrong, by the field's name. */
  fields: Record<string, string>
  /** What is no field's: the error itself, or null when the fields say all of it. */
  rest: AppErrorData | null
}

const none: FieldErrors = { fields: {}, rest: null }

/** The field that a path belongs to: itself, or what it is inside of. */
const fieldOf = (path: string, names: readonly string[]): string | undefined =>
  names.filter((name) => path === name || path.startsWith(`${name}.`)).toSorted((a, b) => b.length - a.length)[0]

/**
 * Puts an error of the core beside the inputs that it names. `prefix` is where the fields stand in the call's input.
 * An error that shows an exchange stays whole as well, so that its link is not lost.
 */
export const fieldErrors = (error: AppErrorData | null, names: readonly string[], prefix = ''): FieldErrors => {
  if (!error) return none
  const issues = error.issues ?? (error.field === undefined ? [] : [{ path: error.field, message: sentencesOf(error) }])
  const fields: Record<string, string> = {}
  let strangers = 0
  for (const { path, message } of issues) {
    const field = fieldOf(path.startsWith(prefix) ? path.slice(prefix.length) : path, names)
    if (field === undefined) strangers += 1
    else fields[field] = fields[field] ? `${fields[field]}; ${message}` : message
  }
  const told = issues.length > 0 && strangers === 0 && error.requestLogId === undefined
  return { fields, rest: told ? null : error }
}

const sentencesOf = ({ message, remedy }: AppErrorData): string => [message, remedy].filter(Boolean).join('. ')
