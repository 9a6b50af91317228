// The page's side: the real built preload, with doubles of contextBridge and ipcRenderer that are wired to the main process.

import { readFileSync } from 'node:fs'
import { compileFunction } from 'node:vm'
import type { Bridge } from '../../../src/shared/bridge.ts'
import type { ElectronDouble } from './double.ts'
import type { DoubleFrame, DoubleWindow } from './window.ts'

type Plain = (...args: unknown[]) => unknown

const isPlain = (value: object): boolean => Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype

/** What contextBridge lets through: data is copied, functions and promises are proxied, anything else is refused. */
const carry = (value: unknown): unknown => {
  if (typeof value === 'function') return (...args: unknown[]) => carry((value as Plain)(...args.map(carry)))
  if (value instanceof Promise) return value.then(carry)
  if (typeof value !== 'object' || value === null) return value
  if (!isPlain(value)) throw new TypeError('An object that is not data was passed through contextBridge')
  if (Array.isArray(value)) return value.map(carry)
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, carry(one)]))
}

/** Calls the main process's handler as Electron does: by structured clone, with the event of this sender. */
export const invoke = async (
  { seen }: ElectronDouble,
  channel: string,
  args: unknown[],
  event: { sender: { id: number }; senderFrame: DoubleFrame | null },
): Promise<unknown> => {
  const handler = seen.handlers.get(channel)
  if (!handler) throw new Error(`No handler registered for '${channel}'`)
  return structuredClone(await handler(event, ...structuredClone(args)))
}

export interface Page {
  bridge: Bridge
  /** Every channel that the preload used. */
  channels: Set<string>
  /** Names of what it put into the page's world. */
  exposed: string[]
}

/** Evaluates the preload as a sandboxed renderer does: CommonJS, without Node's modules. */
export const openPage = (double: ElectronDouble, window: DoubleWindow, preload: string): Page => {
  const { webContents } = window
  const channels = new Set<string>()
  const world = new Map<string, unknown>()
  const electron = {
    contextBridge: { exposeInMainWorld: (name: string, value: unknown) => void world.set(name, carry(value)) },
    ipcRenderer: {
      invoke(channel: string, ...args: unknown[]) {
        channels.add(channel)
        return invoke(double, channel, args, { sender: webContents, senderFrame: webContents.mainFrame })
      },
      on(channel: string, listener: Plain) {
        channels.add(channel)
        webContents.page.on(channel, listener)
      },
      off: (channel: string, listener: Plain) => void webContents.page.off(channel, listener),
    },
  }
  const require = (name: string) => {
    if (name === 'electron') return electron
    throw new Error(`module not found: ${name}`)
  }
  const { additionalArguments } = window.options.webPreferences
  const process = { platform: 'linux', argv: ['electron', ...(Array.isArray(additionalArguments) ? additionalArguments : [])] }
  compileFunction(readFileSync(preload, 'utf8'), ['require', 'module', 'exports', 'process'])(require, { exports: {} }, {}, process)
  return { bridge: world.get('tppWorkbench') as Bridge, channels, exposed: [...world.keys()] }
}
