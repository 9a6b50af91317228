// SECURITY: banks choose much of this text; characters that move a terminal's cursor or turn its reading direction would forge output.
// JSON itself escapes only the first 32.
const unsafe = /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g

/** Indented JSON that is safe to show on a terminal and means the same. */
export const jsonText = (value: unknown): string =>
  JSON.stringify(value, null, 2).replace(unsafe, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`)

/** Text for a terminal, with a space for each character that would control it. */
export const plainText = (text: string): string => text.replace(/[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu, ' ')
