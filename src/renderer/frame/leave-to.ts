import { go } from '../router.ts'

const dialog = '[role=dialog], [role=alertdialog]'

/** A dialog keeps the focus until it is gone, and gives it back a frame later, to nobody when what had it is gone too. */
const focusMain = (framesWithoutDialog = 0): void => {
  if (framesWithoutDialog < 3) requestAnimationFrame(() => focusMain(document.querySelector(dialog) ? 0 : framesWithoutDialog + 1))
  else if (document.activeElement === document.body) document.getElementById('main')?.focus()
}

/** Goes where a finished form or a deletion leads; the focus goes along, because what had it is gone. */
export const leaveTo = (path: string[]): void => {
  go(path)
  if (document.querySelector(dialog)) focusMain()
  else document.getElementById('main')?.focus()
}
