import type { ReactNode } from 'react'
import type { TermId } from '../text/glossary.ts'
import { classes } from './classes.ts'
import { CopyButton } from './copy-button.tsx'
import styles from './facts.module.css'
import { shortened } from './format.ts'
import { Term } from './term.tsx'

/** Label and value rows in place of disabled form fields. */
export const Facts = ({ children }: { children: ReactNode }) => <dl className={styles.facts}>{children}</dl>

export interface FactProps {
  label: string
  /** The glossary's entry for the label. */
  term?: TermId | undefined
  /** What is shown. */
  children: ReactNode
  /** What is copied; no copy button when absent. */
  copy?: string | undefined
  mono?: boolean
}

/** The label, explained where the glossary knows it. */
export const FactLabel = ({ label, term }: Pick<FactProps, 'label' | 'term'>) => (term ? <Term id={term}>{label}</Term> : label)

export const Fact = ({ label, term, children, copy, mono = false }: FactProps) => (
  <div>
    <dt>
      <FactLabel label={label} term={term} />
    </dt>
    <dd className={styles.value}>
      <span className={classes(styles.text, mono && 'mono')}>{children}</span>
      {copy !== undefined && (
        <span className={styles.copy}>
          <CopyButton value={copy} label={label} />
        </span>
      )}
    </dd>
  </div>
)

/** An identifier: in monospace, its middle left out when long, copied whole. */
export const IdFact = ({ label, term, value, full = false }: Pick<FactProps, 'label' | 'term'> & { value: string; full?: boolean }) => (
  <Fact label={label} term={term} copy={value} mono>
    <span title={value}>{full ? value : shortened(value, 44)}</span>
  </Fact>
)
