import { type ReactNode, useEffect, useState } from 'react'
import { Focusable, Tooltip, TooltipTrigger } from 'react-aria-components'
import { href } from '../router.ts'
import type { GlossaryEntry, TermId } from '../text/glossary.ts'
import styles from './term.module.css'

/** The field's term for something, explained on hover and focus; following it opens the glossary. */
export const Term = ({ id, children }: { id: TermId; children: ReactNode }) => (
  <TooltipTrigger delay={300} closeDelay={100}>
    <Focusable>
      <a href={href(['glossary', id])} className={styles.term}>
        {children}
      </a>
    </Focusable>
    <Tooltip className={styles.tooltip ?? ''} offset={6}>
      <Explanation id={id} />
    </Tooltip>
  </TooltipTrigger>
)

/** The glossary is fetched when the first term is asked for. */
const Explanation = ({ id }: { id: TermId }) => {
  const [entry, setEntry] = useState<GlossaryEntry>()
  useEffect(() => {
    void import('../text/glossary.ts').then(({ glossaryEntry }) => setEntry(glossaryEntry(id)))
  }, [id])
  if (!entry) return '…'
  return (
    <>
      <strong>{entry.term}</strong>
      <p>{entry.meaning}</p>
      {entry.source && <p className="caption">{entry.source}</p>}
    </>
  )
}
