// The built main bundle, from its first line to the window that is open.

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { boot } from '../support/electron/boot.ts'
import { shareBuiltApp } from '../support/electron/built.ts'

const built = shareBuiltApp()

describe('start', () => {
  test('what has to precede "ready" does, and what the page needs is there before it is loaded', async () => {
    const { double, open } = await boot({ built: built() })
    expect(double.order).toEqual([
      'setName TPP Workbench',
      'setAppUserModelId local.tpp-workbench',
      'enableSandbox',
      'registerSchemesAsPrivileged',
      'requestSingleInstanceLock',
    ])
    expect(double.seen.schemes).toEqual([{ scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } }])
    const { window } = await open()
    expect(double.order.slice(5)).toEqual([
      'ready',
      'fromPartition',
      'defaultSession',
      'BrowserWindow',
      'ipcMain.handle',
      'loadURL app://bundle/',
    ])
    expect(double.seen.sessions.get('tpp-workbench')?.schemes).toEqual(['app'])
    expect(double.seen.sessions.get('')?.schemes).toEqual([])
    expect(double.seen.menu).not.toBeNull()
    expect(window.shown).toBe(1)
  })

  test('the window is sandboxed, isolated and without Node', async () => {
    const { double, open } = await boot({ built: built() })
    const { window } = await open()
    const { webPreferences, ...options } = window.options
    expect(options).toEqual({
      width: 1280,
      height: 800,
      minWidth: 1024,
      minHeight: 700,
      title: 'TPP Workbench',
      show: false,
      backgroundColor: '#ffffff',
    })
    const { session, preload, additionalArguments, ...switches } = webPreferences
    expect(switches).toEqual({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webviewTag: false,
      spellcheck: false,
      devTools: true,
    })
    expect(session).toBe(double.seen.sessions.get('tpp-workbench'))
    expect(preload).toBe(built().preload)
    expect(existsSync(built().preload)).toBe(true)
    expect(additionalArguments).toEqual(['--tpp-workbench-version=1.2.3'])
  })

  test('no certificate error is handled: Chromium refuses by itself', async () => {
    const { double, open } = await boot({ built: built() })
    const { window } = await open()
    const listened = [double.electron.app, window.webContents, ...double.seen.sessions.values()].flatMap((one) => one.eventNames())
    expect(listened).toContain('web-contents-created')
    for (const event of ['certificate-error', 'login']) expect(listened).not.toContain(event)
    expect(readFileSync(built().main, 'utf8')).not.toContain('setCertificateVerifyProc')
  })

  test('installed, there are no developer tools: neither in the window nor in the menu', async () => {
    const roles = async (isPackaged: boolean) => {
      const { double, open } = await boot({ built: built(), isPackaged })
      const { window } = await open()
      const items = double.seen.menu?.flatMap(({ role, submenu = [] }) => [role, ...submenu.map((item) => item.role)])
      return { devTools: window.options.webPreferences.devTools, items }
    }
    const developing = await roles(false)
    expect(developing.devTools).toBe(true)
    expect(developing.items).toEqual(
      expect.arrayContaining(['editMenu', 'windowMenu', 'help', 'zoomIn', 'togglefullscreen', 'toggleDevTools', 'reload']),
    )
    const installed = await roles(true)
    expect(installed.devTools).toBe(false)
    expect(installed.items).toEqual(expect.arrayContaining(['editMenu', 'windowMenu', 'help', 'zoomIn', 'togglefullscreen']))
    for (const role of ['toggleDevTools', 'reload', 'forceReload']) expect(installed.items).not.toContain(role)
  })

  test('in a dark system the window is dark from the first moment, and follows', async () => {
    const { double, open } = await boot({ built: built(), dark: true })
    const { window } = await open()
    expect(window.options.backgroundColor).toBe('#16191d')
    double.electron.nativeTheme.shouldUseDarkColors = false
    double.electron.nativeTheme.emit('updated')
    expect(window.background).toBe('#ffffff')
  })
})

describe('one window per workspace', () => {
  test('a second instance ends at once, with nothing opened', async () => {
    const { double } = await boot({ built: built(), first: false })
    expect(await double.ended).toBe(0)
    expect(double.seen.windows).toEqual([])
    expect(existsSync(join(double.electron.app.getPath('userData'), '..', 'data'))).toBe(false)
  })

  test('the first one comes to the front', async () => {
    const { double, open } = await boot({ built: built() })
    const { window } = await open()
    window.minimised = true
    double.electron.app.emit('second-instance', {}, [], '/')
    expect(window).toMatchObject({ minimised: false, focused: true })
  })

  test('other workspaces have a lock and files of their own; the place that was asked for stays', async () => {
    const userData = async (args: string[], switches: string[] = []) => {
      const { double } = await boot({ built: built(), args, switches, first: false })
      return double.seen.paths.get('userData')?.split('/').slice(-3).join('/')
    }
    expect(await userData([])).toBe('tpp-workbench/windows/default')
    expect(await userData(['--ephemeral'])).toBe('tpp-workbench/windows/ephemeral')
    const one = await userData(['--data-dir', '/tmp/one'])
    expect(one).toMatch(/^tpp-workbench\/windows\/[0-9a-f]{16}$/)
    expect(await userData(['--no-sandbox', '--data-dir=/tmp/one'])).toBe(one)
    expect(await userData(['--data-dir', '/tmp/two'])).not.toBe(one)
    expect(await userData([], ['user-data-dir'])).toBeUndefined()
  })
})

describe('place of the window', () => {
  const startAgain = async (folder: string, displays?: { workArea: { x: number; y: number; width: number; height: number } }[]) => {
    const { open } = await boot({ built: built(), folder, ...(displays && { displays }) })
    return (await open()).window
  }

  test('is where it was, and not on a screen that has gone', async () => {
    const { open, folder } = await boot({ built: built() })
    const { window } = await open()
    window.bounds = { x: 200, y: 100, width: 1500, height: 900 }
    window.maximised = true
    window.close()
    const again = await startAgain(folder)
    expect(again.options).toMatchObject({ x: 200, y: 100, width: 1500, height: 900 })
    expect(again.maximised).toBe(true)
    again.close()
    const elsewhere = await startAgain(folder, [{ workArea: { x: 3000, y: 0, width: 1920, height: 1080 } }])
    expect(elsewhere.options).toMatchObject({ width: 1300, height: 900 })
    expect(elsewhere.options).not.toHaveProperty('x')
  })

  test.each(['{"bounds":{"x":"left"}}', '{', '{"bounds":{"x":0,"y":0,"width":10,"height":10},"maximised":false}'])(
    'a file that makes no sense is passed over: %s',
    async (content) => {
      const { double, folder } = await boot({ built: built(), first: false })
      const userData = double.electron.app.getPath('userData')
      mkdirSync(userData, { recursive: true })
      writeFileSync(join(userData, 'window.json'), content)
      const { options } = await startAgain(folder)
      expect(Number(options.width)).toBeGreaterThanOrEqual(1024)
      expect(Number(options.height)).toBeGreaterThanOrEqual(700)
    },
  )
})
