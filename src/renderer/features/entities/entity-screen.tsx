import { useEffect, useRef, useState } from 'react'
import { useQuery } from '../../api/query.ts'
import { BackToList } from '../../frame/detail.tsx'
import { EntryLink, EntryList } from '../../frame/entry-list.tsx'
import { environmentName } from '../../frame/environment-picker.tsx'
import { ListDetail } from '../../frame/list-detail.tsx'
import { runWithModelBank } from '../../frame/run-walkthrough.ts'
import type { ScreenProps } from '../../frame/screens.ts'
import { setPreferences, usePreferences } from '../../preferences.ts'
import { href } from '../../router.ts'
import { text } from '../../text/en.ts'
import { entityText as t } from '../../text/entities/index.ts'
import { Button } from '../../ui/button.tsx'
import { hiddenKeys, useDeletions } from '../../ui/deletions.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { loadingText } from '../../ui/format.ts'
import { Status } from '../../ui/status.tsx'
import { definitions } from './definitions.ts'
import styles from './entities.module.css'
import { type EntityScreenDefinition, type Entry, findingsOf, type Group, type NewForm, worst } from './entry.ts'
import { FormPage, NewActions, NewMenu } from './new-forms.tsx'
import { selectEntries, withoutHidden } from './select-entries.ts'

/** The screen of some of the workspace's entities, by the id it has in the rail. */
export const entityScreen = (id: string) => {
  const definition = definitions.find((one) => one.id === id)
  if (!definition) throw new Error(`Screen ${id} has no definition`)
  return ({ path }: ScreenProps) => <EntityScreen {...definition} path={path} />
}

const EntityScreen = ({ id, label, empty, useGroups, forms = [], path: [aggregate, chosenId] }: EntityScreenDefinition & ScreenProps) => {
  const { deletions } = useDeletions()
  const groups = withoutHidden(useGroups(), hiddenKeys(deletions))
  const { environment } = usePreferences()
  const [query, setQuery] = useState('')
  const selection = selectEntries(groups, environment, query)
  const loading = groups.some((group) => group.loading)
  const chosen = groups.flatMap(({ entries }) => entries).find((entry) => entry.aggregate === aggregate && entry.id === chosenId)

  const form = aggregate === 'new' ? forms.find((one) => one.id === chosenId) : undefined

  if (!loading && !form && selection.total === 0 && groups.every(({ error }) => !error)) {
    return (
      <Empty label={label} screen={id} forms={forms}>
        {empty}
      </Empty>
    )
  }
  return (
    <ListDetail
      label={label}
      list={
        <EntryList
          title={label}
          actions={<NewMenu screen={id} label={label} forms={forms} />}
          query={query}
          onQuery={setQuery}
          count={selection.shown}
        >
          {selection.groups.map((group) => (
            <GroupOfEntries key={group.id} screen={id} group={group} chosen={chosen} />
          ))}
          {selection.hidden > 0 && (
            <div className={styles.hidden}>
              <p className="caption">{t.hidden(selection.hidden, environmentName(environment))}</p>
              <Button onPress={() => setPreferences({ environment: 'all' })}>{t.showAll}</Button>
            </div>
          )}
          {loading && <p className={styles.note}>{loadingText}</p>}
        </EntryList>
      }
      detail={
        form ? (
          <FormPage screen={id} label={label} form={form} />
        ) : chosenId === undefined ? null : (
          <Detail screen={id} label={label} chosen={chosen} loading={loading} />
        )
      }
      empty={<EmptyState>{selection.total === selection.hidden ? t.nothingIn(environmentName(environment)) : t.choose}</EmptyState>}
    />
  )
}

interface EmptyProps {
  label: string
  screen: string
  forms: NewForm[]
  children: string
}

/** One sentence and one action, beside the walkthrough that does it all; the rest is in the menu. */
const Empty = ({ label, screen, forms, children }: EmptyProps) => (
  <div className={styles.blank}>
    <div className={styles.blankTitle}>
      <h1>{label}</h1>
      {forms.length > 1 && <NewMenu screen={screen} label={label} forms={forms} />}
    </div>
    <EmptyState
      action={
        <div className={styles.actions}>
          <Button kind="primary" onPress={runWithModelBank}>
            {t.useModelBank}
          </Button>
          <NewActions screen={screen} forms={forms} />
          <a href={href(['home'])}>{t.goHome}</a>
        </div>
      }
    >
      {children}
    </EmptyState>
  </div>
)

const GroupOfEntries = ({
  screen,
  group: { heading, entries, error },
  chosen,
}: {
  screen: string
  group: Group
  chosen: Entry | undefined
}) => {
  const { value } = useQuery('workspace.check', {})
  if (entries.length === 0 && !error) return null
  return (
    <section className={styles.group}>
      <h2>{heading}</h2>
      {error && <ErrorNotice error={error} />}
      <ul>
        {entries.map((entry) => {
          const status = worst(entry.status, findingsOf(value?.findings ?? [], entry))
          return (
            <li key={entry.id}>
              <EntryLink
                path={[screen, entry.aggregate, entry.id]}
                current={entry === chosen}
                name={entry.name}
                status={status && <Status tone={status.tone}>{status.word}</Status>}
                secondary={entry.secondary}
              />
            </li>
          )
        })}
      </ul>
    </section>
  )
}

interface DetailProps {
  screen: string
  label: string
  chosen: Entry | undefined
  loading: boolean
}

const Detail = ({ screen, label, chosen, loading }: DetailProps) => {
  const page = useRef<HTMLDivElement>(null)
  const shown = chosen && `${chosen.aggregate} ${chosen.id}`
  // Another one begins at its head, however far the one before was read.
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is shown is what it is about
  useEffect(() => {
    page.current?.parentElement?.scrollTo(0, 0)
  }, [shown])
  return (
    <div ref={page} className={styles.detail}>
      <BackToList path={[screen]} label={label} />
      {chosen ? <div key={shown}>{chosen.detail()}</div> : <EmptyState>{loading ? text.states.loading : t.gone}</EmptyState>}
    </div>
  )
}
