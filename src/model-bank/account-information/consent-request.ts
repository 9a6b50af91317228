// Judges the body of POST /account-access-consents (OB AIS profile, Consent Elements). Every problem is reported, not only the first.

import type { Permission } from '../../shared/model/account-access-consent.ts'
import { permission } from '../../shared/model/account-access-consent.ts'
import type { ApiVersion } from '../../shared/model/common.ts'
import { day, isoText } from '../data/calendar.ts'
import { readDate } from './dates.ts'
import type { Problem } from './problems.ts'
import { problem, Rejection } from './problems.ts'

export interface RequestedConsent {
  permissions: Permission[]
  /** As the caller wrote them: the bank may not alter them. Without an offset they are read as UTC, and it is added. */
  expires: string | null
  transactionFrom: string | null
  transactionTo: string | null
}

type Json = Record<string, unknown>
const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)

const readPermissions = (value: unknown, refused: readonly Permission[], problems: Problem[]): Permission[] => {
  const path = 'Data.Permissions'
  const refuse = (message: string, name: 'Field.Invalid' | 'Field.Missing' = 'Field.Invalid') => problems.push(problem(name, message, path))
  if (value === undefined) {
    refuse('Data.Permissions is missing', 'Field.Missing')
    return []
  }
  if (!Array.isArray(value) || value.length === 0) {
    refuse('Data.Permissions has to be a list of at least one permission')
    return []
  }
  const known = value.flatMap((code: unknown) => {
    const read = permission.safeParse(code)
    if (!read.success) refuse(`${JSON.stringify(code)} is not a permission`)
    else if (refused.includes(read.data)) refuse(`${read.data} is not supported by this bank`)
    return read.success ? [read.data] : []
  })
  const has = (...codes: Permission[]) => codes.some((code) => known.includes(code))
  if (!has('ReadAccountsBasic', 'ReadAccountsDetail')) refuse('ReadAccountsBasic or ReadAccountsDetail is needed')
  const level = has('ReadTransactionsBasic', 'ReadTransactionsDetail')
  const direction = has('ReadTransactionsCredits', 'ReadTransactionsDebits')
  if (level && !direction) refuse('ReadTransactionsBasic and ReadTransactionsDetail need ReadTransactionsCredits or ReadTransactionsDebits')
  if (direction && !level) refuse('ReadTransactionsCredits and ReadTransactionsDebits need ReadTransactionsBasic or ReadTransactionsDetail')
  return known
}

type DateField = 'ExpirationDateTime' | 'TransactionFromDateTime' | 'TransactionToDateTime'

const readDateField = (data: Json, name: DateField, problems: Problem[]) => {
  const value = data[name]
  if (value === undefined) return null
  const date = typeof value === 'string' ? readDate(value) : null
  if (typeof value !== 'string' || date === null) {
    problems.push(problem('Field.InvalidDate', `Data.${name} is not an ISO 8601 date-time`, `Data.${name}`))
    return null
  }
  // As with filters, an end without a time of day means that whole day; texts are of whole seconds.
  const at = date.at + (date.dayOnly && name === 'TransactionToDateTime' ? day - 1000 : 0)
  return { at, text: date.complete ? value : isoText(at) }
}

const checkRisk = (risk: unknown, problems: Problem[]) => {
  if (risk === undefined) problems.push(problem('Field.Missing', 'Risk is missing', 'Risk'))
  else if (!isObject(risk)) problems.push(problem('Field.Invalid', 'Risk has to be an object', 'Risk'))
  else for (const name of Object.keys(risk)) problems.push(problem('Field.Unexpected', `Risk.${name} is not expected`, `Risk.${name}`))
}

/** Reads the body of a request for consent; throws a 400 Rejection that names every field at fault, and every permission that is refused. */
export const readConsentRequest = (body: string, version: ApiVersion, now: Date, refused: readonly Permission[]): RequestedConsent => {
  const document = parseObject(body)
  const problems: Problem[] = []
  const data = document.Data
  checkRisk(document.Risk, problems)
  // Only 3.1 closes the outer object (OBReadConsent1 in its OpenAPI file).
  for (const name of version === '3.1' ? Object.keys(document) : []) {
    if (name !== 'Data' && name !== 'Risk') problems.push(problem('Field.Unexpected', `${name} is not expected`, name))
  }
  if (!isObject(data)) {
    problems.push(
      data === undefined
        ? problem('Field.Missing', 'Data is missing', 'Data')
        : problem('Field.Invalid', 'Data has to be an object', 'Data'),
    )
    throw new Rejection(400, problems)
  }
  const permissions = readPermissions(data.Permissions, refused, problems)
  const expires = readDateField(data, 'ExpirationDateTime', problems)
  const from = readDateField(data, 'TransactionFromDateTime', problems)
  const to = readDateField(data, 'TransactionToDateTime', problems)
  if (expires !== null && expires.at <= now.getTime()) {
    problems.push(problem('Field.InvalidDate', 'Data.ExpirationDateTime is not in the future', 'Data.ExpirationDateTime'))
  }
  if (from !== null && to !== null && from.at > to.at) {
    problems.push(
      problem('Field.InvalidDate', 'Data.TransactionToDateTime is before TransactionFromDateTime', 'Data.TransactionToDateTime'),
    )
  }
  if (problems.length > 0) throw new Rejection(400, problems)
  return { permissions, expires: expires?.text ?? null, transactionFrom: from?.text ?? null, transactionTo: to?.text ?? null }
}

/** Data.SupplementaryData of a request that was read before; the standard leaves its members to each bank. */
export const readSupplementaryData = (body: string): Json => {
  const { Data } = parseObject(body)
  return isObject(Data) && isObject(Data.SupplementaryData) ? Data.SupplementaryData : {}
}

const parseObject = (body: string): Json => {
  let document: unknown
  try {
    document = JSON.parse(body)
  } catch {
    throw new Rejection(400, [problem('Resource.InvalidFormat', 'The body is not JSON')])
  }
  if (!isObject(document)) throw new Rejection(400, [problem('Resource.InvalidFormat', 'The body is not a JSON object')])
  return document
}
