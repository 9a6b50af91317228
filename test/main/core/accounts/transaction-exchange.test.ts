import { describe, expect, it } from 'vitest'
import { processTransactions, transactionsUrl } from '../../../../src/main/core/accounts/transaction-exchange.ts'
import { transaction } from '../../../../src/shared/model/account-data.ts'
import { page, transactionV4 } from '../../../support/account-data-samples.ts'
import { appErrorOf } from '../../../support/bank-answer.ts'

const base = 'https://bank.example/open-banking/v4.0/aisp'

describe('addresses', () => {
  it.each([
    [transactionsUrl(base, '22289'), '/accounts/22289/transactions'],
    [
      transactionsUrl(base, '22289', { from: '2026-01-01T00:00:00Z', to: '2026-06-30T23:59:59.5+01:00' }),
      '/accounts/22289/transactions?fromBookingDateTime=2026-01-01T00%3A00%3A00&toBookingDateTime=2026-06-30T23%3A00%3A00',
    ],
    [
      transactionsUrl(base, '22289', { to: '2026-01-01T00:00:00Z' }),
      '/accounts/22289/transactions?toBookingDateTime=2026-01-01T00%3A00%3A00',
    ],
  ])('%s', (url, expected) => {
    expect(url).toBe(base + expected)
  })
})

const read = (rows: unknown[]) => processTransactions(page('Transaction', rows), { version: '4.0', accountId: '22289' }).rows

describe('processTransactions', () => {
  it.each([
    ['4.0', 'BOOK'],
    ['3.1.11', 'Booked'],
  ])('gives one shape for %s', (_version, Status) => {
    const original = transactionV4({ Status })
    const [row] = read([original])
    expect(row?.text).toBe(JSON.stringify(original))
    expect(transaction.omit({ accountAccessConsentId: true }).parse(row)).toEqual({
      balance: null,
      ...{ accountId: '22289', transactionId: 'txn-1', reference: 'Ref 1', status: 'BOOK', amount: '-10.00', currency: 'GBP' },
      ...{ bookingDateTime: '2026-04-05T10:43:07+00:00', valueDateTime: '2026-04-06T00:00:00+00:00' },
      ...{ description: 'Cash from Aubrey', merchant: 'Corner Shop' },
      original,
    })
  })

  it.each([
    ['Booked', 'BOOK'],
    ['Pending', 'PDNG'],
    ['Rejected', 'RJCT'],
    ['BOOK', 'BOOK'],
    ['PDNG', 'PDNG'],
    ['RJCT', 'RJCT'],
    ['FUTR', 'FUTR'],
    ['INFO', 'INFO'],
  ])('reads Status %s as %s', (name, code) => {
    expect(read([transactionV4({ Status: name })])[0]?.status).toBe(code)
  })

  it.each([
    ['Credit', '10', '10'],
    ['Debit', '10', '-10'],
    ['Credit', '0.10', '0.10'],
    ['Debit', '0.00', '0.00'],
    ['Debit', '0', '0'],
    ['Debit', '9999999999999.99999', '-9999999999999.99999'],
    ['Credit', '0.30000', '0.30000'],
    ['Debit', '0.00001', '-0.00001'],
  ])('signs a %s of %s as %s, digit for digit', (CreditDebitIndicator, Amount, expected) => {
    const rows = [transactionV4({ CreditDebitIndicator, Amount: { Amount, Currency: 'GBP' } })]
    expect(read(rows)[0]?.amount).toBe(expected)
  })

  it('reads what the Basic permission shows, and an absent list', () => {
    const {
      TransactionInformation: _i,
      MerchantDetails: _m,
      TransactionReference: _r,
      TransactionId: _t,
      ValueDateTime: _v,
      ...basic
    } = transactionV4()
    const [row] = read([basic])
    expect(row).toMatchObject({ transactionId: null, reference: null, valueDateTime: null, description: null, merchant: null })
    expect(processTransactions({ Data: {} }, { version: '4.0', accountId: '22289' }).rows).toEqual([])
  })

  it('keeps texts untouched', () => {
    const texts = ["Marks & Spencer's", 'ООО «Ромашка»', 'Κατάστημα Ω', 'café 日本 🏦', '&amp;', '%_\\']
    const rows = texts.map((text) => transactionV4({ TransactionInformation: text, MerchantDetails: { MerchantName: text } }))
    const found = read(JSON.parse(JSON.stringify(rows)))
    expect(found.map(({ description }) => description)).toEqual(texts)
    expect(found.map(({ merchant }) => merchant)).toEqual(texts)
  })

  it('takes the text of each row as the bank wrote it', () => {
    const texts = ['{"AccountId": "22289", "Status":"BOOK"}', '{"Status":"\\u0042OOK"}']
    const rows = texts.map((text): unknown => JSON.parse(text))
    const found = processTransactions(page('Transaction', rows), { version: '4.0', accountId: '22289', texts })
    expect(found.rows.map(({ text, status }) => [text, status])).toEqual(texts.map((text) => [text, 'BOOK']))
  })

  it('leaves out rows of another account, and warns of them', () => {
    const rows = ['22289', 'other', undefined].map((AccountId, index) => transactionV4({ AccountId, TransactionId: `t${index}` }))
    const ids = (accountId: string | ReadonlySet<string>) => {
      const found = processTransactions(page('Transaction', rows), { version: '4.0', accountId })
      return [found.rows.map((row) => row.transactionId), ...found.warnings.map(({ path, message }) => `${path} ${message}`)]
    }
    const missing = '$.Data.Transaction[2].AccountId is missing'
    expect(ids('22289')).toEqual([['t0', 't2'], '$.Data.Transaction[1].AccountId is not 22289, which was asked for', missing])
    expect(ids(new Set(['22289']))).toEqual([['t0'], '$.Data.Transaction[1].AccountId is not an account of the consent', missing])
    expect(ids(new Set(['22289', 'other']))).toEqual([['t0', 't1'], missing])
  })

  it('refuses a body without Data', async () => {
    const without = await appErrorOf(() => processTransactions({}, { version: '4.0', accountId: '22289' }))
    expect(without.message).toBe('Data in the bank’s answer is missing')
  })
})

describe('what is not as the standard has it', () => {
  const judged = (fields: Record<string, unknown>, version: '3.1' | '4.0' = '4.0') =>
    processTransactions(page('Transaction', [transactionV4(), transactionV4(fields)]), { version, accountId: '22289' })

  it.each<[Record<string, unknown>, path: string, message: string, read: Record<string, unknown>]>([
    [{ AccountId: undefined }, '.AccountId', 'is missing', { accountId: '22289' }],
    [{ Status: undefined }, '.Status', 'is missing', { status: '' }],
    [{ Status: 'Settled' }, '.Status', 'is not one of BOOK, FUTR, INFO, PDNG, RJCT', { status: 'Settled' }],
    [{ CreditDebitIndicator: 'CRDT' }, '.CreditDebitIndicator', 'is not one of Credit, Debit', { amount: null, currency: 'GBP' }],
    [{ CreditDebitIndicator: undefined }, '.CreditDebitIndicator', 'is missing', { amount: null, currency: 'GBP' }],
    [{ Amount: undefined }, '.Amount', 'is missing', { amount: null, currency: null }],
    [{ Amount: '10.00' }, '.Amount', 'is not an object', { amount: null, currency: null }],
    [{ Amount: { Amount: 10, Currency: 'GBP' } }, '.Amount.Amount', 'is not decimal text without a sign', { amount: null }],
    [{ Amount: { Amount: '-10.00', Currency: 'GBP' } }, '.Amount.Amount', 'is not decimal text without a sign', { amount: null }],
    [{ Amount: { Amount: '1e3', Currency: 'GBP' } }, '.Amount.Amount', 'is not decimal text without a sign', { amount: null }],
    [{ Amount: { Amount: '10.000001', Currency: 'GBP' } }, '.Amount.Amount', 'is not decimal text without a sign', { amount: null }],
    [{ Amount: { Amount: '10' } }, '.Amount.Currency', 'is missing', { amount: '-10', currency: null }],
    [
      { BookingDateTime: undefined },
      '.BookingDateTime',
      'is missing',
      { bookingDateTime: null, valueDateTime: '2026-04-06T00:00:00+00:00' },
    ],
    [{ BookingDateTime: '2026-02-30T00:00:00Z' }, '.BookingDateTime', 'is not a date and time', { bookingDateTime: null }],
    [{ ValueDateTime: 'soon' }, '.ValueDateTime', 'is not a date and time', { valueDateTime: null }],
    [{ TransactionInformation: ['x'] }, '.TransactionInformation', 'is not text', { description: null }],
    [{ MerchantDetails: 'Corner Shop' }, '.MerchantDetails', 'is not an object', { merchant: null }],
    [{ MerchantDetails: { MerchantName: 5 } }, '.MerchantDetails.MerchantName', 'is not text', { merchant: null }],
  ])('%j is kept with a warning', (fields, path, message, expected) => {
    const { rows, warnings } = judged(fields)
    expect(rows).toHaveLength(2)
    expect(rows[1]).toMatchObject(expected)
    expect(transaction.omit({ accountAccessConsentId: true }).safeParse(rows[1]).success).toBe(true)
    expect(warnings).toEqual([
      { path: `$.Data.Transaction[1]${path}`, message, clause: 'OB Read/Write 4.0, OBReadTransaction6', known: false },
    ])
  })

  it('a status of the other version, and a date without a time zone', () => {
    expect(judged({ Status: 'Booked' }).warnings).toMatchObject([{ path: '$.Data.Transaction[1].Status' }])
    expect(judged({ BookingDateTime: '2026-04-05' })).toMatchObject({
      rows: [{}, { bookingDateTime: '2026-04-05T00:00:00Z' }],
      warnings: [{ path: '$.Data.Transaction[1].BookingDateTime', message: 'is not a full date and time with a time zone' }],
    })
  })

  it.each<[string, unknown, number, string[]]>([
    ['null', { Transaction: null }, 0, ['$.Data.Transaction is not a list']],
    ['a text', { Transaction: 'none' }, 0, ['$.Data.Transaction is not a list']],
    ['one object', { Transaction: transactionV4() }, 1, ['$.Data.Transaction is not a list']],
    [
      'one object with a fault',
      { Transaction: transactionV4({ Status: 'Booked' }) },
      1,
      ['$.Data.Transaction is not a list', '$.Data.Transaction.Status is not one of BOOK, FUTR, INFO, PDNG, RJCT'],
    ],
    ['another name', { Transactions: [transactionV4()] }, 0, ['$.Data.Transactions is not a member of the standard']],
  ])('a list that is %s', (_what, Data, count, expected) => {
    const { rows, warnings } = processTransactions({ ...page('Transaction', []), Data }, { version: '4.0', accountId: '22289' })
    expect(rows).toHaveLength(count)
    expect(warnings.map(({ path, message }) => `${path} ${message}`)).toEqual(expected)
  })

  it('the bank’s own codes of a transaction', () => {
    const ExtendedProprietaryBankTransactionCodes = [{ Code: 'A', Issuer: 'B', Description: 'C' }, { Issuer: '' }, 'D']
    expect(judged({ ExtendedProprietaryBankTransactionCodes }).warnings.map(({ path }) => path.split('Codes')[1])).toEqual([
      '[1].Code',
      '[1].Issuer',
      '[2]',
    ])
  })

  it('an answer without Meta, and a row that is none', () => {
    const { Meta: _, ...body } = page('Transaction', [transactionV4(), null])
    const { rows, warnings } = processTransactions(body, { version: '4.0', accountId: '22289' })
    expect(rows).toHaveLength(1)
    expect(warnings.map(({ path, message }) => [path, message])).toEqual([
      ['$.Meta', 'is missing'],
      ['$.Data.Transaction[1]', 'is not an object'],
    ])
  })
})
