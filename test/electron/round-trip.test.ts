// From the page through the real built preload to the real core and model bank, and back.

import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { AppEvent } from '../../src/shared/events.ts'
import { type Booted, bootShared } from '../support/electron/boot.ts'
import { shareBuiltApp } from '../support/electron/built.ts'
import type { Page } from '../support/electron/page.ts'
import type { DoubleWindow } from '../support/electron/window.ts'

const built = shareBuiltApp()
let booted: Booted
let window: DoubleWindow
let page: Page

beforeAll(async () => {
  booted = await bootShared({ built: built(), env: { TPP_WORKBENCH_CANARY: 'not for the bank' } })
  ;({ window, page } = await booted.open())
})
afterAll(() => booted.end())

test('the preload is one CommonJS file that knows Electron and nothing else', () => {
  const required = [...readFileSync(built().preload, 'utf8').matchAll(/\brequire\(([^)]*)\)|\bimport\b/g)].map(([, name]) => name)
  expect(required).toEqual(['"electron"'])
})

test('it exposes the bridge alone', () => {
  expect(page.exposed).toEqual(['tppWorkbench'])
  expect(Object.keys(page.bridge).toSorted()).toEqual([
    ...['authoriseInWindow', 'call', 'host', 'openExternal', 'saveText', 'setTheme', 'subscribe'],
  ])
  expect(page.bridge.host).toEqual({ kind: 'electron', version: '1.2.3', platform: 'linux' })
})

test('workspace.status', async () => {
  expect(await page.bridge.call('workspace.status', {})).toMatchObject({ ok: true, value: { ephemeral: true, dataDir: null } })
})

describe('the walkthrough', () => {
  test('runs from nothing to transactions, with its events, on one channel each way', async () => {
    const received: unknown[][] = []
    const events: AppEvent[] = []
    const end = page.bridge.subscribe((...args) => {
      received.push(args)
      events.push(args[0])
    })
    const reply = await page.bridge.call('walkthrough.run', {})
    end()
    if (!reply.ok) throw new Error(JSON.stringify(reply.error))
    expect(reply.value.totals.transactions).toBeGreaterThan(0)

    const finished = events.flatMap((event) => (event.type === 'walkthrough.stepFinished' ? [event.step.id] : []))
    expect(finished).toEqual(reply.value.steps.map(({ id }) => id))
    expect(events.filter(({ type }) => type === 'exchange').length).toBeGreaterThan(5)
    // Electron's event object never reaches the page: each listener call has the one argument, which is data.
    expect(received.every(([event, ...more]) => more.length === 0 && typeof (event as AppEvent).type === 'string')).toBe(true)
    expect(JSON.stringify(received)).not.toContain('"sender"')
    expect([...page.channels]).toEqual(['tpp-workbench.request', 'tpp-workbench.event'])

    const before = events.length
    await page.bridge.call('modelBank.start', { port: 0 })
    expect([events.length, window.webContents.page.listenerCount('tpp-workbench.event')]).toEqual([before, 0])
  })

  test('the bank runs in a utility process that knows no key of the workspace', async () => {
    const [bank, ...others] = booted.double.seen.utilityProcesses
    expect(others).toEqual([])
    expect(bank?.options).toMatchObject({ serviceName: 'Model bank', stdio: ['ignore', 'ignore', 'pipe'] })
    expect(Object.keys(bank?.options.env ?? {})).toContain('PATH')
    expect(Object.keys(bank?.options.env ?? {}).filter((name) => name.startsWith('TPP_WORKBENCH'))).toEqual([])
    expect(await page.bridge.call('modelBank.status', {})).toMatchObject({
      ok: true,
      value: { running: true, clients: [expect.anything()] },
    })
    expect(await page.bridge.call('modelBank.approveEnrolment', { id: 'none' })).toMatchObject({ ok: false, error: { code: 'NOT_FOUND' } })
  })

  test('the bank’s own pages may be opened, and no others of this machine', async () => {
    const status = await page.bridge.call('modelBank.status', {})
    const addresses = status.ok ? status.value.addresses : null
    expect(await page.bridge.openExternal(`${addresses?.enrolmentPortal}`)).toEqual({ ok: true, value: null })
    expect(await page.bridge.openExternal(`${addresses?.frontChannel}`)).toEqual({ ok: true, value: null })
    expect(booted.double.seen.opened.splice(0).length).toBe(2)
    const other = new URL(`${addresses?.enrolmentPortal}`)
    other.port = String(Number(other.port) - 1)
    expect(await page.bridge.openExternal(other.href)).toMatchObject({ ok: false })
    expect(await page.bridge.openExternal(`${addresses?.frontChannel}`.replace('127.0.0.1', 'localhost'))).toMatchObject({ ok: false })
    expect(booted.double.seen.opened).toEqual([])
  })
})
