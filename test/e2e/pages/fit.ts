import type { Page } from 'playwright-core'

interface Box {
  left: number
  top: number
  right: number
  bottom: number
}

/** What does not fit on the page as it is now: one line each. */
export const misfits = (page: Page): Promise<string[]> =>
  page.locator('body').evaluate((body): string[] => {
    const { document } = body.ownerDocument.defaultView
    const styleOf = (element: typeof body) => document.defaultView.getComputedStyle(element)
    const found: string[] = []
    /** Pixels that rounding may cost. */
    const slack = 1.5

    const nameOf = (element: typeof body): string => {
      const words = (element.getAttribute('aria-label') ?? element.textContent ?? '').trim().replace(/\s+/g, ' ')
      return `${element.tagName.toLowerCase()} “${words.slice(0, 60)}”`
    }
    const axes = [
      { from: 'left', to: 'right', overflow: 'overflowX' },
      { from: 'top', to: 'bottom', overflow: 'overflowY' },
    ] as const
    const isEmpty = ({ left, top, right, bottom }: Box) => right - left < 2 || bottom - top < 2

    /** What its containers leave of it to be seen; a container that cuts it off for good is named. */
    const seen = (element: typeof body): Box & { cutBy: string | null } => {
      const { left, top, right, bottom } = element.getBoundingClientRect()
      const box = { left, top, right, bottom, cutBy: null as string | null }
      for (let parent = element.parentElement; parent && !isEmpty(box); parent = parent.parentElement) {
        const style = styleOf(parent)
        const around =
          parent === document.documentElement
            ? { left: 0, top: 0, right: document.defaultView.innerWidth, bottom: document.defaultView.innerHeight }
            : parent.getBoundingClientRect()
        for (const { from, to, overflow } of axes) {
          if (style[overflow] === 'visible' && parent !== document.documentElement) continue
          const scrolls = style[overflow] === 'auto' || style[overflow] === 'scroll'
          if (!scrolls && (box[from] < around[from] - slack || box[to] > around[to] + slack)) box.cutBy = nameOf(parent)
          box[from] = Math.max(box[from], around[from])
          box[to] = Math.min(box[to], around[to])
        }
      }
      return box
    }
    /** Only for screen readers, by our own style sheet or React Aria's. */
    const isUnseen = (element: typeof body): boolean =>
      element !== null && (styleOf(element).clipPath === 'inset(50%)' || isUnseen(element.parentElement))
    /** Painted, and for everybody: a list box keeps the system's own select, out of sight, for forms. */
    const isShown = (element: typeof body): boolean =>
      element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) &&
      !element.closest('[aria-hidden=true], [inert]') &&
      !isEmpty(element.getBoundingClientRect()) &&
      !isUnseen(element)

    if (document.scrollingElement.scrollWidth > document.defaultView.innerWidth) found.push('the page scrolls sideways')
    if (document.scrollingElement.scrollHeight > document.defaultView.innerHeight) found.push('the page scrolls')

    const controls: { element: typeof body; box: Box }[] = []
    for (const element of document.querySelectorAll(
      'h1, h2, h3, h4, button, a[href], input, select, textarea, th, dt, label, [role=tab]',
    )) {
      if (!isShown(element)) continue
      const box = seen(element)
      if (box.cutBy) found.push(`${nameOf(element)} is cut off by ${box.cutBy}`)
      if (!isEmpty(box) && element.matches('h1, h2, h3, button, a[href], input, select, textarea')) controls.push({ element, box })
    }

    for (const [index, one] of controls.entries()) {
      for (const other of controls.slice(index + 1)) {
        if (one.element.contains(other.element)) continue
        const width = Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left)
        const height = Math.min(one.box.bottom, other.box.bottom) - Math.max(one.box.top, other.box.top)
        if (width > 2 && height > 2) found.push(`${nameOf(one.element)} overlaps ${nameOf(other.element)}`)
      }
    }

    for (const element of document.querySelectorAll('body *')) {
      const hasWords = [...element.childNodes].some(({ nodeType, textContent }) => nodeType === 3 && textContent?.trim())
      const style = styleOf(element)
      if (!isShown(element) || (style.display === 'inline' && !hasWords)) continue
      const sideways = element.clientWidth > 0 && element.scrollWidth > element.clientWidth + slack
      const isPre = element.closest('pre') !== null
      if (sideways && /auto|scroll/.test(style.overflowX) && !isPre) found.push(`${nameOf(element)} scrolls sideways`)
      if (!hasWords) continue
      const isEllipsed = style.textOverflow === 'ellipsis'
      if (sideways && !isEllipsed && !/auto|scroll/.test(style.overflowX)) found.push(`${nameOf(element)} is wider than its place`)
      if (/hidden|clip/.test(style.overflowY) && element.scrollHeight > element.clientHeight + 3)
        found.push(`${nameOf(element)} is higher than its place`)
    }
    return [...new Set(found)]
  })
