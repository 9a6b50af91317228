import { bankProfileText } from '../../../text/bank-profile.ts'
import { text } from '../../../text/en.ts'
import { entityText } from '../../../text/entities/index.ts'
import { Checkbox } from '../../../ui/checkbox.tsx'
import { Select } from '../../../ui/select.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import type { ProfileField } from './profile-form-fields.ts'

const { profileForm: t, certificate } = entityText

/** Words for the values of choices; those without are the specification's own. */
const words: Record<string, Readonly<Record<string, string>>> = {
  environment: text.bar.environments,
  discovery: bankProfileText.discovery,
  tokenEndpointAuthMethod: bankProfileText.authMethods,
  tokenEndpointAuthAudience: bankProfileText.authAudiences,
  'registration.subjectDnRendering': certificate.renderingNames,
  'registration.audienceFrom': bankProfileText.audiences,
  'registration.managementToken': bankProfileText.managementTokens,
  'idToken.subject': bankProfileText.subjects,
}

interface ProfileFieldInputProps {
  field: ProfileField
  value: string
  onChange: (value: string) => void
  error: string | undefined
}

const isOptional = (field: ProfileField): boolean =>
  field.kind === 'pems' ||
  field.kind === 'lines' ||
  (field.kind === 'words' && field.optional === true) ||
  (field.kind === 'text' && field.empty !== undefined)

export const ProfileFieldInput = ({ field, value, onChange, error }: ProfileFieldInputProps) => {
  const label = bankProfileText.labels[field.path] ?? field.path
  const help = t.help[field.path]
  if (field.kind === 'switch')
    return <Checkbox label={label} description={help} isSelected={value === 'true'} onChange={(on) => onChange(String(on))} />
  if (field.kind === 'choice') {
    const options = field.options.map((id) => ({ id, label: words[field.path]?.[id] ?? id }))
    return <Select label={label} options={options} value={value} onChange={onChange} error={error} />
  }
  return (
    <TextField
      label={
        <>
          {label} {isOptional(field) && <span className="caption">{t.optional}</span>}
        </>
      }
      description={help}
      value={value}
      onChange={onChange}
      error={error && [error, help].filter(Boolean).join('. ')}
      mono={!['displayName', 'group', 'notes'].includes(field.path)}
      {...(field.kind !== 'text' && { rows: field.kind === 'pems' ? 5 : 3 })}
      autoComplete="off"
      spellCheck="false"
    />
  )
}
