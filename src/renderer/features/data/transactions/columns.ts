import { dataText as t } from '../../../text/data.ts'
import { classes } from '../../../ui/classes.ts'
import type { SortColumn } from './filters.ts'
import styles from './transaction-grid.module.css'

/** In the order of the grid. The account is shown where there are several. */
const all = ['date', 'account', 'description', 'status', 'amount', 'balance'] as const

export type Column = (typeof all)[number]

export const columnsOf = (severalAccounts: boolean): readonly Column[] => (severalAccounts ? all : all.filter((one) => one !== 'account'))

const sortable: readonly string[] = ['date', 'description', 'amount'] satisfies SortColumn[]
export const isSortable = (column: Column): column is Column & SortColumn => sortable.includes(column)

export const columnTitle = (column: Column): string => t.columns[column]
export const columnClass = (column: Column): string => classes(styles.cell, styles[column])
