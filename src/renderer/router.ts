// Locations are in the fragment, so that back, forward, reload and deep links work in every host: #/model-bank?exchange=…

import { useSyncExternalStore } from 'react'

export interface Location {
  /** Such as ['certificates', 'obWacCertificate', id]. */
  path: string[]
  /** The exchange that the log drawer shows; null when it shows none. */
  exchange: string | null
}

const parse = (hash: string): Location => {
  const [path = '', search = ''] = hash.replace(/^#\/?/, '').split('?')
  const segments = path.split('/').filter(Boolean).map(decodeURIComponent)
  return { path: segments.length > 0 ? segments : ['home'], exchange: new URLSearchParams(search).get('exchange') }
}

export const href = (path: string[], exchange: string | null = null): string =>
  `#/${path.map(encodeURIComponent).join('/')}${exchange ? `?exchange=${encodeURIComponent(exchange)}` : ''}`

let current = { hash: '\0', location: parse('') }

/** The same object for the same address. */
export const location = (): Location => {
  const { hash } = window.location
  if (hash !== current.hash) current = { hash, location: parse(hash) }
  return current.location
}

const subscribe = (listener: () => void) => {
  window.addEventListener('hashchange', listener)
  return () => window.removeEventListener('hashchange', listener)
}

export const useLocation = (): Location => useSyncExternalStore(subscribe, location)

export const go = (path: string[], exchange: string | null = location().exchange): void => {
  window.location.hash = href(path, exchange)
}

/** Shows an exchange in the log drawer, over whatever screen is open. */
export const showExchange = (exchange: string | null): void => go(location().path, exchange)
