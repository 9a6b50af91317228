import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { accountIdsOf } from '../../../src/model-bank/data/customers.ts'
import { AppError } from '../../../src/shared/errors.ts'
import type { TestBank } from '../../support/account-information.ts'
import { apiVersions, consentBody, everyPermission, origin, startTestBank } from '../../support/account-information.ts'

const path = '/account-access-consents'
const codes = (name: string, v4: string) => ({ '3.1': `UK.OBIE.${name}`, '4.0': v4 })
const invalid = codes('Field.Invalid', 'U002')
const invalidDate = codes('Field.InvalidDate', 'U003')
const missing = codes('Field.Missing', 'U004')
const unexpected = codes('Field.Unexpected', 'U005')
const format = codes('Resource.InvalidFormat', 'U010')
const notFound = codes('Resource.NotFound', 'U011')
const mismatch = codes('Resource.ConsentMismatch', 'U008')

let bank: TestBank
beforeAll(async () => {
  bank = await startTestBank()
})
beforeEach(() => bank.setTime('2026-11-02T09:00:00Z'))
afterAll(() => bank.app.close())

describe.each(apiVersions)('version %s', (version) => {
  const create = async (terms: object = {}) => {
    const answer = await bank.call('POST', version, path, { body: consentBody(terms) })
    return { answer, consentId: String(answer.json?.Data.ConsentId) }
  }
  const status = async (consentId: string) => (await bank.call('GET', version, `${path}/${consentId}`)).json?.Data.Status

  test('a new consent is replayed in full, awaits authorisation and can be read', async () => {
    const terms = { ExpirationDateTime: '2027-05-02T00:00:00+01:00', TransactionFromDateTime: '2026-01-01T00:00:00Z' }
    const { answer, consentId } = await create(terms)
    expect(answer.status).toBe(201)
    expect(answer.json?.Data).toMatchObject({ ...terms, Permissions: everyPermission, CreationDateTime: '2026-11-02T09:00:00+00:00' })
    expect(answer.json?.Data).not.toHaveProperty('TransactionToDateTime')
    expect(answer.json?.Risk).toEqual({})
    expect(answer.json?.Links.Self).toBe(`${origin}/open-banking/v${version}/aisp${path}/${consentId}`)
    expect((await bank.call('GET', version, `${path}/${consentId}`)).json).toEqual(answer.json)
  })

  test('statuses are written in the words of the version', async () => {
    const words = { '3.1': ['AwaitingAuthorisation', 'Authorised', 'Rejected', 'Authorised'], '4.0': ['AWAU', 'AUTH', 'RJCT', 'EXPD'] }[
      version
    ]
    const { consentId } = await create({ ExpirationDateTime: '2026-12-01T00:00:00Z' })
    const refused = (await create({ ExpirationDateTime: '2026-12-01T00:00:00Z' })).consentId
    expect(await status(consentId)).toBe(words[0])
    bank.consents.authorise(consentId, 'amelia', accountIdsOf('amelia').slice(0, 1))
    expect(await status(consentId)).toBe(words[1])
    bank.consents.reject(refused)
    expect(await status(refused)).toBe(words[2])
    bank.setTime('2026-12-01T00:00:00Z')
    expect(await status(consentId)).toBe(words[3])
    expect(await status(refused)).toBe(words[2])
  })

  test.each([
    ['not JSON', '{', format, undefined],
    ['no body', '', format, undefined],
    ['not an object', '[]', format, undefined],
    ['no Data', { Risk: {} }, missing, 'Data'],
    ['Data that is no object', { Data: [], Risk: {} }, invalid, 'Data'],
    ['no Risk', { Data: { Permissions: everyPermission } }, missing, 'Risk'],
    ['a Risk that is no object', { ...consentBody(), Risk: 'low' }, invalid, 'Risk'],
    ['something in Risk', { ...consentBody(), Risk: { Level: 1 } }, unexpected, 'Risk.Level'],
    ['no permissions', { Data: {}, Risk: {} }, missing, 'Data.Permissions'],
    ['an empty list of permissions', consentBody({ Permissions: [] }), invalid, 'Data.Permissions'],
    ['permissions that are no list', consentBody({ Permissions: 'ReadBalances' }), invalid, 'Data.Permissions'],
    ['an unknown permission', consentBody({ Permissions: ['ReadAccountsBasic', 'ReadMinds'] }), invalid, 'Data.Permissions'],
    ['no account permission', consentBody({ Permissions: ['ReadBalances'] }), invalid, 'Data.Permissions'],
    [
      'Basic without a direction',
      consentBody({ Permissions: ['ReadAccountsBasic', 'ReadTransactionsBasic'] }),
      invalid,
      'Data.Permissions',
    ],
    [
      'Detail without a direction',
      consentBody({ Permissions: ['ReadAccountsBasic', 'ReadTransactionsDetail'] }),
      invalid,
      'Data.Permissions',
    ],
    [
      'Credits without a level',
      consentBody({ Permissions: ['ReadAccountsBasic', 'ReadTransactionsCredits'] }),
      invalid,
      'Data.Permissions',
    ],
    ['Debits without a level', consentBody({ Permissions: ['ReadAccountsBasic', 'ReadTransactionsDebits'] }), invalid, 'Data.Permissions'],
    ['an expiry in the past', consentBody({ ExpirationDateTime: '2026-11-02T08:59:59Z' }), invalidDate, 'Data.ExpirationDateTime'],
    ['an expiry that is no date', consentBody({ ExpirationDateTime: 'never' }), invalidDate, 'Data.ExpirationDateTime'],
    ['a null date', consentBody({ TransactionFromDateTime: null }), invalidDate, 'Data.TransactionFromDateTime'],
    [
      'a period that ends before it starts',
      consentBody({ TransactionFromDateTime: '2026-02-01T00:00:00Z', TransactionToDateTime: '2026-01-01T00:00:00Z' }),
      invalidDate,
      'Data.TransactionToDateTime',
    ],
  ])('%s is refused with 400', async (_name, body, code, field) => {
    const answer = await bank.call('POST', version, path, { body })
    expect(answer.status).toBe(400)
    expect(answer.json?.Errors).toHaveLength(1)
    expect(answer.json?.Errors[0]).toMatchObject({ ErrorCode: code[version], ...(field === undefined ? {} : { Path: field }) })
  })

  test('every field at fault is named', async () => {
    const answer = await bank.call('POST', version, path, { body: { Data: { Permissions: ['ReadNothing'], ExpirationDateTime: 5 } } })
    expect(answer.json?.Errors.map(({ Path }) => Path)).toEqual(['Risk', 'Data.Permissions', 'Data.Permissions', 'Data.ExpirationDateTime'])
  })

  test('Basic and Detail of the same cluster together are allowed', async () => {
    const { answer } = await create({ Permissions: [...everyPermission, 'ReadAccountsBasic', 'ReadTransactionsBasic'] })
    expect(answer.status).toBe(201)
  })

  test('dates of every ISO 8601 form are taken, and given back with an offset', async () => {
    const { answer } = await create({ TransactionFromDateTime: '2026-01-01', TransactionToDateTime: '20261001T120000' })
    expect(answer.json?.Data).toMatchObject({
      TransactionFromDateTime: '2026-01-01T00:00:00+00:00',
      TransactionToDateTime: '2026-10-01T12:00:00+00:00',
    })
  })

  test('an end without a time of day means that whole day, be it the day of the start', async () => {
    const { answer } = await create({ TransactionFromDateTime: '2026-09-30T10:00:00Z', TransactionToDateTime: '2026-09-30' })
    expect(answer.status).toBe(201)
    expect(answer.json?.Data.TransactionToDateTime).toBe('2026-09-30T23:59:59+00:00')
  })

  test('a deleted consent is gone, and with it the way to the data', async () => {
    const { consentId, token } = await bank.authorised({ version })
    expect((await bank.call('GET', version, '/accounts', { token })).status).toBe(200)
    const deleted = await bank.call('DELETE', version, `${path}/${consentId}`, { headers: { accept: 'text/html' } })
    expect([deleted.status, deleted.text]).toEqual([204, ''])
    for (const method of ['GET', 'DELETE'] as const) {
      const answer = await bank.call(method, version, `${path}/${consentId}`)
      expect([answer.status, answer.json?.Errors[0]?.ErrorCode]).toEqual([400, notFound[version]])
    }
    const data = await bank.call('GET', version, '/accounts', { token })
    expect([data.status, data.json?.Errors[0]?.ErrorCode]).toEqual([403, codes('Resource.InvalidConsentStatus', 'U009')[version]])
  })

  test('another client can neither read nor delete a consent', async () => {
    const { consentId } = await create()
    for (const method of ['GET', 'DELETE'] as const) {
      const answer = await bank.call(method, version, `${path}/${consentId}`, { token: 'client:tpp-2' })
      expect([answer.status, answer.json?.Errors[0]?.ErrorCode]).toEqual([403, mismatch[version]])
    }
    expect((await bank.call('GET', version, `${path}/${consentId}`)).status).toBe(200)
  })
})

test('only 3.1 refuses a field beside Data and Risk', async () => {
  const body = { ...consentBody(), Extra: 1 }
  const old = await bank.call('POST', '3.1', path, { body })
  expect([old.status, old.json?.Errors[0]]).toMatchObject([400, { ErrorCode: unexpected['3.1'], Path: 'Extra' }])
  expect((await bank.call('POST', '4.0', path, { body })).status).toBe(201)
})

test('StatusReason is an array in 4.0 and absent in 3.1', async () => {
  const { consentId } = await bank.authorised({ version: '3.1' })
  const read = async (version: '3.1' | '4.0', id: string) => (await bank.call('GET', version, `${path}/${id}`)).json?.Data
  expect(await read('3.1', consentId)).not.toHaveProperty('StatusReason')
  expect((await read('4.0', consentId))?.StatusReason).toEqual([])
  const waiting = await bank.call('POST', '4.0', path, { body: consentBody() })
  expect(waiting.json?.Data.StatusReason).toMatchObject([{ StatusReasonCode: 'U036' }])
})

test('a consent made in 3.1 is read in words of 4.0 there, works there, and can be deleted there', async () => {
  const { consentId, token } = await bank.authorised({ version: '3.1' })
  expect((await bank.call('GET', '4.0', `${path}/${consentId}`)).json?.Data.Status).toBe('AUTH')
  expect((await bank.call('GET', '3.1', `${path}/${consentId}`)).json?.Data.Status).toBe('Authorised')
  expect((await bank.call('GET', '4.0', '/accounts', { token })).json?.Data.Account[0]).toHaveProperty('AccountTypeCode')
  expect((await bank.call('DELETE', '4.0', `${path}/${consentId}`)).status).toBe(204)
})

test('a consent made in 4.0 is of no use in 3.1', async () => {
  const { consentId, token } = await bank.authorised({ version: '4.0' })
  for (const method of ['GET', 'DELETE'] as const) expect((await bank.call(method, '3.1', `${path}/${consentId}`)).status).toBe(400)
  const data = await bank.call('GET', '3.1', '/accounts', { token })
  expect([data.status, data.json?.Errors[0]?.ErrorCode]).toEqual([403, mismatch['3.1']])
  expect((await bank.call('GET', '4.0', '/accounts', { token })).status).toBe(200)
})

describe('the book of consents', () => {
  const made = async (terms: object = {}) => {
    const answer = await bank.call('POST', '4.0', path, { body: consentBody(terms) })
    return String(answer.json?.Data.ConsentId)
  }
  const codeOf = (act: () => void) => {
    try {
      act()
    } catch (error) {
      return error instanceof AppError ? error.code : error
    }
    return 'nothing thrown'
  }
  const [first = '', second = ''] = accountIdsOf('amelia')

  test('tells the authorisation pages what is open and what is authorised', async () => {
    const consentId = await made({ ExpirationDateTime: '2026-12-01T00:00:00Z' })
    expect(bank.consents.find(consentId)).toMatchObject({ clientId: 'tpp-1', apiVersion: '4.0', open: true, authorised: false })
    bank.consents.authorise(consentId, 'amelia', [first])
    expect(bank.consents.find(consentId)).toMatchObject({ open: true, authorised: true })
    bank.setTime('2026-12-02T00:00:00Z')
    expect(bank.consents.find(consentId)).toMatchObject({ open: false, authorised: false })
    expect(bank.consents.find('unknown')).toBeUndefined()
  })

  test('a consent can be authenticated again by its customer, with other accounts', async () => {
    const consentId = await made()
    bank.consents.authorise(consentId, 'amelia', [first])
    const before = bank.consents.get(consentId)
    bank.setTime('2026-11-20T00:00:00Z')
    bank.consents.authorise(consentId, 'amelia', [first, second])
    expect(bank.consents.get(consentId)).toEqual({ ...before, accountIds: [first, second] })
    bank.consents.reject(consentId)
    expect(bank.consents.find(consentId)?.authorised).toBe(true)
  })

  test('accounts of someone else, no accounts, or another customer are refused', async () => {
    const consentId = await made()
    expect(codeOf(() => bank.consents.authorise(consentId, 'jordan', [first]))).toBe('INVALID_INPUT')
    expect(codeOf(() => bank.consents.authorise(consentId, 'amelia', []))).toBe('INVALID_INPUT')
    bank.consents.authorise(consentId, 'amelia', [first])
    expect(codeOf(() => bank.consents.authorise(consentId, 'jordan', accountIdsOf('jordan')))).toBe('CONFLICT')
    expect(bank.consents.get(consentId)).toMatchObject({ customer: 'amelia', accountIds: [first] })
  })

  test('rejected, expired and unknown consents cannot be decided on', async () => {
    const rejected = await made()
    bank.consents.reject(rejected)
    expect(codeOf(() => bank.consents.authorise(rejected, 'amelia', [first]))).toBe('CONFLICT')
    const expired = await made({ ExpirationDateTime: '2026-12-01T00:00:00Z' })
    bank.setTime('2026-12-01T00:00:00Z')
    expect(codeOf(() => bank.consents.reject(expired))).toBe('CONFLICT')
    expect(codeOf(() => bank.consents.reject('unknown'))).toBe('NOT_FOUND')
  })
})
