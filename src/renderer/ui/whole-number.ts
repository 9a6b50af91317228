/** The number that a text holds; null unless it is whole and within the bounds. Thousands may be separated. */
export const wholeNumber = (text: string, { least, most }: { least: number; most: number }): number | null => {
  const digits = text.trim().replace(/(\d),(?=\d{3}\b)/g, '$1')
  const value = /^\d{1,9}$/.test(digits) ? Number(digits) : Number.NaN
  return value >= least && value <= most ? value : null
}
