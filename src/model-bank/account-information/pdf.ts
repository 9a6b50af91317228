// The smallest PDF that every reader opens (ISO 32000-1 §7.5): lines of text in Courier, one of the fonts that need not be embedded.

const linesOfPage = 56
const lineHeight = 13

/**
 * The bytes of a character in WinAnsiEncoding are those of Latin-1 for all that is common to both. The font has no other letters: they
 * lose their marks, and where that does not help they become question marks. The JSON of the same statement has them as they are.
 */
const latin = (text: string) =>
  [...text.normalize('NFC').replaceAll(/\p{Dash_Punctuation}/gu, '-')]
    .map((character) => {
      if (/[\u0020-\u007e\u00a0-\u00ff]/.test(character)) return character
      const plain = character.normalize('NFD').replaceAll(/\p{Mark}/gu, '')
      return /^[\u0020-\u007e]$/.test(plain) ? plain : '?'
    })
    .join('')

/** A literal string (§7.3.4.2). */
const literal = (text: string) => `(${latin(text).replaceAll(/[\\()]/g, '\\$&')})`

const content = (lines: readonly string[]) => {
  const text = `BT /F1 9 Tf ${lineHeight} TL 50 790 Td ${lines.map((line) => `${literal(line)} Tj T*`).join('\n')} ET`
  return `<< /Length ${text.length} >>\nstream\n${text}\nendstream`
}

/** An A4 document with as many pages as the lines need. The same lines give the same bytes. */
export const textPdf = (lines: readonly string[]): Buffer => {
  const pages = Array.from({ length: Math.max(1, Math.ceil(lines.length / linesOfPage)) }, (_, page) =>
    lines.slice(page * linesOfPage, (page + 1) * linesOfPage),
  )
  // Objects 1 to 3 are catalogue, page tree and font; each page is followed by its content.
  const kids = pages.map((_, page) => `${4 + page * 2} 0 R`)
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Kids [${kids.join(' ')}] /Count ${pages.length} /MediaBox [0 0 595 842] >>`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Courier /Encoding /WinAnsiEncoding >>',
    ...pages.flatMap((page, index) => [
      `<< /Type /Page /Parent 2 0 R /Resources << /Font << /F1 3 0 R >> >> /Contents ${5 + index * 2} 0 R >>`,
      content(page),
    ]),
  ]
  // Every character is one byte, so that lengths of text are offsets in the file.
  let file = '%PDF-1.4\n%\u00e2\u00e3\u00cf\u00d3\n'
  const offsets = objects.map((object, index) => {
    const offset = file.length
    file += `${index + 1} 0 obj\n${object}\nendobj\n`
    return offset
  })
  const entries = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('')
  const size = objects.length + 1
  const table = `xref\n0 ${size}\n0000000000 65535 f \n${entries}trailer\n<< /Size ${size} /Root 1 0 R >>\nstartxref\n${file.length}\n%%EOF\n`
  return Buffer.from(file + table, 'latin1')
}
