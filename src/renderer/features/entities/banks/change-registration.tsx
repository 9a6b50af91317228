import { useState } from 'react'
import type { BankProfile } from '../../../../shared/model/bank-profile.ts'
import type { BankRegistration } from '../../../../shared/model/bank-registration.ts'
import { useQuery } from '../../../api/query.ts'
import { write } from '../../../frame/confirm-live.tsx'
import { entityText } from '../../../text/entities/index.ts'
import { announce } from '../../../ui/announcer.tsx'
import { fieldErrors } from '../../../ui/field-errors.ts'
import { TextField } from '../../../ui/text-field.tsx'
import { useTask } from '../../../ui/use-task.ts'
import { EntityForm, Panel } from '../form.tsx'
import { RedirectChoice } from './redirect-choice.tsx'

const t = entityText.registrationForm

interface ChangeRegistrationProps {
  registration: BankRegistration
  profile: BankProfile
  onClose: () => void
}

/** Another scope or other redirect addresses; every claim is sent again (RFC 7592 §2.2). */
export const ChangeRegistration = ({ registration, profile, onClose }: ChangeRegistrationProps) => {
  const { id, softwareStatementId } = registration
  const statements = useQuery('softwareStatement.list', {})
  const [scope, setScope] = useState(registration.scope)
  const [redirectUris, setRedirectUris] = useState(registration.redirectUris)
  const task = useTask()
  const listed = statements.value?.items.find((one) => one.id === softwareStatementId)?.redirectUris ?? []
  const none = redirectUris.length === 0
  const submit = async () => {
    if (none) return
    const { environment, displayName } = profile
    const input = { id, scope, redirectUris }
    const changed = await task.run(() => write({ method: 'bankRegistration.update', input, what: t.whatChange(displayName), environment }))
    if (!changed) return
    announce(t.saved)
    onClose()
  }
  const { fields, rest } = fieldErrors(task.error, ['scope', 'redirectUris'])
  return (
    <Panel title={t.changing}>
      <EntityForm
        label={t.changing}
        task={task}
        errors={{ fields, rest }}
        submit={t.save}
        working={t.saving}
        onSubmit={submit}
        onCancel={onClose}
      >
        <TextField label={t.scope} description={t.scopeHelp} value={scope} onChange={setScope} error={fields.scope} mono />
        <RedirectChoice
          offered={[...new Set([...listed, ...registration.redirectUris])]}
          chosen={redirectUris}
          onChange={setRedirectUris}
          error={none ? t.noRedirectUris : fields.redirectUris}
        />
      </EntityForm>
    </Panel>
  )
}
