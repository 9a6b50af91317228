// biome-ignore-all lint/a11y/useSemanticElements: a virtual list cannot be a table; the grid has the focus and names its active row
// biome-ignore-all lint/a11y/useFocusableInteractive: a virtual list cannot be a table; the grid has the focus and names its active row

import { log } from '../../text/log.ts'
import { classes } from '../../ui/classes.ts'
import styles from './log-grid.module.css'

/** In the order of the list; a class of this name says where a column is shown. */
const columns = ['time', 'step', 'bank', 'method', 'address', 'status', 'size', 'certificate', 'duration'] as const

export type Column = (typeof columns)[number]

export const columnCount = columns.length
export const columnIndex = (column: Column): number => columns.indexOf(column) + 1
export const columnClass = (column: Column): string | undefined => styles[column]

export const ColumnNames = () => (
  <div role="row" aria-rowindex={1} className={classes(styles.columns, styles.names)}>
    {columns.map((column) => (
      <span key={column} role="columnheader" aria-colindex={columnIndex(column)} className={classes(styles.cell, columnClass(column))}>
        {log.columns[column]}
      </span>
    ))}
  </div>
)
