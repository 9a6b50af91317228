import { useState } from 'react'
import type { SoftwareStatement } from '../../../../shared/model/software-statement.ts'
import { call } from '../../../api/client.ts'
import { ensureModelBank } from '../../../frame/ensure-model-bank.ts'
import { entityText } from '../../../text/entities/index.ts'
import { announce } from '../../../ui/announcer.tsx'
import { Checkbox } from '../../../ui/checkbox.tsx'
import { fieldErrors } from '../../../ui/field-errors.ts'
import { TextField } from '../../../ui/text-field.tsx'
import { useTask } from '../../../ui/use-task.ts'
import { EntityForm, Panel } from '../form.tsx'
import { linesOf } from './assertion-fields.ts'
import { CertificateFields } from './certificate-fields.tsx'

const t = entityText.softwareForm

/** Renewed certificates and other redirect addresses; the rest of a statement is the directory's to change. */
export const ChangeStatement = ({ statement, onClose }: { statement: SoftwareStatement; onClose: () => void }) => {
  const { id } = statement
  const [transport, setTransport] = useState(statement.defaultObWacCertificateId)
  const [signing, setSigning] = useState(statement.defaultObSealCertificateId)
  const [redirectUris, setRedirectUris] = useState(statement.redirectUris.join('\n'))
  const [renew, setRenew] = useState(false)
  const task = useTask()
  const none = linesOf(redirectUris).length === 0
  const save = () =>
    task.run(async () => {
      if (renew) {
        const started = await ensureModelBank()
        if (!started.ok) return started
      }
      return call('softwareStatement.update', {
        id,
        defaultObWacCertificateId: transport,
        defaultObSealCertificateId: signing,
        redirectUris: linesOf(redirectUris),
        ...(renew && { directory: 'modelBank' as const }),
      })
    })
  const submit = async () => {
    if (none || !(await save())) return
    announce(t.saved)
    onClose()
  }
  const { fields, rest } = fieldErrors(task.error, ['defaultObWacCertificateId', 'defaultObSealCertificateId', 'redirectUris'])
  return (
    <Panel title={t.changing}>
      <p className="muted">{t.changeHelp}</p>
      <EntityForm
        label={t.changing}
        task={task}
        errors={{ fields, rest }}
        submit={t.save}
        working={t.saving}
        onSubmit={submit}
        onCancel={onClose}
      >
        <CertificateFields transport={transport} signing={signing} onTransport={setTransport} onSigning={setSigning} errors={fields} />
        <TextField
          label={t.redirectUris}
          description={t.redirectUrisHelp}
          value={redirectUris}
          onChange={setRedirectUris}
          error={fields.redirectUris ?? (none ? t.noRedirectUris : null)}
          rows={3}
          mono
        />
        <Checkbox label={t.renewAlso} isSelected={renew} onChange={setRenew} />
      </EntityForm>
    </Panel>
  )
}
