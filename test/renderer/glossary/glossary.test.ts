import { describe, expect, test } from 'vitest'
import { findTerms } from '../../../src/renderer/features/glossary/find-terms.ts'
import { type GlossaryEntry, glossary, glossaryEntry, sortedGlossary } from '../../../src/renderer/text/glossary.ts'

const entries: readonly GlossaryEntry[] = glossary
const repeated = (values: string[]) => values.filter((value, index) => values.indexOf(value) !== index)

describe('the glossary', () => {
  test('has the field’s terms', () => expect(entries.length).toBeGreaterThanOrEqual(60))

  test('has each id and each term once', () => {
    expect(repeated(entries.map(({ id }) => id))).toEqual([])
    expect(repeated(entries.map(({ term }) => term.toLowerCase()))).toEqual([])
  })

  test('leads only to what it has, never to the entry itself, and to each once', () => {
    for (const { id, related } of entries) {
      expect(
        related.filter((other) => glossaryEntry(other) === undefined || other === id),
        id,
      ).toEqual([])
      expect(repeated([...related]), id).toEqual([])
    }
  })

  test('leads on from every entry', () => expect(entries.filter(({ related }) => related.length === 0)).toEqual([]))

  test('explains in one to three plain sentences', () => {
    for (const { id, meaning } of entries) {
      expect(meaning, id).toMatch(/^[A-Z].*\.$/)
      expect(meaning.length, id).toBeLessThanOrEqual(220)
      expect(meaning, id).not.toMatch(/!|\bplease\b/i)
    }
  })

  test('is sorted as in a dictionary', () => {
    const names = sortedGlossary.map(({ term }) => term.toLowerCase())
    expect(names.indexOf('access token')).toBeLessThan(names.indexOf('account'))
    expect(sortedGlossary).toHaveLength(entries.length)
  })
})

describe('findTerms', () => {
  const ids = (query: string) => findTerms(sortedGlossary, query).map(({ id }) => id)

  test('shows everything while nothing is typed', () => expect(ids('')).toHaveLength(entries.length))
  test('finds a term by its name or id, in any case', () => {
    expect(ids('OBWAC')[0]).toBe('obwac')
    expect(ids('c-hash')).toContain('c-hash')
  })
  test('puts terms that carry the word before those that only explain with it', () => {
    const found = ids('consent')
    expect(found.indexOf('account-access-consent')).toBeLessThan(found.indexOf('refresh-token'))
    expect(found).toContain('refresh-token')
  })
  test('finds by clause', () => expect(ids('rfc 7591')).toContain('dcr'))
  test('finds nothing for a word that is nowhere', () => expect(ids('zebra')).toEqual([]))
})
