// How the built app ends: in order, in time, and with words that reveal nothing.

import { once } from 'node:events'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { workspaceKey } from '../support/app.ts'
import { plainCertificates } from '../support/browser-host.ts'
import { boot } from '../support/electron/boot.ts'
import { shareBuiltApp } from '../support/electron/built.ts'

const built = shareBuiltApp()

describe('quitting', () => {
  test('ends open calls and the model bank, within three seconds', async () => {
    const { double, open } = await boot({ built: built() })
    const { window, page } = await open()
    await page.bridge.call('modelBank.start', { port: 0 })
    const waiting = new Promise<void>((done) => page.bridge.subscribe((event) => event.type === 'walkthrough.awaitingCustomer' && done()))
    const run = page.bridge.call('walkthrough.run', { autoApprove: false })
    await waiting
    const begin = performance.now()
    window.close()
    expect(await run).toMatchObject({ ok: false, error: { code: 'CANCELLED' } })
    expect(await double.ended).toBe(0)
    expect(performance.now() - begin).toBeLessThan(3000)
    expect(double.seen.utilityProcesses.map(({ exitCode }) => exitCode)).toEqual([0])
  })

  test('ends a walkthrough between its steps, however often quitting is asked for', async () => {
    const { double, open } = await boot({ built: built() })
    const { page } = await open()
    const begun = new Promise<void>((done) =>
      page.bridge.subscribe((event) => event.type === 'walkthrough.stepStarted' && event.step.index === 2 && done()),
    )
    const run = page.bridge.call('walkthrough.run', {})
    await begun
    double.electron.app.quit()
    double.electron.app.quit()
    expect(await run).toMatchObject({ ok: false, error: { code: 'CANCELLED' } })
    expect(await double.ended).toBe(0)
    expect(double.seen.errorBoxes).toEqual([])
  })

  test('a bank that does not end is ended', async () => {
    const { double, open } = await boot({ built: built() })
    const { page } = await open()
    await page.bridge.call('modelBank.start', { port: 0 })
    const [bank] = double.seen.utilityProcesses
    // It hears nothing any more.
    if (bank) bank.postMessage = () => {}
    const begin = performance.now()
    double.electron.app.quit()
    expect(await double.ended).toBe(0)
    expect(performance.now() - begin).toBeLessThan(3000)
    expect(bank?.exitCode).not.toBeNull()
  })

  test('why the bank cannot start comes back with its code', async () => {
    const { double, open } = await boot({ built: built() })
    const { page } = await open()
    const taken = createServer().listen(0, '127.0.0.1')
    await once(taken, 'listening')
    const reply = await page.bridge.call('modelBank.start', { port: (taken.address() as AddressInfo).port })
    taken.close()
    expect(reply).toMatchObject({ ok: false, error: { code: 'CONFLICT', message: expect.stringMatching(/in use/) } })
    const [bank] = double.seen.utilityProcesses
    if (bank?.exitCode === null) await once(bank, 'exit')
    expect(await page.bridge.call('modelBank.start', { port: 0 })).toMatchObject({ ok: true, value: { running: true } })
  })

  test('a model bank that ended by itself is said, and can be started again', async () => {
    const { double, open } = await boot({ built: built() })
    const { page } = await open()
    await page.bridge.call('modelBank.start', { port: 0 })
    const [bank] = double.seen.utilityProcesses
    const ended = new Promise((done) => bank?.once('exit', done))
    bank?.child.kill('SIGKILL')
    await ended
    expect(await page.bridge.call('modelBank.status', {})).toMatchObject({ ok: false, error: { message: 'The model bank has stopped' } })
    await page.bridge.call('modelBank.stop', {})
    expect(await page.bridge.call('modelBank.start', { port: 0 })).toMatchObject({ ok: true, value: { running: true } })
  })

  test('a kept workspace is closed, and opens again as it was', async () => {
    const env = workspaceKey()
    const first = await boot({ built: built(), args: [], env })
    const { page } = await first.open()
    const status = await page.bridge.call('workspace.status', {})
    expect(status).toMatchObject({ ok: true, value: { ephemeral: false, dataDir: join(first.folder, 'data', 'tpp-workbench') } })
    expect(await page.bridge.call('sandboxCertificates.create', plainCertificates)).toMatchObject({ ok: true })
    first.double.electron.app.quit()
    await first.double.ended
    expect(existsSync(join(first.folder, 'data', 'tpp-workbench', 'workspace.pid'))).toBe(false)
    const second = await boot({ built: built(), args: [], env, folder: first.folder })
    const again = await second.open()
    expect(await again.page.bridge.call('obWacCertificate.list', {})).toMatchObject({ ok: true, value: { items: [expect.anything()] } })
    second.double.electron.app.quit()
    await second.double.ended
  })
})

describe('failures', () => {
  test('a workspace that cannot be opened is said with its remedy, and the app ends', async () => {
    const secret = workspaceKey()
    const first = await boot({ built: built(), args: [], env: secret })
    await (await first.open()).page.bridge.call('workspace.status', {})
    first.double.electron.app.quit()
    await first.double.ended

    const wrong = workspaceKey()
    const second = await boot({ built: built(), args: [], env: { ...wrong }, folder: first.folder })
    second.double.becomeReady()
    expect(await second.double.ended).toBe(1)
    const [box, ...more] = second.double.seen.errorBoxes
    expect(more).toEqual([])
    expect(box?.title).toBe('TPP Workbench cannot start')
    expect(box?.content).toContain('TPP_WORKBENCH_KEY')
    expect(box?.content).not.toMatch(/\n\s+at /)
    for (const { TPP_WORKBENCH_KEY = 'none' } of [secret, wrong]) expect(box?.content).not.toContain(TPP_WORKBENCH_KEY)
  })

  test('an unexpected failure ends the app without its text and stack', async () => {
    const { double, open } = await boot({ built: built() })
    await open()
    const [listener] = process.listeners('uncaughtException').slice(-1)
    listener?.(new TypeError('the token is s3cret'), 'uncaughtException')
    expect(await double.ended).toBe(1)
    expect(double.seen.errorBoxes).toEqual([
      { title: 'TPP Workbench has to close', content: 'An unexpected failure (TypeError). What was kept is not affected.' },
    ])
  })

  test('a page that crashed is loaded again', async () => {
    const { double, open } = await boot({ built: built() })
    const { window } = await open()
    window.webContents.emit('render-process-gone', {}, { reason: 'clean-exit', exitCode: 0 })
    expect(double.seen.errorBoxes).toEqual([])
    window.webContents.emit('render-process-gone', {}, { reason: 'oom', exitCode: 1 })
    expect(double.seen.errorBoxes.map(({ title }) => title)).toEqual(['The page of the window ended'])
    expect(window.webContents.reloads).toBe(1)
  })
})

describe('first start of a version', () => {
  test('tests the cryptography, says nothing when it works, and remembers that', async () => {
    const { double, open } = await boot({ built: built() })
    await open()
    const file = join(double.electron.app.getPath('userData'), 'self-test.json')
    await expect.poll(() => existsSync(file), { timeout: 10_000 }).toBe(true)
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ app: '1.2.3', electron: '' })
    expect(double.seen.messageBoxes).toEqual([])
  })

  test.each([
    ['another version', '{"app":"1.2.2","electron":""}'],
    ['a file that makes no sense', '{'],
  ])('it is tested again after %s', async (_what, content) => {
    const first = await boot({ built: built(), first: false })
    const userData = first.double.electron.app.getPath('userData')
    mkdirSync(userData, { recursive: true })
    writeFileSync(join(userData, 'self-test.json'), content)
    const { open } = await boot({ built: built(), folder: first.folder })
    await open()
    await expect.poll(() => readFileSync(join(userData, 'self-test.json'), 'utf8'), { timeout: 10_000 }).toContain('1.2.3')
  })
})
