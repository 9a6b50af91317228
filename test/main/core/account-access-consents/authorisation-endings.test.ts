import { once } from 'node:events'
import { createServer } from 'node:net'
import { describe, expect, test } from 'vitest'
import { begin, complete, shareAuthorisations } from '../../../support/authorisations.ts'
import { openInBrowser } from '../../../support/browser.ts'
import { decide, exchangesOf, makeConsent, minutes, movableClock, register, statementInput, webRedirect } from '../../../support/tpp.ts'

const clock = movableClock()
const { shared, ready, start, staysUsable, tokenCalls } = shareAuthorisations({ clock })

describe('an authorisation that is over', () => {
  test('a replay is refused, and the tokens stay', async () => {
    const { id, authContextId, authorisationUrl } = await start()
    const redirect = await decide(shared(), authorisationUrl)
    const { consent } = await shared().call(complete, { redirect })
    const calls = await tokenCalls(async () => {
      expect(await shared().refused(complete, { redirect })).toMatchObject({ code: 'AUTHORISATION_FAILED', field: 'redirect' })
      expect(await shared().refused(complete, { authContextId })).toMatchObject({ code: 'AUTHORISATION_FAILED', field: 'authContextId' })
    })
    expect(calls).toBe(0)
    expect(await shared().call('accountAccessConsent.get', { id })).toEqual(consent)
  })

  test('the customer refuses: the consent is rejected here as well', async () => {
    const { id, authContextId, authorisationUrl } = await start({})
    const waiting = shared().refused(complete, { authContextId })
    await openInBrowser(await decide(shared(), authorisationUrl, 'refuse'))
    expect(await waiting).toMatchObject({ code: 'AUTHORISATION_FAILED', bank: { error: 'access_denied' }, remedy: expect.any(String) })
    expect(await shared().call('accountAccessConsent.get', { id })).toMatchObject({
      status: 'rejected',
      externalStatus: 'RJCT',
      tokens: null,
    })
    staysUsable((await makeConsent(shared(), ready().registration.id)).id)
  })

  test('its time is over', async () => {
    const { id, authorisationUrl } = await start({ capture: 'paste', timeoutSeconds: 60 })
    const redirect = await decide(shared(), authorisationUrl)
    clock.forward(minutes(1) + 1)
    const error = await shared().refused(complete, { redirect })
    clock.forward(-minutes(1) - 1)
    expect(error).toMatchObject({ code: 'AUTHORISATION_FAILED', message: expect.stringContaining('expired') })
    staysUsable(id)
  })

  test('nobody comes: the listener gives up, and its port is free', async () => {
    const { id, authContextId, redirectUri } = await start({ timeoutSeconds: 1 })
    expect(await shared().refused(complete, { authContextId })).toMatchObject({
      code: 'AUTHORISATION_FAILED',
      message: expect.stringContaining('in time'),
    })
    await expect(fetch(redirectUri)).rejects.toThrow()
    staysUsable(id)
  })

  test('waiting is cancelled: the authorisation itself goes on', async () => {
    const { authContextId, authorisationUrl } = await start({})
    const signal = AbortSignal.timeout(1)
    expect(await shared().app.dispatch(complete, { authContextId }, { signal })).toMatchObject({ ok: false, error: { code: 'CANCELLED' } })
    expect(await shared().app.dispatch(complete, { authContextId }, { signal })).toMatchObject({ ok: false, error: { code: 'CANCELLED' } })
    const waiting = shared().call(complete, { authContextId })
    await openInBrowser(await decide(shared(), authorisationUrl))
    expect((await waiting).consent.status).toBe('authorised')
  })
})

describe('starting', () => {
  test('a redirect address of the registration, and a listener only on loopback', async () => {
    const { id } = await makeConsent(shared(), ready().registration.id)
    staysUsable(id)
    const other = await shared().refused(begin, { id, redirectUri: 'https://tpp.example/other' })
    expect(other).toMatchObject({ code: 'INVALID_INPUT', field: 'redirectUri', remedy: expect.stringContaining(webRedirect) })
    expect(await shared().refused(begin, { id, redirectUri: webRedirect, capture: 'loopback' })).toMatchObject({
      code: 'INVALID_INPUT',
      field: 'capture',
    })
  })

  test('the port of a fixed redirect address is taken: never another one; it works once the port is free', async () => {
    const stranger = createServer().listen(0, '127.0.0.1')
    await once(stranger, 'listening')
    const address = stranger.address()
    const port = typeof address === 'object' ? address?.port : 0
    const fixedRedirect = { directory: 'modelBank' as const, softwareId: 'fixedPort', redirectUris: [`http://127.0.0.1:${port}/callback`] }
    const statement = await shared().call('softwareStatement.create', statementInput(ready().tpp.certificates, fixedRedirect))
    const fixed = await register(shared(), { ...ready().tpp, statement })
    const { id } = await makeConsent(shared(), fixed.id)
    const sent = await exchangesOf(shared(), async () => {
      expect(await shared().refused(begin, { id })).toMatchObject({
        code: 'CONFLICT',
        field: 'redirectUri',
        message: expect.stringContaining(`${port}`),
      })
    })
    expect(sent).toEqual([])
    await new Promise((closed) => stranger.close(closed))
    const { authContextId, authorisationUrl, redirectUri } = await shared().call(begin, { id })
    expect(redirectUri).toBe(`http://127.0.0.1:${port}/callback`)
    const waiting = shared().call(complete, { authContextId })
    await openInBrowser(await decide(shared(), authorisationUrl))
    expect((await waiting).consent.status).toBe('authorised')
  })
})
