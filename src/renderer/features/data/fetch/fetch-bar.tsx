import type { Account } from '../../../../shared/model/account-data.ts'
import { useQuery } from '../../../api/query.ts'
import { href } from '../../../router.ts'
import { recordsText } from '../../../text/account-records.ts'
import { dataText as t } from '../../../text/data.ts'
import { text } from '../../../text/en.ts'
import { Button } from '../../../ui/button.tsx'
import { ErrorNotice, Notice } from '../../../ui/error-notice.tsx'
import { useNow } from '../../../ui/use-now.ts'
import { accountName } from '../account-name.ts'
import { obstacleOf } from '../consent-standing.ts'
import type { ConsentData } from '../use-consents.ts'
import styles from './fetch-bar.module.css'
import type { FetchStep } from './fetch-plan.ts'
import { cancelFetch, dismissFetch, startFetch, useFetch } from './fetch-store.ts'

export interface FetchProps {
  data: ConsentData
  /** Null: every account of the consent. */
  accountId: string | null
}

/** Starts the fetch of what the place shows. */
export const FetchButton = ({ data: { consent, accounts }, accountId, children }: FetchProps & { children?: string }) => {
  const fetching = useFetch(consent.id)
  const now = useNow(true, 30_000)
  const isDisabled = Boolean(fetching?.step) || obstacleOf(consent, now) !== null
  return (
    <Button isDisabled={isDisabled} onPress={() => void startFetch(consent, accountId)}>
      {children ?? (accounts.length === 0 ? t.fetch.first : t.fetch.again)}
    </Button>
  )
}

const shownAtOnce: readonly string[] = ['balances', 'transactions']

/** Why nothing can be fetched, what is being fetched, or how it ended; nothing when all is well. */
export const FetchBar = ({ data, accountId }: FetchProps) => {
  const { consent, accounts } = data
  const fetching = useFetch(consent.id)
  const now = useNow(true, 30_000)
  const obstacle = obstacleOf(consent, now)
  const calls = useQuery('accountAccessConsent.allowedCalls', { id: consent.id })
  const notAllowed = obstacle
    ? []
    : (calls.value?.items ?? []).filter(({ allowed, bulk, resource }) => !allowed && !bulk && shownAtOnce.includes(resource))
  const refused = Object.keys(fetching?.failures ?? {}).length
  const retry = <Button onPress={() => void startFetch(consent, accountId)}>{text.actions.retry}</Button>
  const dismiss = (
    <Button kind="quiet" onPress={() => dismissFetch(consent.id)}>
      {t.fetch.dismiss}
    </Button>
  )
  return (
    <>
      {obstacle && (
        <Notice tone="attention">
          <p>
            {t.obstacles[obstacle]} <a href={href(['consents', 'accountAccessConsent', consent.id])}>{t.showConsent}</a>
          </p>
        </Notice>
      )}
      {notAllowed.map(({ path, reason }) => (
        <p key={path} className="muted">
          {reason}
        </p>
      ))}
      {fetching?.step && (
        <div className={styles.progress}>
          <progress aria-label={t.fetch.label} max={fetching.steps} value={fetching.done} />
          <span>{stepText(fetching.step, accounts)}</span>
          <span className="muted">{t.fetch.progress(fetching.done + 1, fetching.steps)}</span>
          <Button isDisabled={fetching.cancelled} onPress={() => cancelFetch(consent.id)}>
            {t.fetch.cancel}
          </Button>
        </div>
      )}
      {fetching && !fetching.step && fetching.error && (
        <ErrorNotice
          error={fetching.error}
          actions={
            <>
              {retry}
              {dismiss}
            </>
          }
        />
      )}
      {fetching && !fetching.step && !fetching.error && refused > 0 && (
        <Notice tone="attention" actions={dismiss}>
          <p>{t.fetch.partly(refused)}</p>
        </Notice>
      )}
      {fetching && !fetching.step && fetching.cancelled && (
        <Notice
          tone="information"
          actions={
            <>
              {retry}
              {dismiss}
            </>
          }
        >
          <p>{t.fetch.cancelled}</p>
        </Notice>
      )}
    </>
  )
}

const stepText = (step: FetchStep, accounts: readonly Account[]): string => {
  if (step.kind === 'accounts') return t.fetch.accounts
  if (step.kind === 'records') return recordsText.resources[step.resource]
  const account = accounts.find(({ accountId }) => accountId === step.accountId)
  const name = account ? accountName(account) : step.accountId
  return step.kind === 'balances' ? t.fetch.balances(name) : t.fetch.ofTransactions(name)
}
