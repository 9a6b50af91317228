import { type FormEvent, useState } from 'react'
import type { Input } from '../../../../shared/api.ts'
import type { AppErrorData } from '../../../../shared/errors.ts'
import { call } from '../../../api/client.ts'
import { leaveTo } from '../../../frame/leave-to.ts'
import { go } from '../../../router.ts'
import { entityText } from '../../../text/entities/index.ts'
import { announce } from '../../../ui/announcer.tsx'
import { Button } from '../../../ui/button.tsx'
import { ErrorNotice } from '../../../ui/error-notice.tsx'
import { RadioGroup } from '../../../ui/radio-group.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import { useFaultFocus } from '../../../ui/use-fault-focus.ts'
import { isShownAtFields, problemOf } from './form-problems.ts'
import styles from './forms.module.css'
import { OrganisationFields } from './organisation-fields.tsx'
import type { OrganisationForm } from './organisation-form.ts'

const t = entityText.certificateForms
const nobody: OrganisationForm = { name: '', organisationId: '', softwareId: '', authorisationNumber: '', roles: ['PSP_AI'] }

type Type = Input<'certificate.createSigningRequest'>['type']

/** For the real directory: nothing is pre-filled, because it has to be the organisation's own. */
export const RequestForm = () => {
  const [type, setType] = useState<Type>('obwac')
  const [name, setName] = useState('')
  const [organisation, setOrganisation] = useState(nobody)
  const [error, setError] = useState<AppErrorData | null>(null)
  const form = useFaultFocus(error)
  const [creating, setCreating] = useState(false)

  const create = async (event: FormEvent) => {
    event.preventDefault()
    if (creating) return
    setCreating(true)
    announce(t.request.creating)
    const { softwareId: _, ...named } = organisation
    const reply = await call('certificate.createSigningRequest', { name: name.trim(), type, organisation: named })
    setCreating(false)
    setError(reply.ok ? null : reply.error)
    if (!reply.ok) return
    announce(t.request.made(reply.value.name))
    leaveTo(['certificates', 'signingRequest', reply.value.id])
  }

  return (
    <form ref={form} className={styles.form} aria-label={t.forms.request} onSubmit={create} noValidate>
      <p className="muted">{t.request.intro}</p>
      <RadioGroup
        label={t.request.type}
        value={type}
        onChange={setType}
        options={(['obwac', 'obseal'] as const).map((id) => ({ id, label: t.request.types[id] }))}
      />
      <TextField
        label={t.name}
        description={t.nameHint}
        value={name}
        onChange={setName}
        error={problemOf(error, 'name', t.problems.name)}
      />
      <OrganisationFields value={organisation} onChange={setOrganisation} error={error} withSoftware={false} />
      {error && !isShownAtFields(error, ['name', 'organisation']) && <ErrorNotice error={error} />}
      <div className={styles.buttons}>
        <Button kind="primary" type="submit" isDisabled={creating}>
          {creating ? t.request.creating : t.request.create}
        </Button>
        <Button onPress={() => go(['certificates'])}>{t.cancel}</Button>
      </div>
    </form>
  )
}
