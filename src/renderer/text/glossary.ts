// The field's terms in our own words, for the glossary, its explanations in place, and the palette. Loaded when first needed.

import { bankTerms } from './glossary/banks.ts'
import { certificateTerms } from './glossary/certificates.ts'
import { consentTerms } from './glossary/consents.ts'
import { dataTerms } from './glossary/data.ts'
import { peopleTerms } from './glossary/people.ts'
import { tokenTerms } from './glossary/tokens.ts'

export interface GlossaryEntry {
  id: string
  term: string
  /** One to three sentences. */
  meaning: string
  /** Where it comes from, with the clause; null for what only this program calls so. */
  source: string | null
  /** Ids of other entries. */
  related: readonly string[]
}

export const glossary = [...peopleTerms, ...certificateTerms, ...bankTerms, ...consentTerms, ...tokenTerms, ...dataTerms] as const

export type TermId = (typeof glossary)[number]['id']

const byId = new Map<string, GlossaryEntry>(glossary.map((entry) => [entry.id, entry]))

export const glossaryEntry = (id: string): GlossaryEntry | undefined => byId.get(id)

/** By term, as in a dictionary. */
export const sortedGlossary: readonly GlossaryEntry[] = [...glossary].toSorted((a, b) => a.term.localeCompare(b.term, 'en-GB'))
