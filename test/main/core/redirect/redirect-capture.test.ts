import { describe, expect, test } from 'vitest'
import { systemClock } from '../../../../src/main/core/clock.ts'
import { createRedirectCapture } from '../../../../src/main/core/redirect/redirect-capture.ts'
import { startTestApp } from '../../../support/app.ts'
import { appErrorOf } from '../../../support/bank-answer.ts'
import { freePort } from '../../../support/free-port.ts'
import { enrolAtPortal } from '../../../support/portal.ts'
import { rawExchange, rawRequest } from '../../../support/raw-http.ts'
import { formType } from '../../../support/redirect-listener.ts'
import { decide, makeConsent, prepareTpp, register } from '../../../support/tpp.ts'

const captureWith = ({ opensWindows = false } = {}) =>
  createRedirectCapture({
    clock: systemClock,
    authority: { get: () => expect.unreachable('No certificate is made before it is needed') },
    opensWindows,
  })

const registered = [
  'http://127.0.0.1/cb',
  'https://127.0.0.1:8443/cb',
  'https://localhost:8443/cb',
  'https://tpp.example/cb',
  'http://localhost/cb',
]

describe('which way is taken', () => {
  test.each<[string, string]>([
    ['http://127.0.0.1/cb', 'loopback'],
    ['https://127.0.0.1:8443/cb', 'loopback'],
    ['https://localhost:8443/cb', 'loopback'],
    ['https://tpp.example/cb', 'paste'],
    ['http://localhost/cb', 'paste'],
  ])('%s: %s', (redirectUri, capture) => {
    expect(captureWith().choose(registered, { redirectUri })).toEqual({ registered: redirectUri, capture })
  })

  test('the first address when none is named', () => {
    expect(captureWith().choose(registered, {})).toEqual({ registered: 'http://127.0.0.1/cb', capture: 'loopback' })
  })

  test('what was asked for, where it can be', () => {
    const choose = (redirectUri: string, capture: 'loopback' | 'window' | 'paste') =>
      captureWith({ opensWindows: true }).choose(registered, { redirectUri, capture }).capture
    expect(choose('http://127.0.0.1/cb', 'paste')).toBe('paste')
    expect(choose('https://tpp.example/cb', 'window')).toBe('window')
    expect(choose('https://localhost:8443/cb', 'loopback')).toBe('loopback')
  })

  test.each([
    ['an address that is not registered', { redirectUri: 'https://evil.example/cb' }, 'INVALID_INPUT', 'redirectUri'],
    ['a listener elsewhere', { redirectUri: 'https://tpp.example/cb', capture: 'loopback' }, 'INVALID_INPUT', 'capture'],
    ['a listener on the name over http', { redirectUri: 'http://localhost/cb', capture: 'loopback' }, 'INVALID_INPUT', 'capture'],
    ['a window that this host cannot open', { capture: 'window' }, 'HOST_UNSUPPORTED', 'capture'],
  ] as const)('%s is refused', async (_what, wish, code, field) => {
    expect(await appErrorOf(() => captureWith().choose(registered, wish))).toMatchObject({
      code,
      details: { field, remedy: expect.any(String) },
    })
  })
})

test('a client of a portal with an https address of this machine: authorised through the listener, as a browser that trusts the CA', async () => {
  const app = await startTestApp()
  const tpp = await prepareTpp(app)
  const redirectUri = `https://127.0.0.1:${await freePort()}/callback`
  const client = await enrolAtPortal(app, tpp, 'client_secret_basic', [redirectUri])
  const registration = await register(app, tpp, {
    externalApiId: client.clientId,
    externalApiSecret: client.clientSecret,
    tokenEndpointAuthMethod: 'client_secret_basic',
    redirectUris: [redirectUri],
  })
  const { id } = await makeConsent(app, registration.id)
  const started = await app.call('accountAccessConsent.startAuthorisation', { id })
  expect(started).toMatchObject({ capture: 'loopback', redirectUri })

  const redirect = await decide(app, started.authorisationUrl)
  const { certificate } = await app.call('redirectAuthority.get', {})
  const page = await rawExchange(redirectUri, rawRequest(redirectUri, 'GET', '/callback'), certificate)
  const headers = {
    ...{ 'Content-Type': formType, Origin: new URL(redirectUri).origin, 'Sec-Fetch-Site': 'same-origin' },
    'X-Page-Token': /"pageToken":"([^"]+)"/.exec(page.body)?.[1] ?? '',
  }
  const posted = rawRequest(redirectUri, 'POST', '/callback/fragment', headers, new URL(redirect).hash.slice(1))
  expect((await rawExchange(redirectUri, posted, certificate)).status).toBe(204)
  const { consent } = await app.call('accountAccessConsent.completeAuthorisation', { authContextId: started.authContextId })
  expect(consent).toMatchObject({ id, status: 'authorised' })
})
