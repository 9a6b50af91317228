import type { AppErrorData } from '../../../../shared/errors.ts'

const pathsOf = ({ field, issues = [] }: AppErrorData): string[] => [
  ...issues.map(({ path }) => path),
  ...(field === undefined ? [] : [field]),
]

const isAt = (path: string, field: string): boolean => path === field || path.startsWith(`${field}.`)

/** What is wrong with one field; null when nothing is. */
export const problemOf = (error: AppErrorData | null, field: string, words: string): string | null =>
  error?.code === 'INVALID_INPUT' && pathsOf(error).some((path) => isAt(path, field)) ? words : null

/** Whether every fault is shown at a field, so that nothing is left to be said beside the button. */
export const isShownAtFields = (error: AppErrorData, fields: readonly string[]): boolean => {
  const paths = pathsOf(error)
  return error.code === 'INVALID_INPUT' && paths.length > 0 && paths.every((path) => fields.some((field) => isAt(path, field)))
}
