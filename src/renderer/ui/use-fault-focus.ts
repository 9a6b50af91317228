import { type RefObject, useEffect, useRef } from 'react'

/** For a form's `ref`: whenever something was found wrong, the first field at fault takes the focus, or else the message comes into view. */
export const useFaultFocus = (found: unknown): RefObject<HTMLFormElement | null> => {
  const form = useRef<HTMLFormElement>(null)
  useEffect(() => {
    if (!found) return
    const field = form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')
    if (field) field.focus()
    else form.current?.querySelector('[role="alert"]')?.scrollIntoView({ block: 'nearest' })
  }, [found])
  return form
}
