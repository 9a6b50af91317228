/** The row that a key moves to; null when the key does not move. Nothing is active yet: `active` is null. */
export const rowAfterKey = (key: string, active: number | null, rows: number, rowsOnPage: number): number | null => {
  if (rows === 0) return null
  const from = active ?? -1
  const moves: Record<string, number> = {
    ArrowDown: from + 1,
    ArrowUp: active === null ? rows - 1 : from - 1,
    PageDown: Math.max(from, 0) + rowsOnPage,
    PageUp: from - rowsOnPage,
    Home: 0,
    End: rows - 1,
  }
  const wanted = moves[key]
  return wanted === undefined ? null : Math.min(rows - 1, Math.max(0, wanted))
}
