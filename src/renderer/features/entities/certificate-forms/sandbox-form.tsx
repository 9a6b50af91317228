import { type FormEvent, useState } from 'react'
import type { Input } from '../../../../shared/api.ts'
import type { AppErrorData } from '../../../../shared/errors.ts'
import type { ObSealCertificate, ObWacCertificate } from '../../../../shared/model/certificate.ts'
import { call } from '../../../api/client.ts'
import { useQuery } from '../../../api/query.ts'
import { leaveTo } from '../../../frame/leave-to.ts'
import { go, useLocation } from '../../../router.ts'
import { entityText } from '../../../text/entities/index.ts'
import { announce } from '../../../ui/announcer.tsx'
import { Button } from '../../../ui/button.tsx'
import { ErrorNotice } from '../../../ui/error-notice.tsx'
import { loadingText, relativeTime } from '../../../ui/format.ts'
import { RadioGroup } from '../../../ui/radio-group.tsx'
import { Select } from '../../../ui/select.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import { useFaultFocus } from '../../../ui/use-fault-focus.ts'
import { isShownAtFields, problemOf } from './form-problems.ts'
import styles from './forms.module.css'
import { OrganisationFields } from './organisation-fields.tsx'
import { type SandboxForm as Form, newSandbox, renewalOf } from './organisation-form.ts'

const t = entityText.certificateForms
const newCa = 'new'

/** The generator; with a certificate's id after it in the address, the renewal of that certificate. */
export const SandboxForm = () => {
  const [, , , id] = useLocation().path
  return id === undefined ? <Fields key="new" begin={newSandbox} /> : <Renewal key={id} id={id} />
}

const Renewal = ({ id }: { id: string }) => {
  const transport = useQuery('obWacCertificate.list', {})
  const signing = useQuery('obSealCertificate.list', {})
  const all: (ObWacCertificate | ObSealCertificate)[] = [...(transport.value?.items ?? []), ...(signing.value?.items ?? [])]
  const certificate = all.find((one) => one.id === id)
  const inspection = useQuery('certificate.inspect', certificate ? { pem: certificate.certificate } : null)
  const software = useQuery('softwareStatement.list', {})
  const error = transport.error ?? signing.error ?? inspection.error
  const [inspected] = inspection.value?.certificates ?? []
  if (error) return <ErrorNotice error={error} />
  if (!certificate || !inspected || !software.value) return <p className="muted">{loadingText}</p>
  const user = software.value.items.find((one) => one.defaultObWacCertificateId === id || one.defaultObSealCertificateId === id)
  return <Fields begin={renewalOf({ ...inspected, name: certificate.name, sandboxCaId: certificate.sandboxCaId }, user?.softwareId)} />
}

const inputOf = ({ profile, name, sandboxCaId, organisation, subject }: Form): Input<'sandboxCertificates.create'> => {
  const common = { name: name.trim(), ...(sandboxCaId !== null && { sandboxCaId }) }
  return profile === 'psd2' ? { profile, ...common, organisation } : { profile, ...common, subject }
}

const Fields = ({ begin }: { begin: Form }) => {
  const [form, setForm] = useState(begin)
  const [error, setError] = useState<AppErrorData | null>(null)
  const formElement = useFaultFocus(error)
  const [creating, setCreating] = useState(false)
  const authorities = useQuery('sandboxCa.list', {}).value?.items ?? []
  const set = (change: Partial<Form>) => setForm({ ...form, ...change })

  const create = async (event: FormEvent) => {
    event.preventDefault()
    if (creating) return
    setCreating(true)
    announce(t.sandbox.creating)
    const reply = await call('sandboxCertificates.create', inputOf(form))
    setCreating(false)
    setError(reply.ok ? null : reply.error)
    if (!reply.ok) return
    announce(t.sandbox.made(reply.value.obWacCertificate.name))
    leaveTo(['certificates', 'obWacCertificate', reply.value.obWacCertificate.id])
  }

  return (
    <form ref={formElement} className={styles.form} aria-label={t.forms.sandbox} onSubmit={create} noValidate>
      <p className="muted">{t.sandbox.intro}</p>
      <RadioGroup
        label={t.sandbox.profile}
        value={form.profile}
        onChange={(profile) => set({ profile })}
        options={(['psd2', 'plain'] as const).map((id) => ({
          id,
          label: t.sandbox.profiles[id],
          description: t.sandbox.profileHints[id],
        }))}
      />
      <TextField
        label={t.name}
        description={t.nameHint}
        value={form.name}
        onChange={(name) => set({ name })}
        error={problemOf(error, 'name', t.problems.name)}
      />
      {form.profile === 'psd2' ? (
        <OrganisationFields value={form.organisation} onChange={(organisation) => set({ organisation })} error={error} withSoftware />
      ) : (
        <TextField
          label={t.sandbox.subject}
          description={t.sandbox.subjectHint}
          value={form.subject}
          onChange={(subject) => set({ subject })}
          error={problemOf(error, 'subject', error?.issues ? t.problems.subject : (error?.message ?? ''))}
          mono
        />
      )}
      {authorities.length > 0 && (
        <Select
          label={t.sandbox.issuer}
          description={t.sandbox.issuerHint}
          value={form.sandboxCaId ?? newCa}
          onChange={(id) => set({ sandboxCaId: id === newCa ? null : id })}
          options={[
            { id: newCa, label: t.sandbox.newCa },
            ...authorities.map(({ id, name, created }) => ({ id, label: t.sandbox.ca(name, relativeTime(created)) })),
          ]}
        />
      )}
      {error && !isShownAtFields(error, ['name', 'organisation', 'subject']) && <ErrorNotice error={error} />}
      <div className={styles.buttons}>
        <Button kind="primary" type="submit" isDisabled={creating}>
          {creating ? t.sandbox.creating : t.sandbox.create}
        </Button>
        <Button onPress={() => go(['certificates'])}>{t.cancel}</Button>
      </div>
    </form>
  )
}
