import { app, BrowserWindow, nativeTheme, type Session } from 'electron'
import { versionArgument } from '../../../shared/host-request.ts'
import { showFailure } from './failures.ts'
import { rememberedPlace, rememberPlace, smallest } from './window-place.ts'

/** The renderer's ground, so that nothing flashes before it has drawn. */
const ground = () => (nativeTheme.shouldUseDarkColors ? '#16191d' : '#ffffff')

export interface OpenWindowInput {
  pages: Session
  /** The file of the built preload. */
  preload: string
}

/** Makes the window; it shows itself once its page has drawn. */
export const createWindow = ({ pages, preload }: OpenWindowInput): BrowserWindow => {
  const { bounds, maximised } = rememberedPlace()
  const window = new BrowserWindow({
    ...bounds,
    minWidth: smallest.width,
    minHeight: smallest.height,
    title: 'TPP Workbench',
    show: false,
    backgroundColor: ground(),
    webPreferences: {
      session: pages,
      preload,
      // SECURITY: a page that was taken over is in a process that may do next to nothing.
      sandbox: true,
      // SECURITY: the page cannot reach the preload's world by changing built-in objects.
      contextIsolation: true,
      // SECURITY: no Node in the page, nor in its workers and frames.
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      // SECURITY: see contents.ts.
      webviewTag: false,
      spellcheck: false,
      // No developer tools in what people install.
      devTools: !app.isPackaged,
      // Left as they are: webSecurity on; allowRunningInsecureContent, experimentalFeatures and enableBlinkFeatures off.
      additionalArguments: [`${versionArgument}${app.getVersion()}`],
    },
  })
  rememberPlace(window)
  nativeTheme.on('updated', () => {
    if (!window.isDestroyed()) window.setBackgroundColor(ground())
  })
  window.once('ready-to-show', () => {
    if (maximised) window.maximize()
    window.show()
  })
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason === 'clean-exit') return
    showFailure('The page of the window ended', `It is loaded again. What was kept is not affected. (${reason})`)
    window.webContents.reload()
  })
  return window
}

export const focusWindow = (window: BrowserWindow): void => {
  if (window.isDestroyed()) return
  if (window.isMinimized()) window.restore()
  window.show()
  window.focus()
}
