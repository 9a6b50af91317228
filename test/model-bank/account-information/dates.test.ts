import { expect, test } from 'vitest'
import { readDate } from '../../../src/model-bank/account-information/dates.ts'

test.each([
  ['2026-03-04T05:06:07+00:00', '2026-03-04T05:06:07.000Z', '2026-03-04T05:06:07.000Z'],
  ['2026-03-04T05:06:07Z', '2026-03-04T05:06:07.000Z', '2026-03-04T05:06:07.000Z'],
  ['2026-03-04T05:06:07', '2026-03-04T05:06:07.000Z', '2026-03-04T05:06:07.000Z'],
  ['2026-03-04T05:06:07.25+01:00', '2026-03-04T04:06:07.250Z', '2026-03-04T05:06:07.250Z'],
  ['2026-03-04T05:06:07,5-0530', '2026-03-04T10:36:07.500Z', '2026-03-04T05:06:07.500Z'],
  ['2026-03-04T05:06+02', '2026-03-04T03:06:00.000Z', '2026-03-04T05:06:00.000Z'],
  ['2026-03-04T05:06:07 01:00', '2026-03-04T04:06:07.000Z', '2026-03-04T05:06:07.000Z'],
  ['20260304T050607Z', '2026-03-04T05:06:07.000Z', '2026-03-04T05:06:07.000Z'],
  ['2026-03-04', '2026-03-04T00:00:00.000Z', '2026-03-04T00:00:00.000Z'],
])('%s is read', (text, at, local) => {
  const read = readDate(text)
  expect([new Date(read?.at ?? 0).toISOString(), new Date(read?.local ?? 0).toISOString()]).toEqual([at, local])
})

test.each([
  '',
  'today',
  '2026-02-30',
  '2026-13-01',
  '2026-03-04T24:00:00',
  '2026-03-04T05:60:00',
  '04/03/2026',
  '1772600767',
  '2026-03-04Z extra',
])('%j is not a date', (text) => {
  expect(readDate(text)).toBeNull()
})

test('only a date-time with seconds and offset can be sent back as it is', () => {
  expect(readDate('2026-03-04T05:06:07+01:00')?.complete).toBe(true)
  for (const text of ['2026-03-04', '2026-03-04T05:06:07', '20260304T050607Z']) expect(readDate(text)?.complete).toBe(false)
})
