import { z } from 'zod'
import { requestLogLimits } from './request-log.ts'

/** How long a bank may take. */
export const bankTimeouts = z.object({
  connectMs: z.int().min(500).max(120_000).describe('To a complete TLS connection'),
  headersMs: z.int().min(1000).max(600_000).describe('From the request to the head of the answer'),
  bodyMs: z.int().min(1000).max(600_000).describe('Between two parts of the body'),
})
export type BankTimeouts = z.infer<typeof bankTimeouts>

export const settings = z.object({ bankTimeouts, requestLog: requestLogLimits })
export type Settings = z.infer<typeof settings>

export const setSettingsInput = z.strictObject({
  bankTimeouts: z.strictObject(bankTimeouts.shape).partial().optional(),
  requestLog: z.strictObject(requestLogLimits.shape).partial().optional(),
})
export type SetSettingsInput = z.infer<typeof setSettingsInput>

/** What a person set on the screens, such as widths of panes; the core keeps it and knows nothing of it. */
export const preferences = z.object({ values: z.record(z.string().max(100), z.json()) })
export type Preferences = z.infer<typeof preferences>
export const setPreferencesInput = z.strictObject(preferences.shape)
