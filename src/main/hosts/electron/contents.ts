import { app } from 'electron'
import { isOfBank } from './bank-session.ts'
import { isOwnAddress } from './own-address.ts'

interface Navigation {
  readonly url: string
  preventDefault(): void
}

/** SECURITY: a page elsewhere would sit beside our preload, in a window that people trust. */
const stayHome = (navigation: Navigation): void => {
  if (!isOwnAddress(navigation.url)) navigation.preventDefault()
}

/** Before "ready", for every page that will ever be: none of ours leaves our origin, and none opens a window or embeds another page. */
export const lockContents = (): void => {
  // SECURITY: Electron would show whoever asks the first certificate of this person's own store, unasked.
  app.on('select-client-certificate', (event, _contents, _address, _certificates, choose) => {
    event.preventDefault()
    choose()
  })
  app.on('web-contents-created', (_event, contents) => {
    // A bank's pages have no preload and a session of their own; where they may go is judged in authorisation-window.ts.
    if (!isOfBank(contents.session)) {
      contents.on('will-navigate', stayHome)
      contents.on('will-frame-navigate', stayHome)
      contents.on('will-redirect', stayHome)
    }
    // SECURITY: a new window would have Electron's defaults in place of ours. Addresses are opened by the system's browser, see approved-addresses.ts.
    contents.setWindowOpenHandler(() => ({ action: 'deny' }))
    // SECURITY: a webview can be given its own preload and preferences by the page.
    contents.on('will-attach-webview', (event) => event.preventDefault())
  })
}
