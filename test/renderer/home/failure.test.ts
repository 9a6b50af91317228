import { describe, expect, test } from 'vitest'
import { causeOf, causesOf, wayOn } from '../../../src/renderer/features/home/failure.ts'
import { homeCauses } from '../../../src/renderer/text/home-causes.ts'
import { type AppErrorData, appErrorCodes } from '../../../src/shared/errors.ts'

const error = (change: Partial<AppErrorData>): AppErrorData => ({ code: 'INTERNAL', message: 'It failed', ...change })
const answered = (status: number) => error({ code: 'BANK_ERROR_RESPONSE', bank: { status } })
const refused = error({ code: 'AUTHORISATION_FAILED', bank: { error: 'access_denied' } })

describe('what usually causes a failure', () => {
  test.each([
    [400, 'refusedRequest'],
    [401, 'forgotten'],
    [403, 'forbidden'],
    [429, 'tooMany'],
    [503, 'bankFailed'],
  ] as const)('an answer with status %i: %s', (status, cause) => expect(causeOf(answered(status), false)).toBe(cause))

  test('a bank that cannot be reached: the model bank was stopped, another one is down', () => {
    expect(causeOf(error({ code: 'BANK_UNREACHABLE' }), true)).toBe('bankGone')
    expect(causeOf(error({ code: 'BANK_UNREACHABLE' }), false)).toBe('unreachable')
  })

  test('an authorisation: refused, too late, or not the one that was meant', () => {
    expect(causeOf(refused, true)).toBe('refused')
    expect(causeOf(error({ code: 'AUTHORISATION_FAILED' }), true)).toBe('late')
    expect(causeOf(error({ code: 'AUTHORISATION_FAILED', bank: { error: 'server_error' } }), true)).toBe('notAuthorised')
    expect(causeOf(error({ code: 'AUTHORISATION_FAILED', field: 'redirect' }), true)).toBe('notAuthorised')
  })

  test('an error that says it all has none, and a cause always has its words', () => {
    expect(causesOf(error({ code: 'INVALID_INPUT' }), true)).toEqual([])
    for (const code of appErrorCodes) {
      const cause = causeOf(error({ code }), false)
      expect(causesOf(error({ code }), false)).toEqual(cause ? homeCauses[cause] : [])
    }
  })
})

describe('the way on', () => {
  test('is the same step for what may pass', () => {
    expect(wayOn('accounts', answered(503), true)).toEqual(['accounts'])
    expect(wayOn('accounts', error({ code: 'BANK_UNREACHABLE' }), false)).toEqual(['accounts'])
  })

  test('is a new consent after a refusal', () => expect(wayOn('authorisation', refused, true)).toEqual(['consent', 'authorisation']))

  test('is the first step where the model bank is gone or has forgotten the client', () => {
    expect(wayOn('accounts', error({ code: 'BANK_UNREACHABLE' }), true)).toBe('all')
    expect(wayOn('accounts', answered(401), true)).toBe('all')
    expect(wayOn('accounts', answered(401), false)).toEqual(['accounts'])
  })
})
