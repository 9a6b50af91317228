import { text } from '../../../text/en.ts'
import { entityText } from '../../../text/entities/index.ts'
import { Checkbox } from '../../../ui/checkbox.tsx'
import { Select } from '../../../ui/select.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import type { ProfileField } from './profile-fields.ts'

const { profileForm: t, bank, certificate } = entityText

/** Words for the values of choices; those without are the specification's own. */
const words: Record<string, Readonly<Record<string, string>>> = {
  environment: text.bar.environments,
  tokenEndpointAuthMethod: bank.authMethods,
  tokenEndpointAuthAudience: bank.profile.authAudiences,
  'registration.subjectDnRendering': certificate.renderingNames,
}

interface ProfileFieldInputProps {
  field: ProfileField
  value: string
  onChange: (value: string) => void
  error: string | undefined
}

export const ProfileFieldInput = ({ field, value, onChange, error }: ProfileFieldInputProps) => {
  const label = t.fields[field.path] ?? field.path
  if (field.kind === 'switch') return <Checkbox label={label} isSelected={value === 'true'} onChange={(on) => onChange(String(on))} />
  if (field.kind === 'choice') {
    const options = field.options.map((id) => ({ id, label: words[field.path]?.[id] ?? id }))
    return <Select label={label} options={options} value={value} onChange={onChange} error={error} />
  }
  const many = field.kind === 'words' || field.kind === 'pems'
  const optional = field.kind === 'pems' || (field.kind === 'text' && field.optional === true)
  return (
    <TextField
      label={
        <>
          {label} {optional && <span className="caption">{t.optional}</span>}
        </>
      }
      description={t.help[field.path]}
      value={value}
      onChange={onChange}
      error={error && [error, t.help[field.path]].filter(Boolean).join('. ')}
      mono={field.path !== 'displayName'}
      {...(many && { rows: field.kind === 'pems' ? 5 : 3 })}
      autoComplete="off"
      spellCheck="false"
    />
  )
}
