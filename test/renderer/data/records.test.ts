import { expect, test } from 'vitest'
import { columnsOf, columnTitle, frequencyText, recordName } from '../../../src/renderer/features/data/records/record-columns.ts'
import { groupsFor, isRecordResource, listMethods } from '../../../src/renderer/features/data/records/record-groups.ts'
import { recordsText } from '../../../src/renderer/text/account-records.ts'
import { type AccountRecord, accountResource } from '../../../src/shared/model/account-data.ts'

const record: AccountRecord = {
  resource: 'standingOrders',
  accountAccessConsentId: '7b0d3f9e-6f35-4c8b-a0a5-2f9d2f6d3b6e',
  accountId: '1',
  recordId: null,
  apiVersion: '4.0',
  fetched: '2026-04-05T12:00:00Z',
  title: null,
  reference: null,
  kind: null,
  status: null,
  frequency: null,
  amount: null,
  currency: null,
  dateTime: null,
  identification: null,
  warnings: [],
  original: {},
}

test('every kind of data that is listed has a place on one tab', () => {
  const shown = groupsFor(['pots']).flatMap(({ resources }) => resources)
  expect(shown.toSorted()).toEqual(accountResource.options.filter(isRecordResource).toSorted())
  expect(Object.keys(listMethods).toSorted()).toEqual(shown.toSorted())
  expect(new Set(shown).size).toBe(shown.length)
})

test('pots have a place only where the bank has pots', () => {
  expect(groupsFor([]).flatMap(({ resources }) => resources)).not.toContain('pots')
  expect(groupsFor(['pots']).flatMap(({ resources }) => resources)).toContain('pots')
})

test('a column stands there when at least one row has something for it', () => {
  expect(columnsOf([record], false)).toEqual(['title'])
  expect(columnsOf([record, { ...record, amount: '1.00', status: 'ACTV' }], true)).toEqual(['title', 'account', 'status', 'amount'])
})

test('titles say what the date is', () => {
  expect(columnTitle('dateTime', 'standingOrders')).toBe('Next payment')
  expect(columnTitle('dateTime', 'offers')).toBe('Date')
  expect(columnTitle('title', 'products')).toBe('Product')
  expect(columnTitle('amount', 'products')).toBe('Amount')
})

test('a row without a name is known by what it has', () => {
  expect(recordName({ ...record, title: 'Gas', reference: 'R1' })).toBe('Gas')
  expect(recordName({ ...record, reference: 'R1', recordId: 'id' })).toBe('R1')
  expect(recordName({ ...record, recordId: 'id' })).toBe('id')
  expect(recordName(record)).toBe(recordsText.unnamed)
})

test('a frequency that is no code of 4.0 stays as it is', () => {
  expect(frequencyText('MNTH')).toBe('Every month')
  expect(frequencyText('EvryDay')).toBe('EvryDay')
})
