import type { ReactNode } from 'react'
import { useQuery } from '../../api/query.ts'
import { text } from '../../text/en.ts'
import { classes } from '../../ui/classes.ts'
import { clockTime, exactTime, money } from '../../ui/format.ts'
import { balanceTypeText, codeText, dateText, signedMoney } from './data-text.ts'
import styles from './table.module.css'

const t = text.home.data

export const Money = ({ amount, currency }: { amount: string | null; currency: string | null }) => (
  <td className={styles.number}>
    {amount} <span className="muted">{currency}</span>
  </td>
)

interface TableProps {
  caption: string
  note?: string | undefined
  /** Titles of the columns; those beginning with > are of numbers, and to the right. */
  columns: readonly string[]
  children: ReactNode
}

export const DataTable = ({ caption, note, columns, children }: TableProps) => (
  <table className={styles.table}>
    <caption>
      {caption} {note && <span className="muted">{note}</span>}
    </caption>
    <thead>
      <tr>
        {columns.map((column) => (
          <th key={column} scope="col" className={column.startsWith('>') ? styles.number : undefined}>
            {column.replace('>', '')}
          </th>
        ))}
      </tr>
    </thead>
    <tbody>{children}</tbody>
  </table>
)

const consentInput = (consentId: string | null) => (consentId === null ? null : { accountAccessConsentId: consentId })

const useNames = (consentId: string | null) => {
  const { value } = useQuery('account.list', consentInput(consentId))
  return (accountId: string) => value?.items.find((account) => account.accountId === accountId)?.name ?? accountId
}

export const AccountsTable = ({ consentId }: { consentId: string | null }) => {
  const { value } = useQuery('account.list', consentInput(consentId))
  if (!value) return null
  return (
    <DataTable caption={t.accounts} columns={[t.account, t.identification, t.type, t.currency, t.status]}>
      {value.items.map(({ accountId, name, currency, type, status, identifications: [first] }) => (
        <tr key={accountId}>
          <td>{name ?? accountId}</td>
          <td className="mono">{first?.identification ?? accountId}</td>
          <td>{type}</td>
          <td>{currency}</td>
          <td>{status}</td>
        </tr>
      ))}
    </DataTable>
  )
}

export const BalancesTable = ({ consentId }: { consentId: string | null }) => {
  const { value } = useQuery('balance.list', consentInput(consentId))
  const nameOf = useNames(consentId)
  if (!value) return null
  return (
    <DataTable caption={t.balances} columns={[t.account, t.type, t.at, `>${t.balance}`]}>
      {value.items.map(({ accountId, type, dateTime, amount, currency }) => (
        <tr key={`${accountId} ${type}`}>
          <td>{nameOf(accountId)}</td>
          <td>
            {type && balanceTypeText(type)} <span className="muted">{type}</span>
          </td>
          <td className={styles.short} title={dateTime ? exactTime(dateTime) : undefined}>
            {dateTime && `${dateText(dateTime)} ${clockTime(dateTime)}`}
          </td>
          <Money amount={amount && money(amount)} currency={currency} />
        </tr>
      ))}
    </DataTable>
  )
}

export const TransactionsTable = ({ consentId, limit = 12 }: { consentId: string | null; limit?: number }) => {
  const { value } = useQuery('transaction.list', consentId === null ? null : { accountAccessConsentId: consentId, limit })
  const nameOf = useNames(consentId)
  if (!value) return null
  const { items, total } = value
  return (
    <DataTable
      caption={t.newest}
      note={t.shown(items.length, total.toLocaleString('en-GB'))}
      columns={[t.booked, t.description, t.account, t.status, `>${t.amount}`]}
    >
      {items.map(({ accountId, transactionId, bookingDateTime, merchant, description, status, amount, currency }, index) => (
        <tr key={`${accountId} ${transactionId ?? index}`}>
          <td className={styles.short} title={bookingDateTime ? exactTime(bookingDateTime) : undefined}>
            {bookingDateTime ? dateText(bookingDateTime) : '–'}
          </td>
          <td>{merchant ?? description}</td>
          <td className={classes(styles.short, 'muted')}>{nameOf(accountId)}</td>
          <td className={styles.short}>{codeText(status)}</td>
          <Money amount={amount === null ? '–' : signedMoney(amount)} currency={currency} />
        </tr>
      ))}
    </DataTable>
  )
}
