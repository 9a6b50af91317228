import type { BrowserWindow } from 'electron'
import { eventChannel } from '../../../shared/host-request.ts'
import type { App } from '../../core/app.ts'

/** Sends what the core tells to the page. */
export const forwardEvents = (app: Pick<App, 'subscribe'>, window: BrowserWindow): void => {
  const end = app.subscribe((event) => window.webContents.send(eventChannel, event))
  window.once('closed', end)
}
