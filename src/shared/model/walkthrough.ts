import { z } from 'zod'
import { apiVersion, appErrorData, id, timestamp, verdict } from './common.ts'

export const runWalkthroughInput = z.strictObject({
  apiVersion: apiVersion.optional(),
  customer: z.string().optional().describe('Username of a model bank customer, for automatic approval'),
  autoApprove: z.boolean().default(true).describe('A simulated customer uses the bank’s own pages; the model bank only'),
  bankProfileId: id.optional().describe('Another bank; the model bank when absent'),
  persona: z.string().max(60).optional().describe('The model bank imitates this known bank'),
})
export type RunWalkthroughInput = z.infer<typeof runWalkthroughInput>

export const walkthroughStep = z.object({
  id: z.string(),
  title: z.string(),
  durationMs: z.number(),
  requestLogIds: z.array(id),
  reused: z.boolean().describe('What an earlier run made was still valid'),
  summary: z.string(),
  subjects: z
    .array(z.object({ aggregate: z.string(), id }))
    .describe('What the step made or found, to be read with the get method of the aggregate'),
  checks: z.array(verdict).describe('Every check made on what the bank answered'),
})
export type WalkthroughStepResult = z.infer<typeof walkthroughStep>

export const walkthroughResult = z.object({
  runId: id,
  steps: z.array(walkthroughStep),
  accounts: z.array(
    z.object({
      accountId: z.string(),
      name: z.string().nullable(),
      currency: z.string().nullable(),
      balance: z.string().nullable(),
      transactions: z.int(),
    }),
  ),
  totals: z.object({ accounts: z.int(), balances: z.int(), transactions: z.int() }),
  accountAccessConsentId: id,
  bankRegistrationId: id,
  keyGenerationMs: z.number(),
  durationMs: z.number(),
})
export type WalkthroughResult = z.infer<typeof walkthroughResult>

const stepInfo = { id: z.string(), title: z.string(), why: z.string() }

export const walkthroughStatus = z.object({
  runId: id.nullable(),
  state: z
    .enum(['idle', 'running', 'awaitingCustomer', 'paused', 'failed', 'cancelled', 'finished'])
    .describe('paused: steps are run one by one, and none is running'),
  apiVersion: apiVersion.nullable(),
  customer: z.string().nullable(),
  autoApprove: z.boolean(),
  bankProfileId: id.nullable().describe('Null: the model bank'),
  steps: z.array(
    z.object({
      ...stepInfo,
      state: z.enum(['waiting', 'running', 'done', 'failed']),
      started: timestamp.nullable().describe('When it was run last'),
      result: walkthroughStep.nullable(),
      error: appErrorData.nullable(),
      /** Exchanges made so far, also by a step that failed. */
      requestLogIds: z.array(id),
    }),
  ),
  awaiting: z
    .object({
      authContextId: id,
      authorisationUrl: z.string(),
      capture: z.enum(['loopback', 'window', 'paste']),
      expires: timestamp,
    })
    .nullable()
    .describe('The customer is at the bank'),
  result: walkthroughResult.nullable(),
})
export type WalkthroughStatus = z.infer<typeof walkthroughStatus>

export const runStepInput = runWalkthroughInput.extend({
  step: z.string().describe('Earlier steps must have been run; the first step begins a new run'),
})
export type RunStepInput = z.infer<typeof runStepInput>
