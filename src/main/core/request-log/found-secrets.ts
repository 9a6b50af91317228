import { spellings } from './spellings.ts'

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
      if (value.length >= shortestReplacedAnywhere) {
        for (const spelling of spellings(value)) if (!spelt.has(spelling)) spelt.set(spelling, shown)
      }
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
