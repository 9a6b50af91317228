import { useState } from 'react'
import type { BankProfile } from '../../../../shared/model/bank-profile.ts'
import { call } from '../../../api/client.ts'
import { leaveTo } from '../../../frame/leave-to.ts'
import { entityText } from '../../../text/entities/index.ts'
import { announce } from '../../../ui/announcer.tsx'
import { Notice } from '../../../ui/error-notice.tsx'
import { FileDrop } from '../../../ui/file-drop.tsx'
import { Status } from '../../../ui/status.tsx'
import { Table } from '../../../ui/table.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import { useTask } from '../../../ui/use-task.ts'
import { EntityForm } from '../form.tsx'
import { To } from '../parts.tsx'
import { type Fault, faultsOf } from './import-faults.ts'

const t = entityText.profileForm

/** One profile or a file of many: all are taken, or none and what is wrong is told field by field. */
export const ImportProfiles = () => {
  const [text, setText] = useState('')
  const [tried, setTried] = useState(false)
  const [imported, setImported] = useState<BankProfile[] | null>(null)
  const task = useTask()
  const write = (written: string) => {
    setText(written)
    setImported(null)
    task.clear()
  }
  const submit = async () => {
    setTried(true)
    if (text.trim() === '') return
    const answer = await task.run(() => call('bankProfile.import', { text }))
    if (!answer) return
    setImported(answer.items)
    announce(countsOf(answer.items))
  }
  const faults = task.error ? faultsOf(task.error, text) : []
  return (
    <>
      <p className="muted">{t.importHelp}</p>
      <EntityForm
        label={t.import}
        task={task}
        errors={{ fields: {}, rest: faults.length > 0 ? null : task.error }}
        submit={t.importDo}
        working={t.importing}
        onSubmit={submit}
        onCancel={() => leaveTo(['banks'])}
      >
        <FileDrop
          label={t.dropLabel}
          choose={t.fromFile}
          hint={t.dropHere}
          accept={['.json']}
          onFile={async (file) => write(await file.text())}
        />
        <TextField
          label={t.importText}
          value={text}
          onChange={write}
          error={tried && text.trim() === '' ? t.importNothing : null}
          rows={10}
          mono
          spellCheck="false"
        />
        <Faults faults={faults} />
      </EntityForm>
      {imported && <Imported profiles={imported} />}
    </>
  )
}

const Faults = ({ faults }: { faults: readonly Fault[] }) => {
  if (faults.length === 0) return null
  return (
    <Notice tone="failed">
      <p>
        <strong>{t.importRefused}</strong>
      </p>
      <Table title={t.importFaults} columns={[t.importedProfile, t.importField, t.importMessage]}>
        {faults.map(({ profile, field, message }) => (
          <tr key={`${profile} ${field} ${message}`}>
            <td>{profile ?? '–'}</td>
            <td className="mono">{field}</td>
            <td>{message}</td>
          </tr>
        ))}
      </Table>
    </Notice>
  )
}

const isOverridden = ({ builtIn }: BankProfile) => builtIn
const countsOf = (profiles: readonly BankProfile[]): string => {
  const overridden = profiles.filter(isOverridden).length
  return t.imported(profiles.length - overridden, overridden)
}

const Imported = ({ profiles }: { profiles: readonly BankProfile[] }) => (
  <>
    <p>
      <Status tone="good">{countsOf(profiles)}</Status>
    </p>
    <Table title={t.importedTable} columns={[t.importedProfile, t.importedWhat]}>
      {profiles.map((profile) => (
        <tr key={profile.id}>
          <td>
            <To path={['banks', 'bankProfile', profile.id]}>{profile.displayName}</To>
          </td>
          <td>{isOverridden(profile) ? t.importedHow.overridden : t.importedHow.added}</td>
        </tr>
      ))}
    </Table>
  </>
)
