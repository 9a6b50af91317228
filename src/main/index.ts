// The Electron app. What has to be in place before "ready" is set up while this module is evaluated, so nothing is awaited at its top level.

import { fileURLToPath } from 'node:url'
import { app } from 'electron'
import { closeInOrder } from './hosts/electron/closing.ts'
import { lockContents } from './hosts/electron/contents.ts'
import { openCore } from './hosts/electron/core.ts'
import { forwardEvents } from './hosts/electron/events.ts'
import { endWithFailure, reportFailures } from './hosts/electron/failures.ts'
import { setMenu } from './hosts/electron/menu.ts'
import { notifyOfWalkthrough } from './hosts/electron/notifications.ts'
import { startAddress } from './hosts/electron/own-address.ts'
import { createPageSession } from './hosts/electron/page-session.ts'
import { registerOwnScheme, servePages } from './hosts/electron/pages.ts'
import { answerRequests } from './hosts/electron/requests.ts'
import { testCryptoOnce } from './hosts/electron/self-test.ts'
import { chooseProfileFolder, readStartOptions, type StartOptions } from './hosts/electron/start-options.ts'
import { createWindow, focusWindow } from './hosts/electron/window.ts'

/** A file of the built output, seen from out/main/index.js. */
const built = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

const start = async (options: StartOptions): Promise<void> => {
  // The core opens beside Electron itself; the window does not wait for it.
  const core = openCore(options, built('model-bank.js'))
  const closing = closeInOrder(core)
  await app.whenReady()
  const pages = createPageSession()
  servePages(pages, built('../renderer'))
  const window = createWindow({ pages, preload: built('../preload/index.cjs') })
  app.on('second-instance', () => focusWindow(window))
  answerRequests({ window, core, closing })
  setMenu(window)
  const loaded = window.loadURL(startAddress)
  const opened = await core
  forwardEvents(opened, window)
  notifyOfWalkthrough(opened, window)
  await loaded
  await testCryptoOnce(window)
}

reportFailures()
app.setName('TPP Workbench')
// Windows shows notifications only of an app that it knows by this id, which the installer registers.
app.setAppUserModelId('local.tpp-workbench')
const options = readStartOptions()
chooseProfileFolder(options)
// SECURITY: every page that will ever be is in Chromium's sandbox, whatever its window asks for.
app.enableSandbox()
registerOwnScheme()
lockContents()
// One window per workspace: the one that is open comes to the front instead.
if (app.requestSingleInstanceLock()) start(options).catch((error) => endWithFailure('TPP Workbench cannot start', error))
else app.exit(0)
