// A bank profile as a form: a flat text for every common value, by its path in the profile. The rest is written as JSON.

import type { Input } from '../../../../shared/api.ts'
import type { BankProfile } from '../../../../shared/model/bank-profile.ts'
import { isObject, type Json, pointerOf, valueAt, withValue } from '../../../bank-profile/pointers.ts'
import { standardProfile } from '../../../bank-profile/standard.ts'
import { type ProfileField, profileFields, profilePaths } from './profile-form-fields.ts'

export type ProfileInput = Input<'bankProfile.create'>
export type Values = Record<string, string>

/** Version numbers are keys that hold a dot. */
const stepsOf = (path: string): string[] => {
  const version = /^(accountInformation)\.(baseUrls)\.(\d\.\d)$/.exec(path)
  return version ? version.slice(1) : path.split('.')
}

const without = (object: Json, [step = '', ...rest]: readonly string[]): Json => {
  const { [step]: inner, ...others } = object
  if (rest.length === 0) return others
  return isObject(inner) ? { ...object, [step]: without(inner, rest) } : object
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
export const valuesOf = (profile: Json): Values =>
  Object.fromEntries(profilePaths.map((path) => [path, textOf(valueAt(profile, pointerOf(stepsOf(path))))]))

/** The standard's way, and an empty bank for the rest. */
export const emptyProfile: Json = {
  ...(({ name: _name, displayName: _displayName, ...standard }) => standard)(standardProfile),
  endpoints: {},
}

const readField = (field: ProfileField, text: string): unknown => {
  if (field.kind === 'switch') return text === 'true'
  if (field.kind === 'lines') return text.split('\n').flatMap((line) => line.trim() || [])
  if (field.kind === 'words') {
    const words = text.split(/\s+/).filter(Boolean)
    return field.optional && words.length === 0 ? undefined : words
  }
  if (field.kind === 'pems') return pems(text)
  if (field.kind === 'text' && text.trim() === '' && field.empty !== undefined) return field.empty === 'null' ? null : undefined
  return text.trim()
}

const ofAccounts = (path: string): boolean => path.startsWith('accountInformation.')

/**
 * The profile that the form stands for: `base` with what the form says. Empty optional fields are left out. The core judges it.
 * A bank without account information stays so until the form has an address of that API.
 */
export const profileFrom = (values: Values, base: Json): Json => {
  const addressed = profilePaths.some((path) => path.startsWith('accountInformation.baseUrls.') && values[path]?.trim())
  const noAccounts = base.accountInformation === null && !addressed
  return profileFields.reduce<Json>((profile, field) => {
    if (noAccounts && ofAccounts(field.path)) return profile
    const value = readField(field, values[field.path] ?? '')
    const steps = stepsOf(field.path)
    return value === undefined ? without(profile, steps) : withValue(profile, pointerOf(steps), value)
  }, base)
}

/** What the workbench itself adds to a profile. */
const added = ['id', 'created', 'builtIn', 'overrides', 'overrideProblem', 'needs', 'sources']

/** A profile without what the workbench itself adds, for a file or a copy. */
export const exportedProfile = (profile: BankProfile): Json =>
  Object.fromEntries(Object.entries(profile).filter(([key]) => !added.includes(key)))

export type ReadJson = { profile: Json; error: null } | { profile: null; error: string }

/** Reads what was typed, pasted or dropped; `notJson` and `notObject` are the words for what can be wrong. */
export const readJson = (text: string, words: { notJson: (reason: string) => string; notObject: string }): ReadJson => {
  try {
    const value: unknown = JSON.parse(text)
    if (!isObject(value)) return { profile: null, error: words.notObject }
    return { profile: Object.fromEntries(Object.entries(value).filter(([key]) => !added.includes(key))), error: null }
  } catch (error) {
    return { profile: null, error: words.notJson(error instanceof Error ? error.message : String(error)) }
  }
}
