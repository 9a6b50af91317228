// Authorisations that wait for their redirect: caught by a listener, or brought by whoever has it pasted.

import { AppError } from '../../../shared/errors.ts'
import type { RedirectListener } from '../redirect/loopback-listener.ts'

interface Pending<T> {
  /** Settles when the authorisation is over, however its redirect came. */
  outcome: PromiseWithResolvers<T>
  listener: RedirectListener | null
  timer: NodeJS.Timeout
}

/** `complete` turns a redirect into the result. */
export const createPendingAuthorisations = <T>(complete: (id: string, redirect: string) => Promise<T>) => {
  const pending = new Map<string, Pending<T>>()

  const settle = (id: string, end: (outcome: PromiseWithResolvers<T>) => void) => {
    const entry = pending.get(id)
    if (!entry) return
    pending.delete(id)
    clearTimeout(entry.timer)
    entry.listener?.close()
    end(entry.outcome)
  }
  const fail = (id: string, error: unknown) => settle(id, (outcome) => outcome.reject(error))

  const authorisations = {
    add(id: string, listener: RedirectListener | null, timeoutMs: number): void {
      const late = () => fail(id, new AppError('AUTHORISATION_FAILED', 'The authorisation was not completed in time', { remedy: 'Start it again.' }))
      const outcome = Promise.withResolvers<T>()
      // Nobody may be waiting; a failure then reaches whoever brought the redirect.
      outcome.promise.catch(() => {})
      pending.set(id, { outcome, listener, timer: setTimeout(late, timeoutMs).unref() })
      listener?.captured.then(
        (redirect) => authorisations.bring(id, redirect).catch(() => {}),
        (error) => fail(id, error),
      )
    },

    /** A redirect that cannot be read leaves the authorisation open for another try; anything else ends it. */
    async bring(id: string, redirect: string): Promise<T> {
      try {
        const completed = await complete(id, redirect)
        settle(id, (outcome) => outcome.resolve(completed))
        return completed
      } catch (error) {
        if (!(error instanceof AppError && error.code === 'INVALID_INPUT')) fail(id, error)
        throw error
      }
    },

    /** Waits for the redirect to come from elsewhere; null when nothing is pending. */
    outcome: (id: string): Promise<T> | null => pending.get(id)?.outcome.promise ?? null,

    close(): void {
      for (const id of pending.keys()) fail(id, new AppError('CANCELLED', 'The workbench was closed'))
    },
  }
  return authorisations
}

/** The same promise, given up with CANCELLED when the signal says so. */
export const abortable = <T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> => {
  if (!signal) return promise
  const { promise: aborted, reject } = Promise.withResolvers<never>()
  const onAbort = () => reject(new AppError('CANCELLED', 'Waiting for the customer was cancelled'))
  if (signal.aborted) onAbort()
  signal.addEventListener('abort', onAbort, { once: true })
  return Promise.race([promise, aborted]).finally(() => signal.removeEventListener('abort', onAbort))
}
