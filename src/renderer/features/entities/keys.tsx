import { lazy } from 'react'
import type { EncryptionKeyDescription } from '../../../shared/model/encryption-key.ts'
import { useQuery } from '../../api/query.ts'
import { text } from '../../text/en.ts'
import { entityText } from '../../text/entities/index.ts'
import { Fact, Facts, IdFact } from '../../ui/facts.tsx'
import { type EntityScreenDefinition, type EntryStatus, type Group, group } from './entry.ts'
import { EphemeralNotice } from './key-forms/ephemeral-notice.tsx'
import { KeyActions } from './key-forms/key-actions.tsx'
import { SourceDetail, sourceStatus } from './key-forms/source-detail.tsx'
import { EntityPage, ListFact, TimeFact } from './parts.tsx'

const t = entityText.key
const aggregate = 'encryptionKeyDescription'
const tones = { unlocked: 'good', locked: 'attention', lost: 'failed', changed: 'failed' } as const

const KeyForm = lazy(async () => ({ default: (await import('./key-forms/key-form.tsx')).KeyForm }))

const statusOf = ({ state }: EncryptionKeyDescription): EntryStatus => ({ tone: tones[state], word: t.states[state] })

/** Where keys can come from, and whether that works here. */
const useSources = (): Group => {
  const { value, error, loading } = useQuery('workspace.status', {})
  const sources = { value: value && { items: value.keySources }, error, loading }
  return group('keySource', t.onThisMachine, sources, (one) => ({
    aggregate: 'keySource',
    id: one.source,
    name: t.sourceNames[one.source],
    status: sourceStatus(one),
    secondary: one.detail,
    detail: () => <SourceDetail source={one} />,
  }))
}

export const keys: EntityScreenDefinition = {
  id: 'keys',
  label: text.nav.keys,
  empty: t.empty,
  useGroups: () => [
    group(aggregate, t.heading, useQuery('encryptionKeyDescription.list', {}), (key) => ({
      aggregate,
      id: key.id,
      name: key.name,
      status: statusOf(key),
      secondary: [t.sources[key.source], ...(key.current ? [t.current] : [])].join(' · '),
      detail: () => <KeyDetail encryptionKey={key} />,
    })),
    useSources(),
  ],
  forms: [{ id: 'key', label: t.create, component: KeyForm }],
}

const kindName = (kind: string): string => (t.kinds as Readonly<Record<string, string>>)[kind] ?? kind

const KeyDetail = ({ encryptionKey: key }: { encryptionKey: EncryptionKeyDescription }) => (
  <EntityPage aggregate={aggregate} id={key.id} name={key.name} status={statusOf(key)} actions={<KeyActions encryptionKey={key} />}>
    {key.source === 'Ephemeral' && <EphemeralNotice />}
    <Facts>
      <Fact label={t.state}>{t.stateMeanings[key.state]}</Fact>
      <Fact label={t.source} term="encryption-key">
        {t.sources[key.source]}
      </Fact>
      {key.sourceName && <IdFact label={t.sourceName} value={key.sourceName} full />}
      {key.backend && <IdFact label={t.backend} value={key.backend} full />}
      <Fact label={t.use}>{key.current ? t.isCurrent : t.isNotCurrent}</Fact>
      <ListFact
        label={t.sealed}
        term="sealed"
        values={key.seals.map(({ kind, values }) => `${kindName(kind)}: ${t.values(values)}`)}
        note={key.seals.length > 1 ? t.values(key.sealedValues) : undefined}
      />
      <TimeFact label={entityText.created} iso={key.created} />
      <IdFact label={entityText.id} value={key.id} full />
    </Facts>
  </EntityPage>
)
