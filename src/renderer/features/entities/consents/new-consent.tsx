import { useState } from 'react'
import type { Permission } from '../../../../shared/model/account-access-consent.ts'
import type { BankProfile } from '../../../../shared/model/bank-profile.ts'
import type { BankRegistration } from '../../../../shared/model/bank-registration.ts'
import type { ApiVersion } from '../../../../shared/model/common.ts'
import { permissionProblems } from '../../../../shared/permission-rules.ts'
import { useQuery } from '../../../api/query.ts'
import { write } from '../../../frame/confirm-live.tsx'
import { leaveTo } from '../../../frame/leave-to.ts'
import { usePreferences } from '../../../preferences.ts'
import { useLocation } from '../../../router.ts'
import { text } from '../../../text/en.ts'
import { entityText } from '../../../text/entities/index.ts'
import { announce } from '../../../ui/announcer.tsx'
import { EmptyState } from '../../../ui/empty-state.tsx'
import { Notice } from '../../../ui/error-notice.tsx'
import { fieldErrors } from '../../../ui/field-errors.ts'
import { Select } from '../../../ui/select.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import { useTask } from '../../../ui/use-task.ts'
import form from '../form.module.css'
import { EntityForm, FormGroup } from '../form.tsx'
import { To } from '../parts.tsx'
import { type ConsentDates, dateProblems, isoOf } from './consent-dates.ts'
import { PermissionPicker, usualPermissions } from './permission-picker.tsx'

const t = entityText.consentForm

/** The form's dates, by the names of the contract. */
const dateNames = { expires: 'expirationDateTime', from: 'transactionFromDateTime', to: 'transactionToDateTime' } as const
const names = ['bankRegistrationId', 'reference', 'apiVersion', 'permissions', ...Object.values(dateNames)]

export const NewConsent = () => {
  const registrations = useQuery('bankRegistration.list', {}).value?.items.filter(({ state }) => state === 'registered')
  const profiles = useQuery('bankProfile.list', {}).value?.items
  if (!registrations || !profiles) return <p className="muted">{text.states.loading}</p>
  if (registrations.length === 0) {
    return <EmptyState action={<To path={['banks', 'new', 'registration']}>{t.register}</To>}>{t.noRegistration}</EmptyState>
  }
  return <ConsentForm registrations={registrations} profiles={profiles} />
}

interface ConsentFormProps {
  registrations: readonly BankRegistration[]
  profiles: readonly BankProfile[]
}

const ConsentForm = ({ registrations, profiles }: ConsentFormProps) => {
  const { environment } = usePreferences()
  const [, , , wanted] = useLocation().path
  const bankOf = (registration: BankRegistration | undefined) => profiles.find(({ id }) => id === registration?.bankProfileId)
  const offered = registrations.filter((one) => environment === 'all' || bankOf(one)?.environment === environment || one.id === wanted)
  const [bankRegistrationId, setRegistration] = useState(wanted ?? offered.at(-1)?.id ?? null)
  const [reference, setReference] = useState('')
  const [version, setVersion] = useState<ApiVersion | null>(null)
  const [wantedPermissions, setPermissions] = useState<Permission[]>([...usualPermissions])
  const [dates, setDates] = useState<ConsentDates>({ expires: '', from: '', to: '' })
  const [tried, setTried] = useState(false)
  const task = useTask()

  const bank = bankOf(registrations.find(({ id }) => id === bankRegistrationId))
  const accounts = bank?.accountInformation
  const versions = Object.keys(accounts?.baseUrls ?? {}) as ApiVersion[]
  const apiVersion = version && versions.includes(version) ? version : (accounts?.defaultVersion ?? null)
  const unsupported = accounts?.unsupportedPermissions ?? []
  const permissions = wantedPermissions.filter((one) => !unsupported.includes(one))
  const wrongDates = dateProblems(dates, Date.now())

  const submit = async () => {
    setTried(true)
    if (!bank || !accounts || !bankRegistrationId || permissionProblems(permissions).length > 0 || Object.keys(wrongDates).length > 0)
      return
    const { displayName, environment } = bank
    const input = {
      bankRegistrationId,
      permissions,
      ...(reference.trim() && { reference: reference.trim() }),
      ...(apiVersion && { apiVersion }),
      ...Object.fromEntries(
        (Object.keys(dateNames) as (keyof ConsentDates)[]).flatMap((name) => {
          const iso = isoOf(dates[name])
          return iso ? [[dateNames[name], iso]] : []
        }),
      ),
    }
    const made = await task.run(() => write({ method: 'accountAccessConsent.create', input, what: t.whatCreate(displayName), environment }))
    if (!made) return
    announce(t.created)
    leaveTo(['consents', 'accountAccessConsent', made.id])
  }

  const { fields, rest } = fieldErrors(task.error, names)
  const dateField = (name: keyof ConsentDates, label: string, description: string) => {
    const problem = wrongDates[name]
    return (
      <TextField
        label={label}
        description={description}
        type="datetime-local"
        value={dates[name]}
        onChange={(value) => setDates((before) => ({ ...before, [name]: value }))}
        error={problem ? t[problem] : fields[dateNames[name]]}
      />
    )
  }
  return (
    <EntityForm
      label={t.add}
      task={task}
      errors={{ fields, rest }}
      submit={t.create}
      working={t.creating}
      onSubmit={submit}
      onCancel={() => leaveTo(['consents'])}
    >
      <div className={form.columns}>
        <Select
          label={t.registration}
          placeholder={t.choose}
          options={offered.map((one) => ({
            id: one.id,
            label: t.registrationOption(bankOf(one)?.displayName ?? '', one.externalApiId ?? one.id),
          }))}
          value={bankRegistrationId}
          onChange={setRegistration}
          error={fields.bankRegistrationId ?? (tried && !bank ? t.needed : null)}
        />
        <Select
          label={t.version}
          placeholder={t.choose}
          options={versions.map((id) => ({ id, label: text.home.inputs.versions[id] }))}
          value={apiVersion}
          onChange={setVersion}
          error={fields.apiVersion}
        />
      </div>
      <TextField
        label={t.reference}
        description={t.referenceHelp}
        value={reference}
        onChange={setReference}
        error={fields.reference}
        maxLength={200}
      />
      {bank && !accounts && <Notice tone="attention">{t.noAccountApi(bank.displayName)}</Notice>}
      {bank && unsupported.length > 0 && <Notice tone="information">{t.unsupportedCount(bank.displayName, unsupported.length)}</Notice>}
      <PermissionPicker
        chosen={permissions}
        unsupported={unsupported}
        onChange={(chosen) => {
          setPermissions(chosen)
          task.clear()
        }}
        error={fields.permissions}
      />
      <FormGroup title={t.terms}>
        <div className={form.columns}>
          {dateField('expires', t.expires, t.expiresHelp)}
          {dateField('from', t.from, t.rangeHelp)}
          {dateField('to', t.to, t.rangeHelp)}
        </div>
      </FormGroup>
    </EntityForm>
  )
}
