import { describe, expect, it } from 'vitest'
import {
  accountsUrl,
  balancesUrl,
  callUrl,
  processAccounts,
  processBalances,
} from '../../../../src/main/core/accounts/account-information-exchange.ts'
import { account, balance } from '../../../../src/shared/model/account-data.ts'
import { accountV3, accountV4, balanceV4, page } from '../../../support/account-data-samples.ts'
import { appErrorOf } from '../../../support/bank-answer.ts'

const base = 'https://bank.example/open-banking/v4.0/aisp'

describe('addresses', () => {
  it.each([
    [accountsUrl(base), '/accounts'],
    [accountsUrl(`${base}/`), '/accounts'],
    [balancesUrl(base, '22289'), '/accounts/22289/balances'],
    [balancesUrl(base, 'a/../b?c'), '/accounts/a%2F..%2Fb%3Fc/balances'],
    [
      callUrl(base, '/accounts/{AccountId}/statements/{StatementId}/file', { AccountId: '1', StatementId: '../2' }),
      '/accounts/1/statements/..%2F2/file',
    ],
  ])('%s', (url, expected) => {
    expect(url).toBe(base + expected)
  })
})

describe('processAccounts', () => {
  const shape = account.omit({ accountAccessConsentId: true, fetched: true })

  it.each([
    ['3.1', accountV3()],
    ['4.0', accountV4()],
  ] as const)('gives one shape for %s', (version, original) => {
    const { rows, warnings } = processAccounts(page('Account', [original]), version)
    expect(warnings).toEqual([])
    expect(shape.parse(rows[0])).toEqual({
      ...{ accountId: '22289', apiVersion: version, name: 'Bills', currency: 'GBP', type: 'CACC', category: 'Personal', status: 'Enabled' },
      identifications: [{ scheme: 'UK.OBIE.SortCodeAccountNumber', identification: '80200110203345', name: 'Mr Kevin' }],
      original,
    })
  })

  it.each([
    ['CurrentAccount', 'CACC'],
    ['Savings', 'SVGS'],
    ['CreditCard', 'CARD'],
    ['Loan', 'LOAN'],
    ['Mortgage', 'MORT'],
    ['Wallet', 'WALT'],
    ['ChargeCard', 'ChargeCard'],
    ['EMoney', 'EMoney'],
    ['PrePaidCard', 'PrePaidCard'],
  ])('reads AccountSubType %s as %s', (name, code) => {
    expect(processAccounts(page('Account', [accountV3({ AccountSubType: name })]), '3.1').rows[0]?.type).toBe(code)
  })

  it('takes the holder’s name where there is no nickname, and untouched', () => {
    const names = ["O'Brien & Søn", 'Иван Петрович', '小林製薬', 'Ζωή Παπαδοπούλου', '<b>bold</b>']
    const rows = names.map((Name, index) =>
      accountV4({ AccountId: `${index}`, Nickname: undefined, Account: [{ SchemeName: 'UK.OBIE.IBAN', Identification: 'GB1', Name }] }),
    )
    expect(processAccounts(page('Account', rows), '4.0').rows.map(({ name }) => name)).toEqual(names)
  })

  it('reads what ReadAccountsBasic shows', () => {
    const { rows } = processAccounts(page('Account', [{ AccountId: '1' }]), '4.0')
    expect(rows[0]).toMatchObject({
      accountId: '1',
      name: null,
      currency: null,
      type: null,
      category: null,
      status: null,
      identifications: [],
    })
  })

  it('reads an empty and an absent list', () => {
    expect(processAccounts(page('Account', []), '4.0').rows).toEqual([])
    expect(processAccounts({ Data: {}, Links: { Self: base }, Meta: {} }, '4.0')).toEqual({ rows: [], warnings: [] })
  })

  it.each<[unknown, string, string]>([
    [[], '$', 'is not an object'],
    ['text', '$', 'is not an object'],
    [{}, 'Data', 'is missing'],
    [{ Data: [] }, 'Data', 'is not an object'],
  ])('names the place of a wrong shape: %j', async (body, path, problem) => {
    const error = await appErrorOf(() => processAccounts(body, '4.0'))
    expect(error).toMatchObject({ code: 'BANK_INVALID_RESPONSE', details: { issues: [{ path, message: problem }] } })
    expect(error.message).toBe(`${path} in the bank’s answer ${problem}`)
  })

  it.each<[string, unknown, string, string]>([
    ['a row that is none', 'x', '$.Data.Account[1]', 'is not an object'],
    ['no AccountId', accountV4({ AccountId: undefined }), '$.Data.Account[1].AccountId', 'is missing'],
    ['a wrong AccountId', accountV4({ AccountId: 7 }), '$.Data.Account[1].AccountId', 'is not text'],
    ['an empty AccountId', accountV4({ AccountId: '' }), '$.Data.Account[1].AccountId', 'is empty'],
  ])('names the place, and lists the others: %s', (_what, row, path, message) => {
    const { rows, warnings } = processAccounts(page('Account', [accountV4(), row, accountV4({ AccountId: '2' })]), '4.0')
    expect(rows.map(({ accountId }) => accountId)).toEqual(['22289', '2'])
    expect(warnings).toEqual([{ path, message, clause: 'OB Read/Write 4.0, OBReadAccount6', known: false }])
  })

  it.each<[Record<string, unknown>, string, string]>([
    [{ Account: 'x' }, 'Account', 'is not a list'],
    [{ Account: [{}] }, 'Account[0].SchemeName', 'is missing'],
    [{ Account: [null] }, 'Account[0]', 'is not an object'],
    [{ Currency: 'gbp' }, 'Currency', 'is not a currency code of three capital letters'],
    [{ AccountTypeCode: 'CurrentAccount' }, 'AccountTypeCode', 'is not one of the values of the standard'],
    [{ Nickname: 'x'.repeat(71) }, 'Nickname', 'is longer than 70 characters'],
    [{ Nickname: null }, 'Nickname', 'is not text'],
    [{ OpeningDate: '2020-01-01' }, 'OpeningDate', 'is not a full date and time with a time zone'],
    [{ OpeningDate: '2020-02-30T00:00:00Z' }, 'OpeningDate', 'is not a date and time'],
  ])('keeps an account with %j, and warns of it', (fields, path, message) => {
    const original = accountV4(fields)
    const { rows, warnings } = processAccounts(page('Account', [original]), '4.0')
    expect(shape.parse(rows[0])).toMatchObject({ accountId: '22289', original })
    expect(warnings).toContainEqual(expect.objectContaining({ path: `$.Data.Account[0].${path}`, message }))
  })

  it.each<[unknown, string[]]>([
    [accountV4(), ['22289']],
    [null, []],
    ['none', []],
  ])('takes what a list may be mistaken for: %j', (Account, ids) => {
    const { rows, warnings } = processAccounts({ ...page('Account', []), Data: { Account } }, '4.0')
    expect(rows.map(({ accountId }) => accountId)).toEqual(ids)
    expect(warnings.map(({ path, message }) => `${path} ${message}`)).toEqual(['$.Data.Account is not a list'])
  })

  it('leaves out accounts that were not asked for', () => {
    const { rows, warnings } = processAccounts(page('Account', [accountV4({ AccountId: '7' }), accountV4()]), '4.0', '22289')
    expect(rows.map(({ accountId }) => accountId)).toEqual(['22289'])
    expect(warnings.map(({ path }) => path)).toEqual(['$.Data.Account[0].AccountId'])
  })

  it('warns of what stands around the data', () => {
    const { warnings } = processAccounts({ Data: {}, Links: { Self: 'here', Nxt: base }, Extra: 1 }, '4.0')
    expect(warnings.map(({ path, message }) => `${path} ${message}`)).toEqual([
      '$.Links.Self is not an absolute address',
      '$.Links.Nxt is not a member of the standard',
      '$.Meta is missing',
      '$.Extra is not a member of the standard',
    ])
  })
})

describe('processBalances', () => {
  const read = (row: unknown, version: '3.1' | '4.0' = '4.0') => processBalances(page('Balance', [row]), version, '22289')
  const shape = balance.omit({ accountAccessConsentId: true, fetched: true })

  it.each([
    ['3.1', 'InterimAvailable'],
    ['4.0', 'ITAV'],
  ] as const)('gives one shape for %s', (version, Type) => {
    const original = balanceV4({ Type })
    const { rows, warnings } = read(original, version)
    expect(warnings).toEqual([])
    expect(shape.parse(rows[0])).toEqual({
      ...{ accountId: '22289', type: 'ITAV', dateTime: '2026-04-05T10:43:07+00:00', amount: '1230.00', currency: 'GBP' },
      original,
    })
  })

  it.each([
    ['ClosingAvailable', 'CLAV'],
    ['ClosingBooked', 'CLBD'],
    ['Expected', 'XPCD'],
    ['ForwardAvailable', 'FWAV'],
    ['Information', 'INFO'],
    ['InterimAvailable', 'ITAV'],
    ['InterimBooked', 'ITBD'],
    ['OpeningAvailable', 'OPAV'],
    ['OpeningBooked', 'OPBD'],
    ['PreviouslyClosedBooked', 'PRCD'],
    ['ClosingCleared', 'ClosingCleared'],
    ['CLBD', 'CLBD'],
  ])('reads Type %s as %s', (name, code) => {
    expect(read(balanceV4({ Type: name })).rows[0]?.type).toBe(code)
  })

  it.each<[Record<string, unknown>, object, string, string]>([
    [{ DateTime: '5 April' }, { dateTime: null }, 'DateTime', 'is not a date and time'],
    [{ Type: undefined }, { type: null }, 'Type', 'is missing'],
    [{ Amount: undefined }, { amount: null, currency: null }, 'Amount', 'is missing'],
    [{ Amount: { Amount: 10, Currency: 'GBP' } }, { amount: null, currency: 'GBP' }, 'Amount.Amount', 'is not decimal text without a sign'],
    [{ Amount: { Amount: '-10', Currency: 'GBP' } }, { amount: null }, 'Amount.Amount', 'is not decimal text without a sign'],
    [{ CreditDebitIndicator: 'CRDT' }, { amount: null }, 'CreditDebitIndicator', 'is not one of Credit, Debit'],
    [{ CreditDebitIndicator: undefined }, { amount: null }, 'CreditDebitIndicator', 'is missing'],
    [{ AccountId: undefined }, { accountId: '22289' }, 'AccountId', 'is missing'],
  ])('keeps %j, and warns of it', (fields, expected, path, message) => {
    const original = balanceV4(fields)
    const { rows, warnings } = read(original)
    expect(shape.parse(rows[0])).toMatchObject({ ...expected, original })
    expect(warnings).toEqual([expect.objectContaining({ path: `$.Data.Balance[0].${path}`, message })])
  })

  it.each<[string, Record<string, unknown>, number, string[]]>([
    ['no list', {}, 0, ['$.Data.Balance is missing']],
    ['null', { Balance: null }, 0, ['$.Data.Balance is not a list']],
    ['an empty list', { Balance: [] }, 0, ['$.Data.Balance has fewer than 1']],
    ['one object', { Balance: balanceV4() }, 1, ['$.Data.Balance is not a list']],
    [
      'a total without its currency',
      { Balance: [balanceV4()], TotalValue: { Amount: '-1' } },
      1,
      ['$.Data.TotalValue.Amount is not decimal text without a sign', '$.Data.TotalValue.Currency is missing'],
    ],
  ])('warns of %s, and keeps what there is', (_what, Data, count, expected) => {
    for (const version of ['3.1', '4.0'] as const) {
      const of = version === '4.0' ? Data : JSON.parse(JSON.stringify(Data).replaceAll('ITAV', 'InterimAvailable'))
      const { rows, warnings } = processBalances({ ...page('Balance', []), Data: of }, version, '22289')
      expect(rows).toHaveLength(count)
      expect(warnings.map(({ path, message }) => `${path} ${message}`)).toEqual(expected)
    }
  })

  it('refuses a body without Data', async () => {
    const error = await appErrorOf(() => processBalances({ Links: {} }, '4.0', '22289'))
    expect(error.message).toBe('Data in the bank’s answer is missing')
  })

  it('leaves out the balance of another account', () => {
    const { rows, warnings } = processBalances(page('Balance', [balanceV4({ AccountId: '7' }), balanceV4()]), '4.0', '22289')
    expect(rows).toHaveLength(1)
    expect(warnings).toEqual([
      {
        ...{ path: '$.Data.Balance[0].AccountId', message: 'is not 22289, which was asked for' },
        ...{ clause: 'OB Read/Write 4.0, OBReadBalance1', known: false },
      },
    ])
  })
})
