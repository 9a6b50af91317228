import { useState } from 'react'
import { call } from '../../../api/client.ts'
import { useQuery } from '../../../api/query.ts'
import { ensureModelBank } from '../../../frame/ensure-model-bank.ts'
import { leaveTo } from '../../../frame/leave-to.ts'
import { entityText } from '../../../text/entities/index.ts'
import { announce } from '../../../ui/announcer.tsx'
import { Checkbox } from '../../../ui/checkbox.tsx'
import { EmptyState } from '../../../ui/empty-state.tsx'
import { Notice } from '../../../ui/error-notice.tsx'
import { fieldErrors } from '../../../ui/field-errors.ts'
import { RadioGroup } from '../../../ui/radio-group.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import { useTask } from '../../../ui/use-task.ts'
import formStyles from '../form.module.css'
import { CheckGroup, EntityForm, FormGroup } from '../form.tsx'
import { To } from '../parts.tsx'
import {
  allRoles,
  claimsOf,
  createInput,
  emptyFields,
  fieldNames,
  fieldsFrom,
  missingFields,
  type StatementFields,
} from './assertion-fields.ts'
import { CertificateFields } from './certificate-fields.tsx'

const { software: s, softwareForm: t } = entityText

type Source = keyof typeof t.sources

const sources: Source[] = ['modelBank', 'pasted', 'none']

/** Adds a software statement: enrolled with the model bank's directory, with an assertion of another one, or without any yet. */
export const NewStatement = () => {
  const certificates = useQuery('obWacCertificate.list', {})
  const [source, setSource] = useState<Source>('modelBank')
  const [ssa, setSsa] = useState('')
  const [fields, setFields] = useState<StatementFields>(emptyFields)
  const [tried, setTried] = useState(false)
  const task = useTask()
  const claims = source === 'pasted' ? claimsOf(ssa) : null
  const badSsa = source === 'pasted' && claims === null
  const missing = missingFields(fields)

  if (certificates.value?.items.length === 0) {
    return <EmptyState action={<To path={['certificates']}>{t.toCertificates}</To>}>{t.noCertificates}</EmptyState>
  }

  const change = (part: Partial<StatementFields>) => {
    setFields((before) => ({ ...before, ...part }))
    if (task.error) task.clear()
  }
  const paste = (text: string) => {
    setSsa(text)
    const read = claimsOf(text)
    if (read) change(fieldsFrom(read))
    else if (task.error) task.clear()
  }
  const chooseTransport = (id: string) => {
    const certificate = certificates.value?.items.find((one) => one.id === id)
    change({
      defaultObWacCertificateId: id,
      ...(fields.organisationId === '' && certificate?.organisationId && { organisationId: certificate.organisationId }),
    })
  }

  const add = () =>
    task.run(async () => {
      if (source === 'modelBank') {
        const started = await ensureModelBank()
        if (!started.ok) return started
      }
      const input = {
        ...createInput(fields),
        ...(source === 'modelBank' && { directory: 'modelBank' as const }),
        ...(source === 'pasted' && { ssa: ssa.trim() }),
      }
      return call('softwareStatement.create', input)
    })
  const submit = async () => {
    setTried(true)
    if (badSsa || missing.length > 0) return
    const made = await add()
    if (!made) return
    announce(t.added(made.clientName))
    leaveTo(['software', 'softwareStatement', made.id])
  }

  const { fields: told, rest } = fieldErrors(task.error, [...fieldNames, 'ssa'])
  const empty = tried ? Object.fromEntries(missing.map((name) => [name, t.needed])) : {}
  const errors: Record<string, string> = { ...empty, ...told }
  const field = (name: 'organisationId' | 'organisationName' | 'softwareId' | 'clientName', label: string, description?: string) => (
    <TextField
      label={label}
      description={description}
      value={fields[name]}
      onChange={(value) => change({ [name]: value })}
      error={errors[name] && [errors[name], description].filter(Boolean).join('. ')}
    />
  )

  return (
    <EntityForm
      label={t.add}
      task={task}
      errors={{ fields: errors, rest }}
      submit={t.create}
      working={t.working(fields.clientName)}
      onSubmit={submit}
      onCancel={() => leaveTo(['software'])}
    >
      <RadioGroup
        label={t.source}
        value={source}
        onChange={setSource}
        options={sources.map((id) => ({ id, label: t.sources[id], description: t.sourceHelp[id] }))}
      />
      {source === 'pasted' && (
        <>
          <TextField
            label={t.ssa}
            description={t.ssaHelp}
            value={ssa}
            onChange={paste}
            error={errors.ssa ?? ((tried || ssa !== '') && badSsa ? t.notJwt : null)}
            rows={5}
            mono
          />
          {claims && <Notice tone="information">{t.filled}</Notice>}
        </>
      )}
      <FormGroup title={t.certificates}>
        <CertificateFields
          transport={fields.defaultObWacCertificateId}
          signing={fields.defaultObSealCertificateId}
          onTransport={chooseTransport}
          onSigning={(id) => change({ defaultObSealCertificateId: id })}
          errors={errors}
        />
      </FormGroup>
      <FormGroup title={t.identity}>
        <div className={formStyles.columns}>
          {field('clientName', s.clientName, t.clientNameHelp)}
          {field('softwareId', s.softwareId, t.softwareIdHelp)}
          {field('organisationName', s.organisation)}
          {field('organisationId', s.organisationId, t.organisationIdHelp)}
        </div>
      </FormGroup>
      <CheckGroup title={t.roles} error={errors.roles && t.noRoles}>
        {allRoles.map((role) => (
          <Checkbox
            key={role}
            label={s.roleNames[role]}
            description={role}
            isSelected={fields.roles.includes(role)}
            onChange={(on) => change({ roles: allRoles.filter((one) => (one === role ? on : fields.roles.includes(one))) })}
          />
        ))}
      </CheckGroup>
      <TextField
        label={t.redirectUris}
        description={t.redirectUrisHelp}
        value={fields.redirectUris}
        onChange={(redirectUris) => change({ redirectUris })}
        error={errors.redirectUris === t.needed ? t.noRedirectUris : errors.redirectUris}
        rows={3}
        mono
      />
    </EntityForm>
  )
}
