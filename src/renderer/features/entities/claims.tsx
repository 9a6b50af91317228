import type { Verdict } from '../../../shared/errors.ts'
import { text } from '../../text/en.ts'
import { entityText } from '../../text/entities/index.ts'
import { Fact, Facts } from '../../ui/facts.tsx'
import { exactTime, relativeTime } from '../../ui/format.ts'
import { Status, type Tone } from '../../ui/status.tsx'
import type { ClaimRow } from '../request-log/judged-claims.ts'
import styles from './claims.module.css'

const tones: Record<Verdict['verdict'], Tone> = { pass: 'good', fail: 'failed', warning: 'attention', notApplicable: 'neutral' }

const names: Record<Verdict['verdict'], string> = text.home.outcome.verdicts

/** Claims as fact rows: value, meaning, and every verdict with the clause that asks for it. */
export const Claims = ({ rows, whole }: { rows: readonly ClaimRow[]; whole: readonly Verdict[] }) => (
  <Facts>
    {rows.map(({ name, value, time, meaning, verdicts }) => (
      <Fact key={name} label={name} copy={value ?? undefined}>
        <span className="mono">{value === null || value === 'null' || value === '[]' ? entityText.none : value}</span>
        {time && (
          <span className="muted">
            {' '}
            {relativeTime(time)} ({exactTime(time)})
          </span>
        )}
        {meaning && <span className={styles.meaning}>{meaning}</span>}
        <Verdicts verdicts={verdicts} />
      </Fact>
    ))}
    {whole.map((verdict) => (
      <Fact key={verdict.claim} label={verdict.claim}>
        {verdict.actual ?? entityText.none}
        <Verdicts verdicts={[verdict]} />
      </Fact>
    ))}
  </Facts>
)

const Verdicts = ({ verdicts }: { verdicts: readonly Verdict[] }) =>
  verdicts.map(({ verdict, expected, clause }) => (
    <span key={`${clause} ${expected}`} className={styles.verdict}>
      <Status tone={tones[verdict]}>{names[verdict]}</Status>
      <span className="caption">
        {verdict === 'pass' || expected === null ? '' : `${text.home.outcome.columns.expected}: ${expected} · `}
        {clause}
      </span>
    </span>
  ))
