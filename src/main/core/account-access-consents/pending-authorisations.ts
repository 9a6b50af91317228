// Authorisations that wait for their redirect: caught by a listener, or brought by whoever has it pasted.

import { AppError } from '../../../shared/errors.ts'
import { isTooLate, type RedirectListener } from '../redirect/loopback-listener.ts'

interface Pending<T> {
  /** Settles when the authorisation is over, however its redirect came. */
  outcome: PromiseWithResolvers<T>
  listener: RedirectListener | null
  timer: NodeJS.Timeout
  /** A redirect was accepted as its answer; what comes of that is the outcome. */
  answered: boolean
}

/** Turns a redirect into the result; calls `accepted` once it is used up as the answer. */
export type Complete<T> = (id: string, redirect: string, accepted: () => void) => Promise<T>

/** `onOver` is told of each that ends, however it does, and whether it was abandoned: its time was over without an answer. */
export const createPendingAuthorisations = <T>(complete: Complete<T>, onOver: (id: string, abandoned: boolean) => void) => {
  const pending = new Map<string, Pending<T>>()

  /** Ends it; the port of its listener is free again afterwards. */
  const settle = async (id: string, end: (outcome: PromiseWithResolvers<T>) => void, abandoned = false): Promise<void> => {
    const entry = pending.get(id)
    if (!entry) return
    pending.delete(id)
    clearTimeout(entry.timer)
    onOver(id, abandoned)
    await entry.listener?.close()
    end(entry.outcome)
  }
  const fail = (id: string, error: unknown) => settle(id, (outcome) => outcome.reject(error))
  const abandon = (id: string) => settle(id, (outcome) => outcome.reject(abandoned()), true)

  const authorisations = {
    add(id: string, listener: RedirectListener | null, timeoutMs: number): void {
      const outcome = Promise.withResolvers<T>()
      // Nobody may be waiting; a failure then reaches whoever brought the redirect.
      outcome.promise.catch(() => {})
      const entry = { outcome, listener, timer: setTimeout(() => abandon(id), timeoutMs).unref(), answered: false }
      pending.set(id, entry)
      // No second redirect can reach the listener, so whatever is wrong with the one it caught is the end.
      const end = (error: unknown) => (entry.answered ? undefined : fail(id, error))
      listener?.captured.then(
        (redirect) => authorisations.bring(id, redirect).catch(end),
        // Its time is the same as ours, and may be over first.
        (error: unknown) => (entry.answered ? undefined : settle(id, (outcome) => outcome.reject(error), isTooLate(error))),
      )
    },

    /** A redirect that is not accepted leaves the authorisation open for the right one. */
    async bring(id: string, redirect: string): Promise<T> {
      let mine = false
      const accepted = () => {
        mine = true
        const entry = pending.get(id)
        if (!entry) return
        entry.answered = true
        clearTimeout(entry.timer)
      }
      try {
        const completed = await complete(id, redirect, accepted)
        await settle(id, (outcome) => outcome.resolve(completed))
        return completed
      } catch (error) {
        if (mine) await fail(id, error)
        throw error
      }
    },

    /** Waits for the redirect to come from elsewhere; null when nothing is pending. */
    outcome: (id: string): Promise<T> | null => pending.get(id)?.outcome.promise ?? null,

    /** False when it was over, or its answer is being dealt with. */
    async cancel(id: string): Promise<boolean> {
      const entry = pending.get(id)
      if (!entry || entry.answered) return false
      await fail(id, new AppError('CANCELLED', 'Waiting for the customer was cancelled'))
      return true
    },

    async close(): Promise<void> {
      await Promise.all([...pending.keys()].map((id) => fail(id, new AppError('CANCELLED', 'The workbench was closed'))))
    },
  }
  return authorisations
}

const abandoned = () => new AppError('AUTHORISATION_FAILED', 'The authorisation was not completed in time', { remedy: 'Start it again.' })
