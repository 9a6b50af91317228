/** Records of a CSV text (RFC 4180), each as its fields by the names of the heading. */
export const readCsv = (text: string): Record<string, string>[] => {
  const records: string[][] = [[]]
  let field = ''
  let quoted = false
  const endField = () => {
    records.at(-1)?.push(field)
    field = ''
  }
  for (let at = 0; at < text.length; at += 1) {
    const letter = text[at] ?? ''
    if (quoted && letter === '"' && text[at + 1] === '"') {
      field += '"'
      at += 1
    } else if (letter === '"') quoted = !quoted
    else if (quoted) field += letter
    else if (letter === ',') endField()
    else if (letter === '\r' && text[at + 1] === '\n') {
      endField()
      records.push([])
      at += 1
    } else field += letter
  }
  if (quoted || field !== '' || records.pop()?.length !== 0) throw new Error('The last record does not end')
  const [names = [], ...rows] = records
  return rows.map((row) => {
    if (row.length !== names.length) throw new Error(`A record has ${row.length} fields, the heading ${names.length}`)
    return Object.fromEntries(names.map((name, index) => [name, row[index] ?? '']))
  })
}
