import type { ReactNode } from 'react'
import styles from './table.module.css'

export interface Column {
  title: string
  /** Numbers stand to the right. */
  number?: boolean
}

/** A plain table for short lists, with its own heading row; `title` names it for screen readers. */
export const Table = ({ title, columns, children }: { title: string; columns: readonly (Column | string)[]; children: ReactNode }) => (
  <table className={styles.table} aria-label={title}>
    <thead>
      <tr>
        {columns.map((column) => {
          const { title, number = false } = typeof column === 'string' ? { title: column } : column
          return (
            <th key={title} scope="col" className={number ? styles.number : undefined}>
              {title}
            </th>
          )
        })}
      </tr>
    </thead>
    <tbody>{children}</tbody>
  </table>
)

export const NumberCell = ({ children }: { children: ReactNode }) => <td className={styles.number}>{children}</td>
