import { type FormEvent, useState } from 'react'
import type { Output } from '../../../shared/api.ts'
import type { AppErrorData } from '../../../shared/errors.ts'
import type { KeySourceInput } from '../../../shared/model/encryption-key.ts'
import { call } from '../../api/client.ts'
import { useQuery } from '../../api/query.ts'
import { text } from '../../text/en.ts'
import { keepText } from '../../text/workspace.ts'
import { announce } from '../../ui/announcer.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { RadioGroup } from '../../ui/radio-group.tsx'
import { Status } from '../../ui/status.tsx'
import { TextField } from '../../ui/text-field.tsx'
import styles from './keep-dialog.module.css'
import { strengthOf } from './passphrase-strength.ts'

type Source = KeySourceInput['source']

const tones = { weak: 'attention', fair: 'information', strong: 'good' } as const
const none = { passphrase: '', again: '' }

const usableFirst = (sources: Output<'workspace.status'>['keySources']) => sources.toSorted((a, b) => Number(b.usable) - Number(a.usable))

export const KeepDialog = ({ onClose }: { onClose: () => void }) => {
  const { value } = useQuery('workspace.status', {})
  const usable = (source: Source) => value?.keySources.find((one) => one.source === source)?.usable ?? false
  const [folder, setFolder] = useState<string | null>(null)
  const [chosen, setChosen] = useState<Source | null>(null)
  const [variable, setVariable] = useState('TPP_WORKBENCH_KEY')
  const [secret, setSecret] = useState(none)
  const [error, setError] = useState<AppErrorData | null>(null)
  const [tried, setTried] = useState(false)
  const [keeping, setKeeping] = useState(false)

  const dataDir = folder ?? value?.suggestedDataDir ?? ''
  const source = chosen ?? (usable('OsKeychain') ? 'OsKeychain' : usable('Configuration') ? 'Configuration' : 'Passphrase')
  const strength = strengthOf(secret.passphrase)
  const wrong = source === 'Passphrase' && (strength === 'tooShort' || secret.passphrase !== secret.again)

  const keyOf: Record<Source, KeySourceInput> = {
    OsKeychain: { source: 'OsKeychain' },
    Configuration: { source: 'Configuration', sourceName: variable },
    Passphrase: { source: 'Passphrase', passphrase: secret.passphrase },
  }

  const keep = async (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (wrong || keeping || !value) return
    setKeeping(true)
    const reply = await call('workspace.keep', { dataDir, key: keyOf[source] })
    // SECURITY: the passphrase does not stay in the page, whatever the answer.
    setSecret(none)
    setTried(false)
    setKeeping(false)
    if (!reply.ok) return setError(reply.error)
    announce(keepText.kept(reply.value.dataDir ?? dataDir))
    onClose()
  }

  return (
    <Dialog
      title={text.workspace.keep}
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{text.actions.cancel}</Button>
          <Button kind="primary" type="submit" form="keep-workspace" isDisabled={keeping || !value}>
            {keeping ? keepText.keeping : keepText.keep}
          </Button>
        </>
      }
    >
      <form id="keep-workspace" className={styles.form} onSubmit={keep}>
        <p>{keepText.intro}</p>
        <TextField
          label={keepText.folder}
          description={keepText.folderHint}
          value={dataDir}
          onChange={setFolder}
          error={error?.field === 'dataDir' ? error.message : null}
          isRequired
          mono
        />
        <RadioGroup
          label={keepText.source}
          value={source}
          onChange={setChosen}
          options={usableFirst(value?.keySources ?? []).map((one) => ({
            id: one.source,
            label: keepText.sources[one.source],
            description: one.detail,
            isDisabled: one.source === 'OsKeychain' && !one.usable,
          }))}
        />
        {source === 'Passphrase' && (
          <div className={styles.passphrase}>
            <TextField
              label={keepText.passphrase}
              type="password"
              autoComplete="new-password"
              value={secret.passphrase}
              onChange={(passphrase) => setSecret({ ...secret, passphrase })}
              description={strength === 'tooShort' ? keepText.passphraseHint : <Status tone={tones[strength]}>{keepText.strengths[strength]}</Status>}
              error={tried && strength === 'tooShort' ? keepText.tooShort : null}
            />
            <TextField
              label={keepText.again}
              type="password"
              autoComplete="new-password"
              value={secret.again}
              onChange={(again) => setSecret({ ...secret, again })}
              error={tried && strength !== 'tooShort' && secret.passphrase !== secret.again ? keepText.different : null}
            />
          </div>
        )}
        {source === 'Configuration' && (
          <TextField label={keepText.variable} description={keepText.variableHint} value={variable} onChange={setVariable} isRequired mono />
        )}
        {error && error.field !== 'dataDir' && <ErrorNotice error={error} />}
      </form>
    </Dialog>
  )
}
