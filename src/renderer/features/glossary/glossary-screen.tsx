import { useState } from 'react'
import { BackToList, DetailHeader } from '../../frame/detail.tsx'
import { EntryLink, EntryList } from '../../frame/entry-list.tsx'
import { ListDetail } from '../../frame/list-detail.tsx'
import type { ScreenProps } from '../../frame/screens.ts'
import { href } from '../../router.ts'
import { text } from '../../text/en.ts'
import { type GlossaryEntry, glossaryEntry, sortedGlossary } from '../../text/glossary.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { findTerms } from './find-terms.ts'
import styles from './glossary.module.css'

export const GlossaryScreen = ({ path: [id = ''] }: ScreenProps) => {
  const [query, setQuery] = useState('')
  const found = findTerms(sortedGlossary, query)
  const chosen = glossaryEntry(id)
  return (
    <ListDetail
      label={text.nav.glossary}
      list={
        <EntryList title={text.nav.glossary} query={query} onQuery={setQuery} count={found.length}>
          <ul>
            {found.map((entry) => (
              <li key={entry.id}>
                <EntryLink path={['glossary', entry.id]} current={entry.id === id} name={entry.term} />
              </li>
            ))}
          </ul>
        </EntryList>
      }
      detail={chosen ? <Entry entry={chosen} /> : null}
      empty={<EmptyState>{text.glossary.choose}</EmptyState>}
    />
  )
}

const Entry = ({ entry: { term, meaning, source, related } }: { entry: GlossaryEntry }) => (
  <article className={styles.entry}>
    <BackToList path={['glossary']} label={text.nav.glossary} />
    <DetailHeader name={term} />
    <p className={styles.meaning}>{meaning}</p>
    <p className="muted">{source ? `${text.glossary.source}: ${source}` : text.glossary.own}</p>
    <h2>{text.glossary.related}</h2>
    <ul className={styles.related}>
      {related.map((id) => (
        <li key={id}>
          <a href={href(['glossary', id])}>{glossaryEntry(id)?.term ?? id}</a>
        </li>
      ))}
    </ul>
  </article>
)
