import { type FormEvent, useState } from 'react'
import type { AppErrorData } from '../../../shared/errors.ts'
import type { Settings } from '../../../shared/model/settings.ts'
import { call } from '../../api/client.ts'
import { Section } from '../../frame/detail.tsx'
import { settingsText as t } from '../../text/settings.ts'
import { announce } from '../../ui/announcer.tsx'
import { Button } from '../../ui/button.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Status } from '../../ui/status.tsx'
import { TextField } from '../../ui/text-field.tsx'
import styles from './settings.module.css'
import { bounds, formOf, numberOf, type SettingName, settingsOf } from './settings-form.ts'

/** Time-outs and the limits of the request log: numbers that are kept in the workspace. */
export const LimitsForm = ({ settings }: { settings: Settings }) => {
  const [form, setForm] = useState(() => formOf(settings))
  const [error, setError] = useState<AppErrorData | null>(null)
  const [saving, setSaving] = useState(false)
  const [saved, setSaved] = useState(false)
  const next = settingsOf(form)

  const save = async (event: FormEvent) => {
    event.preventDefault()
    if (!next || saving) return
    setSaving(true)
    const reply = await call('settings.set', next)
    setSaving(false)
    setError(reply.ok ? null : reply.error)
    setSaved(reply.ok)
    if (!reply.ok) return
    setForm(formOf(reply.value))
    announce(t.saved)
  }

  const field = (name: SettingName) => (
    <TextField
      label={t.numbers[name]}
      description={t.hints[name]}
      inputMode="numeric"
      value={form[name]}
      error={numberOf(form, name) === null ? t.between(bounds[name].least, bounds[name].most) : null}
      onChange={(value) => {
        setSaved(false)
        setForm({ ...form, [name]: value })
      }}
    />
  )

  return (
    <form className={styles.form} aria-label={t.limits} onSubmit={save} noValidate>
      <Section title={t.calls}>
        <p className="muted">{t.callsHint}</p>
        <div className={styles.numbers}>
          {field('connect')}
          {field('headers')}
          {field('body')}
        </div>
      </Section>
      <Section title={t.log}>
        <div className={styles.numbers}>
          {field('maxSize')}
          {field('maxAge')}
        </div>
      </Section>
      {error && <ErrorNotice error={error} />}
      <div className={styles.buttons}>
        <Button kind="primary" type="submit" isDisabled={next === null || saving}>
          {saving ? t.saving : t.save}
        </Button>
        {saved && <Status tone="good">{t.saved}</Status>}
      </div>
    </form>
  )
}
