import { describe, expect, it } from 'vitest'
import {
  buildConsentDelete,
  buildConsentRead,
  buildConsentRequest,
  checkPermissions,
  consentStatusFrom,
  processConsentDelete,
  processConsentResponse,
} from '../../../../src/main/core/account-access-consents/consent-exchange.ts'
import type { ConsentStatus, Permission } from '../../../../src/shared/model/account-access-consent.ts'
import type { BankProfile } from '../../../../src/shared/model/bank-profile.ts'
import type { ApiVersion } from '../../../../src/shared/model/common.ts'
import { appErrorOf, bankAnswer } from '../../../support/bank-answer.ts'
import { aBankProfile } from '../../../support/bank-session.ts'

type LinksTolerance = NonNullable<BankProfile['accountInformation']>['linksTolerances'][number]

describe('checkPermissions', () => {
  const good: Permission[][] = [
    ['ReadAccountsBasic'],
    ['ReadAccountsDetail', 'ReadAccountsBasic', 'ReadBalances', 'ReadPAN'],
    ['ReadAccountsBasic', 'ReadTransactionsBasic', 'ReadTransactionsCredits'],
    ['ReadAccountsBasic', 'ReadTransactionsBasic', 'ReadTransactionsDetail', 'ReadTransactionsDebits'],
    ['ReadAccountsDetail', 'ReadTransactionsDetail', 'ReadTransactionsCredits', 'ReadTransactionsDebits'],
  ]
  it.each(good.map((permissions) => [permissions]))('allows %j', (permissions) => {
    expect(checkPermissions(permissions)).toBeUndefined()
  })

  const bad: [Permission[], RegExp][] = [
    [[], /are empty/],
    [['ReadBalances'], /lack both/],
    [['ReadTransactionsBasic', 'ReadTransactionsCredits'], /lack both/],
    [['ReadAccountsBasic', 'ReadTransactionsBasic'], /without a direction/],
    [['ReadAccountsBasic', 'ReadTransactionsDetail'], /without a direction/],
    [['ReadAccountsBasic', 'ReadTransactionsCredits'], /without their content/],
    [['ReadAccountsBasic', 'ReadTransactionsDebits'], /without their content/],
  ]
  it.each(bad)('refuses %j', async (permissions, message) => {
    const error = await appErrorOf(() => checkPermissions(permissions))
    expect(error.code).toBe('INVALID_INPUT')
    expect(error.details.field).toBe('permissions')
    expect(error.message).toMatch(message)
    expect(error.details.remedy).toBeTruthy()
  })
})

const call = {
  profile: { financialId: 'fin1', accountInformation: null },
  apiVersion: '4.0' as const,
  baseUrl: 'https://bank.example/open-banking/v4.0/aisp',
  accessToken: 'at',
}
const noTimes = { expirationDateTime: null, transactionFromDateTime: null, transactionToDateTime: null }

describe('requests', () => {
  it('posts Data and an empty Risk, without what was not given', () => {
    const { method, url, headers, body } = buildConsentRequest({ ...call, ...noTimes, permissions: ['ReadAccountsBasic'] })
    expect({ method, url }).toEqual({ method: 'POST', url: 'https://bank.example/open-banking/v4.0/aisp/account-access-consents' })
    expect(JSON.parse(String(body))).toEqual({ Data: { Permissions: ['ReadAccountsBasic'] }, Risk: {} })
    expect(headers?.map(([name]) => name)).toEqual([
      'authorization',
      'content-type',
      'accept',
      'x-fapi-interaction-id',
      'x-fapi-financial-id',
    ])
    expect(headers).toContainEqual(['authorization', 'Bearer at'])
  })

  it('posts every time that was given', () => {
    const times = {
      expirationDateTime: '2026-12-31T00:00:00Z',
      transactionFromDateTime: '2026-01-01T00:00:00+01:00',
      transactionToDateTime: '2026-06-01T00:00:00Z',
    }
    const { body } = buildConsentRequest({ ...call, ...times, permissions: ['ReadAccountsBasic'] })
    expect(JSON.parse(String(body)).Data).toEqual({
      Permissions: ['ReadAccountsBasic'],
      ExpirationDateTime: '2026-12-31T00:00:00Z',
      TransactionFromDateTime: '2026-01-01T00:00:00+01:00',
      TransactionToDateTime: '2026-06-01T00:00:00Z',
    })
  })

  it('builds nothing from permissions that a bank must refuse', async () => {
    const error = await appErrorOf(() => buildConsentRequest({ ...call, ...noTimes, permissions: ['ReadBalances'] }))
    expect(error.details.field).toBe('permissions')
  })

  it('reads and deletes by ConsentId', () => {
    const read = buildConsentRead({ ...call, baseUrl: `${call.baseUrl}/`, consentId: 'a/1' })
    expect(read.method).toBe('GET')
    expect(read.url).toBe('https://bank.example/open-banking/v4.0/aisp/account-access-consents/a%2F1')
    expect(read.headers?.map(([name]) => name)).toEqual(['authorization', 'accept', 'x-fapi-interaction-id', 'x-fapi-financial-id'])
    const remove = buildConsentDelete({ ...call, consentId: 'a1' })
    expect(remove.method).toBe('DELETE')
    expect(remove.url).toBe('https://bank.example/open-banking/v4.0/aisp/account-access-consents/a1')
    expect(remove.headers?.map(([name]) => name)).toEqual(['authorization', 'x-fapi-interaction-id', 'x-fapi-financial-id'])
    expect([read.body, remove.body]).toEqual([undefined, undefined])
  })
})

describe('what a profile says of consents', () => {
  const { accountInformation } = aBankProfile()
  const asked = (changes: object) => {
    const profile = { financialId: 'fin1', accountInformation: accountInformation && { ...accountInformation, ...changes } }
    return (['3.1', '4.0'] as const).map((apiVersion) =>
      buildConsentRequest({ ...call, ...noTimes, profile, apiVersion, permissions: ['ReadAccountsBasic'] }),
    )
  }
  const financialIdsOf = (requests: ReturnType<typeof asked>) => requests.map(({ headers }) => new Map(headers).get('x-fapi-financial-id'))

  it('sends the financial id of the version', () => {
    expect(financialIdsOf(asked({}))).toEqual(['fin1', 'fin1'])
    expect(financialIdsOf(asked({ financialIds: { '3.1': 'old' } }))).toEqual(['old', 'fin1'])
  })

  it('sends supplementary data only where the profile has some', () => {
    const consentSupplementaryData = { DesiredStatus: 'Authorised', UserID: 'u1' }
    for (const { body } of asked({ consentSupplementaryData })) {
      expect(JSON.parse(String(body)).Data).toEqual({ Permissions: ['ReadAccountsBasic'], SupplementaryData: consentSupplementaryData })
    }
    for (const { body } of asked({})) expect(JSON.parse(String(body)).Data).not.toHaveProperty('SupplementaryData')
  })
})

describe('Links.Self of a consent', () => {
  const base = 'https://bank.example/open-banking/v4.0/aisp'
  const id = 'urn:bank:consent-1'
  const own = `${base}/account-access-consents/${encodeURIComponent(id)}`
  const { accountInformation } = aBankProfile()
  const warningsOf = (self: unknown, linksTolerances: LinksTolerance[] = [], linksBases: string[] = []) => {
    const profile = { accountInformation: accountInformation && { ...accountInformation, linksTolerances, linksBases } }
    const body = { Data: data, Risk: {}, Links: self === undefined ? undefined : { Self: self }, Meta: {} }
    return processConsentResponse(bankAnswer(201, body), { ...call, profile, baseUrl: base }, 201).warnings
  }

  it.each([own, undefined])('%s is right, or not there', (self) => {
    expect(warningsOf(self)).toEqual([])
  })

  const wrong: [string, LinksTolerance, RegExp][] = [
    [`${base}/account-access-consents`, 'consentIdOmitted', /leaves out the consent id/],
    [`${own}/`, 'trailingSlash', /slash/],
    [own.replace('bank.example', 'sister.example'), 'otherBase', /another base/],
    [own.replace('https:', 'http:'), 'httpWithoutPort', /without the port/],
  ]
  it.each(wrong)('%s is a warning, known where the profile has %s', (self, tolerance, message) => {
    const bases = ['https://sister.example/open-banking/v4.0/aisp']
    const expected = { path: '$.Links.Self', message: expect.stringMatching(message), clause: expect.any(String) }
    expect(warningsOf(self, [], bases)).toEqual([{ ...expected, known: false }])
    expect(warningsOf(self, [tolerance], bases)).toEqual([{ ...expected, known: true }])
  })

  it('a link to all consents that ends with a slash is two warnings', () => {
    const known = warningsOf(`${base}/account-access-consents/`, ['consentIdOmitted']).map((one) => one.known)
    expect(known.toSorted()).toEqual([false, true])
  })

  it('another address is a warning that no profile knows', () => {
    for (const self of [`${base}/accounts`, 'https://evil.example/x', `${base}/account-access-consents/other`])
      expect(warningsOf(self, ['consentIdOmitted', 'trailingSlash', 'otherBase', 'httpWithoutPort'])).toMatchObject([{ known: false }])
  })
})

describe('statuses', () => {
  const known: [ApiVersion, string, ConsentStatus][] = [
    ['3.1', 'AwaitingAuthorisation', 'awaitingAuthorisation'],
    ['3.1', 'Authorised', 'authorised'],
    ['3.1', 'Rejected', 'rejected'],
    ['3.1', 'Revoked', 'revoked'],
    ['3.1', 'Consumed', 'consumed'],
    ['3.1', 'AUTH', 'unknown'],
    ['3.1', 'constructor', 'unknown'],
    ['4.0', 'AWAU', 'awaitingAuthorisation'],
    ['4.0', 'AUTH', 'authorised'],
    ['4.0', 'RJCT', 'rejected'],
    ['4.0', 'CANC', 'cancelled'],
    ['4.0', 'EXPD', 'expired'],
    ['4.0', 'COND', 'consumed'],
    ['4.0', 'Authorised', 'unknown'],
  ]
  it.each(known)('%s %s is %s', (version, external, status) => {
    expect(consentStatusFrom(version, external)).toBe(status)
  })
})

const data = {
  ConsentId: 'urn:bank:consent-1',
  Status: 'AWAU',
  CreationDateTime: '2026-06-01T12:00:00+00:00',
  StatusUpdateDateTime: '2026-06-01T12:00:01Z',
  Permissions: ['ReadAccountsBasic', 'ReadBalances'],
}
const answer = (changed: object = {}, status = 201) =>
  bankAnswer(status, { Data: { ...data, ...changed }, Risk: {}, Links: { Self: 'x' }, Meta: {} })
const of = (apiVersion: ApiVersion) => ({ ...call, apiVersion })

describe('processConsentResponse', () => {
  it('reads a 4.0 consent', () => {
    const reasons = { StatusReason: [{ StatusReasonCode: 'U036' }], ExpirationDateTime: '2026-12-31T00:00:00Z' }
    expect(processConsentResponse(answer(reasons), of('4.0'), 201)).toEqual({
      consentId: 'urn:bank:consent-1',
      status: 'awaitingAuthorisation',
      externalStatus: 'AWAU',
      created: '2026-06-01T12:00:00+00:00',
      statusUpdated: '2026-06-01T12:00:01Z',
      permissions: ['ReadAccountsBasic', 'ReadBalances'],
      expirationDateTime: '2026-12-31T00:00:00Z',
      transactionFromDateTime: null,
      transactionToDateTime: null,
      warnings: [],
    })
  })

  it('reads a 3.1 consent and keeps a status it does not know', () => {
    const authorised = processConsentResponse(answer({ Status: 'Authorised' }, 200), of('3.1'), 200, 'urn:bank:consent-1')
    expect(authorised).toMatchObject({ status: 'authorised', externalStatus: 'Authorised' })
    expect(processConsentResponse(answer({ Status: 'Odd' }), of('3.1'), 201)).toMatchObject({ status: 'unknown', externalStatus: 'Odd' })
  })

  it('takes null and absence for what is optional', () => {
    const optional = processConsentResponse(answer({ StatusUpdateDateTime: undefined, TransactionToDateTime: null }), of('4.0'), 201)
    expect(optional).toMatchObject({ statusUpdated: null, transactionToDateTime: null })
  })

  const wrong: [object, string][] = [
    [{ ConsentId: undefined }, '$.Data.ConsentId'],
    [{ ConsentId: '' }, '$.Data.ConsentId'],
    [{ ConsentId: 'x'.repeat(129) }, '$.Data.ConsentId'],
    [{ ConsentId: 7 }, '$.Data.ConsentId'],
    [{ Status: undefined }, '$.Data.Status'],
    [{ CreationDateTime: undefined }, '$.Data.CreationDateTime'],
    [{ CreationDateTime: 'yesterday' }, '$.Data.CreationDateTime'],
    [{ CreationDateTime: '2026-06-01T12:00:00' }, '$.Data.CreationDateTime'],
    [{ Permissions: undefined }, '$.Data.Permissions'],
    [{ Permissions: [] }, '$.Data.Permissions'],
    [{ Permissions: ['ReadAccountsBasic', 'ReadMinds'] }, '$.Data.Permissions[1]'],
    [{ ExpirationDateTime: 1 }, '$.Data.ExpirationDateTime'],
  ]
  it.each(wrong)('refuses Data with %j, naming %s', async (changed, path) => {
    const response = answer(changed)
    const error = await appErrorOf(() => processConsentResponse(response, of('4.0'), 201))
    expect(error.code).toBe('BANK_INVALID_RESPONSE')
    expect(error.message).toContain(`at ${path}:`)
    expect(error.details.requestLogId).toBe(response.requestLogId)
  })

  it.each([
    ['{}', '$.Data'],
    ['null', '$'],
    ['[]', '$'],
  ])('refuses %s', async (body, path) => {
    const error = await appErrorOf(() => processConsentResponse(bankAnswer(201, body), of('4.0'), 201))
    expect(error.code).toBe('BANK_INVALID_RESPONSE')
    expect(error.message).toContain(`at ${path}:`)
  })

  it('refuses text that is not JSON', async () => {
    expect((await appErrorOf(() => processConsentResponse(bankAnswer(201, '<html>'), of('4.0'), 201))).code).toBe('BANK_INVALID_RESPONSE')
  })

  it('refuses another consent than the one asked for', async () => {
    const error = await appErrorOf(() => processConsentResponse(answer({}, 200), of('4.0'), 200, 'consent-2'))
    expect(error.code).toBe('BANK_INVALID_RESPONSE')
    expect(error.message).toContain('$.Data.ConsentId')
  })

  it('turns a refusal of either version into the bank’s error', async () => {
    const v3 = {
      Code: '400 BadRequest',
      Message: 'm',
      Errors: [{ ErrorCode: 'UK.OBIE.Field.Invalid', Message: 'x', Path: 'Data.Permissions' }],
    }
    const v4 = { Errors: [{ ErrorCode: 'U002', Path: 'Data.Permissions' }] }
    for (const [version, body] of [
      ['3.1', v3],
      ['4.0', v4],
    ] as const) {
      const error = await appErrorOf(() => processConsentResponse(bankAnswer(400, body), of(version), 201))
      expect(error.code).toBe('BANK_ERROR_RESPONSE')
      expect(error.message).toMatch(/a field has a value that is not valid\) at Data\.Permissions$/)
    }
  })

  it('refuses another status of success', async () => {
    expect((await appErrorOf(() => processConsentResponse(answer({}, 200), of('4.0'), 201))).code).toBe('BANK_INVALID_RESPONSE')
  })
})

describe('processConsentDelete', () => {
  it('takes 204', () => {
    expect(processConsentDelete(bankAnswer(204))).toBeUndefined()
  })

  it.each([
    [200, 'BANK_INVALID_RESPONSE'],
    [400, 'BANK_ERROR_RESPONSE'],
    [403, 'BANK_ERROR_RESPONSE'],
  ])('refuses %s', async (status, code) => {
    expect((await appErrorOf(() => processConsentDelete(bankAnswer(status)))).code).toBe(code)
  })
})
