// Numbers that look random and are the same on every machine and in every run: the customers' data must never change by itself.
// Not for secrets: those come from node:crypto.

export interface Random {
  /** At least 0 and below 1. */
  next(): number
  /** A whole number from low to high, both included. */
  int(low: number, high: number): number
  chance(probability: number): boolean
  pick<T>(items: readonly T[]): T
  /** Decimal digits, as text; the first one is never 0. */
  digits(count: number): string
}

/** FNV-1a over the text's code units, 32 bits; the salt gives each word of the state its own value. */
const hash = (text: string, salt: number) => {
  let value = 0x811c9dc5 ^ salt
  for (let index = 0; index < text.length; index++) value = Math.imul(value ^ text.charCodeAt(index), 0x01000193)
  return value >>> 0
}

/** A xorshift128 generator (Marsaglia 2003) started from a name: the same name, the same numbers. */
export const createRandom = (name: string): Random => {
  let x = hash(name, 1)
  let y = hash(name, 2)
  let z = hash(name, 3)
  let w = hash(name, 4) | 1
  const next = () => {
    const t = x ^ (x << 11)
    x = y
    y = z
    z = w
    w = w ^ (w >>> 19) ^ t ^ (t >>> 8)
    return (w >>> 0) / 0x1_0000_0000
  }
  // Names that differ in one letter start with similar words; a few rounds part them.
  for (let round = 0; round < 16; round++) next()
  const int = (low: number, high: number) => low + Math.floor(next() * (high - low + 1))
  return {
    next,
    int,
    chance: (probability) => next() < probability,
    pick: (items) => {
      const item = items[int(0, items.length - 1)]
      if (item === undefined) throw new RangeError('A list to pick from is empty')
      return item
    },
    digits: (count) => Array.from({ length: count }, (_, index) => int(index === 0 ? 1 : 0, 9)).join(''),
  }
}
