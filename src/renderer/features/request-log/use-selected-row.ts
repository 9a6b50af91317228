import { useEffect, useRef } from 'react'
import type { Layout } from './layout.ts'
import type { LogWindow } from './log-window.ts'

/** Brings the exchange on show into view, once for each, when it is among what is read. */
export const useSelectedRow = (selected: string | null, layout: Layout, pages: LogWindow, show: (row: number) => void): void => {
  const shown = useRef<string | null>(null)
  useEffect(() => {
    if (selected === shown.current) return
    const found = selected === null ? undefined : pages.find(selected)
    if (selected !== null && !found) return
    shown.current = selected
    const row = found && layout.rowOf({ kind: 'exchange', list: found.list, index: found.index, run: null })
    if (row !== undefined && row !== null) show(row)
  })
}
