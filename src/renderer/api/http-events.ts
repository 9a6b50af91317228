// One tab holds the event stream and hands events on to the others: a browser allows six connections per host, for all tabs together.
// When that tab goes, the next takes over and catches up from the last event it knows.

import type { AppEvent } from '../../shared/events.ts'

interface Message {
  id: string
  event: AppEvent | null
}

const name = 'tpp-workbench-events'
const retryMs = 1000

/** `onRefused` is called when the host answers, but not with events. Returns a function that ends the subscription. */
export const subscribeToEvents = (listener: (event: AppEvent) => void, onRefused: () => Promise<void>): (() => void) => {
  const ended = new AbortController()
  const others = new BroadcastChannel(name)
  let lastId = ''

  const take = ({ id, event }: Message) => {
    lastId = id
    if (event) listener(event)
  }
  others.onmessage = ({ data }: MessageEvent<Message>) => take(data)

  const pass = (message: Message) => {
    take(message)
    others.postMessage(message)
  }
  const open = () => {
    const source = new EventSource(`/api/events?after=${lastId}`)
    const close = () => source.close()
    source.addEventListener('connected', ({ lastEventId }) => pass({ id: lastEventId, event: null }))
    source.onmessage = ({ lastEventId, data }) => pass({ id: lastEventId, event: JSON.parse(data) })
    source.onerror = () => {
      // Breaks heal by themselves.
      if (source.readyState !== EventSource.CLOSED) return
      ended.signal.removeEventListener('abort', close)
      onRefused().finally(() => setTimeout(() => ended.signal.aborted || open(), retryMs))
    }
    ended.signal.addEventListener('abort', close)
  }
  const holdStream = () =>
    new Promise<void>((done) => {
      open()
      ended.signal.addEventListener('abort', () => done())
    })
  navigator.locks.request(name, { signal: ended.signal }, holdStream).catch(() => undefined)

  return () => {
    ended.abort()
    others.close()
  }
}
