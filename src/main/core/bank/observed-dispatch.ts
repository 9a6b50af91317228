// undici adds headers of its own and tells of the socket it writes to only through its diagnostics channels.

import { subscribe } from 'node:diagnostics_channel'
import type { Agent, DiagnosticsChannel, Dispatcher } from 'undici'

/** `head` is what was written, up to the last header line that undici reports. */
type OnSent = (head: string, socket: object) => void

const observers = new WeakMap<object, OnSent>()
let dispatching: OnSent | null = null

subscribe('undici:request:create', (message) => {
  if (dispatching) observers.set((message as DiagnosticsChannel.RequestCreateMessage).request, dispatching)
})
subscribe('undici:client:sendHeaders', (message) => {
  const { request, headers, socket } = message as DiagnosticsChannel.ClientSendHeadersMessage
  observers.get(request)?.(headers, socket)
})

/** Dispatches a request; `onSent` is called as its head is written. Requests of anyone else are not observed. */
export function dispatchObserved(agent: Agent, options: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler, onSent: OnSent) {
  dispatching = onSent
  try {
    agent.dispatch(options, handler) // creates its request before it returns
  } finally {
    dispatching = null
  }
}
