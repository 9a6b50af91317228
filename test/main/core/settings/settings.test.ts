import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestApp, temporaryFolder, workspaceKey } from '../../../support/app.ts'
import { type FakeBank, silence, startFakeBank } from '../../../support/fake-bank.ts'
import { prepareTpp } from '../../../support/tpp.ts'

const defaults = {
  bankTimeouts: { connectMs: 10_000, headersMs: 30_000, bodyMs: 30_000 },
  requestLog: { maxBytes: 256 * 1024 * 1024, maxAgeDays: 30 },
}

describe('settings', () => {
  test('begin with the program’s own; what is named changes, the rest stays', async () => {
    const { call, events } = await startTestApp()
    expect(await call('settings.get', {})).toEqual(defaults)
    expect(await call('settings.set', { bankTimeouts: { headersMs: 5000 } })).toEqual({
      ...defaults,
      bankTimeouts: { ...defaults.bankTimeouts, headersMs: 5000 },
    })
    await call('settings.set', { requestLog: { maxAgeDays: 7 } })
    expect(await call('settings.get', {})).toEqual({
      bankTimeouts: { ...defaults.bankTimeouts, headersMs: 5000 },
      requestLog: { ...defaults.requestLog, maxAgeDays: 7 },
    })
    expect(await call('requestLog.setLimits', {})).toEqual({ ...defaults.requestLog, maxAgeDays: 7 })
    expect(events).toContainEqual({ type: 'changed', aggregate: 'settings', id: null })
  })

  test('are kept with the workspace', async () => {
    const options = { dataDir: temporaryFolder(), env: workspaceKey() }
    const first = await startTestApp({ ...options, env: { ...options.env } })
    const changed = await first.call('settings.set', {
      bankTimeouts: { connectMs: 2000, bodyMs: 60_000 },
      requestLog: { maxBytes: 2_097_152 },
    })
    await first.close()
    const second = await startTestApp({ ...options, env: { ...options.env } })
    expect(await second.call('settings.get', {})).toEqual(changed)
  })

  test.each([
    [{ bankTimeouts: { connectMs: 0 } }, 'bankTimeouts.connectMs'],
    [{ bankTimeouts: { headersMs: 600_001 } }, 'bankTimeouts.headersMs'],
    [{ bankTimeouts: { bodyMs: 1500.5 } }, 'bankTimeouts.bodyMs'],
    [{ requestLog: { maxAgeDays: 0 } }, 'requestLog.maxAgeDays'],
  ])('%j is refused, and nothing changes', async (change, field) => {
    const { call, refused } = await startTestApp()
    expect(await refused('settings.set', change)).toMatchObject({ code: 'INVALID_INPUT', field })
    expect(await call('settings.get', {})).toEqual(defaults)
  })
})

describe('time-outs', () => {
  let bank: FakeBank
  beforeAll(async () => {
    bank = await startFakeBank()
  })
  afterAll(() => bank.close())

  test('hold from the next call on', async () => {
    const test = await startTestApp()
    const tpp = await prepareTpp(test)
    const profile = await test.call('bankProfile.create', bank.profile)
    bank.on('GET /.well-known/openid-configuration', silence)
    await test.call('settings.set', { bankTimeouts: { headersMs: 1000 } })
    const started = performance.now()
    const error = await test.refused('bankRegistration.create', { bankProfileId: profile.id, softwareStatementId: tpp.statement.id })
    expect(error).toMatchObject({
      code: 'BANK_UNREACHABLE',
      message: expect.stringContaining('within 1000 ms'),
      requestLogId: expect.any(String),
    })
    expect(performance.now() - started).toBeLessThan(10_000)
  })
})

test('what the workbench runs on', async () => {
  const { call } = await startTestApp()
  expect(await call('workspace.about', {})).toEqual({
    node: process.versions.node,
    openssl: process.versions.openssl,
    sqlite: expect.stringMatching(/^3\.\d+\.\d+$/),
    electron: null,
  })
})
