// Help texts, derived from the contract.

import { z } from 'zod'
import { api, type Method } from '../../../shared/api.ts'
import { exitCodeTable } from './exit-codes.ts'

export const generalHelp = (): string => {
  const methods = Object.entries(api)
  const width = Math.max(...methods.map(([name]) => name.length))
  return `Usage: tpp <method> [--json '{…}' | --json -] [--data-dir DIR]
       tpp <method> --help

Calls one method of TPP Workbench and prints its result as JSON on standard output.
An error is printed as JSON on standard error, and the exit code tells its group.

  --json JSON      The input. With "-" it is read from standard input.
  --data-dir DIR   The workspace to use; TPP_WORKBENCH_DATA_DIR when absent. Without either, nothing is kept.

Secrets are never accepted in arguments: give them on standard input, or as {"env": "NAME"} to read them from a variable.
A kept workspace is unlocked by the system's keychain, or by TPP_WORKBENCH_KEY (base64, 256 bits) or TPP_WORKBENCH_PASSPHRASE.

Methods:
${methods.map(([name, { summary }]) => `  ${name.padEnd(width)}  ${summary}`).join('\n')}

Exit codes:
${exitCodeTable()}
`
}

interface Property {
  type?: string | string[]
  const?: unknown
  enum?: unknown[]
  format?: string
  description?: string
  default?: unknown
  secret?: boolean
  items?: Property
  properties?: Record<string, Property>
  required?: string[]
  oneOf?: Property[]
  anyOf?: Property[]
  $ref?: string
  $defs?: Record<string, Property>
}

/** The schema with what it refers to in place; what holds itself is spelt out once. */
const spelledOut = (property: Property, defs: Record<string, Property>, open: readonly string[] = []): Property => {
  const name = property.$ref?.replace('#/$defs/', '')
  if (name !== undefined) return open.includes(name) ? { type: 'the same' } : spelledOut(defs[name] ?? {}, defs, [...open, name])
  const all = (properties: Property[]) => properties.map((one) => spelledOut(one, defs, open))
  return {
    ...property,
    ...(property.items && { items: spelledOut(property.items, defs, open) }),
    ...(property.oneOf && { oneOf: all(property.oneOf) }),
    ...(property.anyOf && { anyOf: all(property.anyOf) }),
    ...(property.properties && {
      properties: Object.fromEntries(Object.entries(property.properties).map(([name, one]) => [name, spelledOut(one, defs, open)])),
    }),
  }
}

const typeOf = (property: Property): string => {
  if (property.const !== undefined) return JSON.stringify(property.const)
  if (property.enum) return property.enum.map((value) => JSON.stringify(value)).join(' | ')
  if (property.type === 'array') return `list of ${property.items ? typeOf(property.items) : 'values'}`
  const options = property.oneOf ?? property.anyOf
  if (options) return [...new Set(options.map(typeOf))].join(' or ')
  return property.format ?? [property.type ?? 'value'].flat().join(' or ')
}

const marksOf = (schema: Property, name: string, property: Property): string[] => [
  ...(schema.required?.includes(name) && property.default === undefined ? ['needed'] : []),
  ...(property.default !== undefined ? [`default ${JSON.stringify(property.default)}`] : []),
  ...(property.secret ? ['secret'] : []),
]

const lineWidth = 120

/** Text broken between words, each further line indented deeper than the first. */
const wrap = (text: string, indent: string): string[] => {
  const lines = ['']
  for (const word of text.split(' ')) {
    const last = lines.at(-1) ?? ''
    if (last && indent.length + last.length + word.length >= lineWidth) lines.push(`    ${word}`)
    else lines[lines.length - 1] = last ? `${last} ${word}` : word
  }
  return lines.map((line) => indent + line)
}

const describeFields = (schema: Property, indent: string): string[] =>
  Object.entries(schema.properties ?? {}).flatMap(([name, property]) => {
    const marks = marksOf(schema, name, property)
    const line = `${name}: ${typeOf(property)}${marks.length > 0 ? ` (${marks.join(', ')})` : ''}`
    const inner = property.items ?? property
    return [
      ...wrap(line, indent),
      ...(property.description ? wrap(property.description, `${indent}    `) : []),
      ...describeSchema(inner, `${indent}  `),
    ]
  })

const describeSchema = (schema: Property, indent: string): string[] => {
  const options = (schema.oneOf ?? schema.anyOf)?.filter(({ properties }) => properties)
  if (options) return options.flatMap((option, index) => [...(index > 0 ? [`${indent}or`] : []), ...describeFields(option, indent)])
  return describeFields(schema, indent)
}

export const methodHelp = (method: Method): string => {
  const { summary, input, output } = api[method]
  const describe = (schema: z.ZodType, io: 'input' | 'output') => {
    const whole = z.toJSONSchema(schema, { io, unrepresentable: 'any' }) as Property
    const lines = describeSchema(spelledOut(whole, whole.$defs ?? {}), '  ')
    return lines.length > 0 ? lines.join('\n') : '  nothing'
  }
  return `${method}: ${summary}

Input:
${describe(input, 'input')}

Output:
${describe(output, 'output')}
`
}
