import { type RefObject, useLayoutEffect, useRef } from 'react'
import type { Layout, Order } from './layout.ts'
import { rowHeight } from './log-grid.tsx'
import type { LogWindow } from './log-window.ts'

interface KeptPlaceInput {
  layout: Layout
  order: Order
  pages: LogWindow
  scroller: RefObject<HTMLElement | null>
  setActive: (change: (active: number | null) => number | null) => void
}

/** New exchanges move neither what a person reads nor the row in focus. At the top, the newest come into view. */
export const useKeptPlace = ({ layout, order, pages, scroller, setActive }: KeptPlaceInput): void => {
  const before = useRef({ layout, order, pages })
  useLayoutEffect(() => {
    const old = before.current
    before.current = { layout, order, pages }
    const element = scroller.current
    if (old.layout === layout || !element) return
    if (old.order !== order || old.pages !== pages) {
      setActive(() => null)
      element.scrollTop = 0
      return
    }
    const moved = (row: number) => {
      const place = old.layout.at(row)
      return place && layout.rowOf(place)
    }
    setActive((active) => (active === null ? null : moved(active)))
    const first = Math.floor(element.scrollTop / rowHeight)
    const now = first === 0 ? 0 : (moved(first) ?? first)
    if (now !== first) element.scrollTop += (now - first) * rowHeight
  }, [layout, order, pages, scroller, setActive])
}
