// What the schema of a bank profile says of a place in it.

import { z } from 'zod'
import { bankProfileFields } from '../../../shared/model/bank-profile.ts'

const wrappers = [z.ZodDefault, z.ZodPrefault, z.ZodOptional, z.ZodNullable] as const

const bare = (schema: unknown): unknown => {
  const wrapper = wrappers.find((one) => schema instanceof one)
  return wrapper && schema instanceof wrapper ? bare(schema.unwrap()) : schema
}

/** The schema of a member; undefined when there is no such member. */
const memberOf = (schema: unknown, name: string): unknown => {
  const whole = bare(schema)
  if (whole instanceof z.ZodObject) return Object.hasOwn(whole.shape, name) ? whole.shape[name] : undefined
  if (whole instanceof z.ZodRecord) return z.safeParse(whole.keyType, name).success ? whole.valueType : undefined
  return undefined
}

const schemaAt = (path: readonly string[]): unknown => path.reduce<unknown>(memberOf, bankProfileFields)

/** Whether a profile can have a value there. */
export const isPlace = (path: readonly string[]): boolean => schemaAt(path) !== undefined

/** Whether null is a value there, and not the absence of one. */
export const isNullable = (path: readonly string[]): boolean => {
  const schema = schemaAt(path)
  return schema instanceof z.ZodType && schema.safeParse(null).success
}
