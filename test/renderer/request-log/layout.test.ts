import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createLayout, listOf, type Order } from '../../../src/renderer/features/request-log/layout.ts'
import type { RequestLogRun } from '../../../src/shared/model/request-log.ts'

const run = (runId: string | null, exchanges: number, errors = 0): RequestLogRun => ({
  runId,
  exchanges,
  errors,
  started: '2026-11-20T10:00:00.000Z',
  ended: '2026-11-20T10:00:01.000Z',
})
const runs = [run('b', 2, 1), run(null, 1), run('a', 3, 2)]

test('by run: a row for each run before its exchanges, oldest first within', () => {
  const layout = createLayout('run', runs)
  const rows = Array.from({ length: layout.rows }, (_, row) => layout.at(row))
  expect(rows.map((place) => (place?.kind === 'exchange' ? `${place.list} ${place.index}` : place?.run.runId))).toEqual([
    'b',
    'b 0',
    'b 1',
    null,
    'none 0',
    'a',
    'a 0',
    'a 1',
    'a 2',
  ])
  expect(layout).toMatchObject({ rows: 9, exchanges: 6, errors: 3 })
})

test('newest first: one list, counted from its end', () => {
  const layout = createLayout('newest', runs)
  expect(layout.rows).toBe(6)
  expect([0, 5].map((row) => layout.at(row))).toMatchObject([
    { list: 'all', index: 5 },
    { list: 'all', index: 0 },
  ])
  expect(layout.runOf('a')?.exchanges).toBe(3)
  expect(layout.runOf('unknown')).toBeNull()
})

test.each<Order>(['run', 'newest'])('nothing lies outside (%s)', (order) => {
  for (const layout of [createLayout(order, runs), createLayout(order, [])]) {
    expect([layout.at(-1), layout.at(layout.rows), layout.at(1e9)]).toEqual([null, null, null])
  }
})

describe('what was at a row is found again', () => {
  test.each<Order>(['run', 'newest'])('in the same layout (%s)', (order) => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 30 }), (counts) => {
        const layout = createLayout(
          order,
          counts.map((count, index) => run(String(index), count)),
        )
        for (let row = 0; row < layout.rows; row++) {
          const place = layout.at(row)
          expect(place && layout.rowOf(place)).toBe(row)
        }
      }),
    )
  })

  test('after exchanges were added to a run and a run began', () => {
    const before = createLayout('run', runs)
    const after = createLayout('run', [run('c', 4), run('b', 5), run(null, 1), run('a', 3)])
    const place = before.at(7)
    expect(place).toMatchObject({ list: listOf('a'), index: 1 })
    expect(place && after.rowOf(place)).toBe(15)
  })

  test('newest first: new ones come before it', () => {
    const place = createLayout('newest', [run('a', 10)]).at(3)
    expect(place && createLayout('newest', [run('b', 5), run('a', 10)]).rowOf(place)).toBe(8)
  })

  test('not when its run is gone; the last one left when its run is shorter', () => {
    const place = createLayout('run', runs).at(8)
    expect(place && createLayout('run', [run('b', 2)]).rowOf(place)).toBeNull()
    expect(place && createLayout('run', [run('a', 1)]).rowOf(place)).toBe(1)
    const newest = createLayout('newest', [run('a', 10)]).at(0)
    expect(newest && createLayout('newest', [run('a', 2)]).rowOf(newest)).toBeNull()
  })
})
