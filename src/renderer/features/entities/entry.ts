// What a list of entities knows of each: enough for its row, and how to make its detail.

import type { ComponentType, ReactNode } from 'react'
import type { AppErrorData } from '../../../shared/errors.ts'
import type { Finding } from '../../../shared/model/workspace.ts'
import type { Query } from '../../api/query.ts'
import type { Environment } from '../../preferences.ts'
import { text } from '../../text/en.ts'
import type { Tone } from '../../ui/status.tsx'

export interface EntryStatus {
  tone: Tone
  word: string
}

export interface Entry {
  aggregate: string
  id: string
  name: string
  status: EntryStatus | null
  secondary: string
  /** Of the bank it belongs to; absent when it belongs to none. */
  environment?: Environment | undefined
  /** Other words that the filter finds it by. */
  words?: string
  /** Made when the entry is opened. */
  detail: () => ReactNode
}

export interface Group {
  id: string
  heading: string
  loading: boolean
  error: AppErrorData | undefined
  entries: Entry[]
}

/** A form that adds something; its address is /<screen>/new/<id>. */
export interface NewForm {
  id: string
  /** A verb: the words of its button. */
  label: string
  component: ComponentType
}

export interface EntityScreenDefinition {
  id: string
  label: string
  /** One sentence for when there is nothing. */
  empty: string
  /** A hook: the groups of the list, in order. */
  useGroups: () => Group[]
  /** What can be added, the usual one first. */
  forms?: NewForm[]
}

export const group = <T>(id: string, heading: string, query: Query<{ items: T[] }>, entry: (item: T) => Entry): Group => ({
  id,
  heading,
  loading: query.loading && query.value === undefined,
  error: query.error,
  entries: query.value?.items.map(entry) ?? [],
})

const severities: Tone[] = ['failed', 'attention']

export const findingsOf = (findings: readonly Finding[], { aggregate, id }: Pick<Entry, 'aggregate' | 'id'>): Finding[] =>
  findings.filter(({ subject }) => subject.aggregate === aggregate && subject.id === id)

/** The entity's own status, or what the checks found where that is worse. */
export const worst = (own: EntryStatus | null, findings: readonly Finding[]): EntryStatus | null => {
  const tone = severities.find((severity) => findings.some((finding) => finding.severity === severity))
  if (!tone || own?.tone === 'failed' || own?.tone === tone) return own
  return { tone, word: text.states[tone === 'failed' ? 'failed' : 'attention'] }
}
