import { AppError } from '../../../shared/errors.ts'
import type { KnownProfile } from '../../../shared/model/bank-profile.ts'
import type { Catalogue } from '../bank-profiles/catalogue.ts'

/** The known bank that the model bank is to imitate. INVALID_INPUT lists those that there are. */
export const personaNamed = (catalogue: Catalogue, name: string): KnownProfile => {
  const profile = catalogue.find(name)
  if (profile) return profile
  throw new AppError('INVALID_INPUT', `No bank named "${name}" is known`, {
    field: 'persona',
    remedy: `Known are ${catalogue.names().join(', ')}.`,
  })
}
