// Puts JSON on lines without reading its values: 1.10 and a number of thirty digits stay what was sent.

const token = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g

/** JSON text with one member a line; null when it is no JSON object or array. */
export const formatJson = (text: string): string | null => {
  if (!isContainer(text)) return null
  let out = ''
  let depth = 0
  let before = ''
  const newLine = () => `\n${'  '.repeat(depth)}`
  for (const [part] of text.matchAll(token)) {
    const closes = part === '}' || part === ']'
    const opened = before === '{' || before === '['
    if (closes) depth -= 1
    if (closes ? !opened : opened || before === ',') out += newLine()
    out += part === ':' ? ': ' : part
    if (part === '{' || part === '[') depth += 1
    before = part
  }
  return out
}

const isContainer = (text: string): boolean => {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null
  } catch {
    return false
  }
}
