import type { WalkthroughStepResult } from './model/walkthrough.ts'

/** What the core tells its host as it happens. */
export type AppEvent =
  | { type: 'changed'; aggregate: string; id: string | null }
  | { type: 'walkthrough.stepStarted'; runId: string; step: { id: string; title: string; why: string; index: number; count: number } }
  | { type: 'walkthrough.stepFinished'; runId: string; step: WalkthroughStepResult }
  | {
      type: 'walkthrough.awaitingCustomer'
      runId: string
      authContextId: string
      authorisationUrl: string
      capture: 'loopback' | 'window' | 'paste'
      expires: string
    }
  | { type: 'exchange'; requestLogId: string; runId: string | null }
