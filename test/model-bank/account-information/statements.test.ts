// Statements: which are shown, what is below each, and the file.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { textPdf } from '../../../src/model-bank/account-information/pdf.ts'
import { accountIdsOf } from '../../../src/model-bank/data/customers.ts'
import { statementsOf } from '../../../src/model-bank/data/statements.ts'
import type { Item, TestBank } from '../../support/account-information.ts'
import { apiVersions, startTestBank } from '../../support/account-information.ts'

let bank: TestBank
beforeAll(async () => {
  bank = await startTestBank()
})
afterAll(() => bank.app.close())

const [current = '', savings = ''] = accountIdsOf('amelia')
const idOf = (accountId: string, month: string) => `${accountId}-${month}`

/** Pages and their lines, found by way of the cross-reference table, as a reader finds them. */
const readPdf = (bytes: Buffer): string[][] => {
  const file = bytes.toString('latin1')
  expect(file.startsWith('%PDF-1.')).toBe(true)
  expect(file.endsWith('%%EOF\n')).toBe(true)
  const start = Number(/startxref\n(\d+)\n/.exec(file)?.[1])
  const [, count] = /^xref\n0 (\d+)\n/.exec(file.slice(start)) ?? []
  const entries = file
    .slice(start)
    .split('\n')
    .slice(2, 2 + Number(count))
  expect(entries[0]).toBe('0000000000 65535 f ')
  const objects = entries.slice(1).map((entry, index) => {
    const from = Number(entry.slice(0, 10))
    expect(file.slice(from).startsWith(`${index + 1} 0 obj\n`)).toBe(true)
    return file.slice(from, file.indexOf('endobj', from))
  })
  const pages = objects.filter((object) => object.includes('/Type /Page '))
  expect(objects[1]).toContain(`/Count ${pages.length}`)
  return pages.map((page) => {
    const content = objects[Number(/\/Contents (\d+) 0 R/.exec(page)?.[1]) - 1] ?? ''
    const [, length, stream = ''] = /\/Length (\d+) >>\nstream\n([\s\S]*)\nendstream/.exec(content) ?? []
    expect(stream.length).toBe(Number(length))
    return [...stream.matchAll(/\((.*)\) Tj/g)].map(([, text = '']) => text.replaceAll(/\\([\\()])/g, '$1'))
  })
}

describe.each(apiVersions)('version %s', (version) => {
  const get = (path: string, token: string, accept = '*/*') => bank.call('GET', version, path, { token, headers: { accept } })
  const idsOf = async (path: string, token: string) => {
    const { status, json } = await get(path, token)
    expect(status).toBe(200)
    return (json?.Data.Statement ?? []).map(({ StatementId }) => String(StatementId))
  }
  const transactionsOf = async (path: string, token: string): Promise<Item[]> => {
    const { json } = await get(path, token)
    const next = json?.Links.Next
    return [...(json?.Data.Transaction ?? []), ...(next ? await transactionsOf(next, token) : [])]
  }

  test('a year of months, newest first; the one that is not over is an interim one', async () => {
    const { token } = await bank.authorised({ version })
    const { json } = await get(`/accounts/${current}/statements`, token)
    const statements = json?.Data.Statement ?? []
    expect(statements).toHaveLength(13)
    expect(statements.map(({ Type }) => Type)).toEqual(['Interim', ...Array.from({ length: 12 }, () => 'RegularPeriodic')])
    expect(statements[1]).toMatchObject({
      StatementReference: 'STM-2026-09',
      StartDateTime: '2026-09-01T00:00:00+00:00',
      EndDateTime: '2026-09-30T23:59:59+00:00',
      CreationDateTime: '2026-10-01T00:00:00+00:00',
    })
  })

  test('the balances and totals of one add up', async () => {
    const { token } = await bank.authorised({ version })
    const path = `/accounts/${current}/statements/${idOf(current, '2026-09')}`
    const [statement] = (await get(path, token)).json?.Data.Statement ?? []
    const amounts = statement?.StatementAmount as { Type: string; CreditDebitIndicator: string; Amount: { Amount: string } }[]
    const minorOf = (type: string) => {
      const found = amounts.find(({ Type }) => Type === `UK.OBIE.${type}`)
      return Math.round(Number(found?.Amount.Amount) * 100) * (found?.CreditDebitIndicator === 'Debit' ? -1 : 1)
    }
    const [opening, closing, credits, debits] = ['PreviousClosingBalance', 'ClosingBalance', 'TotalCredits', 'TotalDebits'].map(minorOf)
    expect([opening, closing]).toEqual([255_381, 251_403])
    expect((opening ?? 0) + (credits ?? 0) + (debits ?? 0)).toBe(closing)
    const entries = await transactionsOf(`${path}/transactions`, token)
    const total = entries.reduce(
      (sum, { Amount, CreditDebitIndicator }) =>
        sum + Math.round(Number((Amount as Item).Amount) * 100) * (CreditDebitIndicator === 'Debit' ? -1 : 1),
      0,
    )
    expect(total).toBe((closing ?? 0) - (opening ?? 0))
  })

  test('its transactions are those of its month, within the directions of the consent and the filters', async () => {
    const { token } = await bank.authorised({ version })
    const path = `/accounts/${current}/statements/${idOf(current, '2026-05')}/transactions`
    const all = await transactionsOf(path, token)
    expect(all.length).toBeGreaterThan(20)
    for (const { BookingDateTime, StatementReference } of all) {
      expect(String(BookingDateTime)).toMatch(/^2026-05/)
      expect(StatementReference).toEqual(['STM-2026-05'])
    }
    const week = await transactionsOf(`${path}?fromBookingDateTime=2026-05-04&toBookingDateTime=2026-05-10`, token)
    expect(week).toEqual(all.filter(({ BookingDateTime }) => /^2026-05-(0[4-9]|10)/.test(String(BookingDateTime))))
    const terms = { Permissions: ['ReadAccountsBasic', 'ReadTransactionsBasic', 'ReadTransactionsCredits'] }
    const credits = await bank.authorised({ version, terms })
    expect(await transactionsOf(path, credits.token)).toHaveLength(
      all.filter(({ CreditDebitIndicator }) => CreditDebitIndicator === 'Credit').length,
    )
    expect((await get(`/accounts/${current}/statements`, credits.token)).status).toBe(403)
  })

  test('a month of many transactions comes in pages', async () => {
    const { token } = await bank.authorised({ version, customer: 'atlas' })
    const [accountId = ''] = accountIdsOf('atlas')
    const statement = statementsOf(accountId).find(({ reference }) => reference === 'STM-2026-03')
    const path = `/accounts/${accountId}/statements/${statement?.statementId}/transactions`
    const all = await transactionsOf(path, token)
    expect(all.map(({ TransactionId }) => TransactionId)).toEqual(statement?.transactions.map(({ transactionId }) => transactionId))
    expect((await get(path, token)).json?.Meta.TotalPages).toBe(Math.ceil(all.length / 100))
  })

  test('filters are about the start, include both ends, and stay in the links', async () => {
    const { token } = await bank.authorised({ version })
    const path = `/accounts/${current}/statements`
    const query = 'fromStatementDateTime=2026-02-01T00:00:00&toStatementDateTime=2026-03-01'
    expect(await idsOf(`${path}?${query}`, token)).toEqual([idOf(current, '2026-03'), idOf(current, '2026-02')])
    expect((await get(`${path}?${query}`, token)).json?.Links.Self).toMatch(/\?fromStatementDateTime=.*&toStatementDateTime=2026-03-01$/)
    expect(await idsOf(`${path}?fromStatementDateTime=2027-01-01`, token)).toEqual([])
    expect(await idsOf('/statements?toStatementDateTime=2025-11-01', token)).toHaveLength(6)
    const wrong = await get(`${path}?fromStatementDateTime=soon`, token)
    expect([wrong.status, wrong.json?.Errors[0]?.Path]).toEqual([400, 'fromStatementDateTime'])
  })

  test('only those are shown that lie in the consent’s period from end to end', async () => {
    const terms = { TransactionFromDateTime: '2026-02-10T00:00:00+00:00', TransactionToDateTime: '2026-04-30T23:59:59+00:00' }
    const { token } = await bank.authorised({ version, accountIds: [current], terms })
    expect(await idsOf('/statements', token)).toEqual([idOf(current, '2026-04'), idOf(current, '2026-03')])
    for (const rest of ['', '/file', '/transactions']) {
      expect((await get(`/accounts/${current}/statements/${idOf(current, '2026-02')}${rest}`, token)).status).toBe(400)
      expect((await get(`/accounts/${current}/statements/${idOf(current, '2026-03')}${rest}`, token)).status).toBe(200)
    }
  })

  test('an unknown statement and one of another account are refused with 400', async () => {
    const { token } = await bank.authorised({ version })
    for (const statementId of ['none', idOf(savings, '2026-05')]) {
      for (const rest of ['', '/file', '/transactions']) {
        const answer = await get(`/accounts/${current}/statements/${statementId}${rest}`, token)
        const code = version === '4.0' ? 'U011' : 'UK.OBIE.Resource.NotFound'
        expect([answer.status, answer.json?.Errors[0]]).toMatchObject([400, { ErrorCode: code, Path: 'StatementId' }])
      }
    }
  })

  test('the file is a PDF that tells the same, for the detail permission only', async () => {
    const path = `/accounts/${current}/statements/${idOf(current, '2026-09')}/file`
    const { token } = await bank.authorised({ version })
    const answer = await get(path, token)
    expect(answer.headers).toMatchObject({
      'content-type': 'application/pdf',
      'content-disposition': `attachment; filename="statement-${idOf(current, '2026-09')}.pdf"`,
      'x-fapi-interaction-id': expect.any(String),
    })
    const lines = readPdf(answer.bytes).flat()
    expect(lines).toEqual(expect.arrayContaining(['Model Bank', 'Statement STM-2026-09', 'Everyday account: Everyday']))
    expect(lines.filter((line) => /^2026-09-\d\d /.test(line))).toHaveLength(44 + 2)
    expect(lines.find((line) => line.includes('carried forward'))).toMatch(/2514\.03$/)
    expect((await get(path, token)).bytes.equals(answer.bytes)).toBe(true)

    expect((await get(path, token, 'application/json')).status).toBe(406)
    expect((await get(path, token, 'application/pdf')).status).toBe(200)
    const basic = await bank.authorised({ version, terms: { Permissions: ['ReadAccountsBasic', 'ReadStatementsBasic'] } })
    expect((await get(path, basic.token)).status).toBe(403)
    expect((await bank.call('POST', version, path, { token })).status).toBe(405)
  })

  test('the number of a card is masked in the file', async () => {
    const card = accountIdsOf('amelia')[2] ?? ''
    const { token } = await bank.authorised({ version })
    const lines = readPdf((await get(`/accounts/${card}/statements/${idOf(card, '2026-09')}/file`, token)).bytes).flat()
    expect(lines.find((line) => line.startsWith('PAN'))).toMatch(/^PAN: \*{4} \*{4} \*{4} \d{4}$/)
  })
})

describe('a PDF', () => {
  test('has as many pages as its lines need', () => {
    const lines = Array.from({ length: 130 }, (_, index) => `Line ${index}`)
    const pages = readPdf(textPdf(lines))
    expect(pages.map((page) => page.length)).toEqual([56, 56, 18])
    expect(pages.flat()).toEqual(lines)
    expect(readPdf(textPdf([]))).toEqual([[]])
  })

  test('keeps the letters that its font has, and says where it has not', () => {
    expect(readPdf(textPdf(['a (b) \\ c £ é', 'Tŷ Gŵyn', '東京']))).toEqual([['a (b) \\ c £ é', 'Ty Gwyn', '??']])
  })
})
