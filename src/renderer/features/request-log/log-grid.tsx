// biome-ignore-all lint/a11y/useSemanticElements: a virtual list cannot be a table; the grid has the focus and names its active row

// A grid over a window: it tells how many rows there are, reads those near the screen and renders those on it.

import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, type MouseEvent, useRef, useState } from 'react'
import { useWanted } from '../../api/use-wanted.ts'
import { showExchange } from '../../router.ts'
import { log } from '../../text/log.ts'
import { rowAfterKey } from '../../ui/grid-keys.ts'
import { useBankNames } from './bank-names.ts'
import { ColumnNames, columnCount } from './columns.tsx'
import { focusExchange } from './detail/exchange-detail.tsx'
import type { Layout } from './layout.ts'
import styles from './log-grid.module.css'
import { ExchangeRow, RunRow } from './log-rows.tsx'
import { useLog } from './log-store.ts'
import type { LogWindow } from './log-window.ts'
import { useKeptPlace } from './use-kept-place.ts'
import { useSelectedRow } from './use-selected-row.ts'

export const rowHeight = 26
const gridId = 'request-log-grid'

export const focusGrid = (): void => document.getElementById(gridId)?.focus()

export interface LogGridProps {
  view: { window: LogWindow }
  layout: Layout
  /** The exchange on show. */
  selected: string | null
}

export const LogGrid = ({ view: { window: pages }, layout, selected }: LogGridProps) => {
  const scroller = useRef<HTMLDivElement>(null)
  const [active, setActive] = useState<number | null>(null)
  // Pages that were read since are shown.
  useLog(({ version }) => version)
  const order = useLog((state) => state.order)
  const names = useBankNames()
  const virtualizer = useVirtualizer({
    count: layout.rows,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 8,
    paddingStart: rowHeight,
    scrollPaddingStart: rowHeight,
    // What has the focus is always there for screen readers.
    rangeExtractor: (range) => {
      const rows = defaultRangeExtractor(range)
      return active === null || active >= layout.rows || rows.includes(active) ? rows : [...rows, active].sort((a, b) => a - b)
    },
  })
  const moveTo = (row: number) => {
    setActive(row)
    virtualizer.scrollToIndex(row)
  }
  useKeptPlace({ layout, order, pages, scroller, setActive })
  useSelectedRow(selected, layout, pages, moveTo)

  const items = virtualizer.getVirtualItems()
  useWanted(
    pages,
    items.flatMap(({ index }) => placeToRead(layout, index)),
  )

  const open = (row: number, takesFocus: boolean) => {
    const place = layout.at(row)
    const entry = place?.kind === 'exchange' ? pages.get(place.list, place.index) : undefined
    if (!entry) return
    if (takesFocus) focusExchange(entry.id)
    showExchange(entry.id)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const rowsOnPage = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowHeight) - 2)
    const row = rowAfterKey(event.key, active, layout.rows, rowsOnPage)
    if (row !== null) moveTo(row)
    else if (event.key === 'Enter' && active !== null) open(active, true)
    else if (event.key === 'Escape' && selected !== null) showExchange(null)
    else return
    event.preventDefault()
  }
  const onClick = (event: MouseEvent) => {
    const row = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-row]')?.dataset.row : undefined
    if (row === undefined) return
    setActive(Number(row))
    open(Number(row), false)
  }
  return (
    <div
      ref={scroller}
      id={gridId}
      role="grid"
      tabIndex={0}
      aria-label={log.list}
      aria-rowcount={layout.rows + 1}
      aria-colcount={columnCount}
      aria-activedescendant={active === null ? undefined : rowId(active)}
      className={styles.grid}
      onKeyDown={onKeyDown}
      onClick={onClick}
    >
      <ColumnNames />
      <div role="presentation" className={styles.rows} style={{ height: virtualizer.getTotalSize() - rowHeight }}>
        {items.map(({ index, start }) => {
          const place = layout.at(index)
          if (!place) return null
          const row = { index, id: rowId(index), top: start - rowHeight, isActive: index === active }
          if (place.kind === 'run') return <RunRow key={index} {...row} run={place.run} />
          const entry = pages.get(place.list, place.index)
          const run = place.run ?? (entry ? layout.runOf(entry.runId) : null)
          const bank = entry?.bankProfileId ? (names.get(entry.bankProfileId) ?? '') : ''
          return (
            <ExchangeRow
              key={index}
              {...row}
              entry={entry}
              run={run}
              bank={bank}
              isSelected={entry !== undefined && entry.id === selected}
            />
          )
        })}
      </div>
    </div>
  )
}

const rowId = (row: number) => `request-log-row-${row}`

const placeToRead = (layout: Layout, row: number) => {
  const place = layout.at(row)
  return place?.kind === 'exchange' ? [{ list: place.list, index: place.index }] : []
}
