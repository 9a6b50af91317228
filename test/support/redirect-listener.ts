import { listenForRedirect, type RedirectListener, type RedirectListenerInput } from '../../src/main/core/redirect/loopback-listener.ts'
import { rawExchange, rawRequest } from './raw-http.ts'

export const expectedState = 'state-1'
export const formType = 'application/x-www-form-urlencoded'

/** Listeners that are closed together when a test ends; each waits a minute for `state-1` on /cb/a1. */
export function redirectListeners() {
  const open: RedirectListener[] = []
  return {
    async listen(input: Partial<RedirectListenerInput> = {}): Promise<RedirectListener> {
      const listener = await listenForRedirect({ redirectUri: 'http://127.0.0.1/cb/a1', state: expectedState, timeoutMs: 60_000, ...input })
      open.push(listener)
      return listener
    },
    async closeAll(): Promise<void> {
      for (const listener of open.splice(0)) await listener.close()
    },
  }
}

export const getFrom = (listener: RedirectListener, target: string, headers: Record<string, string> = {}) =>
  rawExchange(listener.address, rawRequest(listener.address, 'GET', target, headers))

export const postTo = (listener: RedirectListener, target: string, headers: Record<string, string>, body: string) =>
  rawExchange(listener.address, rawRequest(listener.address, 'POST', target, headers, body))

/** The page that passes on a fragment, and the headers with which a browser would post from it. */
export async function fragmentPage(listener: RedirectListener) {
  const page = await getFrom(listener, '/cb/a1')
  const token = /"pageToken":"([^"]+)"/.exec(page.body)?.[1] ?? ''
  const { origin } = new URL(listener.address)
  return { page, headers: { 'Content-Type': formType, Origin: origin, 'Sec-Fetch-Site': 'same-origin', 'X-Page-Token': token } }
}

/** Brings a good answer; false when one was taken before. */
export async function stillTakesAnAnswer(listener: RedirectListener): Promise<boolean> {
  const { status } = await getFrom(listener, `/cb/a1?code=still-open&state=${expectedState}`)
  return status === 303 && (await listener.captured) === `${listener.address}?code=still-open&state=${expectedState}`
}
