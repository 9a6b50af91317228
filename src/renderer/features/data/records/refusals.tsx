import type { AllowedCalls } from '../fetch/list-calls.ts'
import styles from './records-table.module.css'

/** Which calls the bank will refuse, and why; nothing where there are none. */
export const Refusals = ({ id, calls }: { id: string; calls: AllowedCalls }) => {
  const byReason = Map.groupBy(
    calls.filter(({ allowed }) => !allowed),
    ({ reason }) => reason,
  )
  if (byReason.size === 0) return null
  return (
    <ul id={id} className={styles.refusals}>
      {[...byReason].map(([reason, refused]) => (
        <li key={reason} className="muted">
          {reason}:{' '}
          {refused.map(({ path }, index) => (
            <span key={path}>
              {index > 0 && ', '}
              <code>GET {path}</code>
            </span>
          ))}
        </li>
      ))}
    </ul>
  )
}
