import { useEffect, useRef } from 'react'
import type { RowWindow, Wanted } from './row-window.ts'

/** While the list flies past, not every page that shows for one frame is read. */
const pauseMs = 50

/** Reads what is on screen: at once, and then as often as the pause allows. */
export const useWanted = (pages: Pick<RowWindow<unknown>, 'want'>, places: Wanted[]): void => {
  const wanted = useRef({ pages, places })
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => {
    wanted.current = { pages, places }
    const read = () => {
      const before = wanted.current
      before.pages.want(before.places)
      timer.current = setTimeout(() => {
        timer.current = undefined
        if (wanted.current !== before) read()
      }, pauseMs)
    }
    if (timer.current === undefined) read()
  })
  useEffect(() => () => clearTimeout(timer.current), [])
}
