import { Search } from 'lucide-react'
import { type ReactNode, useEffect, useId, useRef, useState } from 'react'
import { useShortcut } from '../../../frame/shortcuts.ts'
import { dataText as t } from '../../../text/data.ts'
import { Button } from '../../../ui/button.tsx'
import { classes } from '../../../ui/classes.ts'
import { codeText } from '../../home/data-text.ts'
import styles from './filter-bar.module.css'
import { type Filters, isAmountOrEmpty, isFiltered, noFilters } from './filters.ts'
import { useTransactions, useTransactionsState } from './use-transactions.ts'

const pauseMs = 150

export const FilterBar = () => {
  const { filters } = useTransactionsState()
  const { setFilters } = useTransactions()
  return (
    <fieldset aria-label={t.filters.label} className={styles.bar}>
      <SearchField />
      <div className={styles.chips}>
        <Chip pressed={filters.direction === null} onPress={() => setFilters({ direction: null })}>
          {t.filters.all}
        </Chip>
        <Chip pressed={filters.direction === 'credit'} onPress={() => setFilters({ direction: toggled(filters.direction, 'credit') })}>
          {t.filters.credits}
        </Chip>
        <Chip pressed={filters.direction === 'debit'} onPress={() => setFilters({ direction: toggled(filters.direction, 'debit') })}>
          {t.filters.debits}
        </Chip>
      </div>
      <StatusChips />
      <div className={styles.range}>
        <Typed name="from" type="date" label={t.filters.from} />
        <Typed name="to" type="date" label={t.filters.to} />
      </div>
      <div className={styles.range}>
        <Typed name="least" label={t.filters.least} />
        <Typed name="most" label={t.filters.most} />
      </div>
      {isFiltered(filters) && (
        <Button kind="quiet" onPress={() => setFilters(noFilters)}>
          {t.filters.clear}
        </Button>
      )}
    </fieldset>
  )
}

const toggled = <T extends string>(now: T | null, pressed: T): T | null => (now === pressed ? null : pressed)

/** Where there is but one status, there is nothing to choose. */
const StatusChips = () => {
  const { filters, statuses } = useTransactionsState()
  const { setFilters } = useTransactions()
  if (statuses.length < 2) return null
  return (
    <div className={styles.chips}>
      {statuses.map((status) => (
        <Chip key={status} pressed={filters.status === status} onPress={() => setFilters({ status: toggled(filters.status, status) })}>
          {codeText(status)}
        </Chip>
      ))}
    </div>
  )
}

const Chip = ({ pressed, onPress, children }: { pressed: boolean; onPress: () => void; children: ReactNode }) => (
  <button type="button" aria-pressed={pressed} className={classes(styles.chip, pressed && styles.pressed)} onClick={onPress}>
    {children}
  </button>
)

/** What is typed counts once the person pauses; what is set elsewhere, such as cleared, is shown. */
const useTyped = (name: 'text' | 'from' | 'to' | 'least' | 'most') => {
  const { filters } = useTransactionsState()
  const { setFilters } = useTransactions()
  const value = filters[name]
  const [typed, setTyped] = useState(value)
  const given = useRef(value)
  useEffect(() => {
    if (value === given.current) return
    given.current = value
    setTyped(value)
  }, [value])
  useEffect(() => {
    if (typed === given.current) return
    const timer = setTimeout(() => {
      given.current = typed
      setFilters({ [name]: typed } satisfies Partial<Filters>)
    }, pauseMs)
    return () => clearTimeout(timer)
  }, [typed, name, setFilters])
  return [typed, setTyped] as const
}

const SearchField = () => {
  const input = useRef<HTMLInputElement>(null)
  const [typed, setTyped] = useTyped('text')
  useShortcut('find', () => input.current?.select())
  return (
    <div className={styles.search}>
      <Search size={14} aria-hidden="true" />
      <input
        ref={input}
        type="search"
        aria-label={t.filters.search}
        placeholder={t.filters.search}
        title={t.filters.searchHint}
        maxLength={200}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
    </div>
  )
}

const Typed = ({ name, type = 'text', label }: { name: 'from' | 'to' | 'least' | 'most'; type?: 'date' | 'text'; label: string }) => {
  const id = useId()
  const [typed, setTyped] = useTyped(name)
  const wrong = type === 'text' && !isAmountOrEmpty(typed)
  return (
    <div className={styles.typed}>
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type={type}
        inputMode={type === 'text' ? 'decimal' : undefined}
        size={type === 'text' ? 9 : undefined}
        title={type === 'text' ? t.filters.amountHint : undefined}
        aria-invalid={wrong || undefined}
        aria-describedby={wrong ? `${id}-wrong` : undefined}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
      {wrong && (
        <span id={`${id}-wrong`} className={styles.wrong}>
          {t.filters.notAnAmount}
        </span>
      )}
    </div>
  )
}
