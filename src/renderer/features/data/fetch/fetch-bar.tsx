import type { Account } from '../../../../shared/model/account-data.ts'
import { href } from '../../../router.ts'
import { dataText as t } from '../../../text/data.ts'
import { text } from '../../../text/en.ts'
import { Button } from '../../../ui/button.tsx'
import { ErrorNotice, Notice } from '../../../ui/error-notice.tsx'
import { useNow } from '../../../ui/use-now.ts'
import { accountName } from '../account-name.ts'
import { obstacleOf } from '../consent-standing.ts'
import type { ConsentData } from '../use-consents.ts'
import styles from './fetch-bar.module.css'
import { allowedKinds, type FetchStep } from './fetch-plan.ts'
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

/** Why nothing can be fetched, what is being fetched, or how it ended; nothing when all is well. */
export const FetchBar = ({ data, accountId }: FetchProps) => {
  const { consent, accounts } = data
  const fetching = useFetch(consent.id)
  const now = useNow(true, 30_000)
  const obstacle = obstacleOf(consent, now)
  const notAllowed = (['balances', 'transactions'] as const).filter((kind) => !allowedKinds(consent.permissions).includes(kind))
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
      {notAllowed.map((kind) => (
        <p key={kind} className="muted">
          {t.fetch.notAllowed[kind]}
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
  const account = accounts.find(({ accountId }) => accountId === step.accountId)
  const name = account ? accountName(account) : step.accountId
  return step.kind === 'balances' ? t.fetch.balances(name) : t.fetch.ofTransactions(name)
}
