import { once } from 'node:events'
import { createServer } from 'node:net'
import { describe, expect, test } from 'vitest'
import { startTestApp, temporaryFolder, workspaceKey } from '../../../support/app.ts'
import { makeConsent, prepareTpp, register } from '../../../support/tpp.ts'

const stopped = { running: false, persona: null, addresses: null, customers: [], dataAsAt: null, clients: [], enrolments: [] }

describe('the model bank of a workspace', () => {
  test('is started once, however often it is asked for', async () => {
    const { call, banks, events } = await startTestApp()
    expect(await call('modelBank.status', {})).toEqual({ ...stopped, bankProfileId: null })
    const [first, second] = await Promise.all([call('modelBank.start', {}), call('modelBank.start', {})])
    expect(second).toEqual(first)
    expect(first?.dataAsAt).toBe('2026-10-30T18:00:00.000Z')
    expect(first?.customers.map(({ username }) => username)).toContain('amelia')
    expect(banks).toHaveLength(1)
    expect(events).toContainEqual({ type: 'changed', aggregate: 'modelBank', id: null })
    expect(await call('modelBank.stop', {})).toMatchObject(stopped)
    expect(await call('modelBank.stop', {})).toMatchObject(stopped)
  })

  test('a port that is taken: nothing runs, and it can be started on another', async () => {
    const stranger = createServer().listen(0, '127.0.0.1')
    await once(stranger, 'listening')
    const address = stranger.address()
    const port = typeof address === 'object' ? (address?.port ?? 0) : 0
    const { call, refused } = await startTestApp()
    expect(await refused('modelBank.start', { port })).toMatchObject({ code: 'CONFLICT', field: 'port' })
    expect(await call('modelBank.status', {})).toMatchObject(stopped)
    expect(await call('modelBank.start', {})).toMatchObject({ running: true })
    stranger.close()
  })

  test('in a kept workspace it remembers its clients and consents', async () => {
    const dataDir = temporaryFolder()
    const key = workspaceKey()
    const first = await startTestApp({ dataDir, env: { ...key } })
    const registration = await register(first, await prepareTpp(first))
    const consent = await makeConsent(first, registration.id)
    const { addresses } = await first.call('modelBank.status', {})
    await first.close()

    const second = await startTestApp({ dataDir, env: { ...key } })
    expect(await second.refused('accountAccessConsent.get', { id: consent.id, fromBank: true })).toMatchObject({ code: 'BANK_UNREACHABLE' })
    const again = await second.call('modelBank.start', {})
    expect(again.addresses).toEqual(addresses)
    expect(again.clients).toMatchObject([{ clientId: registration.externalApiId }])
    expect(await second.call('accountAccessConsent.get', { id: consent.id, fromBank: true })).toEqual(consent)
  })

  test('the core closes it at its end', async () => {
    const { app, call } = await startTestApp()
    const { addresses } = await call('modelBank.start', {})
    await app.close()
    await expect(fetch(addresses?.frontChannel ?? '')).rejects.toThrow()
  })
})
