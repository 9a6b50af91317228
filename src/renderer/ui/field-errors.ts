import type { AppErrorData } from '../../shared/errors.ts'
import { text } from '../text/en.ts'

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
    else fields[field] = [...new Set([fields[field], plainly(message)])].filter(Boolean).join('; ')
  }
  const told = issues.length > 0 && strangers === 0 && error.requestLogId === undefined
  return { fields, rest: told ? null : error }
}

const sentencesOf = ({ message, remedy }: AppErrorData): string => [message, remedy].filter(Boolean).join('. ')

const t = text.faults

/** What the contract's schema says of a value, in plain words; other messages are the core's own. */
const phrases: [RegExp, (found: RegExpMatchArray) => string][] = [
  [/^Too small: expected (?:string|array) to have >=1 /, () => t.needed],
  [/^Invalid (?:input: expected .*, received undefined|option)/, () => t.needed],
  [/^Too big: expected string to have <=(\d+) characters/, ([, most = '']) => t.tooLong(most)],
  [/^Invalid string: must match pattern/, () => t.pattern],
  [/^Invalid URL/, () => t.address],
]

const plainly = (message: string): string => {
  for (const [phrase, words] of phrases) {
    const found = message.match(phrase)
    if (found) return words(found)
  }
  return message
}
