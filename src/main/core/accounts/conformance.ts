// Judges a bank's answer against what the standard says of it. Checks are put together once and cost nothing where there is no fault.

import type { ConformanceWarning } from '../../../shared/model/common.ts'
import { isObject } from './answer-fields.ts'
import { toIsoDateTime } from './iso-date-time.ts'

export interface Fault {
  /** Below the value that was checked, such as `.Amount.Currency` or `[2]`; empty: the value itself. */
  path: string
  message: string
}

/** Null where the value is as the standard has it. */
export type Check = (value: unknown) => Fault[] | null

const self = (message: string): Fault[] => [{ path: '', message }]
const also = (faults: Fault[] | null, more: readonly Fault[]): Fault[] => (faults ? [...faults, ...more] : [...more])
const within = (step: string, faults: readonly Fault[]): Fault[] => faults.map(({ path, message }) => ({ path: step + path, message }))

/** Of at least one character, and of no more than `most`. */
export function text(most = Number.POSITIVE_INFINITY): Check {
  return (value) => {
    if (typeof value !== 'string') return self('is not text')
    if (value === '') return self('is empty')
    // Lengths are in characters, not in the two halves of which some consist.
    return value.length > most && [...value].length > most ? self(`is longer than ${most} characters`) : null
  }
}

export function oneOf(...values: string[]): Check {
  const known = new Set<unknown>(values)
  const words = values.length > 12 ? 'one of the values of the standard' : `one of ${values.join(', ')}`
  return (value) => (known.has(value) ? null : self(`is not ${words}`))
}

export function pattern(expression: RegExp, what: string): Check {
  return (value) => (typeof value === 'string' && expression.test(value) ? null : self(`is not ${what}`))
}

export const flag: Check = (value) => (typeof value === 'boolean' ? null : self('is not true or false'))
export const number: Check = (value) => (typeof value === 'number' ? null : self('is not a number'))
export const integer: Check = (value) => (Number.isInteger(value) ? null : self('is not a whole number'))
export const anything: Check = () => null

/** OB Read/Write, date format: ISO 8601 with a time zone in every answer. */
export const dateTime: Check = (value) => {
  if (typeof value !== 'string') return self('is not text')
  const read = toIsoDateTime(value)
  // RFC 3339 §5.6: T and Z may be written small.
  if (read === value || read === value.toUpperCase()) return null
  return self(read === null ? 'is not a date and time' : 'is not a full date and time with a time zone')
}

export const address: Check = (value) =>
  typeof value === 'string' && URL.canParse(value) ? null : self(value === '' ? 'is empty' : 'is not an absolute address')

/** `most` and `least` count the entries. */
export function list(of: Check, { least = 0, most = Number.POSITIVE_INFINITY }: { least?: number; most?: number } = {}): Check {
  return (value) => {
    if (!Array.isArray(value)) return self('is not a list')
    let faults: Fault[] | null = null
    if (value.length < least) faults = self(`has fewer than ${least}`)
    if (value.length > most) faults = self(`has more than ${most}`)
    for (let index = 0; index < value.length; index += 1) {
      const found = of(value[index])
      if (found) faults = also(faults, within(`[${index}]`, found))
    }
    return faults
  }
}

export type Members = Record<string, Check>

/** Members whose name ends with * are required. `closed`: the standard allows no others. */
export function object(members: Members, { closed = false }: { closed?: boolean } = {}): Check {
  const entries = Object.entries(members).map(([key, check]) => ({ name: key.replace('*', ''), required: key.endsWith('*'), check }))
  const names = new Set(entries.map(({ name }) => name))
  return (value) => {
    if (!isObject(value)) return self('is not an object')
    let faults: Fault[] | null = null
    for (const { name, required, check } of entries) {
      const member = value[name]
      if (member === undefined) {
        if (required) faults = also(faults, within(`.${name}`, self('is missing')))
        continue
      }
      const found = check(member)
      if (found) faults = also(faults, within(`.${name}`, found))
    }
    if (closed) {
      for (const name in value) {
        if (!names.has(name)) faults = also(faults, within(stepTo(name), self('is not a member of the standard')))
      }
    }
    return faults
  }
}

/** The names of the standard are words; what a bank adds may be anything (RFC 9535 §2.3.1). */
const stepTo = (name: string): string => (/^\w+$/.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`)

/** `at` is where the value stands, such as `$.Data.Transaction[3]`; `clause` is what asks for it. */
export const warningsOf = (check: Check, value: unknown, at: string, clause: string): ConformanceWarning[] =>
  check(value)?.map(({ path, message }) => ({ path: at + path, message, clause, known: false })) ?? []
