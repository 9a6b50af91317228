// Messages as a person reads them.

const longest = 20_000

const cut = (body: string): string => (body.length > longest ? `${body.slice(0, longest)}\n…` : body)

const isForm = (body: string): boolean => /^[\w.-]+=[^\s]*(&[\w.-]+=[^\s]*)*$/.test(body)

/** JSON indented, a form one parameter to a line, everything else as it is; cut where it is very long. Null when there is none. */
export const shownBody = (body: string | null): string | null => {
  if (!body) return null
  if (isForm(body)) return cut([...new URLSearchParams(body)].map(([name, value]) => `${name}=${value}`).join('\n'))
  try {
    return cut(JSON.stringify(JSON.parse(body), null, 2))
  } catch {
    return cut(body)
  }
}

/** What stands below the first line of a message. */
export const shownMessage = (headers: readonly (readonly [string, string])[], body: string | null): string => {
  const head = headers.map(([name, value]) => `\n${name}: ${value}`).join('')
  const shown = shownBody(body)
  return shown === null ? head : `${head}\n\n${shown}`
}
