import { type FormEvent, useState } from 'react'
import type { AppErrorData } from '../../../../shared/errors.ts'
import { call } from '../../../api/client.ts'
import { KeySourceFields, useKeySource } from '../../../frame/key-source-fields.tsx'
import { leaveTo } from '../../../frame/leave-to.ts'
import { go } from '../../../router.ts'
import { entityText } from '../../../text/entities/index.ts'
import { announce } from '../../../ui/announcer.tsx'
import { Button } from '../../../ui/button.tsx'
import { Checkbox } from '../../../ui/checkbox.tsx'
import { ErrorNotice } from '../../../ui/error-notice.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import { useFaultFocus } from '../../../ui/use-fault-focus.ts'
import { isShownAtFields, problemOf } from '../certificate-forms/form-problems.ts'
import styles from '../certificate-forms/forms.module.css'

const t = entityText.key

export const KeyForm = () => {
  const source = useKeySource()
  const [name, setName] = useState('')
  const [setCurrent, setSetCurrent] = useState(true)
  const [tried, setTried] = useState(false)
  const [creating, setCreating] = useState(false)
  const [error, setError] = useState<AppErrorData | null>(null)
  const form = useFaultFocus(error ?? tried)

  const create = async (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    const key = source.input()
    if (!key || creating) return
    setCreating(true)
    const reply = await call('encryptionKeyDescription.create', { name: name.trim(), key, setCurrent })
    setCreating(false)
    source.forget()
    setTried(false)
    if (!reply.ok) return setError(reply.error)
    announce(t.created(reply.value.name))
    leaveTo(['keys', 'encryptionKeyDescription', reply.value.id])
  }

  return (
    <form ref={form} className={styles.form} aria-label={t.create} onSubmit={create} noValidate>
      <p className="muted">{t.createIntro}</p>
      <TextField label={t.name} description={t.nameHint} value={name} onChange={setName} error={problemOf(error, 'name', t.nameProblem)} />
      <KeySourceFields state={source} tried={tried} />
      <Checkbox label={t.setCurrentToo} isSelected={setCurrent} onChange={setSetCurrent} />
      {error && !isShownAtFields(error, ['name']) && <ErrorNotice error={error} />}
      <div className={styles.buttons}>
        <Button kind="primary" type="submit" isDisabled={creating}>
          {creating ? t.creating : t.createAction}
        </Button>
        <Button onPress={() => go(['keys'])}>{t.cancel}</Button>
      </div>
    </form>
  )
}
