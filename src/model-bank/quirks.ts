// Switches of the bank's behaviour as a command line has them: NAME=VALUE, the value as JSON or as plain text.

import { z } from 'zod'
import { AppError } from '../shared/errors.ts'
import { type BankBehaviour, bankBehaviour } from '../shared/model/bank-behaviour.ts'

type SwitchName = keyof BankBehaviour

const schemas = bankBehaviour.shape
const names = Object.keys(schemas) as SwitchName[]
const isSwitch = (name: string): name is SwitchName => Object.hasOwn(schemas, name)

const typeNames: Record<string, string> = {
  boolean: 'true, false',
  integer: 'a whole number',
  string: 'a text',
  object: 'a JSON object',
}

interface JsonSchema {
  enum?: unknown[]
  type?: string | string[]
  items?: JsonSchema
  anyOf?: JsonSchema[]
  properties?: Record<string, JsonSchema>
}

const describeMembers = (properties: Record<string, JsonSchema>): string =>
  Object.entries(properties)
    .map(([name, one]) => `${name} (${describe(one)})`)
    .join(', ')

const describe = ({ enum: values, type, items, anyOf, properties }: JsonSchema): string => {
  if (values) return values.join(', ')
  if (anyOf) return anyOf.map(describe).join(', ')
  if (type === 'array') return `a JSON list of ${items?.enum || items?.properties ? describe(items) : 'texts'}`
  if (properties) return `objects with ${describeMembers(properties)}`
  return [type ?? []]
    .flat()
    .map((one) => typeNames[one] ?? one)
    .join(', ')
}

const accepted = (name: SwitchName): string => describe(z.toJSONSchema(schemas[name], { io: 'input' }) as JsonSchema)

/** One line for each: what it takes, and what it is about where its name does not say it. */
export const listQuirks = (): string =>
  names
    .map((name) => {
      const { description } = schemas[name]
      return `${name.padEnd(28)} ${accepted(name)}${description ? `\n${' '.repeat(29)}${description}` : ''}\n`
    })
    .join('')

const parseValue = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

/** Throws INVALID_INPUT naming the switch, with what it takes. */
export const readQuirks = (given: string[]): Partial<BankBehaviour> => {
  const behaviour: Record<string, unknown> = {}
  for (const quirk of given) {
    const [, name = quirk, text] = /^([^=]+)=(.*)$/s.exec(quirk) ?? []
    if (!isSwitch(name)) {
      throw new AppError('INVALID_INPUT', `The model bank has no switch "${name}"`, {
        field: 'quirk',
        remedy: `Its switches are ${names.join(', ')}.`,
      })
    }
    const parsed = schemas[name].safeParse(text === undefined ? undefined : parseValue(text))
    if (text === undefined || !parsed.success) {
      const rule = parsed.error?.issues.find(({ code }) => code === 'custom')?.message
      throw new AppError(
        'INVALID_INPUT',
        text === undefined ? `The switch ${name} has no value` : `The switch ${name} does not take ${text}`,
        {
          field: name,
          remedy: `${rule ? `${rule}. ` : ''}It takes ${accepted(name)}.`,
        },
      )
    }
    behaviour[name] = parsed.data
  }
  return behaviour
}
