// A window on a bank's own pages that watches for the registered redirect address, and stops the browser before it goes there.

import { app, BrowserWindow } from 'electron'
import { createBankSession, isBankAddress } from './bank-session.ts'

export interface AuthorisationWindow {
  /** The whole address that the bank sent the browser to; null when the window was closed before. */
  redirect: Promise<string | null>
  /** Settles once the first page is there; rejects with Electron's error when it cannot be. */
  loaded: Promise<void>
  show(): void
  close(): void
}

interface Navigation {
  readonly url: string
  readonly isMainFrame?: boolean
  preventDefault(): void
}

/** SECURITY: parsed and compared whole (RFC 9700 §2.1): a prefix would let https://tpp.example.evil.example pass. */
const goesTo = (address: string, redirectUri: string): boolean => {
  const [url, registered] = [URL.parse(address), URL.parse(redirectUri)]
  if (!url || !registered || url.username || url.password) return false
  // Not by origin, which is the same for every scheme of an app.
  const isSame = url.protocol === registered.protocol && url.host === registered.host && url.pathname === registered.pathname
  return isSame && isWithin(registered, url)
}

/** A query that was registered is part of the address. */
const isWithin = ({ searchParams: wanted }: URL, { searchParams: found }: URL): boolean =>
  [...wanted].every(([name, value]) => found.getAll(name).includes(value))

export const openAuthorisationWindow = (parent: BrowserWindow, address: string, redirectUri: string): AuthorisationWindow => {
  const window = new BrowserWindow({
    parent,
    width: 520,
    height: 760,
    title: new URL(address).host,
    autoHideMenuBar: true,
    webPreferences: {
      session: createBankSession(),
      // SECURITY: these are foreign pages: no preload, no Node, and Chromium's sandbox; see window.ts.
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webviewTag: false,
      spellcheck: false,
      devTools: !app.isPackaged,
    },
  })
  const { webContents } = window
  const { promise: redirect, resolve } = Promise.withResolvers<string | null>()
  const close = () => {
    if (!window.isDestroyed()) window.destroy()
  }
  /** True when this is the answer, which is then taken, and the first one counts. */
  const caught = (url: string): boolean => {
    if (!goesTo(url, redirectUri)) return false
    resolve(url)
    return true
  }
  const judge = (navigation: Navigation) => {
    // SECURITY: a frame within the bank's page is not the bank, so its way to the address is no answer.
    const isAnswer = navigation.isMainFrame !== false && caught(navigation.url)
    // SECURITY: the answer never leaves by the network; any other scheme would start a program of this machine.
    if (isAnswer || !isBankAddress(navigation.url)) navigation.preventDefault()
  }
  webContents.on('will-navigate', judge)
  webContents.on('will-redirect', judge)
  webContents.on('will-frame-navigate', (navigation) => {
    if (!navigation.isMainFrame) judge(navigation)
  })
  // These have happened already, by the page's own history or without notice before.
  webContents.on('did-navigate', (_event, url) => void caught(url))
  webContents.on('did-navigate-in-page', (_event, url, isMainFrame) => void (isMainFrame && caught(url)))
  // SECURITY: whose page it is shows in the title, which a page cannot choose.
  window.on('page-title-updated', (event) => {
    event.preventDefault()
    window.setTitle(URL.parse(webContents.getURL())?.host ?? '')
  })
  window.on('closed', () => resolve(null))
  void redirect.then(close)
  return {
    redirect,
    loaded: window.loadURL(address),
    show() {
      window.show()
      window.focus()
    },
    close,
  }
}
