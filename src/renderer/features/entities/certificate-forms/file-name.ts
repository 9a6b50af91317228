/** A name that every host takes for a file: letters, digits and what is harmless between them. */
export const fileNameOf = (name: string, ending: string): string => {
  const plain = name
    .normalize('NFKD')
    .replace(/[^\w .()-]+/g, '-')
    .replace(/^[^\w]+/, '')
    .trim()
    .slice(0, 80)
  return `${plain || 'certificate'}.${ending}`
}
