import type { AccountAccessConsent, ConsentStatus } from '../../../../shared/model/account-access-consent.ts'
import type { BankProfile } from '../../../../shared/model/bank-profile.ts'
import { call, host } from '../../../api/client.ts'
import { useQuery } from '../../../api/query.ts'
import { write } from '../../../frame/confirm-live.tsx'
import { entityText } from '../../../text/entities/index.ts'
import { announce } from '../../../ui/announcer.tsx'
import { Button } from '../../../ui/button.tsx'
import { ErrorNotice, Notice } from '../../../ui/error-notice.tsx'
import { TaskProgress } from '../../../ui/task-progress.tsx'
import type { Task } from '../../../ui/use-task.ts'
import { useWaiting } from './authorisation-section.tsx'
import { Authorise } from './authorise.tsx'
import { beginAuthorisation } from './authorising.ts'
import { type CaptureWay, captureWays } from './capture-ways.ts'
import { DeleteConsent } from './delete-consent.tsx'

const t = entityText.consentForm

export interface ConsentActionsProps {
  consent: AccountAccessConsent
  bank: BankProfile | undefined
  deleting: boolean
  onDeleting: (deleting: boolean) => void
  task: Task
  /** What the task is doing. */
  doing: string
  onDoing: (doing: string) => void
}

/** OB AIS profile, consent re-authentication: these may be authorised (again); for the others another consent is made. */
const authorisable: readonly ConsentStatus[] = ['awaitingAuthorisation', 'authorised', 'cancelled', 'unknown']

const isAuthorisable = ({ state, status }: AccountAccessConsent) => state === 'created' && authorisable.includes(status)
const takesAnother = ({ status }: AccountAccessConsent, bank: BankProfile | undefined) =>
  status === 'awaitingAuthorisation' || bank?.authorisation.reauthorisation !== false

export const ConsentActions = ({ consent, bank, onDeleting, task, onDoing }: ConsentActionsProps) => {
  const { id, consentId, status, tokens, bankRegistrationId } = consent
  const registrations = useQuery('bankRegistration.list', {})
  const waiting = useWaiting(id)
  const redirectUris = registrations.value?.items.find((one) => one.id === bankRegistrationId)?.redirectUris ?? []
  const busy = task.running || waiting !== undefined
  const again = takesAnother(consent, bank)
  const label = status === 'awaitingAuthorisation' ? t.authorise : t.authoriseAgain

  const authorise = (way?: CaptureWay) => {
    if (!bank) return
    onDoing(t.starting)
    void task.run(() => beginAuthorisation({ id, ...(way && { redirectUri: way.redirectUri, capture: way.capture }) }, bank))
  }
  const read = async () => {
    onDoing(t.reading)
    if (await task.run(() => call('accountAccessConsent.get', { id, fromBank: true }))) announce(t.readDone)
  }
  const refresh = async () => {
    if (!bank) return
    const { displayName, environment } = bank
    onDoing(t.refreshing)
    const work = () => write({ method: 'accountAccessConsent.refresh', input: { id }, what: t.whatRefresh(displayName), environment })
    if (await task.run(work)) announce(t.refreshed)
  }
  return (
    <>
      {isAuthorisable(consent) && (
        <Authorise
          label={label}
          primary={status !== 'authorised'}
          ways={captureWays(redirectUris, { window: host().host.kind === 'electron' })}
          isDisabled={busy || !again}
          onAuthorise={authorise}
        />
      )}
      {!again && authorisable.includes(status) && <span className="caption">{t.onceOnly}</span>}
      {tokens?.refreshable && (
        <Button onPress={refresh} isDisabled={busy}>
          {t.refresh}
        </Button>
      )}
      {consentId && (
        <Button onPress={read} isDisabled={task.running}>
          {t.read}
        </Button>
      )}
      <Button kind="danger" onPress={() => onDeleting(true)}>
        {t.delete}
      </Button>
    </>
  )
}

/** What an action does, what came of it, and what a call without an answer left behind. */
export const ConsentPanels = ({ consent, bank, deleting, onDeleting, task, doing }: ConsentActionsProps) => (
  <>
    {consent.state !== 'created' && (
      <Notice tone="attention">
        <p>
          <strong>{t.leftovers[consent.state].fact}</strong>
        </p>
        <p>{t.leftovers[consent.state].what}</p>
      </Notice>
    )}
    {bank && <UnsignedRequest consent={consent} bank={bank} />}
    {task.started && <TaskProgress what={doing} started={task.started} />}
    {task.error && <ErrorNotice error={task.error} />}
    {deleting && bank && <DeleteConsent consent={consent} bank={bank} onClose={() => onDeleting(false)} />}
  </>
)

/** While the customer is at the bank, the authorisation itself says so. */
const UnsignedRequest = ({ consent, bank }: { consent: AccountAccessConsent; bank: BankProfile }) => {
  const waiting = useWaiting(consent.id)
  const signed = bank.authorisation.requestObject === 'signed'
  if (signed || waiting || !isAuthorisable(consent) || !takesAnother(consent, bank)) return null
  return (
    <Notice tone="attention">
      <p>
        <strong>{t.unsigned(bank.displayName)}</strong>
      </p>
      <p>{t.unsignedWhat}</p>
    </Notice>
  )
}
