// The native menu: what the system expects of every app. The app's own commands and their shortcuts are the renderer's.

import { app, type BrowserWindow, Menu, type MenuItemConstructorOptions, shell } from 'electron'
import { startAddress } from './own-address.ts'

const standards = 'https://openbankinguk.github.io/read-write-api-site3/'

const separator: MenuItemConstructorOptions = { type: 'separator' }

const template = (window: BrowserWindow, platform: NodeJS.Platform, developing: boolean): MenuItemConstructorOptions[] => [
  ...(platform === 'darwin' ? [{ role: 'appMenu' } as const] : []),
  { label: 'File', submenu: [platform === 'darwin' ? { role: 'close' } : { role: 'quit' }] },
  { role: 'editMenu' },
  {
    label: 'View',
    submenu: [
      { role: 'resetZoom' },
      { role: 'zoomIn' },
      { role: 'zoomOut' },
      separator,
      { role: 'togglefullscreen' },
      ...(developing ? [separator, { role: 'reload' } as const, { role: 'toggleDevTools' } as const] : []),
    ],
  },
  { role: 'windowMenu' },
  {
    role: 'help',
    submenu: [
      { label: 'Glossary', click: () => void window.loadURL(`${startAddress}#/glossary`) },
      { label: 'Open Banking UK standards', click: () => void shell.openExternal(standards) },
      ...(platform === 'darwin' ? [] : [separator, { role: 'about' } as const]),
    ],
  },
]

export const setMenu = (window: BrowserWindow): void =>
  Menu.setApplicationMenu(Menu.buildFromTemplate(template(window, process.platform, !app.isPackaged)))
