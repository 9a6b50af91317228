import type { Output } from '../../../../shared/api.ts'
import { useQuery } from '../../../api/query.ts'
import { entityText } from '../../../text/entities/index.ts'
import { Fact, Facts } from '../../../ui/facts.tsx'
import entities from '../entities.module.css'
import type { EntryStatus } from '../entry.ts'
import { EntityPage, To } from '../parts.tsx'

const t = entityText.key

type Source = Output<'workspace.status'>['keySources'][number]

export const sourceStatus = ({ usable }: Pick<Source, 'usable'>): EntryStatus =>
  usable ? { tone: 'good', word: t.usable } : { tone: 'neutral', word: t.notUsable }

export const SourceDetail = ({ source }: { source: Source }) => {
  const { value } = useQuery('encryptionKeyDescription.list', {})
  const own = (value?.items ?? []).filter((key) => key.source === source.source)
  return (
    <EntityPage aggregate="keySource" id={source.source} name={t.sourceNames[source.source]} status={sourceStatus(source)}>
      <p>{t.sourceMeanings[source.source]}</p>
      <Facts>
        <Fact label={t.sourceState}>{source.detail}</Fact>
        <Fact label={t.keysOfSource}>
          {own.length === 0 ? (
            entityText.none
          ) : (
            <ul className={entities.links}>
              {own.map(({ id, name, current }) => (
                <li key={id}>
                  <To path={['keys', 'encryptionKeyDescription', id]}>{name}</To> {current && <span className="muted">{t.current}</span>}
                </li>
              ))}
            </ul>
          )}
        </Fact>
      </Facts>
    </EntityPage>
  )
}
