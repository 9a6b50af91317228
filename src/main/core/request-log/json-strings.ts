type Json = Record<string, unknown>

/** A copy of a JSON object with every string in it changed, each with the name it stands under; names are changed as such. */
export function mapStrings(object: Json, change: (text: string, name: string) => string): Json {
  const map = (value: unknown, name: string): unknown => {
    if (typeof value === 'string') return change(value, name)
    if (Array.isArray(value)) return value.map((item) => map(item, name))
    return isObject(value) ? mapStrings(value, change) : value
  }
  return Object.fromEntries(Object.entries(object).map(([name, value]) => [change(name, ''), map(value, name)]))
}

/** Calls `visit` for every string in a JSON value, with the name it stands under and its dotted path. */
export function eachString(value: unknown, path: string, visit: (text: string, name: string, path: string) => void, name = ''): void {
  if (typeof value === 'string') visit(value, name, path)
  else if (Array.isArray(value)) for (const [index, item] of value.entries()) eachString(item, `${path}.${index}`, visit, name)
  else if (isObject(value)) for (const [key, item] of Object.entries(value)) eachString(item, `${path}.${key}`, visit, key)
}

export const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)
