// The newest exchange, for the bar of the closed drawer; and a word about each failure for those who do not see it.

import { useEffect, useState } from 'react'
import type { RequestLogEntry } from '../../../shared/model/request-log.ts'
import { call, host } from '../../api/client.ts'
import { text } from '../../text/en.ts'
import { announce } from '../../ui/announcer.tsx'
import { throttled } from './throttle.ts'

const newest = async (errorsOnly: boolean): Promise<RequestLogEntry | null> => {
  const reply = await call('requestLog.list', { errorsOnly, limit: 1 })
  return reply.ok ? (reply.value.items[0] ?? null) : null
}

export const useLatestExchange = (): RequestLogEntry | null => {
  const [latest, setLatest] = useState<RequestLogEntry | null>(null)
  useEffect(() => {
    let known: string | null | undefined
    const read = async () => {
      const [exchange, failure] = await Promise.all([newest(false), newest(true)])
      setLatest(exchange)
      const isNew = known !== undefined && failure !== null && failure.id !== known
      known = failure?.id ?? null
      if (isNew) announce(text.log.failed(failure.step, failure.errorMessage ?? String(failure.status)))
    }
    void read()
    const { ask, end } = throttled(read)
    const leave = host().subscribe((event) => event.type === 'exchange' && ask())
    return () => {
      leave()
      end()
    }
  }, [])
  return latest
}
