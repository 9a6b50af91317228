import { useState } from 'react'
import type { Output } from '../../shared/api.ts'
import type { KeySourceInput } from '../../shared/model/encryption-key.ts'
import { useQuery } from '../api/query.ts'
import { keySourceText as t } from '../text/key-source.ts'
import { isAgreed, NewPassphrase, noPassphrase } from '../ui/new-passphrase.tsx'
import { RadioGroup } from '../ui/radio-group.tsx'
import { TextField } from '../ui/text-field.tsx'

type Source = KeySourceInput['source']

const usableFirst = (sources: Output<'workspace.status'>['keySources']) => sources.toSorted((a, b) => Number(b.usable) - Number(a.usable))

/** What protects a new key: chosen and filled in on screen. */
export const useKeySource = () => {
  const { value } = useQuery('workspace.status', {})
  const [chosen, setChosen] = useState<Source | null>(null)
  const [variable, setVariable] = useState('TPP_WORKBENCH_KEY')
  const [secret, setSecret] = useState(noPassphrase)
  const keySources = value?.keySources ?? []
  const usable = (source: Source) => keySources.find((one) => one.source === source)?.usable ?? false
  const source = chosen ?? (usable('OsKeychain') ? 'OsKeychain' : usable('Configuration') ? 'Configuration' : 'Passphrase')

  /** Null while something is missing. */
  const input = (): KeySourceInput | null => {
    if (value === undefined) return null
    if (source === 'OsKeychain') return { source }
    if (source === 'Configuration') return variable.trim() === '' ? null : { source, sourceName: variable.trim() }
    return isAgreed(secret) ? { source, passphrase: secret.passphrase } : null
  }

  return {
    ...{ keySources, source, variable, secret, setChosen, setVariable, setSecret, input },
    /** SECURITY: the passphrase does not stay in the page, whatever the answer. */
    forget: () => setSecret(noPassphrase),
  }
}

export type KeySourceState = ReturnType<typeof useKeySource>

export const KeySourceFields = ({ state, tried }: { state: KeySourceState; tried: boolean }) => {
  const { keySources, source, variable, secret, setChosen, setVariable, setSecret } = state
  return (
    <>
      <RadioGroup
        label={t.source}
        value={source}
        onChange={setChosen}
        options={usableFirst(keySources).map((one) => ({
          id: one.source,
          label: t.sources[one.source],
          description: one.detail,
          isDisabled: one.source === 'OsKeychain' && !one.usable,
        }))}
      />
      {source === 'Passphrase' && <NewPassphrase value={secret} onChange={setSecret} tried={tried} />}
      {source === 'Configuration' && (
        <TextField
          label={t.variable}
          description={t.variableHint}
          value={variable}
          onChange={setVariable}
          error={tried && variable.trim() === '' ? t.noVariable : null}
          isRequired
          mono
        />
      )}
    </>
  )
}
