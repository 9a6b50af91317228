// The sessions of banks' own pages: one for each authorisation, in memory, with the network and nothing else.

import { randomUUID } from 'node:crypto'
import { type Session, session } from 'electron'

const known = new WeakSet<Session>()

/** Whether pages of this session are a bank's; see contents.ts. */
export const isOfBank = (one: Session): boolean => known.has(one)

const loopback = new Set(['127.0.0.1', '[::1]'])

/** SECURITY: no file, app or foreign scheme; plain http stays on this machine, by number, because a name can be pointed elsewhere. */
export const isBankAddress = (address: string): boolean => {
  const url = URL.parse(address)
  return url !== null && (url.protocol === 'https:' || (url.protocol === 'http:' && loopback.has(url.hostname)))
}

/** What a page makes by itself, and sockets as secure as the page. */
const ownSchemes = new Set(['data:', 'blob:', 'wss:'])

/** SECURITY: a new one each time, so that no bank finds what another authorisation, or another bank, has left behind. */
export const createBankSession = (): Session => {
  const made = session.fromPartition(`tpp-workbench-bank-${randomUUID()}`, { cache: false })
  known.add(made)
  // SECURITY: Electron grants whatever is not denied here: camera, location, external programs, …
  made.setPermissionRequestHandler((_contents, _permission, decide) => decide(false))
  made.setPermissionCheckHandler(() => false)
  made.setDevicePermissionHandler(() => false)
  // SECURITY: nothing of this machine but what listens on it, and nothing in clear from elsewhere.
  made.webRequest.onBeforeRequest(({ url }, decide) =>
    decide({ cancel: !isBankAddress(url) && !ownSchemes.has(URL.parse(url)?.protocol ?? '') }),
  )
  // SECURITY: nothing is written to disk.
  made.on('will-download', (event) => event.preventDefault())
  // SECURITY: what is typed here, such as a password, is not sent for dictionaries, nor are these fetched.
  made.setSpellCheckerEnabled(false)
  return made
}
