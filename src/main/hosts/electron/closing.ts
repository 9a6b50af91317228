import { app } from 'electron'
import type { App } from '../../core/app.ts'

const closeWithinMs = 2500

/** Quitting closes the core in order, and ends the app within three seconds whatever hangs. Returns the signal that ends open calls. */
export const closeInOrder = (core: Promise<App>): AbortSignal => {
  const closing = new AbortController()
  let closed = false

  const close = async (): Promise<void> => {
    closing.abort()
    const opened = await core
    await opened.close()
  }

  app.on('window-all-closed', () => app.quit())
  app.on('will-quit', (event) => {
    if (closed) return
    event.preventDefault()
    if (closing.signal.aborted) return
    const timer = setTimeout(() => app.exit(1), closeWithinMs)
    close()
      .catch(() => {})
      .finally(() => {
        clearTimeout(timer)
        closed = true
        app.quit()
      })
  })
  return closing.signal
}
