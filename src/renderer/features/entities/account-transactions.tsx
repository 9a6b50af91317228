import type { Account } from '../../../shared/model/account-data.ts'
import { useQuery } from '../../api/query.ts'
import { Section } from '../../frame/detail.tsx'
import { text } from '../../text/en.ts'
import { entityText } from '../../text/entities/index.ts'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { exactTime } from '../../ui/format.ts'
import { NumberCell, Table } from '../../ui/table.tsx'
import { codeText, dateText, signedMoney } from '../home/data-text.ts'
import styles from './account-transactions.module.css'

const t = entityText.data
const newest = 50

/** The newest of the local copy. */
export const AccountTransactions = ({ account: { accountAccessConsentId, accountId } }: { account: Account }) => {
  const { value, error } = useQuery('transaction.list', { accountAccessConsentId, accountId, limit: newest })
  return (
    <Section
      title={
        <>
          {t.newest}{' '}
          {value && <span className={styles.count}>{t.shown(String(value.items.length), value.total.toLocaleString('en-GB'))}</span>}
        </>
      }
    >
      {error && <ErrorNotice error={error} />}
      {!value && !error && <p className="muted">{text.states.loading}</p>}
      {value?.items.length === 0 && <p className="muted">{t.noTransactions}</p>}
      {value && value.items.length > 0 && (
        <Table title={t.newest} columns={[t.booked, t.description, t.reference, t.status, { title: t.amount, number: true }]}>
          {value.items.map((one, index) => (
            <tr key={one.transactionId ?? index}>
              <td
                className={styles.short}
                title={
                  one.valueDateTime
                    ? `${exactTime(one.bookingDateTime)} · ${t.valued} ${exactTime(one.valueDateTime)}`
                    : exactTime(one.bookingDateTime)
                }
              >
                {dateText(one.bookingDateTime)}
              </td>
              <td title={one.transactionId ?? undefined}>
                {one.merchant ?? one.description}
                {one.merchant && one.description && one.description !== one.merchant && <div className="caption">{one.description}</div>}
              </td>
              <td className="muted">{one.reference}</td>
              <td className={styles.short}>{codeText(one.status)}</td>
              <NumberCell>
                <span className={one.amount.startsWith('-') ? undefined : styles.credit}>{signedMoney(one.amount)}</span>{' '}
                <span className="muted">{one.currency}</span>
              </NumberCell>
            </tr>
          ))}
        </Table>
      )}
    </Section>
  )
}
