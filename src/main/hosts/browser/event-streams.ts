// Server-Sent Events: every open page receives what the core tells, and after a break what it missed.

import { randomUUID } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import type { AppEvent } from '../../../shared/events.ts'

/** Events that a page can still catch up on. */
const kept = 1000
/** A page that does not read is let go; its browser connects again and catches up. */
const maxUnreadBytes = 1024 * 1024

export interface EventStreamsInput {
  subscribe(listener: (event: AppEvent) => void): () => void
  heartbeatMs?: number
}

export interface EventStreams {
  /** Keeps the answer open. `after` is the id of the last event that the page has, if any. */
  open(response: ServerResponse, after: string | undefined): void
  close(): void
}

export const createEventStreams = ({ subscribe, heartbeatMs = 15_000 }: EventStreamsInput): EventStreams => {
  // Ids of an earlier start of the host mean nothing to this one.
  const start = randomUUID()
  const recent: { number: number; text: string }[] = []
  const open = new Set<ServerResponse>()
  let last = 0

  const send = (response: ServerResponse, text: string) => {
    if (response.writableLength > maxUnreadBytes) response.destroy()
    else response.write(text)
  }
  const unsubscribe = subscribe((event) => {
    last += 1
    const text = `id: ${start}.${last}\ndata: ${JSON.stringify(event)}\n\n`
    recent.push({ number: last, text })
    if (recent.length > kept) recent.shift()
    for (const response of open) send(response, text)
  })
  const heartbeat = setInterval(() => {
    for (const response of open) send(response, ': heartbeat\n\n')
  }, heartbeatMs).unref()

  return {
    open(response, after) {
      response.writeHead(200, { 'Content-Type': 'text/event-stream; charset=utf-8' })
      const [ofStart, number] = after?.split('.') ?? []
      if (ofStart === start) for (const missed of recent) if (missed.number > Number(number)) send(response, missed.text)
      // A page that has received nothing yet learns from where it would have to catch up.
      response.write(`retry: 1000\nid: ${start}.${last}\nevent: connected\ndata: {}\n\n`)
      open.add(response)
      response.once('close', () => open.delete(response))
    },
    close() {
      clearInterval(heartbeat)
      unsubscribe()
      for (const response of open) response.end()
    },
  }
}
