import type { Verdict } from '../../../shared/errors.ts'
import { text } from '../../text/en.ts'
import { Status, type Tone } from '../../ui/status.tsx'
import styles from './table.module.css'

const t = text.home.outcome

const tones: Record<Verdict['verdict'], Tone> = { pass: 'good', fail: 'failed', warning: 'attention', notApplicable: 'neutral' }

const verdicts: Verdict['verdict'][] = ['fail', 'warning', 'pass', 'notApplicable']

/** Such as "31 passed, 9 not applicable". */
const countsOf = (checks: readonly Verdict[]): string =>
  verdicts
    .map((verdict) => [checks.filter((check) => check.verdict === verdict).length, t.counted[verdict]] as const)
    .filter(([count]) => count > 0)
    .map(([count, words]) => `${count} ${words}`)
    .join(', ')

/** Every check with the clause that asks for it. */
export const Verdicts = ({ checks }: { checks: readonly Verdict[] }) => (
  <table className={styles.table}>
    <caption>
      {t.checks} <span className="muted">{countsOf(checks)}</span>
    </caption>
    <thead>
      <tr>
        <th scope="col">{t.columns.verdict}</th>
        <th scope="col">{t.columns.claim}</th>
        <th scope="col">{t.columns.found}</th>
        <th scope="col">{t.columns.clause}</th>
      </tr>
    </thead>
    <tbody>
      {checks.map(({ claim, expected, actual, clause, verdict }) => (
        <tr key={`${claim} ${clause} ${expected} ${actual}`}>
          <td>
            <Status tone={tones[verdict]}>{t.verdicts[verdict]}</Status>
          </td>
          <td className="mono">{claim}</td>
          <td className={styles.long}>
            {actual ?? t.absent}
            {verdict !== 'pass' && verdict !== 'notApplicable' && (
              <span className="muted">
                {' '}
                {t.columns.expected}: {expected ?? t.any}
              </span>
            )}
          </td>
          <td className={styles.clause}>{clause}</td>
        </tr>
      ))}
    </tbody>
  </table>
)
