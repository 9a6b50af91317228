import { z } from 'zod'

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
