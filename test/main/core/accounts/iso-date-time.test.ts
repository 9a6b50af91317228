import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toIsoDateTime, toQueryDateTime } from '../../../../src/main/core/accounts/iso-date-time.ts'
import { timestamp } from '../../../../src/shared/model/common.ts'

describe('toIsoDateTime', () => {
  it.each([
    ['2017-04-05T10:43:07+00:00', '2017-04-05T10:43:07+00:00'],
    ['2017-04-05T10:43:07Z', '2017-04-05T10:43:07Z'],
    ['2017-04-05T10:43:07.123456+01:00', '2017-04-05T10:43:07.123456+01:00'],
    ['2024-02-29T23:59:59-11:30', '2024-02-29T23:59:59-11:30'],
    // no time zone: UTC
    ['2017-04-05T10:43:07', '2017-04-05T10:43:07Z'],
    ['2017-04-05T10:43:07.5', '2017-04-05T10:43:07.5Z'],
    // basic format, and the separators seen in the field
    ['20170405T104307Z', '2017-04-05T10:43:07Z'],
    ['20170405T104307+0100', '2017-04-05T10:43:07+01:00'],
    ['2017-04-05 10:43:07+01', '2017-04-05T10:43:07+01:00'],
    ['2017-04-05t10:43:07z', '2017-04-05T10:43:07Z'],
    // reduced precision
    ['2017-04-05', '2017-04-05T00:00:00Z'],
    ['20170405', '2017-04-05T00:00:00Z'],
    ['2017-04-05T10:43', '2017-04-05T10:43:00Z'],
    ['2017-04-05T10Z', '2017-04-05T10:00:00Z'],
    // decimal fractions of the smallest unit, with a comma too
    ['2017-04-05T10:43:07,25Z', '2017-04-05T10:43:07.25Z'],
    ['2017-04-05T10:43.5Z', '2017-04-05T10:43:30Z'],
    ['2017-04-05T10,25Z', '2017-04-05T10:15:00Z'],
    // ordinal and week dates
    ['2017-095', '2017-04-05T00:00:00Z'],
    ['2024366T10Z', '2024-12-31T10:00:00Z'],
    ['2017-W14-3T10:43:07+00:00', '2017-04-05T10:43:07+00:00'],
    ['2020W537', '2021-01-03T00:00:00Z'],
    // the end of a day, and a leap second
    ['2017-12-31T24:00:00Z', '2018-01-01T00:00:00Z'],
    ['2016-12-31T23:59:60Z', '2017-01-01T00:00:00Z'],
    ['0001-01-01T00:00:00Z', '0001-01-01T00:00:00Z'],
    ['0050-03-01', '0050-03-01T00:00:00Z'],
  ])('reads %s', (text, expected) => {
    expect(toIsoDateTime(text)).toBe(expected)
    expect(timestamp.safeParse(toIsoDateTime(text)).success).toBe(true)
  })

  it.each([
    '',
    'yesterday',
    '2017',
    '2017-04',
    '2017-13-01',
    '2017-00-10',
    '2017-04-00T00:00:00Z',
    '2017-02-29T00:00:00Z',
    '2017-04-31',
    '2017-366',
    '2017-000',
    '2019-W53-1',
    '2017-W00-1',
    '2017-W14-8',
    '2017-04-05T25:00:00Z',
    '2017-04-05T24:00:01Z',
    '2017-04-05T10:60:00Z',
    '2017-04-05T10:43:61Z',
    '2017-04-05T10:43:07+24:00',
    '2017-04-05T10:43:07+01:60',
    '2017-0405',
    '05/04/2017',
    'Wed, 05 Apr 2017 10:43:07 GMT',
    '1491388987',
    '2017-04-05T10:43:07Z; drop',
  ])('refuses "%s"', (text) => {
    expect(toIsoDateTime(text)).toBeNull()
  })

  it('keeps every moment that JavaScript writes, whatever its spelling', () => {
    fc.assert(
      fc.property(fc.date({ min: new Date('0100-01-01'), max: new Date('9999-01-01'), noInvalidDate: true }), (date) => {
        const iso = date.toISOString()
        for (const spelling of [iso, iso.toLowerCase(), iso.replace('T', ' '), iso.replace('Z', ''), iso.replaceAll(/[-:]/g, '')]) {
          const read = toIsoDateTime(spelling)
          expect(read && Date.parse(read)).toBe(date.getTime())
        }
      }),
    )
  })
})

describe('toQueryDateTime', () => {
  it.each([
    ['2026-01-01T00:00:00Z', 'down', '2026-01-01T00:00:00'],
    ['2026-06-01T00:30:00+01:00', 'down', '2026-05-31T23:30:00'],
    ['2026-06-30T23:59:59.999Z', 'down', '2026-06-30T23:59:59'],
    ['2026-06-30T23:59:59.001Z', 'up', '2026-07-01T00:00:00'],
    ['2026-06-30T23:59:59Z', 'up', '2026-06-30T23:59:59'],
  ] as const)('writes %s rounded %s as %s', (text, round, expected) => {
    expect(toQueryDateTime(text, round)).toBe(expected)
  })
})
