import { canManage } from '../../../../shared/client-management.ts'
import type { BankProfile } from '../../../../shared/model/bank-profile.ts'
import type { BankRegistration } from '../../../../shared/model/bank-registration.ts'
import { call } from '../../../api/client.ts'
import { go } from '../../../router.ts'
import { entityText } from '../../../text/entities/index.ts'
import { announce } from '../../../ui/announcer.tsx'
import { Button } from '../../../ui/button.tsx'
import { ErrorNotice, Notice } from '../../../ui/error-notice.tsx'
import { TaskProgress } from '../../../ui/task-progress.tsx'
import type { Task } from '../../../ui/use-task.ts'
import { ChangeRegistration } from './change-registration.tsx'
import { DeleteRegistration } from './delete-registration.tsx'

const { registrationForm: t, consentForm } = entityText

export type RegistrationPanel = 'change' | 'delete'

interface RegistrationActionsProps {
  registration: BankRegistration
  profile: BankProfile | undefined
  panel: RegistrationPanel | null
  onPanel: (panel: RegistrationPanel | null) => void
  reading: Task
}

export const RegistrationActions = ({ registration, profile, onPanel, reading }: RegistrationActionsProps) => {
  const { id, state } = registration
  const read = async () => {
    onPanel(null)
    if (await reading.run(() => call('bankRegistration.get', { id, fromBank: true }))) announce(t.readDone)
  }
  const can = (operation: 'read' | 'update') =>
    state !== 'registering' && profile !== undefined && canManage(operation, registration, profile)
  return (
    <>
      {state === 'registered' && (
        <Button kind="primary" onPress={() => go(['consents', 'new', 'consent', id])}>
          {consentForm.add}
        </Button>
      )}
      {can('read') && (
        <Button onPress={read} isDisabled={reading.running}>
          {t.read}
        </Button>
      )}
      {can('update') && <Button onPress={() => onPanel('change')}>{t.change}</Button>}
      <Button kind="danger" onPress={() => onPanel('delete')}>
        {t.delete}
      </Button>
    </>
  )
}

export const RegistrationPanels = ({ registration, profile, panel, onPanel, reading }: RegistrationActionsProps) => {
  const close = () => onPanel(null)
  const { state } = registration
  return (
    <>
      {state !== 'registered' && (
        <Notice tone="attention">
          <p>
            <strong>{t.leftovers[state].fact}</strong>
          </p>
          <p>{t.leftovers[state].what}</p>
        </Notice>
      )}
      {reading.started && <TaskProgress what={t.reading} started={reading.started} />}
      {reading.error && <ErrorNotice error={reading.error} />}
      {profile && panel === 'change' && <ChangeRegistration registration={registration} profile={profile} onClose={close} />}
      {profile && panel === 'delete' && <DeleteRegistration registration={registration} profile={profile} onClose={close} />}
    </>
  )
}
