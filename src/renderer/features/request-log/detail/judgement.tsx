import type { Verdict } from '../../../../shared/errors.ts'
import { log } from '../../../text/log.ts'
import { Status, type Tone } from '../../../ui/status.tsx'
import styles from './jwts-tab.module.css'

const tones: Record<Verdict['verdict'], Tone> = { pass: 'good', fail: 'failed', warning: 'attention', notApplicable: 'neutral' }

/** Whether a check holds, by which clause, and what was expected and found where it does not. */
export const Judgement = ({ verdict: { verdict, clause, expected, actual }, name }: { verdict: Verdict; name?: string }) => (
  <p className={styles.judgement}>
    <Status tone={tones[verdict]}>
      {name ? `${name} ` : ''}
      {log.jwts.verdicts[verdict]}
    </Status>
    <span className="caption">{clause}</span>
    {(verdict === 'fail' || verdict === 'warning') && (
      <span className={verdict === 'fail' ? styles.reason : styles.noted}>
        {log.jwts.expected} {expected ?? '–'}
        {actual !== null && `, ${log.jwts.found} ${actual}`}
      </span>
    )}
  </p>
)
