import { z } from 'zod'
import { appErrorCodes } from '../errors.ts'

export const id = z.uuid().describe('Identifier given by the workbench')
export const timestamp = z.iso.datetime({ offset: true }).describe('ISO 8601 date and time')
export const pem = z.string().min(1).describe('PEM text')
export const apiVersion = z.enum(['3.1', '4.0']).describe('Account and transaction API version (3.1 means 3.1.11)')
export type ApiVersion = z.infer<typeof apiVersion>

/** A value that enters the core once and never comes back out; the CLI refuses it as an argument. */
export const secret = (what: string) => z.string().min(1).describe(what).meta({ secret: true })

export const nothing = z.strictObject({})
export const byId = z.strictObject({ id })
export const deleted = z.object({ id })

export const verdict = z.object({
  claim: z.string(),
  expected: z.string().nullable(),
  actual: z.string().nullable(),
  clause: z.string(),
  verdict: z.enum(['pass', 'fail', 'warning', 'notApplicable']),
})

/** Something in a bank's answer that the standard has otherwise; the answer is used all the same. */
export const conformanceWarning = z.object({
  path: z.string().describe('JSON path, such as $.Data.Transaction[3].Amount'),
  message: z.string(),
  clause: z.string().describe('What asks for it'),
  known: z.boolean().describe('The bank profile says that the bank does this'),
})
export type ConformanceWarning = z.infer<typeof conformanceWarning>

const bankWords = z.object({
  status: z.int().optional(),
  error: z.string().optional(),
  description: z.string().optional(),
  reasons: z.array(z.object({ code: z.string(), message: z.string(), path: z.string().optional() })).optional(),
})

/** An error as data, inside another answer. */
export const appErrorData = z.object({
  code: z.enum(appErrorCodes),
  message: z.string(),
  field: z.string().optional(),
  issues: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  remedy: z.string().optional(),
  suggestion: z.object({ field: z.string(), value: z.string(), label: z.string(), bankProfileId: z.string().optional() }).optional(),
  requestLogId: z.string().optional(),
  bank: bankWords.optional(),
  checks: z.array(verdict).optional(),
  step: z.string().optional(),
})
