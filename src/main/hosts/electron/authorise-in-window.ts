// From an authorisation that waits for a window, through that window, to what the core makes of its redirect.

import type { BrowserWindow } from 'electron'
import type { Output } from '../../../shared/api.ts'
import { AppError, type Reply } from '../../../shared/errors.ts'
import type { App } from '../../core/app.ts'
import { type AuthorisationWindow, openAuthorisationWindow } from './authorisation-window.ts'

type Completed = Output<'accountAccessConsent.completeAuthorisation'>

/** Authorisations in windows of their own beside `parent`; `closing` ends those that wait. */
export const createWindowAuthorisations = (parent: BrowserWindow, closing: AbortSignal) => {
  const open = new Map<string, AuthorisationWindow>()

  return async ({ dispatch }: App, authContextId: string): Promise<Reply<Completed>> => {
    const waiting = await dispatch('accountAccessConsent.listAuthorisations', {})
    // SECURITY: only what the core itself has started, so that our page cannot have any address opened.
    const started = waiting.ok ? waiting.value.items.find((one) => one.authContextId === authContextId) : undefined
    if (started?.capture !== 'window') throw notWaiting()
    const already = open.get(authContextId)
    if (already) {
      already.show()
      throw new AppError('CONFLICT', 'The window of this authorisation is open', { field: 'authContextId' })
    }
    const window = openAuthorisationWindow(parent, started.authorisationUrl, started.redirectUri)
    open.set(authContextId, window)
    void window.redirect.then(() => open.delete(authContextId))

    // However else it ends, such as by a redirect that was pasted or because its time is over, the window has no more use.
    const over = dispatch('accountAccessConsent.completeAuthorisation', { authContextId }, { signal: closing })
    void over.then(window.close)
    let failure: AppError | null = null
    window.loaded.catch((error: NodeJS.ErrnoException) => {
      // The first page led straight to the redirect address, where the window stops.
      if (error.code === 'ERR_ABORTED') return
      failure = notLoaded(error)
      window.close()
    })

    const redirect = await window.redirect
    const reply = redirect === null ? null : await dispatch('accountAccessConsent.completeAuthorisation', { authContextId, redirect })
    // Closed by hand, or an answer that is not this authorisation's: given up. One that is over already stays as it ended.
    if (!reply?.ok) await dispatch('accountAccessConsent.cancelAuthorisation', { authContextId })
    if (failure) throw failure
    return reply ?? over
  }
}

const notWaiting = () =>
  new AppError('NOT_FOUND', 'No authorisation waits for a window under this id', {
    field: 'authContextId',
    remedy: 'Start the authorisation with capture set to window.',
  })

const notLoaded = (error: NodeJS.ErrnoException) =>
  new AppError(
    'BANK_UNREACHABLE',
    `The bank’s page could not be loaded (${error.code ?? error.message})`,
    { remedy: 'Start the authorisation again, or open its address in a browser.' },
    error,
  )
