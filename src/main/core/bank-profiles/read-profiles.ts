// Bank profiles from a text that a person gives: one profile, or a file in the format of resources/bank-profiles.json.

import { AppError } from '../../../shared/errors.ts'
import { type KnownProfile, writtenProfile } from '../../../shared/model/bank-profile.ts'
import { issuePath } from './profile-checks.ts'

export interface GivenProfile {
  profile: KnownProfile
  /** Where its fields stand in the text, such as `profiles.3.`. */
  at: string
}

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new AppError('INVALID_INPUT', `The text is not JSON: ${reason}`, { field: 'text' }, error)
  }
}

const nameOf = (value: unknown): string => {
  const name = typeof value === 'object' && value !== null && 'name' in value ? value.name : undefined
  return typeof name === 'string' ? `Bank profile "${name}"` : 'A bank profile without a name'
}

const readProfile = (value: unknown, at: string): GivenProfile => {
  const parsed = writtenProfile.safeParse(value)
  if (parsed.success) return { profile: parsed.data, at }
  const issues = parsed.error.issues.map((issue) => ({ path: `${at}${issuePath(issue)}`, message: issue.message }))
  const [first] = issues
  throw new AppError('INVALID_INPUT', `${nameOf(value)}: ${first?.path.slice(at.length) || 'text'}: ${first?.message}`, {
    field: first?.path || 'text',
    issues,
  })
}

/** Throws INVALID_INPUT, naming profile and field. */
export const readProfiles = (text: string): GivenProfile[] => {
  const content = parseJson(text)
  if (typeof content !== 'object' || content === null || !('profiles' in content)) return [readProfile(content, '')]
  const { profiles } = content
  const directories = 'directories' in content ? content.directories : {}
  if (!('format' in content) || content.format !== 1) {
    throw new AppError('INVALID_INPUT', 'The file has another format than this workbench reads', {
      field: 'format',
      remedy: 'Set format to 1.',
    })
  }
  if (!Array.isArray(profiles)) throw new AppError('INVALID_INPUT', 'profiles is not a list', { field: 'profiles' })
  if (typeof directories !== 'object' || directories === null || Object.keys(directories).length > 0) {
    throw new AppError('INVALID_INPUT', 'Directories come with the workbench and are not taken from a file', {
      field: 'directories',
      remedy: 'Leave them out.',
    })
  }
  const given = profiles.map((profile, index) => readProfile(profile, `profiles.${index}.`))
  const twice = given.find(({ profile }, index) => given.findIndex((other) => other.profile.name === profile.name) < index)
  if (twice) throw new AppError('CONFLICT', `Bank profile "${twice.profile.name}" is in the file twice`, { field: `${twice.at}name` })
  return given
}
