// The session of our pages: in memory, without permissions, without the network.

import { type Session, session } from 'electron'
import { isOwnAddress } from './own-address.ts'

/** The copy buttons write to the clipboard; nothing else that needs a permission is used. */
const isAllowed = (permission: string, address: string, isMainFrame: boolean): boolean =>
  permission === 'clipboard-sanitized-write' && isMainFrame && isOwnAddress(address)

const networkProtocols = new Set(['http:', 'https:', 'ws:', 'wss:', 'ftp:', 'file:'])

const lock = (locked: Session): void => {
  // SECURITY: Electron grants whatever is not denied here: camera, location, notifications, …
  locked.setPermissionRequestHandler((_contents, permission, decide, { requestingUrl, isMainFrame }) =>
    decide(isAllowed(permission, requestingUrl, isMainFrame)),
  )
  // SECURITY: some features only ask whether they were granted before.
  locked.setPermissionCheckHandler((_contents, permission, origin, { isMainFrame }) => isAllowed(permission, origin, isMainFrame))
  // SECURITY: USB, serial and HID devices have a handler of their own.
  locked.setDevicePermissionHandler(() => false)
  // SECURITY: a page that was taken over can send nothing out by the network; all that leaves goes through the core.
  locked.webRequest.onBeforeRequest(({ url }, decide) => decide({ cancel: networkProtocols.has(URL.parse(url)?.protocol ?? '') }))
  // SECURITY: nothing is written to disk but by the save dialog.
  locked.on('will-download', (event) => event.preventDefault())
  // SECURITY: what is typed here is not sent for dictionaries, nor are these fetched.
  locked.setSpellCheckerEnabled(false)
}

/** After "ready". Without "persist:" the session is never on disk. Electron's default session, which no page of ours uses, is locked too. */
export const createPageSession = (): Session => {
  const pages = session.fromPartition('tpp-workbench', { cache: false })
  for (const one of [session.defaultSession, pages]) lock(one)
  return pages
}
