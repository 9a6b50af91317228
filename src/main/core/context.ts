import type { AppEvent } from '../../shared/events.ts'
import type { Clock } from './clock.ts'
import type { Store } from './db/store.ts'
import type { Secrets } from './secrets/secrets.ts'

/** What every call may carry beside its input. */
export interface CallContext {
  /** Aborting it ends the call with CANCELLED. */
  signal?: AbortSignal | undefined
  /** Groups the exchanges of one walkthrough in the request log. */
  runId?: string | undefined
}

export type Emit = (event: AppEvent) => void

/** What a service that keeps records needs. */
export interface CoreContext {
  store: Store
  secrets: Secrets
  clock: Clock
  emit: Emit
}
