import { useState } from 'react'
import type { Reply } from '../../../../shared/errors.ts'
import type { BankProfile } from '../../../../shared/model/bank-profile.ts'
import type { Json } from '../../../bank-profile/pointers.ts'
import { bankProfileText } from '../../../text/bank-profile.ts'
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
import { profileFrom, readJson, type Values, valuesOf } from './profile-fields.ts'
import { onlyInJson, type ProfileField, profilePaths, sections } from './profile-form-fields.ts'

const t = entityText.profileForm

export interface ProfileEditorProps {
  label: string
  submit: string
  initial: Json
  /** Where the profile stands in the call's input, such as `profile.`. */
  prefix?: string
  /** The core judges the profile, so it is given as it was written. */
  save: (profile: Json) => Promise<Reply<BankProfile>>
  onSaved: (profile: BankProfile) => void
  onCancel: () => void
  /** Paths of what stays as it is. */
  fixed?: readonly string[]
}

/** A profile as a form and as JSON; each shows what was written in the other. */
export const ProfileEditor = ({ label, submit, initial, prefix = '', save, onSaved, onCancel, fixed = [] }: ProfileEditorProps) => {
  const [view, setView] = useState<string>('form')
  // What the form does not show stays as it is here.
  const [base, setBase] = useState(initial)
  const [values, setValues] = useState<Values>(() => valuesOf(initial))
  const [json, setJson] = useState('')
  const [jsonError, setJsonError] = useState<string | null>(null)
  const task = useTask()
  const errors = fieldErrors(task.error, view === 'form' ? profilePaths : [...profilePaths, ...onlyInJson], prefix)

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
    if (id === 'json') setJson(JSON.stringify(profileFrom(values, base), null, 2))
    else {
      const profile = read()
      if (!profile) return
      setBase(profile)
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
    const profile = view === 'json' ? read() : profileFrom(values, base)
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
                <>
                  <Fields
                    fixed={fixed}
                    values={values}
                    errors={errors}
                    onChange={(path, value) => {
                      setValues((before) => ({ ...before, [path]: value }))
                      task.clear()
                    }}
                  />
                  <p className="caption">{t.restAsJson}</p>
                </>
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

const isWide = (field: ProfileField): boolean =>
  field.kind === 'pems' || field.kind === 'lines' || (field.kind === 'text' && field.wide === true)

interface FieldsProps {
  fixed: readonly string[]
  values: Values
  errors: FieldErrors
  onChange: (path: string, value: string) => void
}

const Fields = ({ fixed, values, errors, onChange }: FieldsProps) => (
  <div className={styles.sections}>
    {sections.map(({ id, fields }) => (
      <FormGroup key={id} title={bankProfileText.sections[id]}>
        <div className={form.columns}>
          {fields
            .filter(({ path }) => !fixed.includes(path))
            .map((field) => (
              <div key={field.path} className={isWide(field) ? styles.wide : undefined}>
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
