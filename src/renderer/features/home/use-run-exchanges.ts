import { useEffect, useState } from 'react'
import type { RequestLogEntry } from '../../../shared/model/request-log.ts'
import { call, host } from '../../api/client.ts'

const together = 200

/** The exchanges of a run, oldest first, kept up as it makes more. */
export const useRunExchanges = (runId: string | null): readonly RequestLogEntry[] => {
  const [entries, setEntries] = useState<readonly RequestLogEntry[]>([])
  useEffect(() => {
    if (!runId) return setEntries([])
    let ended = false
    let timer: number | undefined
    const read = async () => {
      timer = undefined
      const reply = await call('requestLog.list', { runId, limit: 1000, oldestFirst: true })
      if (!ended && reply.ok) setEntries(reply.value.items)
    }
    void read()
    const unsubscribe = host().subscribe((event) => {
      if (event.type === 'exchange' && event.runId === runId) timer ??= window.setTimeout(read, together)
    })
    return () => {
      ended = true
      window.clearTimeout(timer)
      unsubscribe()
    }
  }, [runId])
  return entries
}
