import { useQuery } from '../../../api/query.ts'
import { entityText } from '../../../text/entities/index.ts'
import { exactTime } from '../../../ui/format.ts'
import { Select } from '../../../ui/select.tsx'
import form from '../form.module.css'

const { software: s, softwareForm: t } = entityText

interface CertificateFieldsProps {
  transport: string | null
  signing: string | null
  onTransport: (id: string) => void
  onSigning: (id: string) => void
  errors: Record<string, string>
}

const optionsOf = (items: { id: string; name: string; subject: string; notAfter: string }[] | undefined) =>
  (items ?? [])
    .toReversed()
    .map(({ id, name, subject, notAfter }) => ({ id, label: name, description: `${subject} · ${exactTime(notAfter)}` }))

/** The pair of certificates that a statement stands for; the newest first. */
export const CertificateFields = ({ transport, signing, onTransport, onSigning, errors }: CertificateFieldsProps) => {
  const obWac = useQuery('obWacCertificate.list', {})
  const obSeal = useQuery('obSealCertificate.list', {})
  return (
    <div className={form.columns}>
      <Select
        label={s.transport}
        description={t.transportHelp}
        placeholder={t.choose}
        options={optionsOf(obWac.value?.items)}
        value={transport}
        onChange={onTransport}
        error={errors.defaultObWacCertificateId}
      />
      <Select
        label={s.signing}
        description={t.signingHelp}
        placeholder={t.choose}
        options={optionsOf(obSeal.value?.items)}
        value={signing}
        onChange={onSigning}
        error={errors.defaultObSealCertificateId}
      />
    </div>
  )
}
