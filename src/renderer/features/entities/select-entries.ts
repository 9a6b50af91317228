import type { Environment } from '../../preferences.ts'
import type { Entry, Group } from './entry.ts'

const inEnvironment = (environment: Environment) => (entry: Entry) =>
  environment === 'all' || entry.environment === undefined || entry.environment === environment

const containing = (query: string) => {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean)
  return ({ name, secondary, id, status, words: more = '' }: Entry) => {
    const text = `${name} ${secondary} ${status?.word ?? ''} ${id} ${more}`.toLowerCase()
    return words.every((word) => text.includes(word))
  }
}

/** What is about to be deleted is not shown. */
export const withoutHidden = (groups: readonly Group[], hidden: ReadonlySet<string>): Group[] =>
  groups.map((group) => ({ ...group, entries: group.entries.filter(({ aggregate, id }) => !hidden.has(`${aggregate} ${id}`)) }))

export interface Selection {
  /** Groups with the entries to be shown. */
  groups: Group[]
  shown: number
  /** How many are in other environments. */
  hidden: number
  total: number
}

/** What a list shows: the environment's entries that hold every word of the filter. */
export const selectEntries = (groups: readonly Group[], environment: Environment, query: string): Selection => {
  const all = groups.flatMap(({ entries }) => entries)
  const hidden = all.filter((entry) => !inEnvironment(environment)(entry)).length
  const selected = groups.map((group) => ({
    ...group,
    entries: group.entries.filter(inEnvironment(environment)).filter(containing(query)),
  }))
  return { groups: selected, shown: selected.reduce((sum, { entries }) => sum + entries.length, 0), hidden, total: all.length }
}
