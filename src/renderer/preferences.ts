// What a person set on this screen: theme, environment and sizes; never a secret among it. Kept at hand by the browser, so that a reload
// shows no other theme first, and with the workspace, because a host's address and the browser's storage with it may be others next time.

import { create } from 'zustand'
import { call } from './api/client.ts'

export type Theme = 'system' | 'light' | 'dark'

/** Which banks the lists show; `live` also asks before every write. */
export type Environment = 'modelBank' | 'sandbox' | 'live' | 'all'

interface Preferences {
  theme: Theme
  environment: Environment
  listWidth: number
  drawerHeight: number
  drawerOpen: boolean
  /** Of the exchange on show in the drawer. */
  exchangeWidth: number
  /** Of the transaction on show beside its list. */
  transactionWidth: number
  /** Ids of what was chosen in the palette, newest first. */
  recent: string[]
}

const key = 'tpp-workbench.preferences'
const defaults: Preferences = {
  theme: 'system',
  environment: 'modelBank',
  listWidth: 300,
  drawerHeight: 280,
  drawerOpen: false,
  exchangeWidth: 560,
  transactionWidth: 400,
  recent: [],
}

const load = (): Preferences => {
  try {
    return { ...defaults, ...JSON.parse(localStorage.getItem(key) ?? '{}') }
  } catch {
    return defaults
  }
}

export const usePreferences = create<Preferences>(load)
usePreferences.subscribe((preferences) => localStorage.setItem(key, JSON.stringify(preferences)))
export const setPreferences = (change: Partial<Preferences>): void => usePreferences.setState(change)

const keepAfterMs = 500

/** Takes over what the workspace keeps, and keeps later changes there. A failure costs nothing but the memory of a width. */
export const sharePreferences = async (): Promise<void> => {
  const reply = await call('preferences.get', {})
  if (reply.ok) {
    const known = Object.entries(reply.value.values).filter(([name]) => Object.hasOwn(defaults, name))
    usePreferences.setState(Object.fromEntries(known))
  }
  let timer = 0
  usePreferences.subscribe((preferences) => {
    clearTimeout(timer)
    timer = window.setTimeout(() => void call('preferences.set', { values: { ...preferences } }), keepAfterMs)
  })
}

const system = window.matchMedia('(prefers-color-scheme: dark)')

const apply = (): void => {
  const { theme, environment } = usePreferences.getState()
  const { dataset } = document.documentElement
  dataset.theme = theme === 'dark' || (theme === 'system' && system.matches) ? 'dark' : 'light'
  dataset.environment = environment
}

/** Sets theme and environment now and whenever the system or the person changes them. */
export const followPreferences = (): void => {
  apply()
  system.addEventListener('change', apply)
  usePreferences.subscribe(apply)
  // The frame and menus of Electron's window.
  globalThis.tppWorkbench?.setTheme?.(usePreferences.getState().theme)
  usePreferences.subscribe(({ theme }, before) => {
    if (theme !== before.theme) globalThis.tppWorkbench?.setTheme?.(theme)
  })
}
