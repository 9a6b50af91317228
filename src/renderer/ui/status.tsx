import type { ReactNode } from 'react'
import { classes } from './classes.ts'
import styles from './status.module.css'

export type Tone = 'good' | 'attention' | 'failed' | 'information' | 'neutral'

/** A shape per tone, so that no state is told by colour alone. */
const shapes: Record<Tone, ReactNode> = {
  good: <circle cx="5" cy="5" r="4" fill="currentColor" />,
  attention: <path d="M5 1 9.5 9h-9z" fill="currentColor" />,
  failed: <path d="M1.5 1.5l7 7M8.5 1.5l-7 7" stroke="currentColor" strokeWidth="2.2" />,
  information: <rect x="1" y="1" width="8" height="8" rx="1" fill="currentColor" />,
  neutral: <circle cx="5" cy="5" r="3.5" fill="none" stroke="currentColor" strokeWidth="1.5" />,
}

export const Mark = ({ tone }: { tone: Tone }) => (
  <svg viewBox="0 0 10 10" className={classes(styles.mark, styles[tone])} aria-hidden="true">
    {shapes[tone]}
  </svg>
)

/** A mark with its word. */
export const Status = ({ tone, children }: { tone: Tone; children: ReactNode }) => (
  <span className={classes(styles.status, styles[tone])}>
    <Mark tone={tone} />
    <span>{children}</span>
  </span>
)
