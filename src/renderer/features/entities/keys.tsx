import type { EncryptionKeyDescription } from '../../../shared/model/encryption-key.ts'
import { useQuery } from '../../api/query.ts'
import { text } from '../../text/en.ts'
import { entityText } from '../../text/entities/index.ts'
import { Fact, Facts, IdFact } from '../../ui/facts.tsx'
import { type EntityScreenDefinition, type EntryStatus, group } from './entry.ts'
import { EntityPage, TimeFact } from './parts.tsx'

const t = entityText.key
const aggregate = 'encryptionKeyDescription'
const tones = { unlocked: 'good', locked: 'attention', lost: 'failed', changed: 'failed' } as const

const statusOf = ({ state }: EncryptionKeyDescription): EntryStatus => ({ tone: tones[state], word: t.states[state] })

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
  ],
}

const KeyDetail = ({ encryptionKey: key }: { encryptionKey: EncryptionKeyDescription }) => (
  <EntityPage aggregate={aggregate} id={key.id} name={key.name} status={statusOf(key)}>
    <Facts>
      <Fact label={t.state}>{t.stateMeanings[key.state]}</Fact>
      <Fact label={t.source} term="encryption-key">
        {t.sources[key.source]}
      </Fact>
      {key.sourceName && <IdFact label={t.sourceName} value={key.sourceName} full />}
      {key.backend && <IdFact label={t.backend} value={key.backend} full />}
      <Fact label={t.use}>{key.current ? t.isCurrent : t.isNotCurrent}</Fact>
      <Fact label={t.sealed} term="sealed">
        {t.values(key.sealedValues)}
      </Fact>
      <TimeFact label={entityText.created} iso={key.created} />
      <IdFact label={entityText.id} value={key.id} full />
    </Facts>
  </EntityPage>
)
