// A line of what is known of one balance over time. One stop of the Tab key; the arrow keys go from point to point.

import { type KeyboardEvent, type PointerEvent, useId, useMemo, useRef, useState } from 'react'
import type { BalancePoint } from '../../../../shared/model/account-data.ts'
import { dataText as t } from '../../../text/data.ts'
import { exactTime, money, plural } from '../../../ui/format.ts'
import { balanceTypeText, dateText } from '../../home/data-text.ts'
import styles from './balance-chart.module.css'
import { amountTicks, createScale, type Scale, type Series, stepPath, timeTicks } from './chart-scale.ts'
import { useWidth } from './use-width.ts'

const height = 220
/** More would run into each other. */
const mostMarked = 60
const margin = { left: 92, right: 16, top: 12, bottom: 26 }

const pointText = ({ dateTime, amount, currency, origin }: BalancePoint): string =>
  `${exactTime(dateTime)}: ${money(amount)} ${currency}, ${t.chart.origins[origin]}`

const pointAfterKey = (key: string, at: number, count: number): number | null => {
  const moves: Record<string, number> = {
    ArrowLeft: at - 1,
    ArrowDown: at - 1,
    ArrowRight: at + 1,
    ArrowUp: at + 1,
    PageDown: at - 10,
    PageUp: at + 10,
    Home: 0,
    End: count - 1,
  }
  const wanted = moves[key]
  return wanted === undefined ? null : Math.min(count - 1, Math.max(0, wanted))
}

export const BalanceChart = ({ series: { type, currency, points } }: { series: Series }) => {
  const frame = useRef<HTMLDivElement>(null)
  const width = useWidth(frame)
  const id = useId()
  const [at, setAt] = useState(points.length - 1)
  const amounts = points.map(({ amount }) => Number(amount))
  const [least, most] = [Math.min(...amounts), Math.max(...amounts)]
  const ticks = useMemo(() => amountTicks(least, most, 4), [least, most])
  const scale = useMemo(
    () => createScale(points, ticks, { left: margin.left, right: width - margin.right, top: margin.top, bottom: height - margin.bottom }),
    [points, ticks, width],
  )
  const path = useMemo(() => stepPath(points, scale), [points, scale])
  const current = points[Math.min(at, points.length - 1)]
  const [first, last] = [points[0], points.at(-1)]
  if (!current || !first || !last) return null

  const onKeyDown = (event: KeyboardEvent) => {
    const next = pointAfterKey(event.key, at, points.length)
    if (next === null || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    setAt(next)
  }
  const onPointerMove = (event: PointerEvent) => {
    const { left } = event.currentTarget.getBoundingClientRect()
    setAt(scale.nearest(event.clientX - left, points))
  }
  const description = t.chart.description(
    plural(points.length, 'balance'),
    dateText(first.dateTime),
    dateText(last.dateTime),
    `${money(leastOf(points).amount)} ${currency}`,
    `${money(mostOf(points).amount)} ${currency}`,
  )
  return (
    <figure className={styles.chart}>
      <figcaption className={styles.caption}>
        <strong>{t.chart.title(balanceTypeText(type), currency)}</strong>
        <output className={styles.readout}>{pointText(current)}</output>
      </figcaption>
      <div ref={frame} className={styles.frame}>
        {width > 0 && (
          <svg role="img" aria-labelledby={`${id}-title ${id}-description`} width={width} height={height}>
            <title id={`${id}-title`}>{t.chart.title(balanceTypeText(type), currency)}</title>
            <desc id={`${id}-description`}>{description}</desc>
            <Axes ticks={ticks} points={points} scale={scale} width={width} />
            <path d={path} className={styles.line} />
            {points.length <= mostMarked && <Marks points={points} scale={scale} />}
            <line
              x1={scale.x(current.dateTime)}
              x2={scale.x(current.dateTime)}
              y1={margin.top}
              y2={height - margin.bottom}
              className={styles.cursor}
            />
            <circle cx={scale.x(current.dateTime)} cy={scale.y(current.amount)} r={5} className={styles.here} />
          </svg>
        )}
        <div
          role="slider"
          tabIndex={0}
          aria-label={t.chart.points}
          aria-valuemin={1}
          aria-valuemax={points.length}
          aria-valuenow={at + 1}
          aria-valuetext={pointText(current)}
          className={styles.points}
          onKeyDown={onKeyDown}
          onPointerMove={onPointerMove}
        />
      </div>
    </figure>
  )
}

const by = (better: (a: number, b: number) => boolean) => (points: readonly BalancePoint[]) =>
  points.reduce((best, point) => (better(Number(point.amount), Number(best.amount)) ? point : best))
const leastOf = by((a, b) => a < b)
const mostOf = by((a, b) => a > b)

/** A dot is what the bank gave as a balance, a ring what it wrote beside a transaction. */
const Marks = ({ points, scale }: { points: readonly BalancePoint[]; scale: Scale }) => {
  const circles = (origin: BalancePoint['origin']) =>
    points
      .filter((point) => point.origin === origin)
      .map(({ dateTime, amount }) => `M${scale.x(dateTime) - 3} ${scale.y(amount)}a3 3 0 1 0 6 0a3 3 0 1 0 -6 0`)
      .join('')
  return (
    <>
      <path d={circles('transaction')} className={styles.ring} />
      <path d={circles('balance')} className={styles.dot} />
    </>
  )
}

interface AxesProps {
  ticks: readonly number[]
  points: readonly BalancePoint[]
  scale: Scale
  width: number
}

const Axes = ({ ticks, points, scale, width }: AxesProps) => {
  const times = points.map(({ dateTime }) => Date.parse(dateTime))
  const moments = timeTicks(Math.min(...times), Math.max(...times), width > 700 ? 5 : 3)
  return (
    <g>
      {ticks.map((tick) => (
        <g key={tick}>
          <line
            x1={margin.left}
            x2={width - margin.right}
            y1={scale.y(tick)}
            y2={scale.y(tick)}
            className={tick === 0 ? styles.zero : styles.tick}
          />
          <text x={margin.left - 8} y={scale.y(tick)} className={styles.amount}>
            {money(String(tick))}
          </text>
        </g>
      ))}
      {moments.map((moment, index) => (
        <text
          key={moment}
          x={scale.x(new Date(moment).toISOString())}
          y={height - 6}
          className={styles.time}
          textAnchor={moments.length === 1 ? 'middle' : index === 0 ? 'start' : index === moments.length - 1 ? 'end' : 'middle'}
        >
          {dateText(new Date(moment).toISOString())}
        </text>
      ))}
    </g>
  )
}
