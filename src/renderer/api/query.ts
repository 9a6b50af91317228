// Reads of the core, kept until a change event says that they are old. One copy of each, however many components show it.

import { useEffect } from 'react'
import { create } from 'zustand'
import { useShallow } from 'zustand/react/shallow'
import type { Input, Method, Output } from '../../shared/api.ts'
import type { AppErrorData } from '../../shared/errors.ts'
import type { AppEvent } from '../../shared/events.ts'
import { call, host } from './client.ts'

export interface Query<T> {
  value: T | undefined
  error: AppErrorData | undefined
  /** Nothing is known yet. */
  loading: boolean
}

interface Entry {
  method: Method
  input: unknown
  value: unknown
  error: AppErrorData | undefined
  /** Counts the readings, so that a slow old answer never replaces a newer one. */
  reading: number
  watchers: number
}

const useEntries = create<Record<string, Entry>>(() => ({}))

const keyOf = (method: Method, input: unknown) => `${method} ${JSON.stringify(input)}`
const change = (key: string, entry: Partial<Entry>) =>
  useEntries.setState((entries) => {
    const before = entries[key]
    return before ? { [key]: { ...before, ...entry } } : entries
  })

const read = async (key: string): Promise<void> => {
  const entry = useEntries.getState()[key]
  if (!entry) return
  const reading = entry.reading + 1
  change(key, { reading })
  const reply = await call(entry.method, entry.input as Input<Method>)
  const now = useEntries.getState()[key]
  if (now?.reading !== reading) return
  if (!reply.ok) change(key, { error: reply.error })
  else change(key, { value: isSame(now.value, reply.value) ? now.value : reply.value, error: undefined })
}

// Whoever shows what has not changed need not be drawn anew.
const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)

const watch = (key: string, method: Method, input: unknown): (() => void) => {
  const known = useEntries.getState()[key]
  if (known) change(key, { watchers: known.watchers + 1 })
  else useEntries.setState({ [key]: { method, input, value: undefined, error: undefined, reading: 0, watchers: 1 } })
  void read(key)
  return () => change(key, { watchers: (useEntries.getState()[key]?.watchers ?? 1) - 1 })
}

/** Reads again what is on screen and begins with one of the prefixes; forgets what is not on screen. */
export const refresh = (...prefixes: string[]): void => {
  for (const [key, { method, watchers }] of Object.entries(useEntries.getState())) {
    if (!prefixes.some((prefix) => method.startsWith(prefix))) continue
    if (watchers > 0) void read(key)
    else useEntries.setState(({ [key]: _, ...rest }) => rest, true)
  }
}

/** What else becomes old: a registration is also a client of the model bank. */
const dependents: Record<string, string[]> = { bankRegistration: ['modelBank.'] }

const onEvent = (event: AppEvent): void => {
  if (event.type === 'changed') refresh(`${event.aggregate}.`, 'workspace.', ...(dependents[event.aggregate] ?? []))
}

export const followChanges = (): (() => void) => host().subscribe(onEvent)

/** The answer to a method, read when first shown and again whenever it changed. Pass null to read nothing yet. */
export const useQuery = <M extends Method>(method: M, input: Input<M> | null): Query<Output<M>> => {
  const key = input === null ? '' : keyOf(method, input)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for method and input
  useEffect(() => (input === null ? undefined : watch(key, method, input)), [key])
  const [value, error] = useEntries(useShallow((entries) => told(entries[key])))
  return { value: value as Output<M> | undefined, error, loading: input !== null && value === undefined && error === undefined }
}

/** One answer per input, for lists whose length is known only when they are shown. */
export const useQueries = <M extends Method>(method: M, inputs: readonly Input<M>[]): Query<Output<M>>[] => {
  const keys = inputs.map((input) => keyOf(method, input))
  // biome-ignore lint/correctness/useExhaustiveDependencies: the keys stand for method and inputs
  useEffect(() => {
    const ends = inputs.map((input, index) => watch(keys[index] ?? '', method, input))
    return () => {
      for (const end of ends) end()
    }
  }, [keys.join('\n')])
  const all = useEntries(useShallow((entries) => keys.flatMap((key) => told(entries[key]))))
  return keys.map((_, index) => {
    const [value, error] = all.slice(2 * index) as ReturnType<typeof told>
    return { value: value as Output<M> | undefined, error, loading: value === undefined && error === undefined }
  })
}

/** Of an entry, what is shown. */
const told = (entry: Entry | undefined): [value: unknown, error: AppErrorData | undefined] => [entry?.value, entry?.error]
