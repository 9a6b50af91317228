// The bridge of the browser host. It must stay small: it is in the first script of the page.

import type { Bridge, HostFacts } from '../../shared/bridge.ts'
import type { AppErrorData, Reply } from '../../shared/errors.ts'
import { subscribeToEvents } from './http-events.ts'

export interface HttpBridgeOptions {
  /** The session has ended, or the host was started anew. Reloading shows the host's own page about it. */
  onSessionLost?: () => void
}

interface SessionFacts {
  csrf: string
  host: HostFacts
}

const failed = (error: AppErrorData): { ok: false; error: AppErrorData } => ({ ok: false, error })

const unreachable = failed({
  code: 'HOST_UNSUPPORTED',
  message: 'The workbench does not answer',
  remedy: 'Start it again in the terminal, and open the address that it shows.',
})

/** Null when there is none. */
const readSession = async (): Promise<SessionFacts | null> => {
  const response = await fetch('/session')
  return response.ok ? response.json() : null
}

/** Rejects when there is no session; the host serves no page without one. */
export const createHttpBridge = async ({ onSessionLost = () => location.reload() }: HttpBridgeOptions = {}): Promise<Bridge> => {
  const first = await readSession()
  if (!first) throw new Error('No session is open in this browser')
  let session = first
  // What is asked for while the page goes away still reaches the host.
  let leaving = false
  addEventListener('pagehide', () => (leaving = true))
  addEventListener('pageshow', () => (leaving = false))

  const renewSession = async (): Promise<void> => {
    const renewed = await readSession()
    if (renewed) session = renewed
    else onSessionLost()
  }

  const post = (body: string): Promise<Response> =>
    fetch('/api/call', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'X-App-CSRF': session.csrf },
      body,
      keepalive: leaving,
    })

  return {
    host: session.host,

    async call(method, input) {
      try {
        const body = JSON.stringify({ method, input })
        let response = await post(body)
        if (response.status === 401 || response.status === 403) await renewSession()
        // Another tab has opened a new session; the refused call was not carried out, so it is sent again.
        if (response.status === 403) response = await post(body)
        return await response.json()
      } catch {
        return unreachable
      }
    },

    subscribe: (listener) => subscribeToEvents(listener, renewSession),

    async openExternal(address): Promise<Reply<null>> {
      if (!mayOpen(address)) {
        return failed({ code: 'INVALID_INPUT', message: 'Address is not https, nor http on this machine', field: 'address' })
      }
      window.open(address, '_blank', 'noopener,noreferrer')
      return { ok: true, value: null }
    },

    async authoriseInWindow() {
      return failed({
        code: 'HOST_UNSUPPORTED',
        message: 'A window that watches for the redirect is opened by the desktop app only',
        remedy: 'Use the desktop app, or paste the redirect back.',
      })
    },

    async saveText(suggestedName, text, encoding) {
      const link = document.createElement('a')
      link.href = URL.createObjectURL(encoding === 'base64' ? blobOf(text) : new Blob([text], { type: 'text/plain' }))
      link.download = suggestedName
      link.click()
      // The browser has its own hold of it by the next turn.
      setTimeout(() => URL.revokeObjectURL(link.href))
      return { ok: true, value: { saved: true } }
    },
  }
}

const blobOf = (base64: string): Blob => new Blob([Uint8Array.from(atob(base64), (byte) => byte.charCodeAt(0))])

/** SECURITY: no script, file or app address; plain http only where it stays on this machine, by number, because a name can be pointed elsewhere. */
const mayOpen = (address: string): boolean => {
  const url = URL.parse(address)
  if (!url || url.username || url.password) return false
  return url.protocol === 'https:' || (url.protocol === 'http:' && (url.hostname === '127.0.0.1' || url.hostname === '[::1]'))
}
