// How a walkthrough stands, made up for tests of what is shown of it.

import type { RequestLogEntry } from '../../src/shared/model/request-log.ts'
import type { WalkthroughResult, WalkthroughStatus, WalkthroughStepResult } from '../../src/shared/model/walkthrough.ts'

export type StepView = WalkthroughStatus['steps'][number]

export const runId = '00000000-0000-4000-8000-000000000001'
export const exchangeId = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`

const titles: Record<string, string> = {
  bank: 'Find the bank',
  consent: 'Create a consent',
  authorisation: 'Let the customer authorise it',
  accounts: 'Fetch accounts',
}
const ids = Object.keys(titles)

export const stepResult = (id: string, change: Partial<WalkthroughStepResult> = {}): WalkthroughStepResult => ({
  id,
  title: titles[id] ?? id,
  durationMs: 100,
  requestLogIds: [],
  reused: false,
  summary: `${id} is done`,
  subjects: [],
  checks: [],
  ...change,
})

export const result: WalkthroughResult = {
  runId,
  steps: [],
  accounts: [],
  totals: { accounts: 1, balances: 2, transactions: 1234 },
  accountAccessConsentId: exchangeId(70),
  bankRegistrationId: exchangeId(71),
  keyGenerationMs: 1,
  durationMs: 1600,
}

/** The first steps are done, then come the states given, and the rest waits. */
export const statusWith = (done: number, states: StepView['state'][] = [], change: Partial<WalkthroughStatus> = {}): WalkthroughStatus => ({
  runId,
  state: 'paused',
  apiVersion: null,
  customer: null,
  autoApprove: true,
  bankProfileId: null,
  steps: ids.map((id, index) => {
    const state = index < done ? 'done' : (states[index - done] ?? 'waiting')
    return {
      id,
      title: titles[id] ?? id,
      why: 'Because.',
      state,
      started: state === 'waiting' ? null : '2026-11-20T10:00:00.000Z',
      result: state === 'done' ? stepResult(id) : null,
      error: state === 'failed' ? { code: 'BANK_UNREACHABLE', message: 'Bank is down', step: id } : null,
      requestLogIds: [],
    }
  }),
  awaiting: null,
  result: null,
  ...change,
})

export const idle = statusWith(0, [], { state: 'idle', runId: null })
export const finished = statusWith(4, [], { state: 'finished', result })
export const awaiting = statusWith(2, ['running'], {
  state: 'awaitingCustomer',
  awaiting: {
    authContextId: exchangeId(72),
    authorisationUrl: 'http://127.0.0.1/auth',
    capture: 'loopback',
    expires: '2026-11-20T10:10:00.000Z',
  },
})

export const entry = (number: number, started: string, change: Partial<RequestLogEntry> = {}): RequestLogEntry => ({
  id: exchangeId(number),
  started,
  runId,
  step: 'accounts.list',
  bankProfileId: null,
  bankRegistrationId: null,
  method: 'GET',
  url: 'https://bank.example/accounts',
  status: 200,
  errorCode: null,
  errorMessage: null,
  requestSize: 1,
  responseSize: 1,
  durationMs: 1,
  clientCertificate: null,
  ...change,
})
