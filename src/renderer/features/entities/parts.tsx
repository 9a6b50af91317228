import type { ReactNode } from 'react'
import type { Finding } from '../../../shared/model/workspace.ts'
import { useQuery } from '../../api/query.ts'
import { DetailHeader } from '../../frame/detail.tsx'
import { href, useLocation } from '../../router.ts'
import { entityText as t } from '../../text/entities/index.ts'
import { Notice } from '../../ui/error-notice.tsx'
import { Fact, type FactProps } from '../../ui/facts.tsx'
import { exactTime, relativeTime } from '../../ui/format.ts'
import { Mark, Status } from '../../ui/status.tsx'
import { useNow } from '../../ui/use-now.ts'
import styles from './entities.module.css'
import { type EntryStatus, findingsOf, worst } from './entry.ts'

export interface EntityPageProps {
  aggregate: string
  id: string
  name: string
  status: EntryStatus | null
  /** What can be done with it: a row of buttons. */
  actions?: ReactNode
  children: ReactNode
}

/** The head of every detail: name, status and what the checks found. */
export const EntityPage = ({ aggregate, id, name, status: own, actions, children }: EntityPageProps) => {
  const { value } = useQuery('workspace.check', {})
  const findings = findingsOf(value?.findings ?? [], { aggregate, id })
  const status = worst(own, findings)
  return (
    <article className={styles.page}>
      <DetailHeader name={name} status={status && <Status tone={status.tone}>{status.word}</Status>} />
      {actions && <div className={styles.actionRow}>{actions}</div>}
      <Findings findings={findings} />
      {children}
    </article>
  )
}

const Findings = ({ findings }: { findings: Finding[] }) => {
  if (findings.length === 0) return null
  const good = findings.filter(({ severity }) => severity === 'good')
  return (
    <section className={styles.findings} aria-label={t.findings}>
      {findings.map(
        ({ severity, check, message, remedy }) =>
          severity !== 'good' && (
            <Notice key={`${check} ${message}`} tone={severity}>
              <p>
                <strong>{message}</strong>
              </p>
              {remedy && <p>{remedy}</p>}
            </Notice>
          ),
      )}
      {good.length > 0 && (
        <ul className={styles.good}>
          {good.map(({ check, message }) => (
            <li key={`${check} ${message}`} className="caption">
              <Mark tone="good" /> {message}
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

type Label = Pick<FactProps, 'label' | 'term'>

/** Relative, exact on hover and in copies. */
export const TimeFact = ({ iso, absent = t.unknown, ...label }: Label & { iso: string | null; absent?: string }) =>
  iso === null ? (
    <Fact {...label}>{absent}</Fact>
  ) : (
    <Fact {...label} copy={iso}>
      <Time iso={iso} />
    </Fact>
  )

export const Time = ({ iso }: { iso: string }) => {
  const now = useNow(true, 30_000)
  return (
    <time dateTime={iso} title={exactTime(iso)}>
      {relativeTime(iso, now)} <span className="muted">({exactTime(iso)})</span>
    </time>
  )
}

/** A link to another screen that keeps the log drawer's exchange. */
export const To = ({ path, children }: { path: string[]; children: ReactNode }) => {
  const { exchange } = useLocation()
  return <a href={href(path, exchange)}>{children}</a>
}

interface ListFactProps extends Label {
  values: readonly string[]
  /** Said of all of them; not copied. */
  note?: string | undefined
  mono?: boolean
  absent?: string
}

/** Several values of one kind, one per line; copied as lines. */
export const ListFact = ({ values, note, mono = false, absent = t.none, ...label }: ListFactProps) =>
  values.length === 0 ? (
    <Fact {...label}>{absent}</Fact>
  ) : (
    <Fact {...label} copy={values.join('\n')} mono={mono}>
      {values.join('\n')}
      {note && <div className="muted">{note}</div>}
    </Fact>
  )

export const YesNo = ({ value, ...label }: Label & { value: boolean }) => <Fact {...label}>{value ? t.yes : t.no}</Fact>
