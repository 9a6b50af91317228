import { X } from 'lucide-react'
import { type KeyboardEvent, useEffect, useRef } from 'react'
import type { Account, Transaction } from '../../../../shared/model/account-data.ts'
import { href } from '../../../router.ts'
import { dataText as t } from '../../../text/data.ts'
import { IconButton } from '../../../ui/button.tsx'
import { CopyButton } from '../../../ui/copy-button.tsx'
import { Fact, Facts, IdFact } from '../../../ui/facts.tsx'
import { exactTime, money, relativeTime } from '../../../ui/format.ts'
import { JsonText } from '../../../ui/json-text.tsx'
import { Tabs } from '../../../ui/tabs.tsx'
import { balanceTypeText, codeText, signedMoney } from '../../home/data-text.ts'
import { accountName } from '../account-name.ts'
import { pathOf } from '../data-path.ts'
import { otherFields } from './original-fields.ts'
import styles from './transaction-detail.module.css'

export interface TransactionDetailProps {
  transaction: Transaction
  account: Account | undefined
  /** Opened by keyboard. */
  takesFocus: boolean
  onClose: () => void
}

export const TransactionDetail = ({ transaction, account, takesFocus, onClose }: TransactionDetailProps) => {
  const section = useRef<HTMLElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the next transaction takes the focus too
  useEffect(() => {
    if (takesFocus) section.current?.focus()
  }, [takesFocus, transaction])
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || event.defaultPrevented) return
    event.preventDefault()
    onClose()
  }
  const original = JSON.stringify(transaction.original, null, 2)
  return (
    <section ref={section} tabIndex={-1} aria-label={t.transaction} className={styles.detail} onKeyDown={onKeyDown}>
      <header className={styles.header}>
        <div className={styles.heading}>
          <h2>{transaction.description ?? transaction.merchant ?? t.transaction}</h2>
          <p>
            <strong>{transaction.amount === null ? '–' : signedMoney(transaction.amount)}</strong>{' '}
            <span className="muted">{transaction.currency}</span>
          </p>
        </div>
        <IconButton label={t.detail.close} onPress={onClose}>
          <X size={16} />
        </IconButton>
      </header>
      <Tabs
        label={t.transaction}
        items={[
          {
            id: 'fields',
            label: t.detail.tabs.fields,
            content: (
              <div className={styles.tab}>
                <Fields transaction={transaction} account={account} />
              </div>
            ),
          },
          {
            id: 'original',
            label: t.detail.tabs.original,
            content: (
              <div className={styles.tab}>
                <div className={styles.copy}>
                  <CopyButton value={original} label={t.detail.originalLabel} />
                </div>
                <JsonText label={t.detail.originalLabel}>{original}</JsonText>
              </div>
            ),
          },
        ]}
      />
    </section>
  )
}

const Fields = ({ transaction, account }: Pick<TransactionDetailProps, 'transaction' | 'account'>) => {
  const { bookingDateTime, valueDateTime, status, amount, currency, description, merchant, reference, transactionId, balance } = transaction
  const more = otherFields(transaction.original)
  return (
    <>
      <Facts>
        {amount !== null && (
          <Fact label={t.detail.amount} copy={amount}>
            {signedMoney(amount)} <span className="muted">{currency}</span>
          </Fact>
        )}
        {bookingDateTime && <Moment label={t.detail.booked} iso={bookingDateTime} />}
        {valueDateTime && <Moment label={t.detail.valued} iso={valueDateTime} />}
        <Fact label={t.status} term="transaction-status">
          {codeText(status)} <span className="muted">{status}</span>
        </Fact>
        {description && (
          <Fact label={t.detail.description} copy={description}>
            {description}
          </Fact>
        )}
        {merchant && (
          <Fact label={t.detail.merchant} copy={merchant}>
            {merchant}
          </Fact>
        )}
        {reference && (
          <Fact label={t.detail.reference} copy={reference} mono>
            {reference}
          </Fact>
        )}
        {balance && (
          <Fact label={t.detail.balanceAfter} copy={balance.amount}>
            {money(balance.amount)} <span className="muted">{`${balance.currency} · ${balanceTypeText(balance.type)}`}</span>
          </Fact>
        )}
        <Fact label={t.columns.account} term="account">
          <a href={href(pathOf({ consentId: transaction.accountAccessConsentId, accountId: transaction.accountId }))}>
            {account ? accountName(account) : transaction.accountId}
          </a>
        </Fact>
        {transactionId ? (
          <IdFact label={t.detail.transactionId} value={transactionId} full />
        ) : (
          <Fact label={t.detail.transactionId}>{t.detail.noId}</Fact>
        )}
      </Facts>
      {more.length > 0 && (
        <section className={styles.more}>
          <h3>{t.detail.more}</h3>
          <Facts>
            {more.map(({ path, label, value }) => (
              <Fact key={path} label={label} copy={value}>
                {value}
              </Fact>
            ))}
          </Facts>
        </section>
      )}
    </>
  )
}

const Moment = ({ label, iso }: { label: string; iso: string }) => (
  <Fact label={label} term="booking-date" copy={iso}>
    <time dateTime={iso}>
      {exactTime(iso)} <span className="muted">{relativeTime(iso)}</span>
    </time>
  </Fact>
)
