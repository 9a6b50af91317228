import { describe, expect, test } from 'vitest'
import { dateProblems, isoOf } from '../../../src/renderer/features/entities/consents/consent-dates.ts'
import { timelineOf } from '../../../src/renderer/features/entities/consents/timeline.ts'
import type { ConsentEvent } from '../../../src/shared/model/account-access-consent.ts'

const now = Date.parse('2026-06-01T12:00:00Z')

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
