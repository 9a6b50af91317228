import { useState } from 'react'
import type { SoftwareStatement } from '../../../../shared/model/software-statement.ts'
import { call } from '../../../api/client.ts'
import { entityText } from '../../../text/entities/index.ts'
import { announce } from '../../../ui/announcer.tsx'
import { fieldErrors } from '../../../ui/field-errors.ts'
import { RadioGroup } from '../../../ui/radio-group.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import { useTask } from '../../../ui/use-task.ts'
import { EntityForm, Panel } from '../form.tsx'
import { claimsOf } from './assertion-fields.ts'

const t = entityText.softwareForm

const sources = ['modelBank', 'pasted'] as const

/** A fresh assertion for the same software: from the model bank's directory, or as another directory signed it. */
export const RenewAssertion = ({ statement: { id }, onClose }: { statement: SoftwareStatement; onClose: () => void }) => {
  const [source, setSource] = useState<(typeof sources)[number]>('modelBank')
  const [ssa, setSsa] = useState('')
  const [tried, setTried] = useState(false)
  const task = useTask()
  const bad = source === 'pasted' && claimsOf(ssa) === null
  const submit = async () => {
    setTried(true)
    if (bad) return
    const renewed = await task.run(async () => {
      if (source === 'pasted') return call('softwareStatement.update', { id, ssa: ssa.trim() })
      const started = await call('modelBank.start', {})
      return started.ok ? call('softwareStatement.update', { id, directory: 'modelBank' }) : started
    })
    if (!renewed) return
    announce(t.renewed)
    onClose()
  }
  const { fields, rest } = fieldErrors(task.error, ['ssa'])
  return (
    <Panel title={t.renew}>
      <p className="muted">{t.renewHelp}</p>
      <EntityForm
        label={t.renew}
        task={task}
        errors={{ fields, rest }}
        submit={t.renewFrom}
        working={t.renewing}
        onSubmit={submit}
        onCancel={onClose}
      >
        <RadioGroup
          label={t.source}
          value={source}
          onChange={setSource}
          options={sources.map((one) => ({ id: one, label: t.sources[one] }))}
        />
        {source === 'pasted' && (
          <TextField
            label={t.ssa}
            description={t.ssaHelp}
            value={ssa}
            onChange={(text) => {
              setSsa(text)
              task.clear()
            }}
            error={fields.ssa ?? ((tried || ssa !== '') && bad ? t.notJwt : null)}
            rows={5}
            mono
          />
        )}
      </EntityForm>
    </Panel>
  )
}
