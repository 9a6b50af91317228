// Bank profiles in the database, and what they come to together with the file of known banks.

import { AppError } from '../../../shared/errors.ts'
import { type BankProfile, type KnownProfile, knownProfile } from '../../../shared/model/bank-profile.ts'
import type { Store } from '../db/store-interface.ts'
import { type Catalogue, idOfKnown } from './catalogue.ts'
import { changedPointers, type JsonObject } from './json-values.ts'
import { openNeeds } from './needed-values.ts'
import { effectiveFields } from './overrides.ts'
import { describeIssue } from './profile-checks.ts'

export type ProfileKind = 'own' | 'known' | 'modelBank'

interface Row {
  id: string
  created: string
  name: string
  built_in: number
  known: number
  profile: string
  overrides: string | null
  overridden: string | null
}

/** A profile with what it was made of. */
export interface StoredProfile {
  id: string
  created: string
  kind: ProfileKind
  /** Whether the database has a row of it. */
  kept: boolean
  base: KnownProfile
  overrides: JsonObject | null
  overridden: string | null
}

/** A profile that cannot be read, of which nothing but this is known. */
export interface ProfileProblem {
  id: string
  name: string
  error: AppError
}

const kindOf = ({ built_in, known }: Pick<Row, 'built_in' | 'known'>): ProfileKind =>
  built_in === 0 ? 'own' : known === 1 ? 'known' : 'modelBank'

const origins: Record<ProfileKind, string> = {
  own: 'Added in this workspace',
  known: 'The file of known banks',
  modelBank: 'The model bank of the workbench',
}

/** With what was changed here, from where each value is known, and what is still missing. */
export const profileOf = ({ id, created, kind, base, overrides, overridden }: StoredProfile): BankProfile => {
  const { fields, problem: overrideProblem } = effectiveFields(base, overrides)
  const date = (overridden ?? created).slice(0, 10)
  const applied = overrideProblem ? {} : (overrides ?? {})
  const changes = changedPointers(applied).map((pointer) => ({ pointer, source: 'Changed in this workspace', date }))
  const needs = openNeeds(fields, base.needs)
  const sources = [...base.sources, ...changes]
  return { ...fields, id, created, builtIn: kind !== 'own', overrides, ...(overrideProblem && { overrideProblem }), needs, sources }
}

export const createProfileRows = (store: Store, catalogue: Catalogue) => {
  // Every exchange reads its profile, and checking one costs more than all else about a row.
  const checked = new Map<string, { profile: string; base: KnownProfile }>()

  const snapshot = ({ id, created, name, profile }: Row, kind: ProfileKind): KnownProfile => {
    const before = checked.get(id)
    if (before?.profile === profile) return before.base
    const sources = [{ pointer: '', source: origins[kind], date: created.slice(0, 10) }]
    const { data: base, error } = knownProfile.safeParse({ sources, ...JSON.parse(profile) })
    if (!base) throw new AppError('INTERNAL', `Bank profile "${name}" is wrong in this workspace: ${describeIssue(error)}`)
    checked.set(id, { profile, base })
    return base
  }

  const fromRow = (row: Row): StoredProfile => {
    const { id, created, name, overrides, overridden } = row
    const kind = kindOf(row)
    const base = (kind === 'known' && catalogue.find(name)) || snapshot(row, kind)
    return { id, created, kind, kept: true, base, overrides: overrides === null ? null : JSON.parse(overrides), overridden }
  }

  const known = (name: string): StoredProfile | null => {
    const base = catalogue.find(name)
    if (!base) return null
    const created = `${base.sources[0]?.date}T00:00:00.000Z`
    return { id: idOfKnown(name), created, kind: 'known', kept: false, base, overrides: null, overridden: null }
  }

  const rowNamed = (name: string) => store.get<Row>('select * from bank_profile where name = ?', name)

  const rows = {
    /** Those of the model bank, the known ones in the order of their file, and a person's own; and those that cannot be read. */
    all(): { profiles: StoredProfile[]; problems: ProfileProblem[] } {
      const problems: ProfileProblem[] = []
      const readable = (id: string, name: string, read: () => StoredProfile | null): StoredProfile[] => {
        try {
          return [read() ?? []].flat()
        } catch (error) {
          if (!(error instanceof AppError)) throw error
          problems.push({ id, name, error })
          return []
        }
      }
      const ofRow = (row: Row) => readable(row.id, row.name, () => fromRow(row))
      const rows = new Map(store.all<Row>('select * from bank_profile order by name').map((row) => [row.name, row]))
      const names = catalogue.names()
      const ofKind = (kind: ProfileKind) =>
        [...rows.values()].filter((row) => kindOf(row) === kind && !names.includes(row.name)).flatMap(ofRow)
      const ofFile = names.flatMap((name) => {
        const row = rows.get(name)
        return row ? ofRow(row) : readable(idOfKnown(name), name, () => known(name))
      })
      return { profiles: [...ofKind('modelBank'), ...ofFile, ...ofKind('known'), ...ofKind('own')], problems }
    },

    /** Also of one that cannot be read; null when the database has none. */
    heading(id: string): { kind: ProfileKind; name: string } | null {
      const row = store.get<Row>('select * from bank_profile where id = ?', id)
      return row ? { kind: kindOf(row), name: row.name } : null
    },

    byId(id: string): StoredProfile | null {
      const row = store.get<Row>('select * from bank_profile where id = ?', id)
      if (row) return fromRow(row)
      const name = catalogue.names().find((one) => idOfKnown(one) === id)
      return name === undefined || rowNamed(name) ? null : known(name)
    },

    keptByName(name: string): StoredProfile | null {
      const row = rowNamed(name)
      return row ? fromRow(row) : null
    },

    byName: (name: string): StoredProfile | null => rows.keptByName(name) ?? known(name),

    put({ id, created, kind, base, overrides, overridden }: StoredProfile): void {
      store.run(
        `insert into bank_profile (id, created, name, built_in, known, profile, overrides, overridden) values (?, ?, ?, ?, ?, ?, ?, ?)
         on conflict (id) do update set
           name = excluded.name, built_in = excluded.built_in, known = excluded.known, profile = excluded.profile,
           overrides = excluded.overrides, overridden = excluded.overridden`,
        ...[id, created, base.name, kind === 'own' ? 0 : 1, kind === 'known' ? 1 : 0],
        ...[JSON.stringify(base), overrides && JSON.stringify(overrides), overridden],
      )
    },

    remove(id: string): void {
      store.run('delete from bank_profile where id = ?', id)
      checked.delete(id)
    },
  }
  return rows
}

export type ProfileRows = ReturnType<typeof createProfileRows>
