export type Strength = 'tooShort' | 'weak' | 'fair' | 'strong'

/** Characters that say nothing new: repeated, or next to the one before, as in "aaaa" and "1234". */
const isExpected = (text: string, index: number): boolean =>
  index > 0 && Math.abs((text.codePointAt(index) ?? 0) - (text.codePointAt(index - 1) ?? 0)) <= 1

/** Bits of one character to a guess that knows which kinds are used. Letters of words follow from each other, so they count for less. */
const bitsPerCharacter = (text: string): number => {
  if (/^[a-zA-Z\s]+$/.test(text)) return Math.log2(27) * 0.6
  const pool =
    (/[a-z]/.test(text) ? 26 : 0) + (/[A-Z]/.test(text) ? 26 : 0) + (/\d/.test(text) ? 10 : 0) + (/[^a-zA-Z\d]/.test(text) ? 32 : 0)
  return Math.log2(pool) * 0.9
}

/** A hint, not a promise. */
export const strengthOf = (passphrase: string): Strength => {
  if (passphrase.length < 8) return 'tooShort'
  const telling = [...passphrase].filter((_, index) => !isExpected(passphrase, index))
  // Ten different characters are enough; in a long sentence they repeat by themselves.
  const variety = Math.min(1, new Set(telling).size / Math.min(10, telling.length))
  const bits = telling.length * bitsPerCharacter(passphrase) * variety
  if (bits < 45) return 'weak'
  return bits < 65 ? 'fair' : 'strong'
}
