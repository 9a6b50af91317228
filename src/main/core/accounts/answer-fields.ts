// Reads fields of a bank's answer by hand: a schema library would cost more per row than storing it.

import { AppError } from '../../../shared/errors.ts'
import { toIsoDateTime } from './iso-date-time.ts'

export type Json = Record<string, unknown>

export const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)

/** BANK_INVALID_RESPONSE with the JSON path of the field at fault. */
export const invalidAnswer = (path: string, problem: string): AppError =>
  new AppError('BANK_INVALID_RESPONSE', `${path} in the bank’s answer ${problem}`, { issues: [{ path, message: problem }] })

export function objectField(value: unknown, path: string): Json {
  if (isObject(value)) return value
  throw invalidAnswer(path, value === undefined ? 'is missing' : 'is not an object')
}

export interface DataRows {
  rows: readonly unknown[]
  /** Where a row stands, such as `$.Data.Account[3]`. */
  at: (index: number) => string
}

/**
 * `Data.<name>`: a list, or one object as its only row; whatever else has no rows, which the check of the answer tells.
 * BANK_INVALID_RESPONSE for a body without Data.
 */
export function dataRows(body: unknown, name: string): DataRows {
  const value = objectField(objectField(body, '$').Data, 'Data')[name]
  const place = `$.Data.${name}`
  if (isObject(value)) return { rows: [value], at: () => place }
  return { rows: Array.isArray(value) ? value : [], at: (index) => `${place}[${index}]` }
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
