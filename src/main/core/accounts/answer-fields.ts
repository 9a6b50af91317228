// Reads fields of a bank's answer by hand: a schema library would cost more per row than storing it.

import { AppError } from '../../../shared/errors.ts'
import { toIsoDateTime } from './iso-date-time.ts'

export type Json = Record<string, unknown>
/** Completes a JSON path with the name of a field; only called when the field is at fault. */
export type At = (name: string) => string

export const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)

/** BANK_INVALID_RESPONSE with the JSON path of the field at fault. */
export const invalidAnswer = (path: string, problem: string): AppError =>
  new AppError('BANK_INVALID_RESPONSE', `${path} in the bank’s answer ${problem}`, { issues: [{ path, message: problem }] })

const fault = (value: unknown, expected: string): string => (value === undefined ? 'is missing' : `is not ${expected}`)

export function objectField(value: unknown, path: string): Json {
  if (isObject(value)) return value
  throw invalidAnswer(path, fault(value, 'an object'))
}

/** `Data.<name>`; an absent list is an empty one where the schema leaves it optional. */
export function dataList(body: unknown, name: string, { required }: { required: boolean }): unknown[] {
  const data = objectField(objectField(body, '$').Data, 'Data')
  const list = data[name] ?? (required ? undefined : [])
  if (Array.isArray(list)) return list
  throw invalidAnswer(`Data.${name}`, fault(list, 'a list'))
}

function textField(value: unknown, at: At, name: string): string {
  if (typeof value === 'string' && value !== '') return value
  throw invalidAnswer(at(name), value === '' ? 'is empty' : fault(value, 'text'))
}

/** null when absent; some banks write null or an empty text where the standard asks to omit the field. */
export function optionalTextField(value: unknown, at: At, name: string): string | null {
  if (value === undefined || value === null || value === '') return null
  return textField(value, at, name)
}

const unsignedAmount = /^\d{1,13}(?:\.\d{1,5})?$/
const zero = /^[0.]+$/
const signed = (digits: string, indicator: 'Credit' | 'Debit'): string =>
  indicator === 'Debit' && !zero.test(digits) ? `-${digits}` : digits

/** null for whatever is not text, or empty. */
export const looseText = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)

/** null for whatever is not an ISO 8601 date and time. */
export const looseDateTime = (value: unknown): string | null => (typeof value === 'string' ? toIsoDateTime(value) : null)

/** Amount and currency, each null where it is not as the standard has it; the sign is that of `indicator`, where there is one. */
export function looseAmount(money: unknown, indicator: unknown = 'Credit'): { amount: string | null; currency: string | null } {
  const { Amount: digits, Currency: currency } = isObject(money) ? money : {}
  const readable = typeof digits === 'string' && unsignedAmount.test(digits) && (indicator === 'Credit' || indicator === 'Debit')
  return { amount: readable ? signed(digits, indicator) : null, currency: looseText(currency) }
}
