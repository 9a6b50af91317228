import type { AppErrorData } from '../../../../shared/errors.ts'
import { isObject } from '../../../bank-profile/pointers.ts'

export interface Fault {
  /** By its name in the file; null where it has none. */
  profile: string | null
  field: string
  message: string
}

const read = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

const nameOf = (value: unknown): string | null => (isObject(value) && typeof value.name === 'string' ? value.name : null)

/** The fields that the core names, each with the profile that it is in. */
export const faultsOf = ({ issues = [] }: Pick<AppErrorData, 'issues'>, text: string): Fault[] => {
  const file = read(text)
  return issues.map(({ path, message }) => {
    const [, index, field] = /^profiles\.(\d+)\.(.+)$/.exec(path) ?? []
    if (index === undefined || field === undefined) return { profile: nameOf(file), field: path, message }
    const profiles = isObject(file) && Array.isArray(file.profiles) ? file.profiles : []
    return { profile: nameOf(profiles[Number(index)]), field, message }
  })
}
