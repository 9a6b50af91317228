import { useState } from 'react'
import type { AccountRecord, Transaction } from '../../../../shared/model/account-data.ts'
import { call, host } from '../../../api/client.ts'
import { recordsText as t } from '../../../text/account-records.ts'
import { announce } from '../../../ui/announcer.tsx'
import { Button } from '../../../ui/button.tsx'
import { ErrorNotice } from '../../../ui/error-notice.tsx'
import { NumberCell, Table } from '../../../ui/table.tsx'
import { useTask } from '../../../ui/use-task.ts'
import { dateText, signedMoney } from '../../home/data-text.ts'
import page from '../page.module.css'
import { recordName } from './record-columns.ts'

/** The file of a statement, and the transactions that it lists. */
export const StatementActions = ({ record }: { record: AccountRecord }) => {
  const { accountAccessConsentId, accountId, recordId: statementId } = record
  const task = useTask()
  const [items, setItems] = useState<Transaction[]>()
  if (accountId === null || statementId === null) return null
  const statement = { accountAccessConsentId, accountId, statementId, source: 'bank' } as const

  const saveFile = async () => {
    const file = await task.run(() => call('statement.file', statement))
    if (!file) return
    const saved = await task.run(() => host().saveText(file.fileName, file.content, 'base64'))
    if (saved?.saved) announce(t.statement.saved)
  }
  const showTransactions = async () => {
    const found = await task.run(() => call('statement.transactions', statement))
    if (found) setItems(found.items)
  }
  return (
    <>
      <div className={page.actions}>
        <Button isDisabled={task.running} onPress={() => void saveFile()}>
          {t.statement.file}
        </Button>
        <Button isDisabled={task.running} onPress={() => void showTransactions()}>
          {t.statement.transactions}
        </Button>
        {task.running && <output className="muted">{t.statement.reading}</output>}
      </div>
      {task.error && <ErrorNotice error={task.error} />}
      {items && <StatementTransactions title={t.statement.list(recordName(record))} items={items} />}
    </>
  )
}

const columns = [t.statement.columns.booked, t.statement.columns.description, { title: t.statement.columns.amount, number: true }]

const StatementTransactions = ({ title, items }: { title: string; items: readonly Transaction[] }) =>
  items.length === 0 ? (
    <p className="muted">{t.statement.none}</p>
  ) : (
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
  )
