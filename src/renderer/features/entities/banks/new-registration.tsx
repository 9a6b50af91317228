import { useState } from 'react'
import type { Input } from '../../../../shared/api.ts'
import type { BankProfile, TokenEndpointAuthMethod } from '../../../../shared/model/bank-profile.ts'
import type { SoftwareStatement } from '../../../../shared/model/software-statement.ts'
import { useQuery } from '../../../api/query.ts'
import { write } from '../../../frame/confirm-live.tsx'
import { leaveTo } from '../../../frame/leave-to.ts'
import { usePreferences } from '../../../preferences.ts'
import { useLocation } from '../../../router.ts'
import { text } from '../../../text/en.ts'
import { entityText } from '../../../text/entities/index.ts'
import { announce } from '../../../ui/announcer.tsx'
import { EmptyState } from '../../../ui/empty-state.tsx'
import { fieldErrors } from '../../../ui/field-errors.ts'
import { RadioGroup } from '../../../ui/radio-group.tsx'
import { Select } from '../../../ui/select.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import { useTask } from '../../../ui/use-task.ts'
import form from '../form.module.css'
import { EntityForm } from '../form.tsx'
import { To } from '../parts.tsx'
import { RedirectChoice } from './redirect-choice.tsx'

const { registrationForm: t, bank: b, profileForm } = entityText

type Way = keyof typeof t.ways
const ways: Way[] = ['register', 'elsewhere']
const methods = Object.keys(b.authMethods) as TokenEndpointAuthMethod[]
const names = [
  'bankProfileId',
  'softwareStatementId',
  'tokenEndpointAuthMethod',
  'scope',
  'redirectUris',
  'externalApiId',
  'externalApiSecret',
]

export const NewRegistration = () => {
  const profiles = useQuery('bankProfile.list', {}).value?.items
  const statements = useQuery('softwareStatement.list', {}).value?.items
  if (!profiles || !statements) return <p className="muted">{text.states.loading}</p>
  if (statements.length === 0) {
    return <EmptyState action={<To path={['software', 'new', 'software-statement']}>{t.addSoftware}</To>}>{t.noSoftware}</EmptyState>
  }
  if (profiles.length === 0)
    return <EmptyState action={<To path={['banks', 'new', 'profile']}>{profileForm.add}</To>}>{t.noBank}</EmptyState>
  return <RegistrationForm profiles={profiles} statements={statements} />
}

interface RegistrationFormProps {
  profiles: readonly BankProfile[]
  statements: readonly SoftwareStatement[]
}

const RegistrationForm = ({ profiles, statements }: RegistrationFormProps) => {
  const { environment } = usePreferences()
  const [, , , wanted] = useLocation().path
  const offered = profiles.filter((one) => environment === 'all' || one.environment === environment || one.id === wanted)
  const [bankProfileId, setBank] = useState<string | null>(wanted ?? (offered.length === 1 ? (offered[0]?.id ?? null) : null))
  const [softwareStatementId, setSoftware] = useState<string | null>(statements.at(-1)?.id ?? null)
  const [chosenWay, setWay] = useState<Way>('register')
  const [method, setMethod] = useState<TokenEndpointAuthMethod | null>(null)
  const [scope, setScope] = useState('openid accounts')
  const [chosenUris, setUris] = useState<string[] | null>(null)
  const [clientId, setClientId] = useState('')
  const [secret, setSecret] = useState('')
  const [tried, setTried] = useState(false)
  const task = useTask()

  const profile = profiles.find(({ id }) => id === bankProfileId)
  const statement = statements.find(({ id }) => id === softwareStatementId)
  const way = profile && !profile.registration.dcr ? 'elsewhere' : chosenWay
  const redirectUris = chosenUris?.filter((one) => statement?.redirectUris.includes(one)) ?? statement?.redirectUris ?? []
  const usedMethod = method ?? profile?.tokenEndpointAuthMethod ?? 'tls_client_auth'
  const withSecret = way === 'elsewhere' && usedMethod.startsWith('client_secret')
  const missing = {
    ...(!profile && { bankProfileId: t.needed }),
    ...(!statement && { softwareStatementId: t.needed }),
    ...(redirectUris.length === 0 && { redirectUris: t.noRedirectUris }),
    ...(way === 'elsewhere' && clientId.trim() === '' && { externalApiId: t.needed }),
    ...(withSecret && secret === '' && { externalApiSecret: t.needed }),
  }

  const submit = async () => {
    setTried(true)
    if (!profile || !statement || Object.keys(missing).length > 0) return
    const input: Input<'bankRegistration.create'> = {
      bankProfileId: profile.id,
      softwareStatementId: statement.id,
      scope,
      redirectUris,
      ...(method && { tokenEndpointAuthMethod: method }),
      ...(way === 'elsewhere' && { externalApiId: clientId.trim() }),
      ...(withSecret && { externalApiSecret: secret }),
    }
    const { displayName, environment } = profile
    const made = await task.run(() => write({ method: 'bankRegistration.create', input, what: t.whatRegister(displayName), environment }))
    // SECURITY: the secret does not stay in the page, whatever the answer.
    setSecret('')
    setTried(false)
    if (!made) return
    announce(t.registered(displayName))
    leaveTo(['banks', 'bankRegistration', made.id])
  }

  const told = fieldErrors(task.error, names)
  const errors: Record<string, string> = { ...(tried && missing), ...told.fields }
  return (
    <EntityForm
      label={t.add}
      task={task}
      errors={{ fields: errors, rest: told.rest }}
      submit={way === 'register' ? t.create : t.takeOver}
      working={way === 'register' ? t.registering : t.takingOver}
      onSubmit={submit}
      onCancel={() => leaveTo(['banks'])}
    >
      <div className={form.columns}>
        <Select
          label={t.bank}
          placeholder={t.choose}
          options={offered.map(({ id, displayName, issuer }) => ({ id, label: displayName, description: issuer }))}
          value={bankProfileId}
          onChange={setBank}
          error={errors.bankProfileId}
        />
        <Select
          label={t.software}
          placeholder={t.choose}
          options={statements.map(({ id, clientName, organisationName, ssa }) => ({
            id,
            label: clientName,
            description: t.softwareOption(organisationName, ssa ? t.withAssertion : t.withoutAssertion),
          }))}
          value={softwareStatementId}
          onChange={(id) => {
            setSoftware(id)
            setUris(null)
          }}
          error={errors.softwareStatementId}
        />
      </div>
      <RadioGroup
        label={t.way}
        value={way}
        onChange={setWay}
        options={ways.map((id) => {
          const off = id === 'register' && profile !== undefined && !profile.registration.dcr
          return { id, label: t.ways[id], description: off ? t.noDcr(profile.displayName) : t.wayHelp[id], isDisabled: off }
        })}
      />
      {way === 'elsewhere' && (
        <TextField label={t.clientId} value={clientId} onChange={setClientId} error={errors.externalApiId} autoComplete="off" mono />
      )}
      <Select
        label={t.authMethod}
        options={methods.map((id) => ({
          id,
          label: id === profile?.tokenEndpointAuthMethod ? t.asProfile(b.authMethods[id]) : b.authMethods[id],
        }))}
        value={usedMethod}
        onChange={setMethod}
        error={errors.tokenEndpointAuthMethod}
      />
      {withSecret && (
        <TextField
          label={t.secret}
          description={t.secretHelp}
          type="password"
          autoComplete="off"
          value={secret}
          onChange={setSecret}
          error={errors.externalApiSecret}
        />
      )}
      <TextField label={t.scope} description={t.scopeHelp} value={scope} onChange={setScope} error={errors.scope} mono />
      {statement && (
        <RedirectChoice offered={statement.redirectUris} chosen={redirectUris} onChange={setUris} error={errors.redirectUris} />
      )}
    </EntityForm>
  )
}
