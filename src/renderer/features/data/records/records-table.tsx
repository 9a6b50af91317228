import { ChevronDown, ChevronRight } from 'lucide-react'
import { Fragment, useId, useState } from 'react'
import type { AccountRecord } from '../../../../shared/model/account-data.ts'
import { recordsText as t } from '../../../text/account-records.ts'
import { IconButton } from '../../../ui/button.tsx'
import { money } from '../../../ui/format.ts'
import { Status } from '../../../ui/status.tsx'
import { NumberCell, Table } from '../../../ui/table.tsx'
import { dateText } from '../../home/data-text.ts'
import { accountName } from '../account-name.ts'
import type { ConsentData } from '../use-consents.ts'
import { columnsOf, columnTitle, frequencyText, type RecordColumn, recordName } from './record-columns.ts'
import { RecordDetail } from './record-detail.tsx'
import type { RecordResource } from './record-groups.ts'
import styles from './records-table.module.css'

export interface RecordsTableProps {
  resource: RecordResource
  records: readonly AccountRecord[]
  data: ConsentData
  /** Null: of every account. */
  accountId: string | null
}

/** A short list; each row opens to what the bank said of it. */
export const RecordsTable = ({ resource, records, data, accountId }: RecordsTableProps) => {
  const columns = columnsOf(
    records,
    records.some((record) => accountId === null || record.accountId !== accountId),
  )
  return (
    <Table
      title={t.resources[resource]}
      columns={columns.map((column) => ({ title: columnTitle(column, resource), number: column === 'amount' }))}
    >
      {records.map((record, index) => (
        // A bank's id may be missing, and the same payee may be there twice.
        // biome-ignore lint/suspicious/noArrayIndexKey: the list is replaced as a whole
        <Row key={`${record.accountId} ${record.recordId} ${index}`} record={record} columns={columns} data={data} />
      ))}
    </Table>
  )
}

const Row = ({ record, columns, data }: { record: AccountRecord; columns: readonly RecordColumn[]; data: ConsentData }) => {
  const [open, setOpen] = useState(false)
  const id = useId()
  return (
    <Fragment>
      <tr className={styles.row}>
        {columns.map((column) =>
          column === 'title' ? (
            <td key={column}>
              <span className={styles.name}>
                <IconButton
                  label={t.show(recordName(record))}
                  aria-expanded={open}
                  aria-controls={id}
                  onPress={() => setOpen((before) => !before)}
                >
                  {open ? <ChevronDown size={14} /> : <ChevronRight size={14} />}
                </IconButton>
                <span>{recordName(record)}</span>
                {record.warnings.length > 0 && <Status tone="attention">{t.warningCount(record.warnings.length)}</Status>}
              </span>
            </td>
          ) : (
            <Cell key={column} column={column} record={record} data={data} />
          ),
        )}
      </tr>
      {open && (
        <tr id={id}>
          <td colSpan={columns.length}>
            <RecordDetail record={record} />
          </td>
        </tr>
      )}
    </Fragment>
  )
}

const Cell = ({ column, record, data }: { column: Exclude<RecordColumn, 'title'>; record: AccountRecord; data: ConsentData }) => {
  const { accountId, amount, currency, dateTime, frequency } = record
  switch (column) {
    case 'account': {
      const account = data.accounts.find((one) => one.accountId === accountId)
      return <td>{account ? accountName(account) : (accountId ?? t.ofCustomer)}</td>
    }
    case 'amount':
      return (
        <NumberCell>
          {amount && money(amount)} <span className="muted">{currency}</span>
        </NumberCell>
      )
    case 'dateTime':
      return <td>{dateTime && <time dateTime={dateTime}>{dateText(dateTime)}</time>}</td>
    case 'frequency':
      return <td>{frequency && frequencyText(frequency)}</td>
    default:
      return <td>{record[column]}</td>
  }
}
