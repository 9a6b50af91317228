import { randomUUID } from 'node:crypto'
import { AppError } from '../../../shared/errors.ts'
import type { BankProfile, BankProfileFields, KnownProfile } from '../../../shared/model/bank-profile.ts'
import type { CoreContext } from '../context.ts'
import { type Catalogue, idOfKnown } from './catalogue.ts'
import { type JsonObject, patchBetween } from './json-values.ts'
import { requireUsable } from './needed-values.ts'
import { fieldsOf, withOverrides } from './overrides.ts'
import { checkFields } from './profile-checks.ts'
import { createProfileRows, type ProfileKind, type ProfileProblem, profileOf, type StoredProfile } from './profile-rows.ts'
import { readProfiles } from './read-profiles.ts'

export const createBankProfileService = ({ store, clock, emit }: CoreContext, catalogue: Catalogue) => {
  const rows = createProfileRows(store, catalogue)
  const now = () => clock.now().toISOString()
  const changed = (id: string) => emit({ type: 'changed', aggregate: 'bankProfile', id })

  const stored = (id: string, field = 'id'): StoredProfile => {
    const found = rows.byId(id)
    if (!found) throw new AppError('NOT_FOUND', `Bank profile ${id} is not in this workspace`, { field })
    return found
  }

  const put = (profile: StoredProfile): BankProfile => {
    rows.put(profile)
    changed(profile.id)
    return profileOf(profile)
  }

  const refuseTaken = (name: string, id: string | null, field: string) => {
    const other = rows.byName(name)
    if (!other || other.id === id) return
    throw new AppError('CONFLICT', `A bank profile named "${name}" exists`, {
      field,
      remedy: other.kind === 'own' ? 'Choose another name.' : 'Choose another name, or change single values of that profile.',
    })
  }

  const from = (source: string) => [{ pointer: '', source, date: now().slice(0, 10) }]
  const ownSource = () => from('Added in this workspace')

  const fresh = (base: KnownProfile, kind: ProfileKind, id: string): StoredProfile => {
    const nothingChanged = { overrides: null, overridden: null }
    return { id, created: now(), kind, kept: false, base, ...nothingChanged }
  }

  const headingOf = ({ kind, base }: StoredProfile) => ({ kind, name: base.name })

  const refuseBuiltIn = ({ kind, name }: { kind: ProfileKind; name: string }) => {
    if (kind === 'own') return
    throw new AppError('CONFLICT', `Bank profile "${name}" belongs to the workbench`, {
      field: 'id',
      remedy: 'Its values can be changed one by one, and taken back.',
    })
  }

  /** The profile with a patch instead of the one before. INVALID_INPUT names the field within `at`. */
  const overridden = (profile: StoredProfile, patch: JsonObject | null, at: string): StoredProfile => {
    if (patch === null || Object.keys(patch).length === 0) return { ...profile, overrides: null, overridden: null }
    withOverrides(profile.base, patch, at)
    return { ...profile, overrides: patch, overridden: now() }
  }

  const imported = (profile: KnownProfile, at: string): StoredProfile => {
    const before = rows.byName(profile.name)
    try {
      if (before && before.kind !== 'own') return overridden(before, patchBetween(fieldsOf(before.base), fieldsOf(profile)), at)
      checkFields(fieldsOf(profile), at, profile.needs)
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      throw new AppError(error.code, `Bank profile "${profile.name}": ${error.message}`, error.details, error)
    }
    const base = profile.sources.length > 0 ? profile : { ...profile, sources: ownSource() }
    return before ? { ...before, base } : fresh(base, 'own', randomUUID())
  }

  const service = {
    /** Without those that cannot be read, which are among the problems. */
    list: (): BankProfile[] => rows.all().profiles.map(profileOf),

    problems: (): ProfileProblem[] => rows.all().problems,

    get: (id: string, field = 'id'): BankProfile => profileOf(stored(id, field)),

    /** A profile that is about to be used. Throws INVALID_INPUT, saying what is missing and where it can be found. */
    usable: (id: string, field: string): BankProfile => requireUsable(service.get(id, field), field),

    /** One that the database has. */
    findByName(name: string): BankProfile | null {
      const found = rows.keptByName(name)
      return found && profileOf(found)
    },

    /** Sees to it that other records can refer to the profile. */
    materialise(id: string): BankProfile {
      const profile = stored(id)
      if (!profile.kept) rows.put(profile)
      return profileOf(profile)
    },

    create(fields: BankProfileFields): BankProfile {
      checkFields(fields)
      refuseTaken(fields.name, null, 'name')
      return put(fresh({ ...fields, needs: [], sources: ownSource() }, 'own', randomUUID()))
    },

    update(id: string, fields: BankProfileFields): BankProfile {
      const profile = stored(id)
      refuseBuiltIn(headingOf(profile))
      checkFields(fields, 'profile.', profile.base.needs)
      refuseTaken(fields.name, id, 'profile.name')
      return put({ ...profile, base: { ...profile.base, ...fields } })
    },

    /** RFC 7396; `null` takes every change back. */
    override(id: string, patch: JsonObject | null): BankProfile {
      const profile = stored(id)
      if (profile.kind === 'own') {
        throw new AppError('CONFLICT', `Bank profile "${profile.base.name}" is your own and is changed as a whole`, { field: 'id' })
      }
      return put(overridden(profile, patch, 'overrides.'))
    },

    /** All or nothing. Known banks are overridden, a person's own profiles replaced, and all others added. */
    import(text: string): BankProfile[] {
      const profiles = store.transaction(() =>
        readProfiles(text).map(({ profile, at }) => {
          const one = imported(profile, at)
          rows.put(one)
          return one
        }),
      )
      for (const { id } of profiles) changed(id)
      return profiles.map(profileOf)
    },

    /** Adds or renews a profile that the workbench itself looks after, such as the model bank's. */
    keepBuiltIn(fields: BankProfileFields): BankProfile {
      checkFields(fields)
      const known = rows.byName(fields.name)
      if (known?.kind === 'own') {
        throw new AppError('CONFLICT', `Bank profile "${fields.name}" has a name that the workbench needs`, {
          remedy: 'Rename that profile.',
        })
      }
      const base = { ...fields, needs: [], sources: known?.base.sources ?? from('The model bank of the workbench') }
      return put({ ...(known ?? fresh(base, 'modelBank', idOfKnown(fields.name))), kind: 'modelBank', base })
    },

    remove(id: string): { id: string } {
      // One that cannot be read can be deleted all the same.
      const { kind, name } = rows.heading(id) ?? headingOf(stored(id))
      refuseBuiltIn({ kind, name })
      if (store.get('select 1 from bank_registration where bank_profile_id = ?', id)) {
        throw new AppError('CONFLICT', `Bank profile "${name}" is used by a registration`, {
          field: 'id',
          remedy: 'Delete the registration first.',
        })
      }
      rows.remove(id)
      changed(id)
      return { id }
    },
  }
  return service
}

export type BankProfileService = ReturnType<typeof createBankProfileService>
