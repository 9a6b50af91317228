import { type FormEvent, useState } from 'react'
import type { AppErrorData } from '../../../../shared/errors.ts'
import type { SigningRequest } from '../../../../shared/model/certificate.ts'
import { call } from '../../../api/client.ts'
import { useQuery } from '../../../api/query.ts'
import { go, useLocation } from '../../../router.ts'
import { entityText } from '../../../text/entities/index.ts'
import { announce } from '../../../ui/announcer.tsx'
import { Button } from '../../../ui/button.tsx'
import { ErrorNotice } from '../../../ui/error-notice.tsx'
import { loadingText } from '../../../ui/format.ts'
import { RadioGroup } from '../../../ui/radio-group.tsx'
import { Select } from '../../../ui/select.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import { useFaultFocus } from '../../../ui/use-fault-focus.ts'
import { isShownAtFields, problemOf } from './form-problems.ts'
import styles from './forms.module.css'
import { MaterialFields, showsPassphrase } from './material-fields.tsx'
import { useMaterial } from './use-material.ts'

const t = entityText.certificateForms
const inFile = 'file'

type Kind = SigningRequest['type']

/** With a signing request's id after it in the address, for the certificate that was issued for it. */
export const ImportForm = () => {
  const [, , , requestId] = useLocation().path
  const { value, error } = useQuery('signingRequest.list', {})
  if (error) return <ErrorNotice error={error} />
  if (!value) return <p className="muted">{loadingText}</p>
  return <Fields key={requestId ?? inFile} requests={value.items} begin={value.items.find(({ id }) => id === requestId)} />
}

const Fields = ({ requests, begin }: { requests: SigningRequest[]; begin: SigningRequest | undefined }) => {
  const material = useMaterial()
  const [kind, setKind] = useState<Kind>(begin?.type ?? 'obwac')
  const [key, setKey] = useState(begin?.id ?? inFile)
  const [name, setName] = useState(begin?.name ?? '')
  const [keyId, setKeyId] = useState('')
  const [passphrase, setPassphrase] = useState('')
  const [error, setError] = useState<AppErrorData | null>(null)
  const form = useFaultFocus(error)
  const [importing, setImporting] = useState(false)
  const fitting = requests.filter(({ type }) => type === kind)

  const send = async (file: { pem: string } | { base64: string }) => {
    const input = {
      ...file,
      name: name.trim(),
      ...(showsPassphrase(material, error) && passphrase !== '' && { passphrase }),
      ...(key !== inFile && { signingRequestId: key }),
    }
    return kind === 'obwac'
      ? { aggregate: 'obWacCertificate', reply: await call('obWacCertificate.create', input) }
      : {
          aggregate: 'obSealCertificate',
          reply: await call('obSealCertificate.create', { ...input, ...(keyId.trim() !== '' && { keyId: keyId.trim() }) }),
        }
  }

  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (importing) return
    if (material.empty) return material.say(t.import.nothing)
    setImporting(true)
    const file = await material.input()
    if (!file) return setImporting(false)
    const { aggregate, reply } = await send(file)
    setImporting(false)
    setPassphrase('')
    if (!reply.ok) {
      setError(reply.error)
      return material.forgetClear()
    }
    announce(t.import.imported(reply.value.name))
    go(['certificates', aggregate, reply.value.id])
  }

  return (
    <form ref={form} className={styles.form} aria-label={t.forms.import} onSubmit={submit} noValidate>
      <p className="muted">{t.import.intro}</p>
      <RadioGroup
        label={t.import.kind}
        value={kind}
        onChange={(chosen) => {
          setKind(chosen)
          setKey(inFile)
        }}
        options={(['obwac', 'obseal'] as const).map((id) => ({ id, label: t.import.kinds[id] }))}
      />
      <TextField
        label={t.name}
        description={t.nameHint}
        value={name}
        onChange={setName}
        error={problemOf(error, 'name', t.problems.name)}
      />
      {fitting.length > 0 && (
        <Select
          label={t.import.key}
          value={key}
          onChange={setKey}
          options={[{ id: inFile, label: t.import.withFile }, ...fitting.map(({ id, name }) => ({ id, label: t.import.ofRequest(name) }))]}
        />
      )}
      {kind === 'obseal' && (
        <TextField
          label={t.import.keyId}
          description={t.import.keyIdHint}
          value={keyId}
          onChange={setKeyId}
          error={problemOf(error, 'keyId', t.problems.keyId)}
          mono
        />
      )}
      <MaterialFields
        material={material}
        passphrase={passphrase}
        onPassphrase={(typed) => {
          setPassphrase(typed)
          if (error?.field !== 'passphrase') setError(null)
        }}
        error={error}
      />
      {error && error.field !== 'passphrase' && !isShownAtFields(error, ['name', 'keyId']) && <ErrorNotice error={error} />}
      <div className={styles.buttons}>
        <Button kind="primary" type="submit" isDisabled={importing}>
          {importing ? t.import.importing : t.import.import}
        </Button>
        <Button onPress={() => go(['certificates'])}>{t.cancel}</Button>
      </div>
    </form>
  )
}
