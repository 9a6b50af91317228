// The bridge of the page under Electron: data in, data out, on one channel.

import { contextBridge, type IpcRendererEvent, ipcRenderer } from 'electron'
import type { Bridge } from '../shared/bridge.ts'
import type { AppEvent } from '../shared/events.ts'
import { eventChannel, type HostRequest, requestChannel, versionArgument } from '../shared/host-request.ts'

const ask = (request: HostRequest) => ipcRenderer.invoke(requestChannel, request)
const version = process.argv.find((argument) => argument.startsWith(versionArgument))?.slice(versionArgument.length) ?? ''

const bridge = {
  host: { kind: 'electron', version, platform: process.platform },
  call: (method, input) => ask({ kind: 'call', method, input }),
  subscribe(listener) {
    // SECURITY: Electron's event holds its sender, a way to every channel; the page gets the data alone.
    const pass = (_event: IpcRendererEvent, event: AppEvent) => listener(event)
    ipcRenderer.on(eventChannel, pass)
    return () => void ipcRenderer.off(eventChannel, pass)
  },
  openExternal: (address) => ask({ kind: 'openExternal', address }),
  saveText: (suggestedName, text, encoding) => ask({ kind: 'saveText', suggestedName, text, encoding }),
  authoriseInWindow: (authContextId) => ask({ kind: 'authoriseInWindow', authContextId }),
  setTheme: (theme) => void ask({ kind: 'setTheme', theme }),
} satisfies Bridge

// SECURITY: a fixed set of functions in the page's world; neither ipcRenderer nor any other module of Electron.
contextBridge.exposeInMainWorld('tppWorkbench', bridge)
