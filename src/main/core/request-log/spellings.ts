/** How a value can be written in a header, an address, a form, JSON or HTML; the value itself among them. */
export function spellings(value: string): Set<string> {
  if (/^[\w.-]*$/.test(value)) return new Set([value])
  return new Set([value, ...jsonSpellings(value), ...percentSpellings(value), ...htmlSpellings(value), asHeaderBytes(value)])
}

const lower = (code: string) => code
const upper = (code: string) => code.toUpperCase()

/** JSON in which the characters of a class are written as escapes; `hex` gives the case of the digits. */
const escaping = (text: string, characters: RegExp, hex: (code: string) => string) =>
  text.replace(characters, (unit) => `\\u${hex(unit.charCodeAt(0).toString(16).padStart(4, '0'))}`)

// Serialisers differ in what they escape without need: other alphabets, what HTML minds, or the slash.
function jsonSpellings(value: string): string[] {
  const plain = JSON.stringify(value).slice(1, -1)
  const escaped = [
    plain,
    escaping(plain, /[^\x20-\x7e]/g, lower),
    escaping(plain, /[^\x20-\x7e]/g, upper),
    escaping(plain, /[&<>]/g, lower),
    escaping(plain.replaceAll('\\"', '"'), /[^\x20-\x7e]|[&<>'"+`]/g, upper),
  ]
  return escaped.flatMap((text) => [text, text.replaceAll('/', '\\/')])
}

// RFC 3986 §2.1 with either case of digits, and application/x-www-form-urlencoded.
function percentSpellings(value: string): string[] {
  const uri = encodeURIComponent(value.toWellFormed())
  const strict = uri.replace(/[!'()*]/g, (mark) => `%${upper(mark.charCodeAt(0).toString(16))}`)
  const form = new URLSearchParams([['', value]]).toString().slice(1)
  return [uri, strict, form].flatMap((text) => [text, text.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase())])
}

function htmlSpellings(value: string): string[] {
  const html = value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
  return [html, html.replaceAll("'", '&#39;')]
}

/** UTF-8 as a header shows it, where every byte is one character. */
const asHeaderBytes = (value: string) => Buffer.from(value, 'utf8').toString('latin1')
