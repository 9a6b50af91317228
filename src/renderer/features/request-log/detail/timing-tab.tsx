import type { RequestLogDetail } from '../../../../shared/model/request-log.ts'
import { log } from '../../../text/log.ts'
import { Fact, Facts } from '../../../ui/facts.tsx'
import { exactTime, milliseconds } from '../../../ui/format.ts'
import { phasesOf } from '../waterfall.ts'
import styles from './detail.module.css'
import { Section } from './message-tab.tsx'
import timingStyles from './timing-tab.module.css'

const hundredths = (ms: number): string => (ms < 100 ? `${ms.toFixed(2)} ms` : milliseconds(ms))

export const TimingTab = ({ detail: { timing, started, tls } }: { detail: RequestLogDetail }) => {
  const phases = phasesOf(timing)
  return (
    <>
      <Section title={log.timing.label}>
        {phases.length === 0 && <p className="muted">{log.timing.none}</p>}
        <dl className={timingStyles.phases}>
          {phases.map(({ phase, ms, start, width }) => (
            <div key={phase}>
              <dt>{log.timing[phase]}</dt>
              <dd className={timingStyles.track}>
                <span
                  className={`${timingStyles.bar} ${timingStyles[phase]}`}
                  style={{ left: `${start * 100}%`, width: `${width * 100}%` }}
                />
              </dd>
              <dd className={timingStyles.ms}>{hundredths(ms)}</dd>
            </div>
          ))}
        </dl>
        {tls?.reusedConnection && <p className={styles.aside}>{log.timing.reused}</p>}
      </Section>
      <Section title={log.timing.total}>
        <Facts>
          <Fact label={log.timing.started} copy={started}>
            {exactTime(started)}
          </Fact>
          <Fact label={log.timing.total}>{hundredths(timing.total)}</Fact>
        </Facts>
      </Section>
    </>
  )
}
