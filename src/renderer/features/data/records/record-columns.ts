// Columns of a list of records: those in which at least one has something to say.

import type { AccountRecord } from '../../../../shared/model/account-data.ts'
import { recordsText as t } from '../../../text/account-records.ts'
import type { RecordResource } from './record-groups.ts'

export type RecordColumn = 'title' | 'account' | 'kind' | 'reference' | 'status' | 'frequency' | 'dateTime' | 'amount'

const order: readonly RecordColumn[] = ['title', 'account', 'kind', 'reference', 'status', 'frequency', 'dateTime', 'amount']

/** `everyAccount`: the list is of more than one account. */
export const columnsOf = (records: readonly AccountRecord[], everyAccount: boolean): RecordColumn[] =>
  order.filter((column) => {
    if (column === 'title') return true
    if (column === 'account') return everyAccount
    return records.some((record) => record[column] !== null)
  })

export const columnTitle = (column: RecordColumn, resource: RecordResource): string => {
  if (column !== 'title' && column !== 'dateTime') return t.columns[column]
  const titles: Readonly<Record<string, string>> = t.columns[column]
  return titles[resource] ?? t.columns[column].default
}

export const recordName = ({ title, reference, recordId }: AccountRecord): string => title ?? reference ?? recordId ?? t.unnamed

/** The words for a code of 4.0; what 3.1 writes stays as it is. */
export const frequencyText = (frequency: string): string => {
  const words: Readonly<Record<string, string>> = t.frequencies
  return words[frequency] ?? frequency
}
