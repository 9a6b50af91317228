import { describe, expect, it } from 'vitest'
import {
  accountsUrl,
  balancesUrl,
  nextLink,
  processAccounts,
  processBalances,
  processTransactions,
  readTrailingLinks,
  transactionsUrl,
} from '../../../../src/main/core/accounts/account-information-exchange.ts'
import { account, balance, transaction } from '../../../../src/shared/model/account-data.ts'
import { accountV3, accountV4, balanceV4, page, transactionV4 } from '../../../support/account-data-samples.ts'
import { appErrorOf } from '../../../support/bank-answer.ts'

const base = 'https://bank.example/open-banking/v4.0/aisp'

describe('addresses', () => {
  it.each([
    [accountsUrl(base), '/accounts'],
    [accountsUrl(`${base}/`), '/accounts'],
    [balancesUrl(base, '22289'), '/accounts/22289/balances'],
    [balancesUrl(base), '/balances'],
    [balancesUrl(base, 'a/../b?c'), '/accounts/a%2F..%2Fb%3Fc/balances'],
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

describe('nextLink', () => {
  const first = `${base}/accounts/22289/transactions`
  const next = (link: unknown) => nextLink({ Data: {}, Links: { Self: first, Next: link } }, new Set([first]), base)

  it.each([`${first}?page=2`, `${first}?cursor=%7B%22a%22%3A1%7D&x=a+b`, 'https://bank.example:443/elsewhere'])(
    'follows %s as it is',
    (link) => {
      expect(next(link)).toBe(link)
    },
  )

  it.each([undefined, null, ''])('ends with %s', (link) => {
    expect(next(link)).toBeNull()
  })

  it('ends without Links', () => {
    expect(nextLink({ Data: {} }, new Set(), base)).toBeNull()
  })

  it.each([
    ['another host', 'https://evil.example/open-banking/v4.0/aisp/accounts'],
    ['another port', 'https://bank.example:8443/next'],
    ['http', 'http://bank.example/next'],
    ['a relative address', '/open-banking/v4.0/aisp/accounts?page=2'],
    ['a look-alike', 'https://bank.example.evil.example/next'],
    ['a user name in front of another host', 'https://bank.example@evil.example/next'],
    ['the page itself', first],
    ['something else', 7],
  ])('refuses %s', async (_what, link) => {
    const error = await appErrorOf(() => next(link))
    expect(error.code).toBe('BANK_INVALID_RESPONSE')
    expect(error.message).toContain('Links.Next')
  })
})

describe('readTrailingLinks', () => {
  const links = { Self: 'https://bank.example/1', Next: 'https://bank.example/2?a="é"' }
  const read = (text: string) => readTrailingLinks(Buffer.from(text))
  const envelope = { Data: { Transaction: [transactionV4()] }, Links: links, Meta: { TotalPages: 2 } }

  it.each([
    ['as a bank writes it', JSON.stringify(envelope)],
    ['last of all', JSON.stringify({ Meta: {}, Data: {}, Links: links })],
    ['with white space', JSON.stringify(envelope, null, 2)],
    [
      'after a member of that name within a row',
      JSON.stringify({ Data: { Transaction: [{ Links: { Next: 'https://evil.example' } }] }, Links: links }),
    ],
    ['after the same member', `{"Links":{"Next":"old"},"Data":{},${JSON.stringify({ Links: links }).slice(1)}`],
    ['after a text that looks like it', JSON.stringify({ Data: { text: ',"Links":{"Next":"https://evil.example"}}' }, Links: links })],
  ])('finds what the whole body says: %s', (_what, text) => {
    expect(read(text)).toMatchObject({ Links: links })
    expect(JSON.parse(text).Links).toEqual(links)
  })

  it.each([
    ['there are none', JSON.stringify({ Data: {} })],
    ['they belong to something within', JSON.stringify({ Data: { Links: links } })],
    ['they belong to a row of a list', JSON.stringify({ Data: [{ Links: links }] })],
    ['a text looks like them', JSON.stringify({ Data: {}, Meta: 'x"Links":{"Next":"https://evil.example"}' })],
    ['a longer name ends like them', JSON.stringify({ Data: {}, 'x"Links': { Next: 'https://evil.example' } })],
    ['much stands behind them', JSON.stringify({ Links: links, Data: { text: 'x'.repeat(9000) } })],
    ['the body is cut off', JSON.stringify(envelope).slice(0, -1)],
    ['the body is nothing but them', '"Links":{}}'],
    ['the body is empty', ''],
  ])('leaves it to the whole body when %s', (_what, text) => {
    expect(read(text)).toBeNull()
  })
})

describe('processAccounts', () => {
  const shape = account.omit({ accountAccessConsentId: true, fetched: true })

  it.each([
    ['3.1', accountV3()],
    ['4.0', accountV4()],
  ] as const)('gives one shape for %s', (version, original) => {
    const [read] = processAccounts(page('Account', [original]), version)
    expect(shape.parse(read)).toEqual({
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
    expect(processAccounts(page('Account', [accountV3({ AccountSubType: name })]), '3.1')[0]?.type).toBe(code)
  })

  it('takes the holder’s name where there is no nickname, and untouched', () => {
    const names = ["O'Brien & Søn", 'Иван Петрович', '小林製薬', 'Ζωή Παπαδοπούλου', '<b>bold</b>']
    const rows = names.map((Name, index) =>
      accountV4({ AccountId: `${index}`, Nickname: undefined, Account: [{ SchemeName: 'UK.OBIE.IBAN', Identification: 'GB1', Name }] }),
    )
    expect(processAccounts(page('Account', rows), '4.0').map(({ name }) => name)).toEqual(names)
  })

  it('reads what ReadAccountsBasic shows', () => {
    const [read] = processAccounts(page('Account', [{ AccountId: '1' }]), '4.0')
    expect(read).toMatchObject({
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
    expect(processAccounts(page('Account', []), '4.0')).toEqual([])
    expect(processAccounts({ Data: {}, Links: { Self: base }, Meta: {} }, '4.0')).toEqual([])
  })

  it.each<[unknown, string, string]>([
    [[], '$', 'is not an object'],
    ['text', '$', 'is not an object'],
    [{}, 'Data', 'is missing'],
    [{ Data: [] }, 'Data', 'is not an object'],
    [{ Data: { Account: {} } }, 'Data.Account', 'is not a list'],
    [page('Account', [accountV4(), 'x']), 'Data.Account[1]', 'is not an object'],
    [page('Account', [accountV4({ AccountId: undefined })]), 'Data.Account[0].AccountId', 'is missing'],
    [page('Account', [accountV4({ AccountId: 7 })]), 'Data.Account[0].AccountId', 'is not text'],
    [page('Account', [accountV4({ AccountId: '' })]), 'Data.Account[0].AccountId', 'is empty'],
    [page('Account', [accountV4({ Account: 'x' })]), 'Data.Account[0].Account', 'is not a list'],
    [page('Account', [accountV4({ Account: [{}] })]), 'Data.Account[0].Account[0].SchemeName', 'is missing'],
    [page('Account', [accountV4({ Account: [null] })]), 'Data.Account[0].Account[0]', 'is not an object'],
  ])('names the place of a wrong shape: %j', async (body, path, problem) => {
    const error = await appErrorOf(() => processAccounts(body, '4.0'))
    expect(error).toMatchObject({ code: 'BANK_INVALID_RESPONSE', details: { issues: [{ path, message: problem }] } })
    expect(error.message).toBe(`${path} in the bank’s answer ${problem}`)
  })
})

describe('processBalances', () => {
  it('gives one shape for both versions', () => {
    for (const Type of ['ITAV', 'InterimAvailable']) {
      const original = balanceV4({ Type })
      const [read] = processBalances(page('Balance', [original]))
      expect(balance.omit({ accountAccessConsentId: true, fetched: true }).parse(read)).toEqual({
        ...{ accountId: '22289', type: 'ITAV', dateTime: '2026-04-05T10:43:07+00:00', amount: '1230.00', currency: 'GBP' },
        original,
      })
    }
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
    expect(processBalances(page('Balance', [balanceV4({ Type: name })]))[0]?.type).toBe(code)
  })

  it.each<[unknown, string]>([
    [{ Data: {} }, 'Data.Balance in the bank’s answer is missing'],
    [
      page('Balance', [balanceV4({ DateTime: '5 April' })]),
      'Data.Balance[0].DateTime in the bank’s answer is not an ISO 8601 date and time',
    ],
    [page('Balance', [balanceV4({ Type: undefined })]), 'Data.Balance[0].Type in the bank’s answer is missing'],
  ])('refuses %j', async (body, message) => {
    expect((await appErrorOf(() => processBalances(body))).message).toBe(message)
  })
})

describe('processTransactions', () => {
  it.each([
    ['4.0', 'BOOK'],
    ['3.1.11', 'Booked'],
  ])('gives one shape for %s', (_version, Status) => {
    const original = transactionV4({ Status })
    const [read] = processTransactions(page('Transaction', [original]))
    expect(transaction.omit({ accountAccessConsentId: true }).parse(read)).toEqual({
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
    expect(processTransactions(page('Transaction', [transactionV4({ Status: name })]))[0]?.status).toBe(code)
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
    expect(processTransactions(page('Transaction', rows))[0]?.amount).toBe(expected)
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
    const [read] = processTransactions(page('Transaction', [basic]))
    expect(read).toMatchObject({ transactionId: null, reference: null, valueDateTime: null, description: null, merchant: null })
    expect(processTransactions({ Data: {} })).toEqual([])
  })

  it('keeps texts untouched', () => {
    const texts = ["Marks & Spencer's", 'ООО «Ромашка»', 'Κατάστημα Ω', 'café 日本 🏦', '&amp;', '%_\\']
    const rows = texts.map((text) => transactionV4({ TransactionInformation: text, MerchantDetails: { MerchantName: text } }))
    const read = processTransactions(JSON.parse(JSON.stringify(page('Transaction', rows))))
    expect(read.map(({ description }) => description)).toEqual(texts)
    expect(read.map(({ merchant }) => merchant)).toEqual(texts)
  })

  it.each<[Record<string, unknown>, string]>([
    [{ AccountId: undefined }, 'AccountId in the bank’s answer is missing'],
    [{ Status: undefined }, 'Status in the bank’s answer is missing'],
    [{ CreditDebitIndicator: 'CRDT' }, 'CreditDebitIndicator in the bank’s answer is not Credit or Debit'],
    [{ CreditDebitIndicator: undefined }, 'CreditDebitIndicator in the bank’s answer is missing'],
    [{ Amount: undefined }, 'Amount in the bank’s answer is missing'],
    [{ Amount: '10.00' }, 'Amount in the bank’s answer is not an object'],
    [{ Amount: { Amount: 10, Currency: 'GBP' } }, 'Amount.Amount in the bank’s answer is not decimal text'],
    [{ Amount: { Amount: '-10.00', Currency: 'GBP' } }, 'Amount.Amount in the bank’s answer is not decimal text'],
    [{ Amount: { Amount: '1e3', Currency: 'GBP' } }, 'Amount.Amount in the bank’s answer is not decimal text'],
    [{ Amount: { Amount: '10.000001', Currency: 'GBP' } }, 'Amount.Amount in the bank’s answer is not decimal text'],
    [{ Amount: { Amount: '10' } }, 'Amount.Currency in the bank’s answer is missing'],
    [{ BookingDateTime: undefined }, 'BookingDateTime in the bank’s answer is missing'],
    [{ BookingDateTime: '2026-02-30T00:00:00Z' }, 'BookingDateTime in the bank’s answer is not an ISO 8601 date and time'],
    [{ ValueDateTime: 'soon' }, 'ValueDateTime in the bank’s answer is not an ISO 8601 date and time'],
    [{ TransactionInformation: ['x'] }, 'TransactionInformation in the bank’s answer is not text'],
    [{ MerchantDetails: 'Corner Shop' }, 'MerchantDetails in the bank’s answer is not an object'],
    [{ MerchantDetails: { MerchantName: 5 } }, 'MerchantDetails.MerchantName in the bank’s answer is not text'],
  ])('refuses %j', async (fields, message) => {
    const error = await appErrorOf(() => processTransactions(page('Transaction', [transactionV4(), transactionV4(fields)])))
    expect(error.code).toBe('BANK_INVALID_RESPONSE')
    expect(error.message).toBe(`Data.Transaction[1].${message}`)
  })
})
