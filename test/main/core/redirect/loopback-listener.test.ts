import { once } from 'node:events'
import { createServer } from 'node:http'
import { type AddressInfo, createServer as createPlainServer } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { appErrorOf } from '../../../support/bank-answer.ts'
import { getFrom, redirectListeners, stillTakesAnAnswer } from '../../../support/redirect-listener.ts'

const { listen, closeAll } = redirectListeners()
afterEach(closeAll)

describe('the end of waiting', () => {
  it('tells that the time is over', async () => {
    const listener = await listen({ timeoutMs: 20 })
    const error = await appErrorOf(() => listener.captured)
    expect(error.code).toBe('AUTHORISATION_FAILED')
    expect(error.message).toBe('Authorisation was not completed in time')
    await listener.closed
  })

  it('tells of answers that were refused for their state', async () => {
    const listener = await listen({ timeoutMs: 1000 })
    expect((await getFrom(listener, '/cb/a1?code=c&state=wrong')).status).toBe(400)
    const error = await appErrorOf(() => listener.captured)
    expect(error.message).toBe('Authorisation was not completed in time; answers refused for a wrong or missing state: 1')
  })

  it('tells that it was aborted or closed', async () => {
    const aborting = new AbortController()
    const listener = await listen({ signal: aborting.signal })
    aborting.abort()
    expect((await appErrorOf(() => listener.captured)).code).toBe('CANCELLED')
    await listener.closed
    expect((await appErrorOf(() => listen({ signal: aborting.signal }))).code).toBe('CANCELLED')
    const other = await listen()
    await other.close()
    expect((await appErrorOf(() => other.captured)).code).toBe('CANCELLED')
  })

  it('comes too when the abort fell into the opening of the port', async () => {
    const aborting = new AbortController()
    const opening = listen({ signal: aborting.signal })
    aborting.abort()
    const listener = await opening
    expect((await appErrorOf(() => listener.captured)).code).toBe('CANCELLED')
    await listener.closed
  })
})

describe('the address', () => {
  it('gets a free port when it has none, or port 0', async () => {
    expect((await listen({ redirectUri: 'http://127.0.0.1/cb/a1' })).address).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/cb\/a1$/)
    expect((await listen({ redirectUri: 'http://127.0.0.1:0/cb/a1' })).address).toMatch(/^http:\/\/127\.0\.0\.1:[1-9]\d*\/cb\/a1$/)
  })

  it('may be IPv6', async () => {
    const probe = createPlainServer().listen(0, '::1')
    const usable = await once(probe, 'listening').then(
      () => true,
      () => false,
    )
    probe.close()
    if (usable) {
      const listener = await listen({ redirectUri: 'http://[::1]/cb/a1' })
      expect(listener.address).toMatch(/^http:\/\/\[::1\]:\d+\/cb\/a1$/)
      expect(await stillTakesAnAnswer(listener)).toBe(true)
    } else {
      expect((await appErrorOf(() => listen({ redirectUri: 'http://[::1]/cb/a1' }))).code).toBe('HOST_UNSUPPORTED')
    }
  })

  it('keeps its port or fails: never another one', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    const { port } = other.address() as AddressInfo
    const redirectUri = `http://127.0.0.1:${port}/cb/a1`
    const error = await appErrorOf(() => listen({ redirectUri }))
    expect(error.code).toBe('CONFLICT')
    expect(error.message).toContain(String(port))
    other.close()
    await once(other, 'close')
    expect((await listen({ redirectUri })).address).toBe(redirectUri)
  })

  it.each([
    'https://127.0.0.1/cb',
    'http://localhost/cb',
    'http://0.0.0.0/cb',
    'http://127.0.0.1.evil.example/cb',
    'http://user@127.0.0.1/cb',
    'http://127.0.0.1/cb#x',
    'tpp:/cb',
    'nonsense',
  ])('%s is refused', async (redirectUri) => {
    const error = await appErrorOf(() => listen({ redirectUri }))
    expect(error.code).toBe('INVALID_INPUT')
    expect(error.details.field).toBe('redirectUri')
  })
})
