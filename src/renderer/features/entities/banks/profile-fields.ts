// A bank profile as a form: a flat text for every field, by its path in the profile.

import type { Input } from '../../../../shared/api.ts'
import type { BankProfile } from '../../../../shared/model/bank-profile.ts'

export type ProfileInput = Input<'bankProfile.create'>
export type Values = Record<string, string>

interface FieldOf<Kind extends string> {
  path: string
  kind: Kind
}
export type TextField = FieldOf<'text'> & { optional?: boolean; wide?: boolean }
export type ListField = FieldOf<'words' | 'pems'>
export type ChoiceField = FieldOf<'choice'> & { options: readonly string[] }
export type SwitchField = FieldOf<'switch'>
export type ProfileField = TextField | ListField | ChoiceField | SwitchField

export type SectionId = 'bank' | 'addresses' | 'registration' | 'authorisation'

const renderings = ['shortName', 'dottedHex', 'dottedString', 'oidPrefix', 'spaced', 'certificateOrder']
const methods = ['tls_client_auth', 'private_key_jwt', 'client_secret_basic', 'client_secret_post']

/** Every field of a profile once. */
export const sections: { id: SectionId; fields: ProfileField[] }[] = [
  {
    id: 'bank',
    fields: [
      { path: 'name', kind: 'text' },
      { path: 'displayName', kind: 'text' },
      { path: 'environment', kind: 'choice', options: ['modelBank', 'sandbox', 'live'] },
      { path: 'financialId', kind: 'text', optional: true },
    ],
  },
  {
    id: 'addresses',
    fields: [
      { path: 'issuer', kind: 'text', wide: true },
      { path: 'discoveryUrl', kind: 'text', optional: true, wide: true },
      { path: 'accountInformation.baseUrls.4.0', kind: 'text', optional: true, wide: true },
      { path: 'accountInformation.baseUrls.3.1', kind: 'text', optional: true, wide: true },
      { path: 'accountInformation.defaultVersion', kind: 'choice', options: ['4.0', '3.1'] },
      { path: 'endpoints.authorizationEndpoint', kind: 'text', optional: true, wide: true },
      { path: 'endpoints.tokenEndpoint', kind: 'text', optional: true, wide: true },
      { path: 'endpoints.registrationEndpoint', kind: 'text', optional: true, wide: true },
      { path: 'caCertificates', kind: 'pems' },
    ],
  },
  {
    id: 'registration',
    fields: [
      { path: 'registration.dcr', kind: 'switch' },
      { path: 'registration.version', kind: 'choice', options: ['3.3', '3.2'] },
      { path: 'registration.contentType', kind: 'choice', options: ['application/jose', 'application/jwt'] },
      { path: 'registration.applicationType', kind: 'choice', options: ['web', 'mobile', 'native'] },
      { path: 'registration.audience', kind: 'text', optional: true },
      { path: 'registration.managementScope', kind: 'text' },
      { path: 'registration.subjectDnRendering', kind: 'choice', options: renderings },
      { path: 'registration.grantTypes', kind: 'words' },
      { path: 'tokenEndpointAuthMethod', kind: 'choice', options: methods },
      { path: 'tokenEndpointAuthAudience', kind: 'choice', options: ['tokenEndpoint', 'issuer'] },
    ],
  },
  {
    id: 'authorisation',
    fields: [
      { path: 'responseType', kind: 'choice', options: ['code id_token', 'code'] },
      { path: 'responseMode', kind: 'choice', options: ['fragment', 'query', 'jwt'] },
      { path: 'pushedAuthorizationRequest', kind: 'switch' },
      { path: 'requestObjectAudience', kind: 'text', optional: true },
      { path: 'acrValues', kind: 'words' },
    ],
  },
]

export const profileFields: readonly ProfileField[] = sections.flatMap(({ fields }) => fields)
export const profilePaths: readonly string[] = profileFields.map(({ path }) => path)

type Json = Record<string, unknown>
const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)

/** Version numbers are keys that hold a dot. */
const stepsOf = (path: string): string[] => {
  const version = /^(accountInformation)\.(baseUrls)\.(\d\.\d)$/.exec(path)
  return version ? version.slice(1) : path.split('.')
}

const valueAt = (profile: Json, path: string): unknown =>
  stepsOf(path).reduce<unknown>((value, step) => (isObject(value) ? value[step] : undefined), profile)

const put = (profile: Json, path: string, value: unknown): void => {
  const steps = stepsOf(path)
  const last = steps.pop() ?? ''
  const parent = steps.reduce<Json>((within, step) => {
    const inner = within[step]
    if (isObject(inner)) return inner
    const made: Json = {}
    within[step] = made
    return made
  }, profile)
  parent[last] = value
}

/** A certificate ends with its line; what is no PEM is left for the core to refuse. */
const pems = (text: string): string[] => {
  const found = text.match(/-----BEGIN [^-]+-----[\s\S]*?-----END [^-]+-----/g)
  return found?.map((pem) => `${pem}\n`) ?? (text.trim() ? [text.trim()] : [])
}

const textOf = (value: unknown): string => {
  if (Array.isArray(value)) return value.join('\n')
  return value === undefined || value === null ? '' : String(value)
}

/** What the form shows of a profile; `paths` that it does not have are empty. */
export const valuesOf = (profile: Json): Values => Object.fromEntries(profilePaths.map((path) => [path, textOf(valueAt(profile, path))]))

/** What the contract's defaults are, and an empty bank for the rest. */
export const emptyProfile: Json = {
  environment: 'sandbox',
  accountInformation: { baseUrls: {}, defaultVersion: '4.0' },
  registration: {
    dcr: true,
    version: '3.3',
    contentType: 'application/jose',
    applicationType: 'web',
    subjectDnRendering: 'shortName',
    grantTypes: ['client_credentials', 'authorization_code', 'refresh_token'],
    managementScope: 'accounts',
  },
  tokenEndpointAuthMethod: 'tls_client_auth',
  tokenEndpointAuthAudience: 'tokenEndpoint',
  responseType: 'code id_token',
  responseMode: 'fragment',
  pushedAuthorizationRequest: false,
  acrValues: ['urn:openbanking:psd2:sca', 'urn:openbanking:psd2:ca'],
}

const readField = (field: ProfileField, text: string): unknown => {
  if (field.kind === 'switch') return text === 'true'
  if (field.kind === 'words') return text.split(/\s+/).filter(Boolean)
  if (field.kind === 'pems') return pems(text)
  return field.kind === 'text' && field.optional && text.trim() === '' ? undefined : text.trim()
}

/** The profile that the form stands for; empty optional fields are left out. The core judges it. */
export const profileFrom = (values: Values): Json => {
  const profile: Json = { accountInformation: { baseUrls: {} }, registration: {}, endpoints: {} }
  for (const field of profileFields) {
    const value = readField(field, values[field.path] ?? '')
    if (value !== undefined) put(profile, field.path, value)
  }
  return profile
}

/** A profile without what the workbench itself adds, for a file or a copy. */
export const exportedProfile = ({ id: _id, created: _created, builtIn: _builtIn, ...fields }: BankProfile): Json => fields

export type ReadJson = { profile: Json; error: null } | { profile: null; error: string }

/** Reads what was typed, pasted or dropped; `notJson` and `notObject` are the words for what can be wrong. */
export const readJson = (text: string, words: { notJson: (reason: string) => string; notObject: string }): ReadJson => {
  try {
    const value: unknown = JSON.parse(text)
    if (!isObject(value)) return { profile: null, error: words.notObject }
    const { id: _id, created: _created, builtIn: _builtIn, ...profile } = value
    return { profile, error: null }
  } catch (error) {
    return { profile: null, error: words.notJson(error instanceof Error ? error.message : String(error)) }
  }
}
