// A stand-in for the part of Electron that the app uses, in plain Node. It keeps what was asked of it and in which order,
// and is as strict as Electron where order or shape matter.

import { EventEmitter } from 'node:events'
import { join } from 'node:path'
import { DoubleSession } from './session.ts'
import { DoubleUtilityProcess, type ForkOptions } from './utility-process.ts'
import { DoubleWindow, preventable, type WindowOptions } from './window.ts'

export interface DoubleOptions {
  /** Holds appData and downloads. */
  folder: string
  /** Whether this instance gets the lock. */
  first?: boolean
  isPackaged?: boolean
  switches?: string[]
  dark?: boolean
  displays?: { workArea: { x: number; y: number; width: number; height: number } }[]
}

export interface MenuItem {
  role?: string
  label?: string
  submenu?: MenuItem[]
  click?: () => void
}

type InvokeHandler = (event: object, ...args: unknown[]) => unknown

export const createElectronDouble = (options: DoubleOptions) => {
  const { folder, first = true, isPackaged = false, switches = [], dark = false } = options
  const { displays = [{ workArea: { x: 0, y: 0, width: 1920, height: 1080 } }] } = options
  /** What was called, in order. */
  const order: string[] = []
  const note = (what: string) => void order.push(what)
  const readiness = Promise.withResolvers<void>()
  const ended = Promise.withResolvers<number>()
  let ready = false
  const onlyBefore = (what: string) => {
    note(what)
    if (ready) throw new Error(`${what} should be called before app is ready`)
  }
  const onlyAfter = (what: string) => {
    note(what)
    if (!ready) throw new Error(`${what} can only be used after app is ready`)
  }

  const seen = {
    windows: [] as DoubleWindow[],
    sessions: new Map<string, DoubleSession>(),
    schemes: [] as object[],
    handlers: new Map<string, InvokeHandler>(),
    opened: [] as string[],
    errorBoxes: [] as { title: string; content: string }[],
    messageBoxes: [] as { message: string; detail: string }[],
    saveDialogs: [] as { defaultPath: string }[],
    notifications: [] as DoubleNotification[],
    utilityProcesses: [] as DoubleUtilityProcess[],
    menu: null as MenuItem[] | null,
    paths: new Map([
      ['appData', join(folder, 'appData')],
      ['downloads', join(folder, 'downloads')],
    ]),
    /** What the next save dialog answers. */
    saveAnswer: { canceled: true, filePath: '' },
  }

  const app = Object.assign(new EventEmitter(), {
    isPackaged,
    setName: (name: string) => note(`setName ${name}`),
    setAppUserModelId: (id: string) => note(`setAppUserModelId ${id}`),
    getVersion: () => '1.2.3',
    getPath: (name: string) => seen.paths.get(name) ?? join(folder, name),
    setPath: (name: string, path: string) => void seen.paths.set(name, path),
    commandLine: { hasSwitch: (name: string) => switches.includes(name) },
    enableSandbox: () => onlyBefore('enableSandbox'),
    requestSingleInstanceLock() {
      note('requestSingleInstanceLock')
      return first
    },
    whenReady: () => readiness.promise,
    exit(code = 0) {
      note(`exit ${code}`)
      ended.resolve(code)
    },
    quit() {
      note('quit')
      app.emit('before-quit', preventable())
      for (const window of seen.windows) if (!window.destroyed) window.close()
      const event = preventable()
      app.emit('will-quit', event)
      if (!event.prevented) ended.resolve(0)
    },
  })

  class BrowserWindow extends DoubleWindow {
    constructor(given: WindowOptions) {
      onlyAfter('BrowserWindow')
      super(given, {
        note,
        created(window) {
          seen.windows.push(window)
          app.emit('web-contents-created', {}, window.webContents)
        },
        closed() {
          if (seen.windows.every(({ destroyed }) => destroyed)) app.emit('window-all-closed')
        },
      })
    }
  }

  class DoubleNotification extends EventEmitter {
    static isSupported = () => true
    readonly options: { title: string; body: string }
    constructor(given: { title: string; body: string }) {
      super()
      this.options = given
    }
    show = () => void seen.notifications.push(this)
  }

  const sessionOf = (partition: string): DoubleSession => {
    const known = seen.sessions.get(partition) ?? new DoubleSession(partition)
    seen.sessions.set(partition, known)
    return known
  }

  const electron = {
    app,
    BrowserWindow,
    Notification: DoubleNotification,
    protocol: {
      registerSchemesAsPrivileged(schemes: object[]) {
        onlyBefore('registerSchemesAsPrivileged')
        seen.schemes.push(...schemes)
      },
    },
    session: {
      get defaultSession() {
        onlyAfter('defaultSession')
        return sessionOf('')
      },
      fromPartition(partition: string) {
        onlyAfter('fromPartition')
        return sessionOf(partition)
      },
    },
    ipcMain: {
      handle(channel: string, handler: InvokeHandler) {
        note('ipcMain.handle')
        if (seen.handlers.has(channel)) throw new Error(`Attempted to register a second handler for '${channel}'`)
        seen.handlers.set(channel, handler)
      },
    },
    dialog: {
      showErrorBox: (title: string, content: string) => void seen.errorBoxes.push({ title, content }),
      showMessageBox: async (_window: object, box: { message: string; detail: string }) => void seen.messageBoxes.push(box),
      async showSaveDialog(_window: object, given: { defaultPath: string }) {
        seen.saveDialogs.push(given)
        return seen.saveAnswer
      },
    },
    Menu: {
      buildFromTemplate: (template: MenuItem[]) => template,
      setApplicationMenu(menu: MenuItem[]) {
        seen.menu = menu
      },
    },
    nativeTheme: Object.assign(new EventEmitter(), { themeSource: 'system', shouldUseDarkColors: dark }),
    screen: { getAllDisplays: () => displays },
    shell: { openExternal: async (address: string) => void seen.opened.push(address) },
    utilityProcess: {
      fork(modulePath: string, args: string[], given: ForkOptions) {
        onlyAfter('utilityProcess.fork')
        const forked = new DoubleUtilityProcess(modulePath, args, given)
        seen.utilityProcesses.push(forked)
        return forked
      },
    },
  }

  return {
    electron,
    order,
    seen,
    /** What Electron tells once it is ready. */
    becomeReady() {
      ready = true
      note('ready')
      readiness.resolve()
    },
    /** The exit code, once the app has ended. */
    ended: ended.promise,
  }
}

export type ElectronDouble = ReturnType<typeof createElectronDouble>
