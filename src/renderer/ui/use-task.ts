import { useState } from 'react'
import type { AppErrorData, Reply } from '../../shared/errors.ts'

export interface Task {
  running: boolean
  /** When what runs was begun, ISO 8601. */
  started: string | null
  /** Why the last one failed; one that the person did not want is no failure. */
  error: AppErrorData | null
  /** The value, or null when it failed. One at a time. */
  run: <T>(work: () => Promise<Reply<T>>) => Promise<T | null>
  clear: () => void
}

/** A call of the core with what becomes of it. */
export const useTask = (): Task => {
  const [state, setState] = useState<Pick<Task, 'running' | 'started' | 'error'>>({ running: false, started: null, error: null })
  return {
    ...state,
    clear: () => setState({ ...state, error: null }),
    async run(work) {
      if (state.running) return null
      setState({ running: true, started: new Date().toISOString(), error: null })
      const reply = await work()
      const error = reply.ok || reply.error.code === 'CANCELLED' ? null : reply.error
      setState({ running: false, started: null, error })
      return reply.ok ? reply.value : null
    },
  }
}
