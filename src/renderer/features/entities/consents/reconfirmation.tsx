import type { AccountAccessConsent } from '../../../../shared/model/account-access-consent.ts'
import { call } from '../../../api/client.ts'
import { Section } from '../../../frame/detail.tsx'
import { entityText } from '../../../text/entities/index.ts'
import { announce } from '../../../ui/announcer.tsx'
import { Button } from '../../../ui/button.tsx'
import { ErrorNotice } from '../../../ui/error-notice.tsx'
import { Fact, Facts } from '../../../ui/facts.tsx'
import { exactTime } from '../../../ui/format.ts'
import { Status } from '../../../ui/status.tsx'
import { Term } from '../../../ui/term.tsx'
import { useNow } from '../../../ui/use-now.ts'
import { useTask } from '../../../ui/use-task.ts'
import { TimeFact } from '../parts.tsx'

const t = entityText.consentForm

/** Days before it is due at which one is reminded; the checks of the workspace do the same. */
const soonDays = 14

/** When the customer has to say again that the consent still stands, and the record that it was said. */
export const Reconfirmation = ({ consent: { id, status, reconfirmation } }: { consent: AccountAccessConsent }) => {
  const task = useTask()
  const now = useNow(reconfirmation !== null, 30_000)
  if (!reconfirmation) return null
  const { authorised, reconfirmed, due } = reconfirmation
  const days = Math.ceil((Date.parse(due) - now) / 86_400_000)
  const record = async () => {
    if (await task.run(() => call('accountAccessConsent.reconfirm', { id }))) announce(t.reconfirmed)
  }
  return (
    <Section title={<Term id="reconfirmation">{t.reconfirmation}</Term>}>
      <p>{t.reconfirmationHelp}</p>
      <p className="caption">{t.reconfirmationSource}</p>
      <Facts>
        <TimeFact label={t.lastAuthorised} iso={authorised} />
        <TimeFact label={t.lastReconfirmed} iso={reconfirmed} absent={t.notYet} />
        <Fact label={t.due} copy={due}>
          <Status tone={days <= 0 ? 'failed' : days <= soonDays ? 'attention' : 'good'}>{days <= 0 ? t.overdue : t.dueIn(days)}</Status>{' '}
          <span className="muted">({exactTime(due)})</span>
        </Fact>
      </Facts>
      {status === 'authorised' && (
        <div>
          <Button onPress={record} isDisabled={task.running}>
            {t.reconfirm}
          </Button>
        </div>
      )}
      {task.error && <ErrorNotice error={task.error} />}
    </Section>
  )
}
