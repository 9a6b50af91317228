// What a profile says of each value, as the rows of a page.

import { bankProfileText as t } from '../text/bank-profile.ts'
import type { TermId } from '../text/glossary.ts'
import { dotted } from './pointers.ts'

export interface ProfileRow {
  pointer: string
  label: string
  term?: TermId | undefined
  /** One per line. Empty: the profile says nothing of it, and `otherwise` says what that means. */
  lines: readonly string[]
  otherwise: string
  mono: boolean
  /** Beneath the lines. */
  note?: string | undefined
  /** A fault of the bank that is put up with, or protection that is left out. */
  relaxes: boolean
}

export interface ProfileSection {
  id: keyof typeof t.sections
  title: string
  rows: ProfileRow[]
}

type Told = Partial<Pick<ProfileRow, 'label' | 'term' | 'otherwise' | 'mono' | 'note' | 'relaxes'>>

const linesOf = (value: string | readonly string[] | null | undefined): readonly string[] =>
  value === null || value === undefined ? [] : typeof value === 'string' ? [value] : value

/** The row of a value whose label is known by its place. */
export const row = (pointer: string, value: string | readonly string[] | null | undefined, told: Told = {}): ProfileRow => ({
  pointer,
  label: t.labels[dotted(pointer)] ?? dotted(pointer),
  lines: linesOf(value),
  otherwise: t.none,
  mono: false,
  relaxes: false,
  ...told,
})
