import { useState } from 'react'
import type { Directory, SoftwareStatement } from '../../../../shared/model/software-statement.ts'
import { call } from '../../../api/client.ts'
import { useQuery } from '../../../api/query.ts'
import { ensureModelBank } from '../../../frame/ensure-model-bank.ts'
import { entityText } from '../../../text/entities/index.ts'
import { announce } from '../../../ui/announcer.tsx'
import { ErrorNotice } from '../../../ui/error-notice.tsx'
import { Fact, Facts, IdFact } from '../../../ui/facts.tsx'
import { fieldErrors } from '../../../ui/field-errors.ts'
import { RadioGroup } from '../../../ui/radio-group.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import { useTask } from '../../../ui/use-task.ts'
import { EntityForm, Panel } from '../form.tsx'
import { claimsOf } from './assertion-fields.ts'

const t = entityText.softwareForm

const modelBank = 'modelBank'
const pasted = 'pasted'

/** A fresh assertion for the same software: from a directory, the model bank's or a real one, or as it was signed elsewhere. */
export const RenewAssertion = ({ statement, onClose }: { statement: SoftwareStatement; onClose: () => void }) => {
  const { id } = statement
  const directories = useQuery('directory.list', {})
  const [source, setSource] = useState(modelBank)
  const [ssa, setSsa] = useState('')
  /** As it was changed here; null: as it is kept. */
  const [trusted, setTrusted] = useState<string | null>(null)
  const [tried, setTried] = useState(false)
  const task = useTask()
  const bad = source === pasted && claimsOf(ssa) === null
  const real = directories.value?.items.filter(({ name }) => name !== modelBank) ?? []
  const directory = real.find(({ name }) => name === source)

  const obtain = async () => {
    if (source === pasted) return call('softwareStatement.update', { id, ssa: ssa.trim() })
    if (source !== modelBank) {
      if (trusted !== null) {
        const caCertificates = trusted.trim() ? [trusted] : []
        const set = await call('directory.setCaCertificates', { directory: source, caCertificates })
        if (!set.ok) return set
      }
      return call('softwareStatement.fetchAssertion', { id, directory: source })
    }
    const started = await ensureModelBank()
    return started.ok ? call('softwareStatement.update', { id, directory: modelBank }) : started
  }
  const submit = async () => {
    setTried(true)
    if (bad || !(await task.run(obtain))) return
    announce(t.renewed)
    onClose()
  }
  const { fields, rest } = fieldErrors(task.error, ['ssa', 'caCertificates'])
  const title = statement.ssa ? t.renew : t.obtain
  return (
    <Panel title={title}>
      <p className="muted">{t.renewHelp}</p>
      <EntityForm
        label={title}
        task={task}
        errors={{ fields, rest }}
        submit={t.renewFrom}
        working={t.renewing}
        onSubmit={submit}
        onCancel={onClose}
      >
        <RadioGroup
          label={t.source}
          value={source}
          onChange={(chosen) => {
            setSource(chosen)
            setTrusted(null)
            task.clear()
          }}
          options={[
            { id: modelBank, label: t.sources.modelBank },
            ...real.map(({ name, displayName }) => ({ id: name, label: t.fromDirectory(displayName), description: t.directoryHelp })),
            { id: pasted, label: t.sources.pasted },
          ]}
        />
        {directories.error && <ErrorNotice error={directories.error} />}
        {directory && (
          <>
            <DirectoryFacts directory={directory} statement={statement} />
            <TextField
              label={t.directoryTrust}
              description={t.directoryTrustHelp}
              value={trusted ?? directory.caCertificates.join('')}
              onChange={(text) => {
                setTrusted(text)
                task.clear()
              }}
              error={fields.caCertificates ?? null}
              rows={5}
              mono
            />
          </>
        )}
        {source === pasted && (
          <TextField
            label={t.ssa}
            description={t.ssaHelp}
            value={ssa}
            onChange={(text) => {
              setSsa(text)
              task.clear()
            }}
            error={fields.ssa ?? ((tried || ssa !== '') && bad ? t.notJwt : null)}
            rows={5}
            mono
          />
        )}
      </EntityForm>
    </Panel>
  )
}

/** What is asked, of whom, and as whom. */
const DirectoryFacts = ({ directory, statement }: { directory: Directory; statement: SoftwareStatement }) => (
  <Facts>
    <IdFact
      label={t.assertionAddress}
      term="ssa"
      value={directory.softwareStatementAssertion
        .replace('{organisationId}', statement.organisationId)
        .replace('{softwareId}', statement.softwareId)}
      full
    />
    <IdFact label={t.directoryToken} term="client-credentials" value={directory.tokenEndpoint} full />
    <Fact label={t.directoryScope} term="scope" mono>
      {directory.scope}
    </Fact>
    <Fact label={t.directoryAssertion} term="private-key-jwt">
      {t.directoryAssertionBy(statement.softwareId, directory.assertionAlgorithm)}
    </Fact>
  </Facts>
)
