import { useEffect, useState } from 'react'
import type { RequestLogEntry } from '../../shared/model/request-log.ts'
import { call, host } from '../api/client.ts'
import { showExchange } from '../router.ts'
import { text } from '../text/en.ts'
import { announce } from './announcer.tsx'
import { Button } from './button.tsx'
import { Status } from './status.tsx'
import styles from './task-progress.module.css'

const t = text.progress

/** What has been said to the bank since then, newest last. */
const useExchangesSince = (started: string): RequestLogEntry[] => {
  const [entries, setEntries] = useState<RequestLogEntry[]>([])
  useEffect(() => {
    let current = true
    const read = async () => {
      const reply = await call('requestLog.list', { limit: 20 })
      if (current && reply.ok) setEntries(reply.value.items.filter((entry) => entry.started >= started).toReversed())
    }
    const end = host().subscribe((event) => {
      if (event.type === 'exchange') void read()
    })
    return () => {
      current = false
      end()
    }
  }, [started])
  return entries
}

/** What a task is doing at the bank, while it does. */
export const TaskProgress = ({ what, started }: { what: string; started: string }) => {
  const entries = useExchangesSince(started)
  useEffect(() => announce(what), [what])
  return (
    <div className={styles.progress}>
      <Status tone="information">{what}</Status>
      <ul>
        {entries.map(({ id, step, method, url, status }) => (
          <li key={id}>
            <Button kind="quiet" onPress={() => showExchange(id)}>
              {t.exchange(step, method, new URL(url).host, status)}
            </Button>
          </li>
        ))}
      </ul>
    </div>
  )
}
