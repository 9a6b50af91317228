import { describe, expect, it } from 'vitest'
import { bankErrorFrom } from '../../../../src/main/core/bank/bank-error.ts'
import { explainErrorCode } from '../../../../src/main/core/bank/error-codes.ts'
import type { AppErrorDetails } from '../../../../src/shared/errors.ts'
import { bankAnswer } from '../../../support/bank-answer.ts'

type Case = [string, Parameters<typeof bankAnswer>, AppErrorDetails['bank'], string, RegExp | undefined]

const cases: Case[] = [
  [
    'an OAuth error (RFC 6749 §5.2)',
    [400, { error: 'invalid_grant', error_description: 'code used' }],
    { status: 400, error: 'invalid_grant', description: 'code used' },
    `Token request: refused with 400 invalid_grant (${explainErrorCode('invalid_grant')?.meaning})`,
    /authorise the consent again/,
  ],
  [
    'a registration error (OB DCR 3.3)',
    [400, { error: 'invalid_software_statement' }],
    { status: 400, error: 'invalid_software_statement' },
    'Token request: refused with 400 invalid_software_statement (the software statement assertion is not valid)',
    /fresh assertion/,
  ],
  [
    'an OAuth error that is not known',
    [400, { error: 'odd', error_description: 'why' }],
    { status: 400, error: 'odd', description: 'why' },
    'Token request: refused with 400 odd',
    undefined,
  ],
  [
    'a 3.1 error',
    [
      400,
      { Code: '400 BadRequest', Message: 'Bad', Errors: [{ ErrorCode: 'UK.OBIE.Field.Missing', Message: 'No', Path: 'Data.Permissions' }] },
    ],
    {
      status: 400,
      error: 'UK.OBIE.Field.Missing',
      description: 'Bad',
      reasons: [{ code: 'UK.OBIE.Field.Missing', message: 'No', path: 'Data.Permissions' }],
    },
    'Token request: refused with 400 UK.OBIE.Field.Missing (a required field is missing) at Data.Permissions',
    /request log/,
  ],
  [
    'a 4.0 error with several reasons',
    [403, { Id: 'x', Errors: [{ ErrorCode: 'U028' }, { ErrorCode: 'TKSP', Message: 'suspended' }] }],
    {
      status: 403,
      error: 'U028',
      description: 'the customer must authenticate again',
      reasons: [
        { code: 'U028', message: 'the customer must authenticate again' },
        { code: 'TKSP', message: 'suspended' },
      ],
    },
    'Token request: refused with 403 U028 (the customer must authenticate again)',
    /authorise the consent again/,
  ],
  ['a 401 without a body, as 3.1 asks', [401], { status: 401 }, 'Token request: refused with 401', /Refresh the access token/],
  [
    'a challenge (RFC 6750 §3)',
    [401, '', { 'WWW-Authenticate': 'Bearer realm="x", error="invalid_token", error_description="expired"' }],
    { status: 401, error: 'invalid_token', description: 'expired' },
    'Token request: refused with 401 invalid_token (the access token has expired, was revoked or is bound to another certificate)',
    /Refresh the access token/,
  ],
  [
    'a token bound to another certificate (RFC 8705 §3)',
    [401, { error: 'invalid_token', error_description: 'certificate thumbprint mismatch' }],
    { status: 401, error: 'invalid_token', description: 'certificate thumbprint mismatch' },
    'Token request: refused with 401 invalid_token (the access token has expired, was revoked or is bound to another certificate)',
    /another transport certificate/,
  ],
  ['a 403 without a body', [403], { status: 403 }, 'Token request: refused with 403', /permissions/],
  ['a 429 with Retry-After', [429, '', { 'Retry-After': '30' }], { status: 429 }, 'Token request: refused with 429', /^Wait 30 seconds/],
  [
    'a 503 with a date in Retry-After',
    [503, '', { 'Retry-After': 'Wed, 21 Oct 2026 07:28:00 GMT' }],
    { status: 503 },
    'Token request: refused with 503',
    /until 2026-10-21T07:28:00.000Z/,
  ],
  ['a 429 without Retry-After', [429], { status: 429 }, 'Token request: refused with 429', /^Wait before/],
  [
    'a web page',
    [502, '<html><head><title>Bad\n Gateway</title><script>alert(1)</script></head><body>no</body></html>'],
    { status: 502, description: 'Bad Gateway' },
    'Token request: refused with 502',
    /Try again later/,
  ],
  [
    'a web page without a title',
    [500, '<style>p{}</style><p>It <b>failed</b></p>'],
    { status: 500, description: 'It failed' },
    'Token request: refused with 500',
    /Try again later/,
  ],
  [
    'JSON of some gateway',
    [404, { message: 'no route' }],
    { status: 404, description: 'no route' },
    'Token request: refused with 404',
    /address/,
  ],
  ['JSON that is a list', [400, '[1]'], { status: 400, description: '[1]' }, 'Token request: refused with 400', undefined],
  [
    'Errors that are nonsense',
    [400, { Errors: [null, 3, { ErrorCode: 4 }] }],
    { status: 400, reasons: [] },
    'Token request: refused with 400',
    undefined,
  ],
  ['a method that is not offered', [405], { status: 405 }, 'Token request: refused with 405', /does not offer/],
  [
    'unexpectedError of 3.1',
    [500, { Errors: [{ ErrorCode: 'UK.OBIE.UnexpectedError', Message: 'x' }] }],
    {
      status: 500,
      error: 'UK.OBIE.UnexpectedError',
      description: 'x',
      reasons: [{ code: 'UK.OBIE.UnexpectedError', message: 'x' }],
    },
    'Token request: refused with 500 UK.OBIE.UnexpectedError (the bank failed in a way it did not expect)',
    /Try again later/,
  ],
]

describe('bankErrorFrom', () => {
  it.each(cases)('reads %s', (_name, answer, bank, message, remedy) => {
    const response = bankAnswer(...answer)
    const error = bankErrorFrom(response, 'Token request')
    expect(error.code).toBe('BANK_ERROR_RESPONSE')
    expect(error.details.bank).toEqual(bank)
    expect(error.details.requestLogId).toBe(response.requestLogId)
    expect(error.message).toBe(message)
    if (remedy) expect(error.details.remedy).toMatch(remedy)
    else expect(error.details.remedy).toBeUndefined()
  })

  it.each([200, 204, 302])('calls an unexpected %s an invalid answer', (status) => {
    const response = bankAnswer(status)
    const error = bankErrorFrom(response, 'Token request')
    expect(error.code).toBe('BANK_INVALID_RESPONSE')
    expect(error.message).toBe(`Token request: answered with ${status}, which is no answer to it`)
    expect(error.details).toMatchObject({ bank: { status }, requestLogId: response.requestLogId })
  })

  it('takes control characters and excess length out of the bank’s words', () => {
    const description = `red\u001b[31m\u202e ${'x'.repeat(2000)}`
    const error = bankErrorFrom(bankAnswer(400, { error: 'a\u0007b', error_description: description }), 'Token request')
    expect(error.details.bank?.error).toBe('a b')
    expect(error.details.bank?.description).toMatch(/^red \[31m x+$/)
    expect(error.details.bank?.description).toHaveLength(500)
    expect(error.message).toBe('Token request: refused with 400 a b')
  })
})

describe('explainErrorCode', () => {
  it.each([
    ['UK.OBIE.Field.Expected', 'U001'],
    ['UK.OBIE.Header.Missing', 'U007'],
    ['UK.OBIE.Resource.ConsentMismatch', 'U008'],
    ['UK.OBIE.Resource.NotFound', 'U011'],
    ['UK.OBIE.Rules.FailsControlParameters', 'U014'],
    ['UK.OBIE.Signature.Unexpected', 'U020'],
    ['UK.OBIE.Unsupported.Scheme', 'U027'],
    ['UK.OBIE.Reauthenticate', 'U028'],
    ['UK.OBIE.Rules.ResourceAlreadyExists', 'U029'],
    ['UK.OBIE.UnexpectedError', 'U000'],
  ])('knows that %s is %s', (v3, v4) => {
    expect(explainErrorCode(v3)?.code).toBe(v4)
    expect(explainErrorCode(v4)?.v3).toBe(v3)
  })

  it('knows nothing of other words', () => {
    expect(explainErrorCode('constructor')).toBeUndefined()
  })
})
