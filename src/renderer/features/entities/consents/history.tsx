import type { AccountAccessConsent, ConsentEvent } from '../../../../shared/model/account-access-consent.ts'
import { useQuery } from '../../../api/query.ts'
import { Section } from '../../../frame/detail.tsx'
import { showExchange } from '../../../router.ts'
import { text } from '../../../text/en.ts'
import { entityText } from '../../../text/entities/index.ts'
import { Button } from '../../../ui/button.tsx'
import { Mark, type Tone } from '../../../ui/status.tsx'
import { useNow } from '../../../ui/use-now.ts'
import { Time } from '../parts.tsx'
import styles from './history.module.css'
import { type Ahead, type Moment, timelineOf } from './timeline.ts'

const { consentForm: t, consent: c } = entityText

const eventTones: Record<ConsentEvent['event'], Tone> = {
  created: 'information',
  statusChanged: 'information',
  authorisationStarted: 'neutral',
  authorisationRefused: 'failed',
  authorisationExpired: 'attention',
  authorisationAbandoned: 'neutral',
  authorisationFailed: 'failed',
  authorised: 'good',
  refreshed: 'good',
  refreshFailed: 'attention',
  reconfirmed: 'good',
}
const aheadTones: Record<Ahead, Tone> = { reconfirm: 'neutral', expires: 'neutral', overdue: 'attention', expired: 'failed' }

const toneOf = (moment: Moment): Tone => (moment.kind === 'event' ? eventTones[moment.event.event] : aheadTones[moment.ahead])

/** The life of a consent, from its making to what its dates bring. */
export const ConsentHistory = ({ consent }: { consent: AccountAccessConsent }) => {
  const { value } = useQuery('accountAccessConsent.history', { id: consent.id })
  const now = useNow(true, 30_000)
  const moments = timelineOf(consent, value?.items ?? [], now)
  return (
    <Section title={t.history}>
      {moments.length === 0 ? (
        <p className="muted">{t.noHistory}</p>
      ) : (
        <ol className={styles.timeline}>
          {moments.map((moment) => (
            <li key={`${moment.at} ${moment.kind === 'event' ? moment.event.event : moment.ahead}`} className={styles.moment}>
              <Mark tone={toneOf(moment)} />
              <div>
                {moment.kind === 'event' ? <EventWords event={moment.event} /> : t.ahead[moment.ahead]}
                <p className="caption">
                  <Time iso={moment.at} />
                </p>
              </div>
            </li>
          ))}
        </ol>
      )}
    </Section>
  )
}

const EventWords = ({ event: { event, status, detail, requestLogId } }: { event: ConsentEvent }) => (
  <>
    {t.events[event]}
    {status && `: ${c.statuses[status]}`}
    {detail && (event === 'statusChanged' ? <span className="muted"> {c.writtenAs(detail)}</span> : <p className="muted">{detail}</p>)}
    {requestLogId && (
      <div>
        <Button onPress={() => showExchange(requestLogId)}>{text.actions.showExchange}</Button>
      </div>
    )}
  </>
)
