// Local deletions wait a moment, so that they can be undone: what is deleted is hidden at once, and the call is made when the time is over.

import { create } from 'zustand'
import type { AppErrorData, Reply } from '../../shared/errors.ts'
import { text } from '../text/en.ts'
import { announce } from './announcer.tsx'

export const undoMs = 10_000

export interface Deletion {
  /** Aggregate and id, as `deletionKey` writes them. */
  key: string
  name: string
  error: AppErrorData | null
}

interface Waiting {
  timer: ReturnType<typeof setTimeout>
  run: () => Promise<Reply<unknown>>
}

export const deletionKey = (aggregate: string, id: string): string => `${aggregate} ${id}`

/** Newest last; one with an error has come back and says why. */
export const useDeletions = create<{ deletions: Deletion[] }>(() => ({ deletions: [] }))
const waiting = new Map<string, Waiting>()

const without = (key: string) => useDeletions.setState(({ deletions }) => ({ deletions: deletions.filter((one) => one.key !== key) }))

const carryOut = async (key: string): Promise<void> => {
  const entry = waiting.get(key)
  if (!entry) return
  waiting.delete(key)
  const reply = await entry.run()
  if (reply.ok) return without(key)
  useDeletions.setState(({ deletions }) => ({
    deletions: deletions.map((one) => (one.key === key ? { ...one, error: reply.error } : one)),
  }))
}

/** Hides it and makes the call later, unless it is undone. */
export const deleteWithUndo = (key: string, name: string, run: () => Promise<Reply<unknown>>): void => {
  if (waiting.has(key)) return
  without(key)
  waiting.set(key, { run, timer: setTimeout(() => carryOut(key), undoMs) })
  useDeletions.setState(({ deletions }) => ({ deletions: [...deletions, { key, name, error: null }] }))
  announce(text.undo.deleted(name))
}

/** Nothing waits beyond the page: what was not undone by then is carried out as it goes away. */
export const carryOutOnLeaving = (): void =>
  window.addEventListener('pagehide', () => {
    for (const [key, { timer }] of waiting) {
      clearTimeout(timer)
      void carryOut(key)
    }
  })

export const undoDeletion = (key: string): void => {
  clearTimeout(waiting.get(key)?.timer)
  waiting.delete(key)
  const name = useDeletions.getState().deletions.find((one) => one.key === key)?.name ?? ''
  without(key)
  announce(text.undo.undone(name))
}

/** The time stands still while the pointer is over the message. */
export const holdDeletion = (key: string): void => clearTimeout(waiting.get(key)?.timer)
export const resumeDeletion = (key: string): void => {
  const entry = waiting.get(key)
  if (entry) waiting.set(key, { ...entry, timer: setTimeout(() => carryOut(key), undoMs) })
}

export const dismissDeletion = without

/** Keys of what is hidden for now. */
export const hiddenKeys = (deletions: readonly Deletion[]): Set<string> =>
  new Set(deletions.filter(({ error }) => error === null).map(({ key }) => key))
