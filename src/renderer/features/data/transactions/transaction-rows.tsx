// biome-ignore-all lint/a11y/useSemanticElements: a virtual list cannot be a table; the grid has the focus and names its active row
// biome-ignore-all lint/a11y/useFocusableInteractive: a virtual list cannot be a table; the grid has the focus and names its active row

import { ArrowDown, ArrowUp } from 'lucide-react'
import { memo, type ReactNode } from 'react'
import type { Transaction } from '../../../../shared/model/account-data.ts'
import { dataText as t } from '../../../text/data.ts'
import { classes } from '../../../ui/classes.ts'
import { exactTime, money } from '../../../ui/format.ts'
import { codeText, dateText, signedMoney } from '../../home/data-text.ts'
import { type Column, columnClass, columnTitle, isSortable } from './columns.ts'
import { type Order, orderAfter, sortOf } from './filters.ts'
import styles from './transaction-grid.module.css'

export const ColumnNames = ({ columns, order, onOrder }: { columns: readonly Column[]; order: Order; onOrder: (order: Order) => void }) => (
  <div role="row" aria-rowindex={1} className={classes(styles.columns, styles.names)}>
    {columns.map((column, index) => (
      <div
        key={column}
        role="columnheader"
        aria-colindex={index + 1}
        aria-sort={isSortable(column) ? sortOf(column, order) : undefined}
        className={columnClass(column)}
      >
        {isSortable(column) ? (
          <button type="button" className={styles.sort} onClick={() => onOrder(orderAfter(column, order))}>
            {columnTitle(column)} <SortMark sort={sortOf(column, order)} />
          </button>
        ) : (
          columnTitle(column)
        )}
      </div>
    ))}
  </div>
)

const SortMark = ({ sort }: { sort: ReturnType<typeof sortOf> }) => {
  if (sort === 'none') return null
  return sort === 'ascending' ? <ArrowUp size={12} aria-hidden="true" /> : <ArrowDown size={12} aria-hidden="true" />
}

export interface TransactionRowProps {
  index: number
  id: string
  /** Pixels from the first row. */
  top: number
  isActive: boolean
  isSelected: boolean
  columns: readonly Column[]
  /** Undefined until its page is read. */
  transaction: Transaction | undefined
  /** The name of its account. */
  account: string
}

export const TransactionRow = memo(({ index, id, top, isActive, isSelected, columns, transaction, account }: TransactionRowProps) => (
  <div
    role="row"
    id={id}
    data-row={index}
    aria-rowindex={index + 2}
    aria-selected={isSelected}
    className={classes(styles.columns, styles.row, isActive && styles.active, isSelected && styles.selected)}
    style={{ transform: `translateY(${top}px)` }}
  >
    {transaction ? (
      columns.map((column, at) => (
        <div key={column} role="gridcell" aria-colindex={at + 1} className={columnClass(column)}>
          {cellOf(column, transaction, account)}
        </div>
      ))
    ) : (
      <div role="gridcell" aria-colindex={1} className={columnClass('date')}>
        {t.notRead}
      </div>
    )}
  </div>
))
TransactionRow.displayName = 'TransactionRow'

const cellOf = (column: Column, transaction: Transaction, account: string): ReactNode => {
  const { bookingDateTime, description, merchant, status, amount, currency, balance } = transaction
  switch (column) {
    case 'date':
      return bookingDateTime ? <span title={exactTime(bookingDateTime)}>{dateText(bookingDateTime)}</span> : '–'
    case 'account':
      return <span title={account}>{account}</span>
    case 'description':
      return (
        <span title={[description, merchant].filter(Boolean).join('\n')}>
          {description ?? merchant} {description && merchant && merchant !== description && <span className="muted">{merchant}</span>}
        </span>
      )
    case 'status':
      return <span className={status === 'BOOK' ? 'muted' : undefined}>{codeText(status)}</span>
    case 'amount':
      if (amount === null) return '–'
      return (
        <>
          <span className={amount.startsWith('-') ? undefined : styles.credit}>{signedMoney(amount)}</span>
          <span className={styles.currency}>{currency}</span>
        </>
      )
    case 'balance':
      return balance && money(balance.amount)
  }
}
