import { expect, test } from 'vitest'
import { bounds, formOf, numberOf, settingsOf } from '../../../src/renderer/features/settings/settings-form.ts'
import { setSettingsInput } from '../../../src/shared/model/settings.ts'

const settings = {
  bankTimeouts: { connectMs: 10_000, headersMs: 30_000, bodyMs: 45_000 },
  requestLog: { maxBytes: 256 * 1_048_576, maxAgeDays: 30 },
}

test('numbers are shown in the units that a person types', () => {
  const form = formOf(settings)
  expect(form).toEqual({ connect: '10', headers: '30', body: '45', maxSize: '256', maxAge: '30' })
  expect(settingsOf(form)).toEqual(settings)
})

test.each(Object.keys(bounds) as (keyof typeof bounds)[])(
  '%s: the core takes what is within the bounds, and the form nothing else',
  (name) => {
    const { least, most } = bounds[name]
    for (const value of [least, most]) {
      expect(setSettingsInput.safeParse(settingsOf({ ...formOf(settings), [name]: String(value) })).success).toBe(true)
    }
    for (const text of ['', 'ten', '1.5', '-1', String(least - 1), String(most + 1)]) {
      expect(numberOf({ ...formOf(settings), [name]: text }, name)).toBeNull()
      expect(settingsOf({ ...formOf(settings), [name]: text })).toBeNull()
    }
  },
)
