import { describe, expect, test } from 'vitest'
import { type Entry, findingsOf, type Group, worst } from '../../../src/renderer/features/entities/entry.ts'
import { selectEntries } from '../../../src/renderer/features/entities/select-entries.ts'
import type { Finding } from '../../../src/shared/model/workspace.ts'

const entry = (id: string, more: Partial<Entry> = {}): Entry => ({
  aggregate: 'bankProfile',
  id,
  name: `Bank ${id}`,
  status: null,
  secondary: '',
  detail: () => null,
  ...more,
})

const group = (id: string, entries: Entry[]): Group => ({ id, heading: id, loading: false, error: undefined, entries })

const groups = [
  group('first', [entry('1', { environment: 'modelBank' }), entry('2', { environment: 'sandbox', words: 'natwest' })]),
  group('second', [entry('3', { secondary: 'OBWAC', status: { tone: 'good', word: 'Valid' } })]),
]

const shown = (...of: Parameters<typeof selectEntries>) => selectEntries(...of).groups.map(({ entries }) => entries.map(({ id }) => id))

describe('selectEntries', () => {
  test('shows the environment’s entries, and those that belong to none', () => {
    expect(shown(groups, 'modelBank', '')).toEqual([['1'], ['3']])
    expect(shown(groups, 'all', '')).toEqual([['1', '2'], ['3']])
  })

  test('counts what it hides because of the environment, not because of the filter', () => {
    expect(selectEntries(groups, 'live', '')).toMatchObject({ shown: 1, hidden: 2, total: 3 })
    expect(selectEntries(groups, 'all', 'zebra')).toMatchObject({ shown: 0, hidden: 0, total: 3 })
  })

  test.each([
    ['a name', 'bank 1', [['1'], []]],
    ['a second line, in any case', 'obwac', [[], ['3']]],
    ['a status', 'valid', [[], ['3']]],
    ['other words', 'natwest', [['2'], []]],
  ])('filters by %s', (_, query, expected) => expect(shown(groups, 'all', query)).toEqual(expected))
})

describe('the status of an entity that the checks found something about', () => {
  const finding = (severity: Finding['severity'], id = '1'): Finding => ({
    severity,
    subject: { aggregate: 'bankProfile', id, name: '' },
    check: 'check',
    message: '',
    remedy: null,
  })
  const good = { tone: 'good', word: 'Active' } as const

  test('is its own where all is well', () => expect(worst(good, [finding('good')])).toEqual(good))
  test('is the worse of the two', () => {
    expect(worst(good, [finding('attention'), finding('failed')])?.tone).toBe('failed')
    expect(worst(good, [finding('attention')])?.tone).toBe('attention')
    expect(worst(null, [finding('attention')])?.tone).toBe('attention')
  })
  test('keeps its own word where that is as bad, because it says more', () => {
    const expired = { tone: 'failed', word: 'Expired' } as const
    expect(worst(expired, [finding('failed')])).toEqual(expired)
    expect(worst(expired, [finding('attention')])).toEqual(expired)
  })
  test('looks at its own findings only', () => {
    expect(findingsOf([finding('failed', '1'), finding('failed', '2')], { aggregate: 'bankProfile', id: '2' })).toHaveLength(1)
    expect(findingsOf([finding('failed')], { aggregate: 'bankRegistration', id: '1' })).toEqual([])
  })
})
