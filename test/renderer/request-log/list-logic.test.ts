import { describe, expect, test } from 'vitest'
import { listTime, outcomeOf, preciseTime, shortFingerprint } from '../../../src/renderer/features/request-log/exchange-words.ts'
import { filtersInput, isFiltered, noFilters, thisRun } from '../../../src/renderer/features/request-log/filters.ts'
import { barInRun, phasesOf } from '../../../src/renderer/features/request-log/waterfall.ts'
import { rowAfterKey } from '../../../src/renderer/ui/grid-keys.ts'
import { wholeNumber } from '../../../src/renderer/ui/whole-number.ts'
import { listRequestLogInput, type RequestLogEntry, type RequestLogRun } from '../../../src/shared/model/request-log.ts'

test('filters become the core’s input, and only those that are set', () => {
  expect(filtersInput(noFilters)).toEqual({})
  expect(isFiltered(noFilters)).toBe(false)
  const filters = { errorsOnly: true, runId: crypto.randomUUID(), step: 'token', bankProfileId: crypto.randomUUID(), text: ' a b ' }
  const input = filtersInput(filters)
  expect(input).toEqual({ ...filters, text: 'a b' })
  expect(listRequestLogInput.parse(input)).toMatchObject(input)
  expect(listRequestLogInput.safeParse(filtersInput({ ...noFilters, text: 'x'.repeat(500) })).success).toBe(true)
  expect(isFiltered({ ...noFilters, text: '  ' })).toBe(false)
})

test('this run is that of the exchange on show, otherwise the newest that is one', () => {
  const run = (runId: string | null) => ({ runId, exchanges: 1, errors: 0, started: '', ended: '' })
  const summary = { runs: [run(null), run('b'), run('a')], steps: [], bankProfileIds: [] }
  expect(thisRun(summary, 'a')).toBe('a')
  expect(thisRun(summary, null)).toBe('b')
  expect(thisRun({ ...summary, runs: [run(null)] }, null)).toBeNull()
  expect(thisRun(undefined, null)).toBeNull()
})

test.each<[string, number | null, number | null]>([
  ['ArrowDown', null, 0],
  ['ArrowDown', 4, 5],
  ['ArrowDown', 9, 9],
  ['ArrowUp', null, 9],
  ['ArrowUp', 0, 0],
  ['PageDown', 2, 6],
  ['PageDown', null, 4],
  ['PageUp', 2, 0],
  ['Home', 7, 0],
  ['End', 0, 9],
  ['a', 3, null],
])('%s from %s', (key, active, row) => {
  expect(rowAfterKey(key, active, 10, 4)).toBe(row)
  expect(rowAfterKey(key, null, 0, 4)).toBeNull()
})

test.each([
  [
    { status: 200, errorCode: null },
    { tone: 'good', words: '200' },
  ],
  [
    { status: 303, errorCode: null },
    { tone: 'attention', words: '303' },
  ],
  [
    { status: 404, errorCode: null },
    { tone: 'failed', words: '404' },
  ],
  [
    { status: 200, errorCode: 'BANK_SIGNATURE_INVALID' },
    { tone: 'failed', words: '200' },
  ],
  [
    { status: null, errorCode: 'BANK_UNREACHABLE' },
    { tone: 'failed', words: 'unreachable' },
  ],
  [
    { status: null, errorCode: 'INTERNAL' },
    { tone: 'failed', words: 'failed' },
  ],
  [
    { status: null, errorCode: null },
    { tone: 'neutral', words: '–' },
  ],
])('the outcome of %j', (entry, outcome) => expect(outcomeOf({ step: 'accounts.list', ...entry })).toEqual(outcome))

test('a browser that is sent on is nothing to look at', () =>
  expect(outcomeOf({ step: 'authorisation.page', status: 303, errorCode: null })).toEqual({ tone: 'good', words: '303' }))

test('times of other days have their date', () => {
  const now = new Date(2026, 10, 20, 18)
  expect(listTime(new Date(2026, 10, 20, 9, 5, 3, 7).toISOString(), now)).toBe('09:05:03.007')
  expect(listTime(new Date(2026, 10, 2, 9, 5, 3).toISOString(), now)).toMatch(/^2 Nov,? 09:05:03$/)
})

test('fingerprints and times in short', () => {
  expect(shortFingerprint('3A:9F:00:11')).toBe('3a9f00')
  expect(preciseTime('2026-11-20T10:00:00.007Z')).toMatch(/^\d\d:\d\d:\d\d\.007$/)
})

describe('waterfall', () => {
  const run: RequestLogRun = { runId: 'a', exchanges: 2, errors: 0, started: '2026-11-20T10:00:00.000Z', ended: '2026-11-20T10:00:10.000Z' }
  const bar = (started: string, durationMs: number) => barInRun({ started, durationMs } as RequestLogEntry, run)

  test('an exchange within its run', () => {
    expect(bar('2026-11-20T10:00:05.000Z', 1000)).toEqual({ start: 0.5, width: 0.1 })
    expect(bar('2026-11-20T10:00:00.000Z', 10_000)).toEqual({ start: 0, width: 1 })
  })
  test('one that reaches over the end, or begins outside, stays within', () => {
    expect(bar('2026-11-20T10:00:09.000Z', 9000).width).toBeCloseTo(0.1)
    expect(bar('2026-11-20T11:00:00.000Z', 5)).toEqual({ start: 1, width: 0 })
    expect(bar('2026-11-20T09:00:00.000Z', 5).start).toBe(0)
  })
  test('phases follow each other and fill the whole', () => {
    const phases = phasesOf({ connect: 10, wait: 20, download: 5, total: 40 })
    expect(phases.map(({ phase, ms }) => [phase, ms])).toEqual([
      ['connect', 10],
      ['wait', 20],
      ['download', 5],
      ['other', 5],
    ])
    expect(phases.at(-1)).toMatchObject({ start: 0.875, width: 0.125 })
    expect(phasesOf({ connect: null, wait: 3, download: 1, total: 4 }).map(({ phase }) => phase)).toEqual(['wait', 'download'])
    expect(phasesOf({ connect: null, wait: null, download: null, total: 0 })).toEqual([])
  })
})

test.each([
  ['256', 256],
  [' 10,240 ', 10_240],
  ['0', null],
  ['10241', null],
  ['1.5', null],
  ['1,5', null],
  ['', null],
  ['1e3', null],
])('whole number "%s"', (text, value) => expect(wholeNumber(text, { least: 1, most: 10_240 })).toBe(value))
