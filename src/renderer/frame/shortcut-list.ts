// Every shortcut in one place; `mod` is Command on a Mac and Control elsewhere.

import { host } from '../api/client.ts'

export interface Shortcut {
  id: string
  keys: string
  label: string
}

export const shortcuts: Shortcut[] = [
  { id: 'palette', keys: 'mod+K', label: 'Search or run a command' },
  { id: 'paletteAlias', keys: 'mod+P', label: 'Search or run a command' },
  { id: 'log', keys: 'mod+J', label: 'Show or hide the request log' },
  { id: 'environment', keys: 'mod+E', label: 'Choose the environment' },
  { id: 'back', keys: 'alt+ArrowLeft', label: 'Back' },
  { id: 'forward', keys: 'alt+ArrowRight', label: 'Forward' },
  { id: 'run', keys: 'mod+Enter', label: 'Run the current step' },
  { id: 'find', keys: 'mod+F', label: 'Filter the list' },
  { id: 'findInLog', keys: 'mod+shift+F', label: 'Find in the request log' },
  { id: 'settings', keys: 'mod+,', label: 'Open the settings' },
  { id: 'refresh', keys: 'F5', label: 'Read again' },
  { id: 'shortcuts', keys: '?', label: 'Show the shortcuts' },
]

const isMac = () => host().host.platform === 'darwin'

const names: Record<string, [other: string, mac: string]> = {
  mod: ['Ctrl', '⌘'],
  alt: ['Alt', '⌥'],
  shift: ['Shift', '⇧'],
  ArrowLeft: ['←', '←'],
  ArrowRight: ['→', '→'],
  Enter: ['Enter', '↩'],
}

/** A shortcut's keys as this platform writes them. */
export const keysOf = (id: string): string => {
  const keys = shortcuts.find((shortcut) => shortcut.id === id)?.keys ?? ''
  return keys
    .split('+')
    .map((key) => names[key]?.[isMac() ? 1 : 0] ?? key)
    .join(isMac() ? '' : ' ')
}

type KeyPress = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>

/** Whether a key press is this shortcut. */
export const matches = (keys: string, event: KeyPress): boolean => {
  const parts = keys.split('+')
  const key = parts.at(-1) ?? ''
  const mod = isMac() ? event.metaKey : event.ctrlKey
  return (
    parts.includes('mod') === mod &&
    parts.includes('alt') === event.altKey &&
    (key === '?' || parts.includes('shift') === event.shiftKey) &&
    event.key.toLowerCase() === key.toLowerCase()
  )
}

/** The shortcut that a key press asks for. While a person types, only those with Control, Command or a function key count. */
export const shortcutFor = (event: KeyPress, typing: boolean): string | undefined =>
  shortcuts.find(({ keys }) => matches(keys, event) && !(typing && !keys.startsWith('mod+') && !/^F\d+$/.test(keys)))?.id
