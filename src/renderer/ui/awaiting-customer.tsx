import { type FormEvent, type KeyboardEvent, type ReactNode, useState } from 'react'
import type { Output } from '../../shared/api.ts'
import type { AppErrorData, Reply } from '../../shared/errors.ts'
import type { WaitingAuthorisation } from '../../shared/model/account-access-consent.ts'
import { call, host } from '../api/client.ts'
import { text } from '../text/en.ts'
import styles from './awaiting-customer.module.css'
import { Button } from './button.tsx'
import { ErrorNotice } from './error-notice.tsx'
import { Fact, Facts, IdFact } from './facts.tsx'
import { timeLeft } from './format.ts'
import { Status } from './status.tsx'
import { TextField } from './text-field.tsx'
import { useNow } from './use-now.ts'

const t = text.home.awaiting

/** An authorisation of a consent, or the walkthrough's. */
type Awaiting = Pick<WaitingAuthorisation, 'authContextId' | 'authorisationUrl' | 'capture' | 'expires'>
type Customer = Output<'modelBank.status'>['customers'][number]

interface AwaitingCustomerProps {
  awaiting: Awaiting
  /** Who can log in, where that is known. */
  customer: Customer | undefined
  /** How the bank’s page is opened; in the system’s browser when absent. */
  open?: () => Promise<Reply<unknown>>
  /** Buttons beside the one that opens the bank's page. */
  actions?: ReactNode
}

/** The customer is at the bank: the way there, and a way to bring the redirect that no listener catches. */
export const AwaitingCustomer = ({
  awaiting,
  customer,
  actions,
  open = () => host().openExternal(awaiting.authorisationUrl),
}: AwaitingCustomerProps) => {
  const [error, setError] = useState<AppErrorData | null>(null)
  const onOpen = async () => {
    const reply = await open()
    setError(reply.ok ? null : reply.error)
  }
  return (
    <div className={styles.awaiting}>
      <div className={styles.actions}>
        <Button kind="primary" onPress={onOpen}>
          {t.open}
        </Button>
        {actions}
        <Waiting expires={awaiting.expires} />
      </div>
      {error && <ErrorNotice error={error} />}
      <Facts>
        <IdFact label={t.address} value={awaiting.authorisationUrl} />
        {customer && <LogIn {...customer} />}
      </Facts>
      <Paste {...awaiting} />
    </div>
  )
}

const Waiting = ({ expires }: { expires: string }) => {
  const left = timeLeft(expires, useNow(true, 1000))
  return <Status tone="attention">{left ? `${t.waiting} · ${t.left(left)}` : t.over}</Status>
}

const LogIn = ({ name, username, password, oneTimeCode }: Customer) => (
  <>
    <Fact label={t.logIn}>{name}</Fact>
    <IdFact label={t.username} value={username} />
    <IdFact label={t.password} value={password} />
    <IdFact label={t.oneTimeCode} value={oneTimeCode} />
  </>
)

const submitByShortcut = (event: KeyboardEvent<HTMLFormElement>) => {
  if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
  event.preventDefault()
  event.currentTarget.requestSubmit()
}

const Paste = ({ authContextId, capture }: Awaiting) => {
  const [redirect, setRedirect] = useState('')
  const [error, setError] = useState<AppErrorData | null>(null)
  const [checking, setChecking] = useState(false)
  const change = (redirect: string) => {
    setRedirect(redirect)
    setError(null)
  }
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (checking || redirect.trim() === '') return
    setChecking(true)
    const reply = await call('accountAccessConsent.completeAuthorisation', { authContextId, redirect: redirect.trim() })
    // SECURITY: the code in it has been used, or is of no use; it does not stay in the page.
    if (reply.ok) setRedirect('')
    else setError(reply.error)
    setChecking(false)
  }
  return (
    <form className={styles.paste} noValidate onSubmit={submit} onKeyDown={submitByShortcut}>
      <TextField
        label={t.paste}
        description={t.pasteHelp[capture]}
        error={error && [error.message, error.remedy].filter(Boolean).join('. ')}
        value={redirect}
        onChange={change}
        mono
        rows={3}
        autoComplete="off"
      />
      <div>
        <Button type="submit" isDisabled={checking || redirect.trim() === ''}>
          {checking ? t.using : t.use}
        </Button>
      </div>
    </form>
  )
}
