import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readAccount, readBalance } from '../../../../src/main/core/accounts/account-information-exchange.ts'
import { isObject } from '../../../../src/main/core/accounts/answer-fields.ts'
import {
  address,
  type Check,
  dateTime,
  flag,
  integer,
  list,
  number,
  object,
  oneOf,
  pattern,
  text,
  warningsOf,
} from '../../../../src/main/core/accounts/conformance.ts'
import { type ConformanceRecords, createConformanceRecords } from '../../../../src/main/core/accounts/conformance-records.ts'
import { envelopeWarnings, rowWarnings } from '../../../../src/main/core/accounts/conformance-tables.ts'
import { recordReaders } from '../../../../src/main/core/accounts/record-readers.ts'
import type { Store } from '../../../../src/main/core/db/store.ts'
import { type AccountResource, accountRecord, accountResource } from '../../../../src/shared/model/account-data.ts'
import { accountDataStore, consentId, otherConsentId } from '../../../support/account-data-samples.ts'

describe('checks', () => {
  const faultsOf = (check: Check, value: unknown) => check(value)?.map(({ path, message }) => `${path} ${message}`) ?? []

  it.each<[string, Check, unknown, string[]]>([
    ['text', text(3), 'abc', []],
    ['text in characters, not code units', text(3), '🏦🏦🏦', []],
    ['a long text', text(3), 'abcd', [' is longer than 3 characters']],
    ['an empty text', text(), '', [' is empty']],
    ['no text', text(), null, [' is not text']],
    ['a value of a list', oneOf('a', 'b'), 'b', []],
    ['a value of no list', oneOf('a', 'b'), 'c', [' is not one of a, b']],
    ['a pattern', pattern(/^\d$/, 'a digit'), '1', []],
    ['another pattern', pattern(/^\d$/, 'a digit'), 1, [' is not a digit']],
    ['true', flag, false, []],
    ['the word true', flag, 'true', [' is not true or false']],
    ['a number', number, 1.5, []],
    ['a number as text', number, '1.5', [' is not a number']],
    ['a whole number', integer, 1.5, [' is not a whole number']],
    ['an address', address, 'https://bank.example/', []],
    ['a relative address', address, '/accounts', [' is not an absolute address']],
    ['a time with a zone', dateTime, '2026-04-05T10:43:07.123+01:00', []],
    ['a time in small letters', dateTime, '2026-04-05t10:43:07z', []],
    ['a time without a T', dateTime, '2026-04-05 10:43:07Z', [' is not a full date and time with a time zone']],
    ['a time without a zone', dateTime, '2026-04-05T10:43:07', [' is not a full date and time with a time zone']],
    ['a day that there is not', dateTime, '2026-02-30T00:00:00Z', [' is not a date and time']],
    ['the year 0000', dateTime, '0000-00-00T00:00:00+00:00', [' is not a date and time']],
    ['a list', list(text()), ['a', 1, ''], ['[1] is not text', '[2] is empty']],
    ['a short list', list(text(), { least: 1 }), [], [' has fewer than 1']],
    ['a long list', list(text(), { most: 1 }), ['a', 'b'], [' has more than 1']],
    ['no list', list(text()), {}, [' is not a list']],
    ['an object', object({ 'a*': text(), b: list(text()) }), { a: 'x', c: 1 }, []],
    ['members', object({ 'a*': text(), b: list(text()) }), { b: [1] }, ['.a is missing', '.b[0] is not text']],
    [
      'a closed object',
      object({ a: text() }, { closed: true }),
      { c: 1, a: 'x', 'd e': 2 },
      ['.c is not a member of the standard', '["d e"] is not a member of the standard'],
    ],
    ['no object', object({}), [], [' is not an object']],
  ])('%s', (_what, check, value, faults) => expect(faultsOf(check, value)).toEqual(faults))

  it('gives the whole path and the clause', () => {
    expect(warningsOf(object({ 'a*': object({ 'b*': text() }) }), { a: {} }, '$.Data.X[3]', 'Clause 1')).toEqual([
      { path: '$.Data.X[3].a.b', message: 'is missing', clause: 'Clause 1', known: false },
    ])
  })
})

describe.each(['3.1', '4.0'] as const)('version %s', (version) => {
  const row = (resource: AccountResource, value: object) =>
    rowWarnings(resource, version, value, '$').map(({ path, message }) => `${path} ${message}`)
  const links = { Links: { Self: 'https://bank.example/' }, Meta: {} }
  const around = (resource: AccountResource, body: object, form?: 'object') =>
    envelopeWarnings(resource, version, { ...links, ...body }, form).map(({ path, message }) => `${path} ${message}`)

  it.each(['accounts', 'transactions', 'beneficiaries', 'standingOrders', 'scheduledPayments', 'statements'] as const)(
    'rows of %s have no members of the bank’s own',
    (resource) => expect(row(resource, { Zzz: 1 })).toContain('$.Zzz is not a member of the standard'),
  )

  it.each(['balances', 'directDebits', 'products', 'offers'] as const)('rows of %s may have them', (resource) =>
    expect(row(resource, { Zzz: 1 }).join()).not.toContain('Zzz'),
  )

  it.each<[AccountResource, string]>([
    ['transactions', 'Transaction'],
    ['statements', 'Statement'],
  ])('Data of %s has its list and no more', (resource, name) => {
    expect(around(resource, { Data: { [`${name}s`]: [{}] } })).toEqual([`$.Data.${name}s is not a member of the standard`])
    expect(around(resource, { Data: { [name]: [{ Any: 1 }] } })).toEqual([])
  })

  it('Data holds a list, or the one party', () => {
    expect(around('beneficiaries', { Data: { Beneficiary: {} } })).toEqual(['$.Data.Beneficiary is not a list'])
    expect(around('offers', { Data: { Offer: null } })).toEqual(['$.Data.Offer is not a list'])
    expect(around('parties', { Data: { Party: [] } })).toEqual([])
    expect(around('parties', { Data: { Party: [] } }, 'object')).toEqual(['$.Data.Party is not an object'])
    expect(around('parties', { Data: { Party: {} } }, 'object')).toEqual([])
  })

  it('only beneficiaries of 4.0 have room for more at the top', () => {
    const extra = ['$.Zzz is not a member of the standard']
    expect(around('beneficiaries', { Data: {}, Zzz: 1 })).toEqual(version === '4.0' ? [] : extra)
    expect(around('offers', { Data: {}, Zzz: 1 })).toEqual(extra)
  })

  it.each(['beneficiaries', 'standingOrders', 'transactions'] as const)('SupplementaryData of %s is an object', (resource) => {
    expect(row(resource, { SupplementaryData: 'x' })).toContain('$.SupplementaryData is not an object')
    expect(row(resource, { SupplementaryData: { Any: 1 } }).join()).not.toContain('SupplementaryData')
  })

  it('the terms of a product are judged to their ends', () => {
    const product = (terms: object) => row('products', { AccountId: '1', ProductType: 'Other', ...terms })
    const band = { TierValueMinimum: '0', ApplicationFrequency: 'Daily', FixedVariableInterestRateType: 'Fixed', AER: '1.5' }
    const interest = (more: object) => ({
      CreditInterest: { TierBandSet: [{ TierBandMethod: 'Whole', TierBand: [{ ...band, ...more }] }] },
    })
    expect(product({ PCA: interest({}) })).toEqual([])
    expect(product({ BCA: interest({}) })).toEqual(['$.BCA.CreditInterest.TierBandSet[0].Destination is missing'])
    expect(product({ PCA: { ProductDetails: { Segment: 'x' }, Overdraft: 42, Zzz: 1 } })).toEqual([
      '$.PCA.ProductDetails.Segment is not a list',
      '$.PCA.Overdraft is not an object',
      '$.PCA.Zzz is not a member of the standard',
    ])
    expect(product({ PCA: interest({ AER: 1.5, ApplicationFrequency: 'FQDY' }) })).toEqual([
      '$.PCA.CreditInterest.TierBandSet[0].TierBand[0].ApplicationFrequency is not one of ' +
        'Daily, HalfYearly, Monthly, Other, PerAcademicTerm, PerStatementDate, Quarterly, Weekly, Yearly',
      '$.PCA.CreditInterest.TierBandSet[0].TierBand[0].AER is not a rate in decimals',
    ])
    expect(product({ OtherProductType: { Name: 'A', Description: 'B', LoanInterest: {}, Repayment: { AmountType: 'x' } } })).toEqual([
      '$.OtherProductType.LoanInterest.LoanInterestTierBandSet is missing',
      '$.OtherProductType.Repayment.AmountType is not one of RABD, RABL, RACI, RAFC, RAIO, RALT, USOT',
    ])
  })
})

it('the remittance information of a standing order is judged to its ends', () => {
  const of = (RemittanceInformation: unknown) =>
    rowWarnings('standingOrders', '4.0', { AccountId: '1', RemittanceInformation }, '$').map(
      ({ path, message }) => `${path.replace('$.RemittanceInformation', '')} ${message}`,
    )
  const reference = { Code: 'SCOR', Issuer: 'A', Reference: 'B' }
  expect(of({ Structured: [{ CreditorReferenceInformation: reference, Invoicer: 'C' }], Unstructured: ['D'] })).toEqual([])
  expect(of({ Structured: [{ CreditorReferenceInformation: { ...reference, Reference: 7 } }], Unstructured: 'D' })).toEqual([
    '.Structured[0].CreditorReferenceInformation.Reference is not text',
    '.Unstructured is not a list',
  ])
  expect(of({ Structured: [{ ReferredDocumentInformation: [{ RelatedDate: '2026-01-01', LineDetails: [1] }] }] })).toEqual([
    '.Structured[0].ReferredDocumentInformation[0].RelatedDate is not a full date and time with a time zone',
    '.Structured[0].ReferredDocumentInformation[0].LineDetails[0] is not text',
  ])
})

describe('whatever a bank answers', () => {
  const members = [
    ...['AccountId', 'Account', 'Amount', 'Currency', 'CreditDebitIndicator', 'DateTime', 'Type', 'CreditorAccount', 'Name', 'Links'],
    ...['MandateRelatedInformation', 'Frequency', 'RemittanceInformation', 'Structured', 'StatementAmount', 'StatementDescription'],
  ]
  const json = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      fc.constantFrom(null, true, '', 'Credit', '2026-04-05T10:43:07Z', '12.50', 7),
      fc.string(),
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom(...members), tie('value'), { maxKeys: 6 }),
    ),
  })).value
  const shape = accountRecord.omit({
    ...{ resource: true, accountAccessConsentId: true, accountId: true, apiVersion: true, fetched: true, warnings: true, original: true },
  })

  it('is read into the shape of the contract, and judged, without an error', () =>
    fc.assert(
      fc.property(json, fc.constantFrom('3.1' as const, '4.0' as const), (value, version) => {
        for (const resource of accountResource.options) {
          expect(envelopeWarnings(resource, version, value)).toBeInstanceOf(Array)
          if (resource === 'transactions') continue
          expect(rowWarnings(resource, version, value, '$')).toBeInstanceOf(Array)
          if (resource === 'accounts' || resource === 'balances' || !isObject(value)) continue
          shape.parse(recordReaders[resource](value))
        }
        if (!isObject(value)) return
        readAccount(value, version)
        readBalance(value, '1')
      }),
    ))
})

describe('records of conformance', () => {
  let store: Store
  let records: ConformanceRecords
  beforeEach(() => {
    store = accountDataStore()
    records = createConformanceRecords(store)
  })
  afterEach(() => store.close())

  const warning = (path: string, message = 'is missing') => ({ path, message, clause: 'c', known: false })
  const counts = (resource?: 'balances' | 'parties') =>
    records.list(consentId, resource).map(({ accountId, path, count, requestLogId }) => [accountId, path, count, requestLogId])

  it('counts what is at the same place in other rows, and keeps where it was first seen', () => {
    records.keep(consentId, 'balances', '1', [warning('$.B[3].A'), warning('$.B[5].A'), warning('$.B[5].A', 'is empty')], 'log-1')
    records.keep(consentId, 'balances', '1', [warning('$.B[0].A')], 'log-2')
    records.keep(consentId, 'balances', '2', [warning('$.B[0].A')], 'log-3')
    expect(counts()).toEqual([
      ['1', '$.B[3].A', 3, 'log-1'],
      ['1', '$.B[5].A', 1, 'log-1'],
      ['2', '$.B[0].A', 1, 'log-3'],
    ])
    expect(records.count(consentId, 'balances')).toBe(5)
    expect(records.count(otherConsentId, 'balances')).toBe(0)
    expect(records.list(otherConsentId)).toEqual([])
  })

  it('forgets those of one account, of the customer, or of a whole resource', () => {
    for (const accountId of ['1', '2', null]) records.keep(consentId, 'parties', accountId, [warning('$')], 'log')
    records.keep(consentId, 'balances', '1', [warning('$')], null)
    records.begin(consentId, 'parties', '1')
    expect(counts('parties').map(([accountId]) => accountId)).toEqual(['2', null])
    records.begin(consentId, 'parties', null)
    expect(counts('parties').map(([accountId]) => accountId)).toEqual(['2'])
    records.begin(consentId, 'parties')
    expect(counts('parties')).toEqual([])
    expect(counts()).toEqual([['1', '$', 1, null]])
  })

  it('ends with its consent', () => {
    records.keep(consentId, 'balances', '1', [warning('$')], null)
    store.run('delete from account_access_consent where id = ?', consentId)
    expect(store.all('select 1 from conformance_warning')).toEqual([])
  })
})
