import type { BankProfile, TokenEndpointAuthMethod } from '../../../../shared/model/bank-profile.ts'
import { bankProfileText } from '../../../text/bank-profile.ts'
import { entityText } from '../../../text/entities/index.ts'
import { RadioGroup } from '../../../ui/radio-group.tsx'
import { Select } from '../../../ui/select.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import { type ClientDraft, hasAccessToken, hasSecret, type Way } from './registration-draft.ts'

const t = entityText.registrationForm
const { authMethods } = bankProfileText

const ways: Way[] = ['register', 'elsewhere']
const methods = Object.keys(authMethods) as TokenEndpointAuthMethod[]

interface ClientFieldsProps {
  profile: BankProfile | undefined
  client: ClientDraft
  way: Way
  method: TokenEndpointAuthMethod
  onChange: (client: ClientDraft) => void
  errors: Record<string, string>
}

/** A new client, or one that the bank's portal gave: how it authenticates, and what is known of it. */
export const ClientFields = ({ profile, client, way, method, onChange, errors }: ClientFieldsProps) => {
  const change = (part: Partial<ClientDraft>) => onChange({ ...client, ...part })
  const secret = (label: string, name: 'secret' | 'accessToken', error: string | undefined) => (
    <TextField
      label={label}
      description={t.secretHelp}
      type="password"
      autoComplete="off"
      value={client[name]}
      onChange={(value) => change({ [name]: value })}
      error={error}
    />
  )
  return (
    <>
      <RadioGroup
        label={t.way}
        value={way}
        onChange={(way) => change({ way })}
        options={ways.map((id) => {
          const off = id === 'register' && profile !== undefined && !profile.registration.dcr
          return { id, label: t.ways[id], description: off ? t.noDcr(profile.displayName) : t.wayHelp[id], isDisabled: off }
        })}
      />
      {way === 'elsewhere' && (
        <TextField
          label={t.clientId}
          value={client.clientId}
          onChange={(clientId) => change({ clientId })}
          error={errors.externalApiId}
          autoComplete="off"
          mono
        />
      )}
      <Select
        label={t.authMethod}
        options={methods.map((id) => ({
          id,
          label: id === profile?.tokenEndpointAuthMethod ? t.asProfile(authMethods[id]) : authMethods[id],
        }))}
        value={method}
        onChange={(method) => change({ method })}
        error={errors.tokenEndpointAuthMethod}
      />
      {hasSecret(way, method) && secret(t.secret, 'secret', errors.externalApiSecret)}
      {hasAccessToken(way, profile) && secret(t.accessToken, 'accessToken', errors.registrationAccessToken)}
    </>
  )
}
