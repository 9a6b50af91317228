import { useState } from 'react'
import type { Reply } from '../../../../shared/errors.ts'
import type { BankProfile } from '../../../../shared/model/bank-profile.ts'
import { entityText } from '../../../text/entities/index.ts'
import type { FieldErrors } from '../../../ui/field-errors.ts'
import { fieldErrors } from '../../../ui/field-errors.ts'
import { FileDrop } from '../../../ui/file-drop.tsx'
import { Tabs } from '../../../ui/tabs.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import { useTask } from '../../../ui/use-task.ts'
import form from '../form.module.css'
import { EntityForm, FormGroup } from '../form.tsx'
import styles from './profile-editor.module.css'
import { ProfileFieldInput } from './profile-field.tsx'
import { profileFrom, profilePaths, readJson, sections, type Values, valuesOf } from './profile-fields.ts'

const t = entityText.profileForm

export interface ProfileEditorProps {
  label: string
  submit: string
  initial: Record<string, unknown>
  /** Where the profile stands in the call's input, such as `profile.`. */
  prefix?: string
  /** The core judges the profile, so it is given as it was written. */
  save: (profile: Record<string, unknown>) => Promise<Reply<BankProfile>>
  onSaved: (profile: BankProfile) => void
  onCancel: () => void
}

/** A profile as a form and as JSON; each shows what was written in the other. */
export const ProfileEditor = ({ label, submit, initial, prefix = '', save, onSaved, onCancel }: ProfileEditorProps) => {
  const [view, setView] = useState<string>('form')
  const [values, setValues] = useState<Values>(() => valuesOf(initial))
  const [json, setJson] = useState('')
  const [jsonError, setJsonError] = useState<string | null>(null)
  const task = useTask()
  const errors = fieldErrors(task.error, profilePaths, prefix)

  const writeJson = (text: string) => {
    setJson(text)
    setJsonError(null)
    task.clear()
  }
  const read = () => {
    const { profile, error } = readJson(json, t)
    setJsonError(error)
    return profile
  }
  const choose = (id: string) => {
    if (id === view) return
    if (id === 'json') setJson(JSON.stringify(profileFrom(values), null, 2))
    else {
      const profile = read()
      if (!profile) return
      setValues(valuesOf(profile))
    }
    setView(id)
  }
  const importFile = async (file: File) => {
    const text = await file.text()
    writeJson(text)
    setJsonError(readJson(text, t).error)
    setView('json')
  }
  const send = async () => {
    const profile = view === 'json' ? read() : profileFrom(values)
    if (!profile) return
    const saved = await task.run(() => save(profile))
    if (saved) onSaved(saved)
  }

  return (
    <EntityForm label={label} task={task} errors={errors} submit={submit} working={t.working} onSubmit={send} onCancel={onCancel}>
      <FileDrop label={t.dropLabel} choose={t.fromFile} hint={t.dropHere} accept={['.json']} onFile={importFile} />
      <div className={styles.views}>
        <Tabs
          label={t.views}
          selected={view}
          onSelect={choose}
          items={[
            {
              id: 'form',
              label: t.asForm,
              content: (
                <Fields
                  values={values}
                  errors={errors}
                  onChange={(path, value) => {
                    setValues((before) => ({ ...before, [path]: value }))
                    task.clear()
                  }}
                />
              ),
            },
            {
              id: 'json',
              label: t.asJson,
              content: (
                <TextField
                  label={t.json}
                  description={t.jsonHelp}
                  value={json}
                  onChange={writeJson}
                  error={jsonError ?? jsonFaults(errors)}
                  rows={18}
                  mono
                  spellCheck="false"
                />
              ),
            },
          ]}
        />
      </div>
    </EntityForm>
  )
}

const jsonFaults = ({ fields }: FieldErrors): string | null => {
  const faults = Object.entries(fields).map(([path, message]) => `${path}: ${message}`)
  return faults.length === 0 ? null : faults.join('; ')
}

interface FieldsProps {
  values: Values
  errors: FieldErrors
  onChange: (path: string, value: string) => void
}

const Fields = ({ values, errors, onChange }: FieldsProps) => (
  <div className={styles.sections}>
    {sections.map(({ id, fields }) => (
      <FormGroup key={id} title={t.sections[id]}>
        <div className={form.columns}>
          {fields.map((field) => (
            <div key={field.path} className={(field.kind === 'text' && field.wide) || field.kind === 'pems' ? styles.wide : undefined}>
              <ProfileFieldInput
                field={field}
                value={values[field.path] ?? ''}
                onChange={(value) => onChange(field.path, value)}
                error={errors.fields[field.path]}
              />
            </div>
          ))}
        </div>
      </FormGroup>
    ))}
  </div>
)
