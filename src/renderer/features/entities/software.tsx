import { lazy } from 'react'
import type { SoftwareStatement } from '../../../shared/model/software-statement.ts'
import { useQuery } from '../../api/query.ts'
import { text } from '../../text/en.ts'
import { entityText } from '../../text/entities/index.ts'
import { type EntityScreenDefinition, type EntryStatus, group } from './entry.ts'
import { StatementDetail } from './statement-detail.tsx'

const t = entityText.software

/** Whether the assertion holds. Its age alone is no fault: each bank takes another one, and the checks of the workspace say when it matters. */
export const assertionStatus = ({ ssa }: Pick<SoftwareStatement, 'ssa'>): EntryStatus => {
  if (!ssa) return { tone: 'neutral', word: t.states.none }
  if (ssa.checks.some(({ verdict }) => verdict === 'fail')) return { tone: 'failed', word: t.states.fails }
  return { tone: 'good', word: t.states.holds }
}

export const software: EntityScreenDefinition = {
  id: 'software',
  label: text.nav.software,
  empty: t.empty,
  forms: [
    {
      id: 'software-statement',
      label: entityText.softwareForm.add,
      component: lazy(async () => ({ default: (await import('./software/new-statement.tsx')).NewStatement })),
    },
  ],
  useGroups: () => [
    group('softwareStatement', t.heading, useQuery('softwareStatement.list', {}), (statement) => ({
      aggregate: 'softwareStatement',
      id: statement.id,
      name: statement.clientName,
      status: assertionStatus(statement),
      secondary: `${statement.organisationName} · ${statement.roles.map((role) => t.roleNames[role]).join(', ')}`,
      words: `${statement.softwareId} ${statement.organisationId}`,
      detail: () => <StatementDetail statement={statement} />,
    })),
  ],
}
