import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { amountTicks, createScale, seriesOf, stepPath, timeTicks } from '../../../src/renderer/features/data/balances/chart-scale.ts'
import type { BalancePoint } from '../../../src/shared/model/account-data.ts'

const point = (day: string, amount: string, type = 'ITBD', currency = 'GBP'): BalancePoint => ({
  ...{ type, currency, amount, dateTime: `2026-04-${day}T00:00:00Z`, origin: 'balance' },
})
const box = { left: 100, right: 300, top: 10, bottom: 110 }

describe('amounts', () => {
  test.each([
    [0, 100, [0, 25, 50, 75, 100]],
    [-120, 3400, [-1000, 0, 1000, 2000, 3000, 4000]],
    [950, 1000, [940, 960, 980, 1000]],
    [10, 90, [0, 25, 50, 75, 100]],
  ])('from %d to %d', (least, most, ticks) => {
    expect(amountTicks(least, most, 4)).toEqual(ticks)
  })

  test('always cover the range, rise evenly, and are few', () => {
    const amount = fc.integer({ min: -1e12, max: 1e12 }).map((pence) => pence / 100)
    fc.assert(
      fc.property(amount, amount, (a, b) => {
        const [least, most] = [Math.min(a, b), Math.max(a, b)]
        fc.pre(most === least || most - least > Math.abs(most) * 1e-9)
        const ticks = amountTicks(least, most, 4)
        const [low = Number.NaN, high = Number.NaN] = [ticks[0], ticks.at(-1)]
        const slack = Math.abs(high - low) * 1e-9
        expect(low <= least + slack && high >= most - slack && high > low).toBe(true)
        expect(ticks.length).toBeLessThanOrEqual(10)
      }),
    )
  })
})

test('moments go evenly from the first to the last; one stays one', () => {
  expect(timeTicks(0, 100, 5)).toEqual([0, 25, 50, 75, 100])
  expect(timeTicks(7, 7, 5)).toEqual([7])
})

test('a line is level until the next balance', () => {
  const points = [point('01', '0'), point('02', '100'), point('03', '50')]
  expect(stepPath(points, createScale(points, [0, 100], box))).toBe('M100.0 110.0H200.0V10.0H300.0V60.0')
})

test('a single balance is in the middle', () => {
  const points = [point('01', '50')]
  const scale = createScale(points, [0, 100], box)
  expect([scale.x(points[0]?.dateTime ?? ''), scale.y('50')]).toEqual([200, 60])
})

test('the nearest point, and of those at one time the last', () => {
  const points = [point('01', '1'), point('02', '2'), point('02', '3'), point('03', '4')]
  const scale = createScale(points, [0, 4], box)
  expect([0, 149, 151, 240, 260, 999].map((x) => scale.nearest(x, points))).toEqual([0, 0, 2, 2, 3, 3])
})

test('a line for each type and currency, the longest first', () => {
  const points = [point('01', '1', 'ITAV'), point('01', '1'), point('02', '2'), point('02', '2', 'ITBD', 'EUR')]
  expect(seriesOf(points).map(({ type, currency, points }) => [type, currency, points.length])).toEqual([
    ['ITBD', 'GBP', 2],
    ['ITAV', 'GBP', 1],
    ['ITBD', 'EUR', 1],
  ])
})
