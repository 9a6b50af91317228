import { Search } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { log } from '../../text/log.ts'
import { setFilters, useLog } from './log-store.ts'
import styles from './search-field.module.css'

const pauseMs = 150

/** Filters once the person pauses. `finding` counts how often the field was asked for. */
export const SearchField = ({ finding }: { finding: number }) => {
  const input = useRef<HTMLInputElement>(null)
  const { text } = useLog(({ filters }) => filters)
  const [typed, setTyped] = useState(text)
  const given = useRef(text)
  useEffect(() => {
    // Cleared elsewhere, such as by the chip "All".
    if (text === given.current) return
    given.current = text
    setTyped(text)
  }, [text])
  useEffect(() => {
    if (finding > 0) input.current?.select()
  }, [finding])
  useEffect(() => {
    if (typed === given.current) return
    const timer = setTimeout(() => {
      given.current = typed
      setFilters({ text: typed })
    }, pauseMs)
    return () => clearTimeout(timer)
  }, [typed])
  return (
    <div className={styles.field}>
      <Search size={14} aria-hidden="true" />
      <input
        ref={input}
        type="search"
        aria-label={log.search}
        placeholder={log.search}
        title={log.searchHint}
        maxLength={200}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
    </div>
  )
}
