import type { ReactNode } from 'react'
import type { AppErrorData } from '../../shared/errors.ts'
import { go, showExchange } from '../router.ts'
import { text } from '../text/en.ts'
import { Button } from './button.tsx'
import { classes } from './classes.ts'
import styles from './notice.module.css'
import { Mark, type Tone } from './status.tsx'

export const Notice = ({
  tone,
  children,
  actions,
}: {
  tone: Exclude<Tone, 'good' | 'neutral'>
  children: ReactNode
  actions?: ReactNode
}) => (
  <div className={classes(styles.notice, styles[tone])} role={tone === 'failed' ? 'alert' : undefined}>
    <Mark tone={tone} />
    <div className={styles.body}>
      {children}
      {actions && <div className={styles.actions}>{actions}</div>}
    </div>
  </div>
)

/** Where a client is registered with what is suggested; null where the suggestion is for the form that shows it. */
export const pathOfNewRegistration = ({ bankProfileId, field, value }: NonNullable<AppErrorData['suggestion']>): string[] | null =>
  bankProfileId && field === 'subjectDnRendering' ? ['banks', 'new', 'registration', bankProfileId, value] : null

/** What failed, the evidence, what to do, and the exchange that shows it. Stays where the failure happened. */
export const ErrorNotice = ({ error, actions }: { error: AppErrorData; actions?: ReactNode }) => {
  const { code, message, remedy, bank, checks, requestLogId, field, suggestion } = error
  const registering = suggestion && pathOfNewRegistration(suggestion)
  const failed = checks?.filter(({ verdict }) => verdict === 'fail') ?? []
  return (
    <Notice
      tone="failed"
      actions={
        <>
          {actions}
          {registering && <Button onPress={() => go(registering)}>{text.errors.registerWith}</Button>}
          {requestLogId && <Button onPress={() => showExchange(requestLogId)}>{text.actions.showExchange}</Button>}
        </>
      }
    >
      <p>
        <strong>{message}</strong>
      </p>
      {bank?.description && (
        <p>
          {text.errors.bankSays}: {bank.description}
        </p>
      )}
      {failed.length > 0 && (
        <ul aria-label={text.errors.checks}>
          {failed.map(({ claim, expected, actual, clause }) => (
            <li key={claim}>
              <code>{claim}</code>: {expected ?? '–'} ≠ {actual ?? '–'} <span className="muted">({clause})</span>
            </li>
          ))}
        </ul>
      )}
      {remedy && <p>{remedy}</p>}
      {registering && <p>{text.errors.mayDo(suggestion.label)}</p>}
      <p className="caption">
        {code}
        {field ? ` · ${field}` : ''}
      </p>
    </Notice>
  )
}
