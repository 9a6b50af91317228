// One listener for every shortcut of the list. A screen gives those their meaning that only it can carry out.

import { useEffect } from 'react'
import { refresh } from '../api/query.ts'
import { setPreferences, usePreferences } from '../preferences.ts'
import { go } from '../router.ts'
import { toggleEnvironmentMenu } from './environment-menu.ts'
import { openedOverlay, openOverlay, toggleOverlay } from './overlays.tsx'
import { shortcutFor } from './shortcut-list.ts'

const actions: Record<string, () => void> = {
  palette: () => toggleOverlay('palette'),
  paletteAlias: () => toggleOverlay('palette'),
  log: () => setPreferences({ drawerOpen: !usePreferences.getState().drawerOpen }),
  environment: toggleEnvironmentMenu,
  back: () => window.history.back(),
  forward: () => window.history.forward(),
  settings: () => go(['settings']),
  refresh: () => refresh(''),
  shortcuts: () => openOverlay('shortcuts'),
}

/** Given by mounted components; the newest comes first. */
const given: { id: string; action: () => void }[] = []

/** Carries out a shortcut while the component is mounted, such as `run` on the walkthrough. */
export const useShortcut = (id: string, action: () => void): void => {
  useEffect(() => {
    const entry = { id, action }
    given.unshift(entry)
    return () => void given.splice(given.indexOf(entry), 1)
  }, [id, action])
}

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || target.matches('input, textarea, select'))

/** Behind a dialog nothing moves; the palette alone is closed by its own shortcut. */
const isBehindDialog = (id: string): boolean =>
  document.querySelector('[role="dialog"], [role="alertdialog"]') !== null && !(openedOverlay() === 'palette' && id.startsWith('palette'))

const onKeyDown = (event: KeyboardEvent): void => {
  if (event.defaultPrevented || event.isComposing) return
  const id = shortcutFor(event, isTyping(event.target))
  const action = given.find((entry) => entry.id === id)?.action ?? (id && actions[id])
  if (!id || !action) return
  event.preventDefault()
  if (!event.repeat && !isBehindDialog(id)) action()
}

export const useShortcuts = (): void => {
  useEffect(() => {
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [])
}
