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
    const { id, authorisationUrl, expires } = await start({ capture: 'paste', timeoutSeconds: 60 })
    const redirect = await decide(shared(), authorisationUrl)
    clock.forward(minutes(1) + 1)
    const error = await shared().refused(complete, { redirect })
    clock.forward(-minutes(1) - 1)
    expect(error).toMatchObject({ code: 'AUTHORISATION_FAILED', message: expect.stringContaining('expired') })
    // Over is over, whatever the clock of this machine says later.
    expect(await shared().refused(complete, { redirect })).toEqual({ ...error, requestLogId: expect.any(String) })
    const { items } = await shared().call('accountAccessConsent.history', { id })
    expect(items.filter(({ event }) => event === 'authorisationAbandoned')).toMatchObject([{ at: expires }])
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

  test('it is cancelled: what the customer still does at the bank leads nowhere', async () => {
    const { id, authContextId, authorisationUrl } = await start()
    const cancel = () => shared().call('accountAccessConsent.cancelAuthorisation', { authContextId })
    expect(await cancel()).toEqual({ cancelled: true })
    const redirect = await decide(shared(), authorisationUrl)
    const calls = await tokenCalls(async () => {
      for (const input of [{ redirect }, { redirect, authContextId }])
        expect(await shared().refused(complete, input)).toMatchObject({
          code: 'AUTHORISATION_FAILED',
          message: expect.stringContaining('cancelled here'),
          remedy: 'Start the authorisation again.',
        })
    })
    expect(calls).toBe(0)
    expect(await shared().call('accountAccessConsent.get', { id })).toMatchObject({ tokens: null })
    expect(await cancel()).toEqual({ cancelled: false })
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

describe('how it ended is told apart in the history', () => {
  const endingOf = async (id: string) => {
    const { items } = await shared().call('accountAccessConsent.history', { id })
    return items.findLast(({ event }) => event.startsWith('authorisation') && event !== 'authorisationStarted')
  }
  /** The bank's own words, as if it had refused for another reason. */
  const endWith = async (words: Record<string, string>) => {
    const { id, authorisationUrl } = await start()
    const redirect = new URL(await decide(shared(), authorisationUrl, 'refuse'))
    const answer = new URLSearchParams(redirect.hash.slice(1))
    for (const [name, value] of Object.entries(words)) answer.set(name, value)
    redirect.hash = answer.toString()
    const error = await shared().refused(complete, { redirect: redirect.href })
    return { error, ending: await endingOf(id) }
  }

  test.each([
    ['refused', { error: 'access_denied' }, 'authorisationRefused', /refused by the customer or the bank/],
    ['expired at the bank', { error: 'expired_token' }, 'authorisationExpired', /expired at the bank/],
    [
      'expired, in words',
      { error: 'access_denied', error_description: 'Session timed out' },
      'authorisationExpired',
      /expired at the bank/,
    ],
    ['failed at the bank', { error: 'server_error' }, 'authorisationFailed', /not able to go on/],
  ] as const)('%s', async (_, words, event, message) => {
    const { error, ending } = await endWith(words)
    expect(error).toMatchObject({ code: 'AUTHORISATION_FAILED', bank: { error: words.error }, message: expect.stringMatching(message) })
    expect(ending).toMatchObject({ event, detail: error.message, requestLogId: error.requestLogId })
  })

  test.each(['paste', 'loopback'] as const)('abandoned: its time is over without an answer (%s)', async (capture) => {
    const { id, authContextId, expires } = await start({ capture, timeoutSeconds: 1 })
    expect(await shared().refused(complete, { authContextId })).toMatchObject({
      code: 'AUTHORISATION_FAILED',
      message: expect.stringContaining('in time'),
    })
    expect(await endingOf(id)).toMatchObject({
      event: 'authorisationAbandoned',
      detail: expect.stringContaining(expires),
      requestLogId: null,
    })
    staysUsable(id)
  })

  test('its consent is deleted in the meantime: the wait ends, and nothing else', async () => {
    const { id, authContextId } = await start({ capture: 'paste', timeoutSeconds: 1 })
    const waiting = shared().refused(complete, { authContextId })
    await shared().call('accountAccessConsent.delete', { id, localOnly: true })
    expect(await waiting).toMatchObject({ code: 'AUTHORISATION_FAILED' })
    expect(await shared().refused('accountAccessConsent.history', { id })).toMatchObject({ code: 'NOT_FOUND' })
  })

  test('cancelled here: nothing of the consent', async () => {
    const { id, authContextId } = await start()
    await shared().call('accountAccessConsent.cancelAuthorisation', { authContextId })
    expect(await endingOf(id)).toBeUndefined()
    staysUsable(id)
  })
})

describe('authorising again', () => {
  test('the same consent: new tokens take the place of the old ones', async () => {
    const { id, authorisationUrl } = await start()
    const { consent: first } = await shared().call(complete, { redirect: await decide(shared(), authorisationUrl) })
    const { authorisationUrl: again } = await shared().call(begin, { id, capture: 'paste' })
    const { consent: second } = await shared().call(complete, { redirect: await decide(shared(), again) })
    expect(Date.parse(second.reconfirmation?.authorised ?? '')).toBeGreaterThan(Date.parse(first.reconfirmation?.authorised ?? ''))
    expect((await shared().call('account.list', { accountAccessConsentId: id, source: 'bank' })).items).toHaveLength(3)
  })

  test('a refusal of the second time leaves the consent and its tokens as they were', async () => {
    const { id, authorisationUrl } = await start()
    const { consent } = await shared().call(complete, { redirect: await decide(shared(), authorisationUrl) })
    const { authorisationUrl: again } = await shared().call(begin, { id, capture: 'paste' })
    await shared().refused(complete, { redirect: await decide(shared(), again, 'refuse') })
    expect(await shared().call('accountAccessConsent.get', { id, fromBank: true })).toEqual(consent)
    expect((await shared().call('account.list', { accountAccessConsentId: id, source: 'bank' })).items).toHaveLength(3)
  })
})

describe('a consent that is over is not authorised any more, and nothing is asked of the bank', () => {
  const refusedWith = async (id: string, message: string) => {
    const sent = await exchangesOf(shared(), async () => {
      expect(await shared().refused(begin, { id, capture: 'paste' })).toMatchObject({
        code: 'CONFLICT',
        field: 'id',
        message: `${message}: it cannot be authorised any more`,
        remedy: expect.stringContaining('new consent'),
      })
    })
    expect(sent).toEqual([])
  }

  test('refused', async () => {
    const { id, authorisationUrl } = await start()
    await shared().refused(complete, { redirect: await decide(shared(), authorisationUrl, 'refuse') })
    await refusedWith(id, 'The customer refused the consent')
  })

  test('expired', async () => {
    const expirationDateTime = new Date(Date.now() + minutes(60)).toISOString()
    const { id } = await makeConsent(shared(), ready().registration.id, { expirationDateTime })
    staysUsable(id)
    clock.forward(minutes(61))
    await refusedWith(id, 'The consent has expired')
    clock.forward(-minutes(61))
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
