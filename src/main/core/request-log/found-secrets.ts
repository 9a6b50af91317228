/** Gives the placeholder of a secret: the same value always gets the same one, and the value cannot be had from it. */
export type Placeholder = (kind: string, value: string) => string

const placeholder = /(‹\w+:[0-9a-f]{8}›)/

// A shorter value, such as a weak password, is replaced where it stands as a field; elsewhere it would strike ordinary words.
const shortestReplacedAnywhere = 6

/** The secrets of one exchange. */
export interface FoundSecrets {
  /** Notes a secret and gives what is shown instead; the first kind given to a value stays. */
  add(kind: string, value: string): string
  /** Replaces every noted secret, however it is spelt. */
  replaceIn(text: string): string
}

export function foundSecrets(placeholderFor: Placeholder): FoundSecrets {
  const known = new Map<string, string>()
  const spelt = new Map<string, string>()
  let longestFirst: [string, string][] | null = null

  return {
    add(kind, value) {
      const existing = known.get(value)
      if (existing) return existing
      const shown = placeholderFor(kind, value)
      known.set(value, shown)
      if (value.length >= shortestReplacedAnywhere) for (const spelling of spellings(value)) spelt.set(spelling, shown)
      longestFirst = null
      return shown
    },
    replaceIn(text) {
      longestFirst ??= [...spelt].sort(([a], [b]) => b.length - a.length)
      let replaced = text
      for (const [spelling, shown] of longestFirst) {
        if (replaced.includes(spelling)) replaced = outsidePlaceholders(replaced, (part) => part.replaceAll(spelling, shown))
      }
      return replaced
    },
  }
}

/** Applies a change to what lies between the placeholders of a text. */
export function outsidePlaceholders(text: string, change: (part: string) => string): string {
  if (!text.includes('‹')) return change(text)
  return text
    .split(placeholder)
    .map((part, index) => (index % 2 === 1 ? part : change(part)))
    .join('')
}

/** How a value can be written in a header, an address, a form, JSON or HTML. */
function spellings(value: string): Set<string> {
  if (/^[\w.-]*$/.test(value)) return new Set([value])
  const json = JSON.stringify(value).slice(1, -1)
  const ascii = (hex: (code: string) => string) =>
    json.replace(/[^\x20-\x7e]/g, (unit) => `\\u${hex(unit.charCodeAt(0).toString(16).padStart(4, '0'))}`)
  const lower = ascii((code) => code)
  const upper = ascii((code) => code.toUpperCase())
  const uri = encodeURIComponent(value.toWellFormed())
  const strict = uri.replace(/[!'()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`)
  const form = new URLSearchParams([['', value]]).toString().slice(1)
  const percent = [uri, strict, form].flatMap((text) => [text, text.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase())])
  const html = value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
  const slashes = [json, lower, upper].map((text) => text.replaceAll('/', '\\/'))
  const bytes = Buffer.from(value, 'utf8').toString('latin1') // as a header shows it
  return new Set([value, json, lower, upper, ...slashes, ...percent, html, html.replaceAll("'", '&#39;'), bytes])
}
