// Which fields of a method's input are secrets is part of the contract; this finds them in what a caller gave.

import { z } from 'zod'
import { api, type Method } from '../../../shared/api.ts'
import { AppError } from '../../../shared/errors.ts'

interface Schema {
  secret?: boolean
  properties?: Record<string, Schema>
  oneOf?: Schema[]
  anyOf?: Schema[]
  allOf?: Schema[]
}

const secretPaths = (schema: Schema, path: string[]): string[][] => [
  ...(schema.secret ? [path] : []),
  ...Object.entries(schema.properties ?? {}).flatMap(([name, property]) => secretPaths(property, [...path, name])),
  ...[...(schema.oneOf ?? []), ...(schema.anyOf ?? []), ...(schema.allOf ?? [])].flatMap((option) => secretPaths(option, path)),
]

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)

/**
 * Replaces `{"env": "NAME"}` in secret fields by that variable, which is then removed from the environment.
 * INVALID_INPUT when a secret came as an argument, or the variable is not set.
 */
export const resolveSecrets = (method: Method, input: unknown, source: 'argument' | 'standardInput', env: NodeJS.ProcessEnv): void => {
  const schema = z.toJSONSchema(api[method].input, { io: 'input', unrepresentable: 'any' }) as Schema
  const read = new Map<string, string>()
  for (const path of secretPaths(schema, [])) {
    const name = path.at(-1)
    const parent = path.slice(0, -1).reduce<unknown>((value, step) => (isObject(value) ? value[step] : undefined), input)
    if (name === undefined || !isObject(parent)) continue
    const value = parent[name]
    const field = path.join('.')
    if (isObject(value) && typeof value.env === 'string') {
      const found = read.get(value.env) ?? env[value.env]
      if (!found) throw new AppError('INVALID_INPUT', `Environment variable ${value.env} is not set`, { field })
      read.set(value.env, found)
      parent[name] = found
    } else if (typeof value === 'string' && source === 'argument') {
      // SECURITY: arguments are readable by every process of this machine and stay in the shell's history.
      throw new AppError('INVALID_INPUT', `${field} is a secret and is not accepted as an argument`, {
        field,
        remedy: `Give the input on standard input with --json -, or write {"env": "NAME"} for this field.`,
      })
    }
  }
  for (const name of read.keys()) delete env[name]
}
