// biome-ignore-all lint/a11y/useSemanticElements: a virtual list cannot be a table; the grid has the focus and names its active row

// A grid over a window: it knows how many rows there are, reads those near the screen and renders those on it.

import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, type MouseEvent, useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { Account, Transaction } from '../../../../shared/model/account-data.ts'
import { useWanted } from '../../../api/use-wanted.ts'
import { dataText as t } from '../../../text/data.ts'
import { classes } from '../../../ui/classes.ts'
import { rowAfterKey } from '../../../ui/grid-keys.ts'
import { accountName } from '../account-name.ts'
import { columnsOf } from './columns.ts'
import styles from './transaction-grid.module.css'
import { ColumnNames, TransactionRow } from './transaction-rows.tsx'
import { list, type View } from './transaction-store.ts'
import { useTransactions } from './use-transactions.ts'

const rowHeight = 28
const gridId = 'transactions-grid'
const rowId = (row: number) => `transactions-row-${row}`

export const focusTransactions = (): void => document.getElementById(gridId)?.focus()

export interface TransactionGridProps {
  view: View
  accounts: readonly Account[]
  severalAccounts: boolean
  /** The transaction on show. */
  selected: Transaction | null
  onSelect: (transaction: Transaction | null, takesFocus: boolean) => void
}

export const TransactionGrid = ({ view, accounts, severalAccounts, selected, onSelect }: TransactionGridProps) => {
  const { setOrder } = useTransactions()
  const scroller = useRef<HTMLDivElement>(null)
  const [active, setActive] = useState<number | null>(null)
  const { window: pages, total } = view
  const columns = columnsOf(severalAccounts)
  const names = new Map(accounts.map((account) => [account.accountId, accountName(account)]))
  const virtualizer = useVirtualizer({
    count: total,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 8,
    paddingStart: rowHeight,
    scrollPaddingStart: rowHeight,
    // What has the focus is always there for screen readers.
    rangeExtractor: (range) => {
      const rows = defaultRangeExtractor(range)
      return active === null || active >= total || rows.includes(active) ? rows : [...rows, active].sort((a, b) => a - b)
    },
  })
  const shown = useRef(view)
  useLayoutEffect(() => {
    if (shown.current === view) return
    shown.current = view
    // Other rows, or in another order: they are read from the top.
    setActive(null)
    if (scroller.current) scroller.current.scrollTop = 0
  }, [view])
  useEffect(() => setActive((row) => (row !== null && row >= total ? null : row)), [total])

  const items = virtualizer.getVirtualItems()
  useWanted(
    pages,
    items.map(({ index }) => ({ list, index })),
  )

  const open = (row: number, takesFocus: boolean) => {
    const transaction = pages.get(list, row)
    if (transaction) onSelect(transaction, takesFocus)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    // The names of the columns have keys of their own.
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return
    const rowsOnPage = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowHeight) - 2)
    const row = rowAfterKey(event.key, active, total, rowsOnPage)
    if (row !== null) {
      setActive(row)
      virtualizer.scrollToIndex(row)
    } else if ((event.key === 'Enter' || event.key === ' ') && active !== null) open(active, true)
    else if (event.key === 'Escape' && selected) onSelect(null, false)
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
      aria-label={t.transactions}
      aria-rowcount={total + 1}
      aria-colcount={columns.length}
      aria-activedescendant={active === null ? undefined : rowId(active)}
      className={classes(styles.grid, severalAccounts && styles.several)}
      onKeyDown={onKeyDown}
      onClick={onClick}
    >
      <ColumnNames columns={columns} order={view.order} onOrder={setOrder} />
      <div role="presentation" className={styles.rows} style={{ height: virtualizer.getTotalSize() - rowHeight }}>
        {items.map(({ index, start }) => {
          const transaction = pages.get(list, index)
          return (
            <TransactionRow
              key={index}
              index={index}
              id={rowId(index)}
              top={start - rowHeight}
              isActive={index === active}
              isSelected={transaction !== undefined && transaction === selected}
              columns={columns}
              transaction={transaction}
              account={transaction ? (names.get(transaction.accountId) ?? transaction.accountId) : ''}
            />
          )
        })}
      </div>
    </div>
  )
}
