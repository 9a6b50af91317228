import type { CallContext } from '../context.ts'

/** The calls that fetch from a bank at present, so that they can be ended from elsewhere: not every host can abort a call by itself. */
export const createRunningFetches = () => {
  const running = new Map<string, Set<AbortController>>()

  return {
    /** Does the work with a call that `cancel` ends. */
    async during<T>(consentId: string, call: CallContext, work: (call: CallContext) => Promise<T>): Promise<T> {
      const controller = new AbortController()
      const own = running.get(consentId) ?? new Set()
      running.set(consentId, own.add(controller))
      try {
        const signal = call.signal ? AbortSignal.any([call.signal, controller.signal]) : controller.signal
        return await work({ ...call, signal })
      } finally {
        own.delete(controller)
        if (own.size === 0) running.delete(consentId)
      }
    },

    /** How many calls were ended. */
    cancel(consentId: string): number {
      const own = [...(running.get(consentId) ?? [])]
      for (const controller of own) controller.abort()
      return own.length
    },
  }
}
