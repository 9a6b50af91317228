import type { KeyboardEvent, ReactNode } from 'react'
import { useEffect, useRef } from 'react'
import { href, useLocation } from '../router.ts'
import { text } from '../text/en.ts'
import { classes } from '../ui/classes.ts'
import styles from './entry-list.module.css'
import { useShortcut } from './shortcuts.ts'

export interface EntryListProps {
  title: string
  /** Buttons beside the title. */
  actions?: ReactNode
  /** The words that the list is filtered by. */
  query: string
  onQuery: (query: string) => void
  /** How many entries are shown. */
  count: number
  children: ReactNode
}

/** Moves between the links of a list with the arrow keys, Home and End. */
const onArrow = (event: KeyboardEvent<HTMLElement>): void => {
  const links = [...event.currentTarget.querySelectorAll<HTMLElement>('a[data-entry]')]
  const at = links.indexOf(document.activeElement as HTMLElement)
  const targets: Record<string, number> = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: links.length - 1 }
  const typing = event.target instanceof HTMLInputElement
  const target = targets[event.key]
  if (target === undefined || (typing && event.key !== 'ArrowDown')) return
  event.preventDefault()
  links[target]?.focus()
}

/** The list of a list-and-detail screen, with a filter above it. */
export const EntryList = ({ title, actions, query, onQuery, count, children }: EntryListProps) => {
  const input = useRef<HTMLInputElement>(null)
  useShortcut('find', () => input.current?.focus())
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the links are what is operated; the arrow keys only move between them
    <div className={styles.list} onKeyDown={onArrow}>
      <header className={styles.header}>
        <div className={styles.title}>
          <h1>{title}</h1>
          {actions}
        </div>
        <input
          ref={input}
          type="search"
          className={styles.filter}
          placeholder={text.lists.filter}
          aria-label={`${text.lists.filter} ${title}`}
          value={query}
          onChange={(event) => onQuery(event.target.value)}
        />
      </header>
      <div className={styles.rows}>
        {count === 0 && query !== '' && <p className={classes('muted', styles.none)}>{text.lists.nothingFound}</p>}
        {children}
      </div>
    </div>
  )
}

export interface EntryLinkProps {
  path: string[]
  current: boolean
  name: ReactNode
  /** At the end of the first line. */
  status?: ReactNode
  secondary?: ReactNode
}

export const EntryLink = ({ path, current, name, status, secondary }: EntryLinkProps) => {
  const { exchange } = useLocation()
  const link = useRef<HTMLAnchorElement>(null)
  // A link from elsewhere may lead to one far down a long list.
  useEffect(() => {
    if (current) link.current?.scrollIntoView({ block: 'nearest' })
  }, [current])
  return (
    <a
      ref={link}
      data-entry
      href={href(path, exchange)}
      aria-current={current || undefined}
      className={classes(styles.entry, current && styles.current)}
    >
      <span className={styles.line}>
        <span className={styles.name}>{name}</span>
        {status}
      </span>
      {secondary && <span className={classes('caption', styles.secondary)}>{secondary}</span>}
    </a>
  )
}
