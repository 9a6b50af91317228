// From amounts and times to places in a drawing. Amounts become numbers here only, where a pixel is the smallest difference.

import type { BalancePoint } from '../../../../shared/model/account-data.ts'

export interface Series {
  type: string
  currency: string
  points: BalancePoint[]
}

/** One line for each type of balance and currency, those with most points first. */
export const seriesOf = (points: readonly BalancePoint[]): Series[] =>
  [...Map.groupBy(points, ({ type, currency }) => `${type} ${currency}`).values()]
    .map((own) => ({ type: own[0]?.type ?? '', currency: own[0]?.currency ?? '', points: own }))
    .toSorted((a, b) => b.points.length - a.points.length)

const steps = [1, 2, 2.5, 5, 10]

/** Round numbers that cover a range, about `count` of them; zero is among them where the range comes near it. */
export const amountTicks = (least: number, most: number, count: number): number[] => {
  const nearZero = least > 0 && least < (most - least) * 1.5 ? 0 : most < 0 && -most < (most - least) * 1.5 ? 0 : null
  const [low, high] = [Math.min(least, nearZero ?? least), Math.max(most, nearZero ?? most)]
  const range = high - low || Math.abs(high) || 1
  const rough = range / count
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = (steps.find((one) => one * power >= rough) ?? 10) * power
  const [first, last] = [Math.floor(low / step), Math.ceil(high / step)]
  // A level line has room above and below.
  const [from, to] = first === last ? [first - 1, last + 1] : [first, last]
  return Array.from({ length: to - from + 1 }, (_, index) => Number(((from + index) * step).toPrecision(15)))
}

/** Moments evenly through a range, at least one. */
export const timeTicks = (first: number, last: number, count: number): number[] =>
  first === last ? [first] : Array.from({ length: count }, (_, index) => first + ((last - first) * index) / (count - 1))

export interface Box {
  left: number
  right: number
  top: number
  bottom: number
}

export interface Scale {
  x: (dateTime: string) => number
  y: (amount: string | number) => number
  /** The point whose time is nearest. */
  nearest: (x: number, points: readonly BalancePoint[]) => number
}

export const createScale = (points: readonly BalancePoint[], ticks: readonly number[], { left, right, top, bottom }: Box): Scale => {
  const times = points.map(({ dateTime }) => Date.parse(dateTime))
  const [first, last] = [Math.min(...times), Math.max(...times)]
  const [low = 0, high = 1] = [ticks[0], ticks.at(-1)]
  const x = (dateTime: string) =>
    first === last ? (left + right) / 2 : left + ((Date.parse(dateTime) - first) / (last - first)) * (right - left)
  return {
    x,
    y: (amount) => bottom - ((Number(amount) - low) / (high - low)) * (bottom - top),
    nearest(at, among) {
      let best = 0
      let distance = Number.POSITIVE_INFINITY
      for (const [index, { dateTime }] of among.entries()) {
        const away = Math.abs(x(dateTime) - at)
        if (away <= distance) [best, distance] = [index, away]
      }
      return best
    },
  }
}

/** A balance holds until the next: level, then up or down. */
export const stepPath = (points: readonly BalancePoint[], { x, y }: Scale): string =>
  points
    .map(({ dateTime, amount }, index) => {
      const [across, up] = [x(dateTime).toFixed(1), y(amount).toFixed(1)]
      return index === 0 ? `M${across} ${up}` : `H${across}V${up}`
    })
    .join('')
