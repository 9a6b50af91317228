import { type FormEvent, useId, useState } from 'react'
import type { Output } from '../../../../shared/api.ts'
import type { AppErrorData, Reply } from '../../../../shared/errors.ts'
import { call, host } from '../../../api/client.ts'
import { text } from '../../../text/en.ts'
import { entityText } from '../../../text/entities/index.ts'
import { announce } from '../../../ui/announcer.tsx'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { ErrorNotice } from '../../../ui/error-notice.tsx'
import { isAgreed, NewPassphrase, noPassphrase } from '../../../ui/new-passphrase.tsx'
import { RadioGroup } from '../../../ui/radio-group.tsx'
import type { CertificateDetailProps } from '../certificate-detail.tsx'
import { fileNameOf } from './file-name.ts'
import styles from './forms.module.css'

const t = entityText.certificateForms.export

type Format = 'pkcs8' | 'pkcs12'

/** Straight from the core to the file: nothing of it stays in the page. */
const save = (
  name: string,
  { pkcs12, encryptedPrivateKey, certificate, chain }: Output<'certificate.export'>,
): Promise<Reply<{ saved: boolean }>> =>
  pkcs12 !== null
    ? host().saveText(fileNameOf(name, 'p12'), pkcs12, 'base64')
    : host().saveText(fileNameOf(name, 'pem'), [encryptedPrivateKey ?? '', certificate, ...chain].join(''))

export const ExportDialog = ({ aggregate, certificate: { id, name }, onClose }: CertificateDetailProps & { onClose: () => void }) => {
  const form = useId()
  const [format, setFormat] = useState<Format>('pkcs12')
  const [secret, setSecret] = useState(noPassphrase)
  const [tried, setTried] = useState(false)
  const [exporting, setExporting] = useState(false)
  const [error, setError] = useState<AppErrorData | null>(null)

  const exportIt = async (): Promise<Reply<{ saved: boolean }>> => {
    const { passphrase } = secret
    const certificate = aggregate === 'obWacCertificate' ? { obWacCertificateId: id } : { obSealCertificateId: id }
    const reply = await call('certificate.export', { ...certificate, format, passphrase })
    return reply.ok ? save(name, reply.value) : reply
  }

  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (!isAgreed(secret) || exporting) return
    setExporting(true)
    const reply = await exportIt()
    // SECURITY: the passphrase does not stay in the page, whatever the answer.
    setSecret(noPassphrase)
    setTried(false)
    setExporting(false)
    if (!reply.ok) return setError(reply.error)
    if (!reply.value.saved) return
    announce(t.done(name))
    onClose()
  }

  return (
    <Dialog
      title={t.title(name)}
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{text.actions.cancel}</Button>
          <Button kind="primary" type="submit" form={form} isDisabled={exporting}>
            {exporting ? t.exporting : t.export}
          </Button>
        </>
      }
    >
      <form id={form} className={styles.form} onSubmit={submit} noValidate>
        <p className="muted">{t.intro}</p>
        <RadioGroup
          label={t.format}
          value={format}
          onChange={setFormat}
          options={(['pkcs12', 'pkcs8'] as const).map((id) => ({ id, label: t.formats[id], description: t.formatHints[id] }))}
        />
        <NewPassphrase value={secret} onChange={setSecret} tried={tried} />
        {error && <ErrorNotice error={error} />}
      </form>
    </Dialog>
  )
}
