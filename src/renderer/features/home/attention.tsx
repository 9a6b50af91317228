import { useEffect, useState } from 'react'
import type { Output } from '../../../shared/api.ts'
import { useQuery } from '../../api/query.ts'
import { href } from '../../router.ts'
import { text } from '../../text/en.ts'
import { Mark, Status } from '../../ui/status.tsx'
import styles from './attention.module.css'
import { attentionOf, entityPath, type Finding } from './view.ts'

const t = text.home.attention

/** What is wrong in the workspace, or about to be. Not looked for while a step runs, which changes it all the time. */
export const Attention = ({ paused }: { paused: boolean }) => {
  const { value } = useQuery('workspace.check', paused ? null : {})
  const [last, setLast] = useState<Output<'workspace.check'>>()
  useEffect(() => {
    if (value) setLast(value)
  }, [value])
  if (!last) return <aside className={styles.attention} />
  const { findings } = last
  const open = attentionOf(findings)
  return (
    <aside className={styles.attention} aria-label={t.heading}>
      {open.length === 0 ? (
        <p className="caption">{findings.length > 0 ? <Status tone="good">{t.good}</Status> : t.nothing}</p>
      ) : (
        <>
          <h2>{t.heading}</h2>
          <ul>
            {open.map((finding) => (
              <li key={`${finding.subject.aggregate} ${finding.subject.id} ${finding.check}`}>
                <Item {...finding} />
              </li>
            ))}
          </ul>
        </>
      )}
    </aside>
  )
}

const Item = ({ severity, subject, message, remedy }: Finding) => {
  const path = entityPath(subject)
  return (
    <div className={styles.finding}>
      <Mark tone={severity} />
      <p>
        <span className="visually-hidden">{text.states[severity]}: </span>
        {path ? <a href={href(path)}>{message}</a> : message}
      </p>
      {remedy && <p className="caption">{remedy}</p>}
    </div>
  )
}
