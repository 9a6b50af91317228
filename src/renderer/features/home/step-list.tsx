import { type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react'
import type { WalkthroughStatus } from '../../../shared/model/walkthrough.ts'
import { text } from '../../text/en.ts'
import { classes } from '../../ui/classes.ts'
import { Mark, type Tone } from '../../ui/status.tsx'
import { showPage } from './choices.ts'
import styles from './step-list.module.css'
import { countText, type Page, standingOf } from './view.ts'

const moves: Record<string, (at: number, count: number) => number> = {
  ArrowDown: (at, count) => Math.min(at + 1, count - 1),
  ArrowUp: (at) => Math.max(at - 1, 0),
  Home: () => 0,
  End: (_, count) => count - 1,
}

export const StepList = ({ status, page }: { status: WalkthroughStatus; page: Page }) => {
  const list = useRef<HTMLOListElement>(null)
  const { steps, result } = status
  const current = page.kind === 'step' ? page.step.id : page.kind

  // biome-ignore lint/correctness/useExhaustiveDependencies: what is current is looked up in the list
  useEffect(() => {
    list.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest' })
  }, [current])

  const onKeyDown = (event: KeyboardEvent) => {
    const move = moves[event.key]
    const buttons = [...(list.current?.querySelectorAll('button') ?? [])]
    const at = buttons.findIndex((button) => button.matches(':focus'))
    if (!move || at < 0) return
    event.preventDefault()
    buttons[move(at, buttons.length)]?.focus()
  }

  return (
    <nav className={styles.steps} aria-label={text.home.steps}>
      <ol ref={list} onKeyDown={onKeyDown}>
        {steps.map((step, index) => {
          const { tone, words } = standingOf(step, status)
          return <Item key={step.id} id={step.id} current={current} tone={tone} title={step.title} number={index + 1} words={words} />
        })}
        {result && <Item id="result" current={current} tone="good" title={text.home.result} words={countText(result)} />}
      </ol>
    </nav>
  )
}

interface ItemProps {
  id: string
  current: string
  tone: Tone
  number?: number
  title: string
  words: ReactNode
}

const Item = ({ id, current, tone, number, title, words }: ItemProps) => (
  <li>
    <button
      type="button"
      className={classes(styles.step, id === current && styles.current)}
      aria-current={id === current ? 'step' : undefined}
      onClick={() => showPage(id)}
    >
      <span className={styles.number}>{number ?? ''}</span>
      <span className={styles.title}>{title}</span>
      <Mark tone={tone} />
      <span className={styles.words}>{words}</span>
    </button>
  </li>
)
