// The file of known banks. It is read when a bank of it is asked for, and each profile is checked when it is used, so that neither
// the start nor a fault in one profile stands in the way of another bank.

import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { AppError } from '../../../shared/errors.ts'
import { type BankProfileCatalogue, bankProfileCatalogue, type KnownProfile, knownProfile } from '../../../shared/model/bank-profile.ts'
import { describeIssue } from './profile-checks.ts'

type Directories = BankProfileCatalogue['directories']

export interface Catalogue {
  /** In the order of the file. */
  names(): string[]
  /** Null when there is none of this name. Throws INTERNAL, naming profile and field, when the file has it wrong. */
  find(name: string): KnownProfile | null
  /** Directories that issue software statement assertions, by name. */
  directories(): Directories
}

interface Content {
  profiles: Map<string, unknown>
  directories: unknown
}

const inProject = join('resources', 'bank-profiles.json')

/** The same for the sources and for the built output: in a folder above this module. */
const findFile = (folder = import.meta.dirname): string => {
  const file = join(folder, inProject)
  if (existsSync(file)) return file
  const above = dirname(folder)
  if (above === folder) throw new AppError('INTERNAL', `${inProject} is missing`, { remedy: 'Install the workbench again.' })
  return findFile(above)
}

/** One without a name is known by its place in the file, to be told from the others as long as it is wrong. */
const nameOf = (profile: unknown): string | null => {
  const name = typeof profile === 'object' && profile !== null && 'name' in profile ? profile.name : null
  return typeof name === 'string' ? name : null
}

const readContent = (file: string): Content => {
  try {
    const { profiles, directories }: { profiles: unknown[]; directories: unknown } = JSON.parse(readFileSync(file, 'utf8'))
    return { profiles: new Map(profiles.map((profile, index) => [nameOf(profile) ?? `profiles.${index}`, profile])), directories }
  } catch (error) {
    throw new AppError('INTERNAL', `${file} cannot be read: ${error instanceof Error ? error.message : error}`, {}, error)
  }
}

const once = <T>(make: () => T): (() => T) => {
  let made: { value: T } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}

// It is part of the workbench and does not change; every workspace that is opened uses the same.
const ownContent = once(() => readContent(findFile()))

/** `file`: the workbench's own when absent. */
export const openCatalogue = (file?: string): Catalogue => {
  const checked = new Map<string, KnownProfile>()
  const read = file === undefined ? ownContent : once(() => readContent(file))

  return {
    names: () => [...read().profiles.keys()],
    find(name) {
      const known = checked.get(name)
      if (known) return known
      const profile = read().profiles.get(name)
      if (profile === undefined) return null
      const parsed = knownProfile.safeParse(profile)
      if (!parsed.success) throw new AppError('INTERNAL', `Bank profile "${name}" is wrong in its file: ${describeIssue(parsed.error)}`)
      checked.set(name, parsed.data)
      return parsed.data
    },
    directories() {
      const parsed = bankProfileCatalogue.shape.directories.safeParse(read().directories)
      if (!parsed.success) throw new AppError('INTERNAL', `Directories are wrong in their file: ${describeIssue(parsed.error)}`)
      return parsed.data
    },
  }
}

/** The same in every workspace, so that a link to a known bank leads somewhere before anything is kept of it (RFC 9562 §5.8). */
export const idOfKnown = (name: string): string => {
  const bytes = createHash('sha256').update(`bank profile ${name}`).digest().subarray(0, 16)
  bytes[6] = 0x80 | ((bytes[6] ?? 0) & 0x0f)
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f)
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
