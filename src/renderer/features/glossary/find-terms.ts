import type { GlossaryEntry } from '../../text/glossary.ts'

/** Entries with every word of the query in them; those that carry it in their own name come first. */
export const findTerms = (entries: readonly GlossaryEntry[], query: string): GlossaryEntry[] => {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean)
  const named = ({ term, id }: GlossaryEntry) => words.every((word) => `${term} ${id}`.toLowerCase().includes(word))
  const holds = ({ term, id, meaning, source }: GlossaryEntry) =>
    words.every((word) => `${term} ${id} ${meaning} ${source ?? ''}`.toLowerCase().includes(word))
  return [...entries.filter(named), ...entries.filter((entry) => !named(entry) && holds(entry))]
}
