import { go } from '../router.ts'

/** Goes where a finished form or a deletion leads; the focus goes along, because what had it is gone. */
export const leaveTo = (path: string[]): void => {
  go(path)
  document.getElementById('main')?.focus()
}
