// The numbers of the settings as they are typed: seconds, MiB and days, where the contract has milliseconds and bytes.

import type { Settings } from '../../../shared/model/settings.ts'
import { wholeNumber } from '../../ui/whole-number.ts'

export const bounds = {
  connect: { least: 1, most: 120 },
  headers: { least: 1, most: 600 },
  body: { least: 1, most: 600 },
  maxSize: { least: 1, most: 10_240 },
  maxAge: { least: 1, most: 3650 },
} as const

export type SettingName = keyof typeof bounds
export type SettingsForm = Record<SettingName, string>

const mebibyte = 1_048_576
const seconds = (ms: number) => String(Math.round(ms / 1000))

export const formOf = ({ bankTimeouts, requestLog }: Settings): SettingsForm => ({
  connect: seconds(bankTimeouts.connectMs),
  headers: seconds(bankTimeouts.headersMs),
  body: seconds(bankTimeouts.bodyMs),
  maxSize: String(Math.round(requestLog.maxBytes / mebibyte)),
  maxAge: String(requestLog.maxAgeDays),
})

/** Null for what is not a whole number within its bounds. */
export const numberOf = (form: SettingsForm, name: SettingName): number | null => wholeNumber(form[name], bounds[name])

/** Null while any number is wrong. */
export const settingsOf = (form: SettingsForm): Settings | null => {
  const [connect, headers, body, maxSize, maxAge] = (['connect', 'headers', 'body', 'maxSize', 'maxAge'] as const).map((name) =>
    numberOf(form, name),
  )
  if (connect == null || headers == null || body == null || maxSize == null || maxAge == null) return null
  return {
    bankTimeouts: { connectMs: connect * 1000, headersMs: headers * 1000, bodyMs: body * 1000 },
    requestLog: { maxBytes: maxSize * mebibyte, maxAgeDays: maxAge },
  }
}
