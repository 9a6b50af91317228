import { describe, expect, test } from 'vitest'
import { outcomeOf, wordsOf } from '../../../src/renderer/features/entities/consents/authorisation-outcome.ts'
import { dateProblems, isoOf } from '../../../src/renderer/features/entities/consents/consent-dates.ts'
import { timelineOf } from '../../../src/renderer/features/entities/consents/timeline.ts'
import type { Verdict } from '../../../src/shared/errors.ts'
import type { ConsentEvent } from '../../../src/shared/model/account-access-consent.ts'

const now = Date.parse('2026-06-01T12:00:00Z')

describe('what came of an authorisation', () => {
  const check = (claim: string, verdict: Verdict['verdict']): Verdict => ({
    claim,
    expected: 'a',
    actual: 'b',
    clause: 'OIDC Core',
    verdict,
  })

  test('counts what holds, and keeps each warning once, in its words', () => {
    const checks = [check('state', 'pass'), check('nonce', 'warning'), check('acr', 'notApplicable'), check('nonce', 'warning')]
    const outcome = outcomeOf([...checks, check('request', 'warning'), check('iss', 'pass')])
    expect(outcome).toEqual({ error: null, checks: 2, warnings: [check('nonce', 'warning'), check('request', 'warning')] })
    expect(wordsOf(outcome)).toBe('Authorised; 2 checks on the answer hold, 2 warnings')
    expect(wordsOf(outcomeOf([check('state', 'pass')]))).toBe('Authorised; 1 checks on the answer hold')
  })
})

describe('dates', () => {
  test('local time becomes UTC', () => {
    expect(isoOf('2026-06-01T12:00')).toBe(new Date('2026-06-01T12:00').toISOString())
    expect(isoOf('')).toBeNull()
    expect(isoOf('tomorrow')).toBeNull()
  })

  test.each([
    [{}, {}],
    [{ expires: '2030-01-01T00:00' }, {}],
    [{ expires: '2020-01-01T00:00' }, { expires: 'inPast' }],
    [{ from: 'tomorrow' }, { from: 'notADate' }],
    [{ from: '2026-02-01T00:00', to: '2026-01-01T00:00' }, { to: 'beforeFrom' }],
    [{ from: '2026-01-01T00:00', to: '2026-01-01T00:00' }, {}],
  ])('%j', (dates, problems) => {
    expect(dateProblems({ expires: '', from: '', to: '', ...dates }, now)).toEqual(problems)
  })
})

describe('timelineOf', () => {
  const created: ConsentEvent = {
    at: '2026-05-01T00:00:00Z',
    event: 'created',
    status: 'awaitingAuthorisation',
    detail: null,
    requestLogId: null,
  }
  const reconfirmation = { authorised: created.at, reconfirmed: null, due: '2026-07-30T00:00:00Z' }
  const aheadOf = (...input: Parameters<typeof timelineOf>) =>
    timelineOf(...input).map((one) => (one.kind === 'ahead' ? one.ahead : one.event.event))

  test('what will happen comes last, what is over is said so', () => {
    const consent = { status: 'authorised' as const, expirationDateTime: '2026-07-01T00:00:00Z', reconfirmation }
    expect(aheadOf(consent, [created], now)).toEqual(['created', 'expires', 'reconfirm'])
    expect(aheadOf(consent, [created], Date.parse('2026-08-01T00:00:00Z'))).toEqual(['created', 'expired', 'overdue'])
  })

  test('nothing is reconfirmed of a consent that has ended, or that never was authorised', () => {
    expect(aheadOf({ status: 'revoked', expirationDateTime: null, reconfirmation }, [created], now)).toEqual(['created'])
    expect(aheadOf({ status: 'awaitingAuthorisation', expirationDateTime: null, reconfirmation: null }, [], now)).toEqual([])
  })
})
