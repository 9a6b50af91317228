import type { Transaction } from '../../../../shared/model/account-data.ts'
import { recordsText as t } from '../../../text/account-records.ts'
import { NumberCell, Table } from '../../../ui/table.tsx'
import { dateText, signedMoney } from '../../home/data-text.ts'

const columns = [t.statement.columns.booked, t.statement.columns.description, { title: t.statement.columns.amount, number: true }]

export interface StatementTransactionsProps {
  title: string
  /** What is said above where it is not what the bank answered just now. */
  kept?: string
  items: readonly Transaction[]
}

export const StatementTransactions = ({ title, kept, items }: StatementTransactionsProps) => {
  if (items.length === 0) return <p className="muted">{t.statement.none}</p>
  return (
    <div>
      {kept && <p className="muted">{kept}</p>}
      <Table title={title} columns={columns}>
        {items.map(({ transactionId, bookingDateTime, description, amount, currency }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a bank need not give ids
          <tr key={`${transactionId} ${index}`}>
            <td>{bookingDateTime && <time dateTime={bookingDateTime}>{dateText(bookingDateTime)}</time>}</td>
            <td>{description}</td>
            <NumberCell>
              {amount && signedMoney(amount)} <span className="muted">{currency}</span>
            </NumberCell>
          </tr>
        ))}
      </Table>
    </div>
  )
}
