// Bodies with every member that an OpenAPI schema has.

type Json = Record<string, unknown>
const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)
const entriesOf = (value: unknown): [string, unknown][] => (isObject(value) ? Object.entries(value) : [])

/** One of these satisfies each pattern of the account-information files. */
const texts = ['GBP', 'GB', '12.34', '1.5', 'ABCDEFGHIJKLMNOPQR12', '+44-2079460000', '0018', 'ABCD', 'EvryDay', 'UK.OBIE.Weekly']
/** A mistake of the files: a backslash before the letter w, where word characters are meant. No value is right by both. */
const mistaken = '^\\\\w{0,4}$'

const textFor = (pattern: string, maxLength: number): string => {
  const found = texts.find((text) => text.length <= maxLength && new RegExp(pattern).test(text))
  if (found === undefined) throw new Error(`No text for the pattern ${pattern}`)
  return found
}

const textOf = ({ enum: values, format, pattern, minLength, maxLength }: Json): unknown => {
  if (Array.isArray(values)) return values[0]
  if (format === 'date-time') return '2026-04-05T10:43:07+00:00'
  if (format === 'uri') return 'https://bank.example/'
  if (pattern === mistaken) return undefined
  return typeof pattern === 'string' ? textFor(pattern, Number(maxLength ?? Number.POSITIVE_INFINITY)) : 'x'.repeat(Number(minLength ?? 1))
}

/** One entry in every list; `resolve` follows references. */
export const exampleOf = (schema: unknown, resolve: (schema: unknown) => Json): unknown => {
  const inner = (part: unknown) => exampleOf(part, resolve)
  const { type, properties, allOf, oneOf, anyOf, items, ...rest } = resolve(schema)
  if (Array.isArray(allOf)) return Object.assign({}, ...allOf.map(inner))
  const either = oneOf ?? anyOf
  if (Array.isArray(either) && !properties) return inner(either.at(-1))
  if (type === 'string') return textOf(rest)
  if (type === 'integer' || type === 'number') return 1
  if (type === 'boolean') return true
  if (type === 'array') return [inner(items)]
  return Object.fromEntries(entriesOf(properties).map(([name, part]) => [name, inner(part)]))
}
