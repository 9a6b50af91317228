import type { SoftwareStatement } from '../../../../shared/model/software-statement.ts'
import { call } from '../../../api/client.ts'
import { useQuery } from '../../../api/query.ts'
import { leaveTo } from '../../../frame/leave-to.ts'
import { entityText } from '../../../text/entities/index.ts'
import { Button } from '../../../ui/button.tsx'
import { deleteWithUndo, deletionKey } from '../../../ui/deletions.ts'
import { Notice } from '../../../ui/error-notice.tsx'
import { StatementRegistrations } from '../statement-registrations.tsx'
import { ChangeStatement } from './change-statement.tsx'
import { RenewAssertion } from './renew-assertion.tsx'

const t = entityText.softwareForm

export type StatementPanel = 'renew' | 'change' | 'delete'

interface StatementActionsProps {
  statement: SoftwareStatement
  panel: StatementPanel | null
  onPanel: (panel: StatementPanel | null) => void
}

export const StatementActions = ({ statement: { id, clientName, ssa }, panel, onPanel }: StatementActionsProps) => {
  const registrations = useQuery('bankRegistration.list', {})
  const used = registrations.value?.items.some(({ softwareStatementId }) => softwareStatementId === id) ?? false
  const remove = () => {
    if (used) return onPanel('delete')
    deleteWithUndo(deletionKey('softwareStatement', id), clientName, () => call('softwareStatement.delete', { id }))
    leaveTo(['software'])
  }
  return (
    <>
      <Button kind="primary" isDisabled={panel === 'renew'} onPress={() => onPanel('renew')}>
        {ssa ? t.renew : t.obtain}
      </Button>
      <Button isDisabled={panel === 'change'} onPress={() => onPanel('change')}>
        {t.change}
      </Button>
      <Button kind="danger" onPress={remove}>
        {t.delete}
      </Button>
    </>
  )
}

/** What an action needs to know, or why it cannot be done. */
export const StatementPanels = ({ statement, panel, onPanel }: StatementActionsProps) => {
  const close = () => onPanel(null)
  if (panel === 'renew') return <RenewAssertion statement={statement} onClose={close} />
  if (panel === 'change') return <ChangeStatement statement={statement} onClose={close} />
  if (panel === 'delete') {
    return (
      <Notice tone="failed">
        <p>{t.cannotDelete}</p>
        <StatementRegistrations statementId={statement.id} />
        <p>{t.deleteRegistration}</p>
      </Notice>
    )
  }
  return null
}
