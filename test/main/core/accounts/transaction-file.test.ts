import { expect, it } from 'vitest'
import { csvField, transactionFileFormats } from '../../../../src/main/core/accounts/transaction-file.ts'
import type { Transaction } from '../../../../src/shared/model/account-data.ts'

it.each([
  ['plain', 'plain'],
  ['', ''],
  ['-10.00', '-10.00'],
  ['1234567890123.12345', '1234567890123.12345'],
  ['a,b', '"a,b"'],
  ['the "Shop"', '"the ""Shop"""'],
  ['two\r\nlines', '"two\r\nlines"'],
  ['café Ω 日本', 'café Ω 日本'],
])('%j is written as %j', (value, field) => {
  expect(csvField(value)).toBe(field)
})

it.each([
  '=1+1',
  '=HYPERLINK("http://evil.example","x")',
  '+44 20 7946 0000',
  '-2+3+cmd|’ /C calc’!A0',
  '@SUM(A1)',
  ' =1+1',
  '\u00a0=1',
  '\t=1',
  '\r=1',
  '\n=1',
  '\tx',
  '\u200b=1',
  '＝1+1',
  '-',
  '--1',
  '-1e5',
  '- 10.00',
])('%j is no formula to a spreadsheet', (value) => {
  expect(csvField(value).replace(/^"/, '')).toMatch(/^'/)
  expect(csvField(value).replace(/^"|"$/g, '').replaceAll('""', '"').slice(1)).toBe(value)
})

const transaction: Transaction = {
  accountId: '22289',
  accountAccessConsentId: '7d1f0d4e-0000-4000-8000-000000000001',
  transactionId: null,
  reference: '=1',
  bookingDateTime: '2026-04-05T10:43:07+00:00',
  valueDateTime: null,
  status: 'BOOK',
  amount: '-10.00',
  currency: 'GBP',
  description: 'Tea, and "cake"',
  merchant: null,
  balance: { type: 'ITBD', amount: '5.00', currency: 'GBP' },
  original: { Ω: [1, null] },
}

it('CSV has a heading and one line each, all as long', () => {
  const { begin, row } = transactionFileFormats.csv
  expect(begin).toBe(
    'accountId,transactionId,bookingDateTime,valueDateTime,status,amount,currency,description,merchant,reference,balance,balanceCurrency,balanceType\r\n',
  )
  expect(row(transaction)).toBe(`22289,,2026-04-05T10:43:07+00:00,,BOOK,-10.00,GBP,"Tea, and ""cake""",,'=1,5.00,GBP,ITBD\r\n`)
})

it.each([[[]], [[transaction]], [[transaction, transaction]]])('JSON is what transaction.list answers', (items) => {
  const { begin, row, between, end } = transactionFileFormats.json
  expect(JSON.parse(begin + items.map(row).join(between) + end(items.length))).toEqual({ items, total: items.length })
})
