import { useId, useState } from 'react'
import type { BankProfile, NeededValue } from '../../../../shared/model/bank-profile.ts'
import { call } from '../../../api/client.ts'
import { isNotStarted, nameOfNeed, neededLater, neededNow } from '../../../bank-profile/needs.ts'
import { dotted, type Json, withValue } from '../../../bank-profile/pointers.ts'
import { entityText } from '../../../text/entities/index.ts'
import { announce } from '../../../ui/announcer.tsx'
import { Button } from '../../../ui/button.tsx'
import { ErrorNotice } from '../../../ui/error-notice.tsx'
import { fieldErrors } from '../../../ui/field-errors.ts'
import { TextField } from '../../../ui/text-field.tsx'
import { useTask } from '../../../ui/use-task.ts'
import form from '../form.module.css'
import styles from './needed-values.module.css'
import { exportedProfile, type ProfileInput } from './profile-fields.ts'
import { StartModelBank } from './start-model-bank.tsx'

const t = entityText.profileForm

interface NeededValuesProps {
  profile: BankProfile
  /** Without those that registration and account information do without. */
  onlyNow?: boolean
}

/** What the bank does not publish: what it is, where to find it, and a place to write it. */
export const NeededValues = ({ profile, onlyNow = false }: NeededValuesProps) => {
  const { id, builtIn, overrides } = profile
  const [now, later] = [neededNow(profile), onlyNow ? [] : neededLater(profile)]
  const needs = [...now, ...later]
  const heading = useId()
  const [values, setValues] = useState<Record<string, string>>({})
  const task = useTask()
  if (isNotStarted(profile)) return <StartModelBank />
  if (needs.length === 0) return null
  const written = needs.filter(({ pointer }) => values[pointer]?.trim())
  const filled = (onto: Json): Json => written.reduce((all, { pointer }) => withValue(all, pointer, values[pointer]?.trim()), onto)
  const save = async () => {
    if (written.length === 0) return
    const kept = await task.run(() =>
      builtIn
        ? call('bankProfile.override', { id, overrides: filled(overrides ?? {}) })
        : call('bankProfile.update', { id, profile: filled(exportedProfile(profile)) as ProfileInput }),
    )
    if (kept) announce(t.keptNeeded)
  }
  const { fields, rest } = fieldErrors(
    task.error,
    needs.map(({ pointer }) => dotted(pointer)),
    builtIn ? 'overrides.' : 'profile.',
  )
  const field = (need: NeededValue) => (
    <TextField
      key={need.pointer}
      label={nameOfNeed(need)}
      description={`${need.what}. ${need.where}.`}
      value={values[need.pointer] ?? ''}
      onChange={(value) => {
        setValues((before) => ({ ...before, [need.pointer]: value }))
        task.clear()
      }}
      error={fields[dotted(need.pointer)]}
      autoComplete="off"
      spellCheck="false"
      mono
    />
  )
  return (
    <form
      className={styles.needed}
      aria-labelledby={heading}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      <h2 id={heading}>{now.length > 0 ? t.needed : t.neededLater}</h2>
      <p className="muted">{t.neededHelp}</p>
      {now.map(field)}
      {now.length > 0 && later.length > 0 && <h3>{t.neededLater}</h3>}
      {later.map(field)}
      {rest && <ErrorNotice error={rest} />}
      <div className={form.submit}>
        <Button kind={now.length > 0 ? 'primary' : 'normal'} type="submit" isDisabled={task.running || written.length === 0}>
          {t.saveNeeded}
        </Button>
      </div>
    </form>
  )
}
