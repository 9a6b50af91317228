// The file of known banks, as the workbench reads it.

import { readFileSync } from 'node:fs'
import { bankProfileCatalogue } from '../../src/shared/model/bank-profile.ts'

export const knownProfiles = bankProfileCatalogue.parse(
  JSON.parse(readFileSync(new URL('../../resources/bank-profiles.json', import.meta.url), 'utf8')),
).profiles
