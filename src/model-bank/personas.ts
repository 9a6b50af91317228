// Known banks that the model bank can imitate: from the file that comes with the workbench.

import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { behaviourOf } from '../shared/bank-persona.ts'
import { AppError } from '../shared/errors.ts'
import type { BankBehaviour } from '../shared/model/bank-behaviour.ts'
import { knownProfile } from '../shared/model/bank-profile.ts'

interface Listed {
  name: string
  displayName: string
}

const findFile = (folder = import.meta.dirname): string => {
  const file = join(folder, 'resources', 'bank-profiles.json')
  if (existsSync(file)) return file
  if (dirname(folder) === folder) throw new AppError('INTERNAL', 'resources/bank-profiles.json is missing')
  return findFile(dirname(folder))
}

const readProfiles = (): Listed[] => JSON.parse(readFileSync(findFile(), 'utf8')).profiles

/** One line for each. */
export const listPersonas = (): string =>
  readProfiles()
    .map(({ name, displayName }) => `${name.padEnd(42)} ${displayName}\n`)
    .join('')

/** How the bank of this profile behaves. Throws INVALID_INPUT, listing those that are known. */
export const personaBehaviour = (name: string): BankBehaviour => {
  const profiles = readProfiles()
  const profile = profiles.find((one) => one.name === name)
  if (profile) return behaviourOf(knownProfile.parse(profile))
  throw new AppError('INVALID_INPUT', `No bank named "${name}" is known`, {
    field: 'persona',
    remedy: `Known are ${profiles.map((one) => one.name).join(', ')}.`,
  })
}
