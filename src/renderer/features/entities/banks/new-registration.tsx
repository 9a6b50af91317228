import { useState } from 'react'
import type { BankProfile, TokenEndpointAuthMethod } from '../../../../shared/model/bank-profile.ts'
import type { DnRenderingName } from '../../../../shared/model/certificate.ts'
import type { SoftwareStatement } from '../../../../shared/model/software-statement.ts'
import { useQuery } from '../../../api/query.ts'
import { neededNow } from '../../../bank-profile/needs.ts'
import { write } from '../../../frame/confirm-live.tsx'
import { leaveTo } from '../../../frame/leave-to.ts'
import { usePreferences } from '../../../preferences.ts'
import { useLocation } from '../../../router.ts'
import { text } from '../../../text/en.ts'
import { entityText } from '../../../text/entities/index.ts'
import { announce } from '../../../ui/announcer.tsx'
import { Button } from '../../../ui/button.tsx'
import { EmptyState } from '../../../ui/empty-state.tsx'
import { fieldErrors } from '../../../ui/field-errors.ts'
import { Select } from '../../../ui/select.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import { useTask } from '../../../ui/use-task.ts'
import form from '../form.module.css'
import { EntityForm } from '../form.tsx'
import { To } from '../parts.tsx'
import { BankChoice } from './bank-choice.tsx'
import { ClientFields } from './client-fields.tsx'
import { DnDoctor, type SubjectChoice, subjectOf } from './dn-doctor.tsx'
import { NeededValues } from './needed-values.tsx'
import { ProfileWants } from './profile-wants.tsx'
import { RedirectChoice } from './redirect-choice.tsx'
import {
  type ClientDraft,
  freshClient,
  missingFields,
  refusesSubject,
  registrationInput,
  shownFields,
  wayOf,
} from './registration-draft.ts'
import { SharedClient } from './shared-client.tsx'

const { registrationForm: t, profileForm, certificate } = entityText

const isRendering = (name: string): name is DnRenderingName => Object.hasOwn(certificate.renderingNames, name)

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
  const [, , , wanted, wantedRendering] = useLocation().path
  const offered = profiles.filter((one) => environment === 'all' || one.environment === environment || one.id === wanted)
  const [bankProfileId, setBank] = useState<string | null>(wanted ?? (offered.length === 1 ? (offered[0]?.id ?? null) : null))
  const [softwareStatementId, setSoftware] = useState<string | null>(statements.at(-1)?.id ?? null)
  // A rendering comes from a notice: the client that has another one is refused, and is not to be shared.
  const preset = wantedRendering !== undefined && isRendering(wantedRendering) ? wantedRendering : null
  const [client, setClient] = useState<ClientDraft>({ ...freshClient, method: preset && 'tls_client_auth' })
  const [scope, setScope] = useState('openid accounts')
  const [chosenUris, setUris] = useState<string[] | null>(null)
  const [separate, setSeparate] = useState(preset !== null)
  const [subject, setSubject] = useState<SubjectChoice>({ rendering: preset, written: null })
  const [refused, setRefused] = useState<string[]>([])
  const [tried, setTried] = useState(false)
  const task = useTask()

  const profile = profiles.find(({ id }) => id === bankProfileId)
  const statement = statements.find(({ id }) => id === softwareStatementId)
  const both = profile && statement ? { bankProfileId: profile.id, softwareStatementId: statement.id } : null
  const reusable = useQuery('bankRegistration.reusable', both && { ...both, scope }).value
  const shared = !separate && reusable?.items[0]?.problem === null
  const way = wayOf(profile, client)
  const method: TokenEndpointAuthMethod = client.method ?? profile?.tokenEndpointAuthMethod ?? 'tls_client_auth'
  const namesSubject = !shared && way === 'register' && method === 'tls_client_auth'
  const dns = useQuery('bankRegistration.subjectDns', namesSubject ? both : null).value
  // Offered after a refusal that is about the subject; never tried unasked.
  const offer = task.error?.suggestion?.field === 'subjectDnRendering' ? task.error.suggestion : undefined
  const next = useQuery('bankRegistration.subjectDns', namesSubject && offer && both ? { ...both, refused } : null).value?.next
  const redirectUris = chosenUris?.filter((one) => statement?.redirectUris.includes(one)) ?? statement?.redirectUris ?? []
  const draft = { profile, statement, client, way, method, scope, redirectUris, separate, shared, subject: namesSubject ? subject : null }
  const missing = missingFields(draft)

  const chooseBank = (id: string | null) => {
    setBank(id)
    setClient(freshClient)
    setSubject({ rendering: null, written: null })
    setRefused([])
    setSeparate(false)
    task.clear()
  }
  const submit = async (rendering?: DnRenderingName) => {
    setTried(true)
    if (!profile || Object.keys(missing).length > 0) return
    const used: SubjectChoice = rendering ? { rendering, written: null } : subject
    const input = registrationInput({ ...draft, subject: draft.subject && used })
    if (!input) return
    setSubject(used)
    const { displayName, environment } = profile
    const sent = dns && namesSubject ? subjectOf(dns, used) : undefined
    const made = await task.run(async () => {
      const reply = await write({ method: 'bankRegistration.create', input, what: t.whatRegister(displayName), environment })
      if (!reply.ok && sent && refusesSubject(reply.error)) setRefused((before) => [...before, sent])
      return reply
    })
    // SECURITY: the secrets do not stay in the page, whatever the answer.
    setClient((before) => ({ ...before, secret: '', accessToken: '' }))
    setTried(false)
    if (!made) return
    announce(t.registered(displayName))
    leaveTo(['banks', 'bankRegistration', made.id])
  }

  const told = fieldErrors(task.error, shownFields({ ...draft, subject: dns ? draft.subject : null }))
  const errors: Record<string, string> = { ...(tried && missing), ...told.fields }
  const words = shared ? t.verbs.share : t.verbs[way]
  return (
    <>
      {profile && neededNow(profile).length > 0 && <NeededValues key={profile.id} profile={profile} onlyNow />}
      <EntityForm
        label={t.add}
        task={task}
        errors={{ fields: errors, rest: told.rest ?? (next ? task.error : null) }}
        errorActions={
          next && (
            <Button kind="primary" onPress={() => submit(next)}>
              {t.tryAgainWith(next === offer?.value ? offer.label : certificate.renderingNames[next])}
            </Button>
          )
        }
        submit={words.submit}
        working={words.working}
        onSubmit={() => void submit()}
        onCancel={() => leaveTo(['banks'])}
      >
        <div className={form.columns}>
          <BankChoice profiles={profiles} offered={offered} value={bankProfileId} onChange={chooseBank} error={errors.bankProfileId} />
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
        {profile && <ProfileWants profile={profile} />}
        {reusable && <SharedClient clients={reusable} profile={profile} separate={separate} onSeparate={setSeparate} />}
        {!shared && <ClientFields profile={profile} client={client} way={way} method={method} onChange={setClient} errors={errors} />}
        {dns && namesSubject && (
          <DnDoctor
            dns={dns}
            choice={subject}
            onChange={setSubject}
            refused={refused}
            error={errors.subjectDnRendering ?? errors.tlsClientAuthSubjectDn}
          />
        )}
        <TextField label={t.scope} description={t.scopeHelp} value={scope} onChange={setScope} error={errors.scope} mono />
        {statement && (
          <RedirectChoice offered={statement.redirectUris} chosen={redirectUris} onChange={setUris} error={errors.redirectUris} />
        )}
      </EntityForm>
    </>
  )
}
