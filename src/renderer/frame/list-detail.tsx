import type { ReactNode } from 'react'
import { setPreferences, usePreferences } from '../preferences.ts'
import { classes } from '../ui/classes.ts'
import { Splitter } from '../ui/splitter.tsx'
import styles from './list-detail.module.css'

export interface ListDetailProps {
  /** Names the list for screen readers. */
  label: string
  list: ReactNode
  /** Null: nothing is chosen; in a narrow window the list then takes the whole width. */
  detail: ReactNode | null
  empty: ReactNode
}

/** List and detail beside each other; in a narrow window they take turns. */
export const ListDetail = ({ label, list, detail, empty }: ListDetailProps) => {
  const { listWidth } = usePreferences()
  return (
    <div className={classes(styles.panes, detail !== null && styles.chosen)}>
      <section className={styles.list} aria-label={label} style={{ '--list-width': `${listWidth}px` } as React.CSSProperties}>
        {list}
      </section>
      <Splitter
        label={label}
        orientation="vertical"
        size={listWidth}
        minimum={220}
        maximum={520}
        direction={1}
        onSize={(width) => setPreferences({ listWidth: width })}
      />
      <section className={styles.detail}>{detail ?? empty}</section>
    </div>
  )
}
