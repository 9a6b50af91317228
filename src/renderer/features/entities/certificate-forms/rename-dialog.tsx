import { type FormEvent, useId, useState } from 'react'
import type { AppErrorData } from '../../../../shared/errors.ts'
import { call } from '../../../api/client.ts'
import { text } from '../../../text/en.ts'
import { entityText } from '../../../text/entities/index.ts'
import { announce } from '../../../ui/announcer.tsx'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { ErrorNotice } from '../../../ui/error-notice.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import type { CertificateDetailProps } from '../certificate-detail.tsx'
import { isShownAtFields, problemOf } from './form-problems.ts'
import styles from './forms.module.css'

const t = entityText.certificateForms

/** The name here, and of a signing certificate the key id that the directory gave it. */
export const RenameDialog = ({ aggregate, certificate, onClose }: CertificateDetailProps & { onClose: () => void }) => {
  const { id } = certificate
  const form = useId()
  const [name, setName] = useState(certificate.name)
  const [keyId, setKeyId] = useState('keyId' in certificate ? certificate.keyId : null)
  const [error, setError] = useState<AppErrorData | null>(null)

  const rename = async (event: FormEvent) => {
    event.preventDefault()
    const reply =
      aggregate === 'obWacCertificate' || keyId === null
        ? await call('obWacCertificate.update', { id, name: name.trim() })
        : await call('obSealCertificate.update', { id, name: name.trim(), keyId: keyId.trim() })
    if (!reply.ok) return setError(reply.error)
    announce(t.rename.done(reply.value.name))
    onClose()
  }

  return (
    <Dialog
      title={t.rename.title(certificate.name)}
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{text.actions.cancel}</Button>
          <Button kind="primary" type="submit" form={form}>
            {t.rename.rename}
          </Button>
        </>
      }
    >
      <form id={form} className={styles.form} onSubmit={rename} noValidate>
        <TextField label={t.name} value={name} onChange={setName} error={problemOf(error, 'name', t.problems.name)} autoFocus />
        {keyId !== null && (
          <TextField
            label={t.import.keyId}
            description={t.rename.keyIdHint}
            value={keyId}
            onChange={setKeyId}
            error={problemOf(error, 'keyId', t.problems.keyId)}
            mono
          />
        )}
        {error && !isShownAtFields(error, ['name', 'keyId']) && <ErrorNotice error={error} />}
      </form>
    </Dialog>
  )
}
