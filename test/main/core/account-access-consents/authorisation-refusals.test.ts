import { describe, expect, test } from 'vitest'
import { complete, shareAuthorisations } from '../../../support/authorisations.ts'
import { decide, webRedirect } from '../../../support/tpp.ts'

const { shared, start, staysUsable, tokenCalls } = shareAuthorisations()

/** The redirect with one parameter of its fragment changed. */
const changed = (redirect: string, name: string, change: (value: string) => string) => {
  const url = new URL(redirect)
  const parameters = new URLSearchParams(url.hash.slice(1))
  parameters.set(name, change(parameters.get(name) ?? ''))
  url.hash = parameters.toString()
  return url.href
}
const failedChecks = (error: { checks?: { claim: string; verdict: string }[] }) =>
  error.checks?.filter(({ verdict }) => verdict === 'fail').map(({ claim }) => claim)

describe('a redirect that is not the answer leaves the authorisation open', () => {
  const cases: [string, (redirect: string) => string, object][] = [
    ['another state', (redirect) => changed(redirect, 'state', (state) => `${state.slice(1)}x`), { code: 'AUTHORISATION_FAILED' }],
    ['no answer in it', () => webRedirect, { code: 'INVALID_INPUT', field: 'redirect' }],
    ['nonsense', () => 'nonsense', { code: 'INVALID_INPUT', field: 'redirect' }],
    ['another address', (redirect) => redirect.replace('127.0.0.1', '127.0.0.2'), { code: 'INVALID_INPUT', field: 'redirect' }],
    ['no ID token', (redirect) => changed(redirect, 'id_token', () => ''), { code: 'AUTHORISATION_FAILED' }],
  ]
  test.each(cases)('%s', async (_, change, expected) => {
    const { call, refused } = shared()
    const { id, authContextId, authorisationUrl } = await start()
    const redirect = await decide(shared(), authorisationUrl)
    const calls = await tokenCalls(async () => {
      expect(await refused(complete, { authContextId, redirect: change(redirect) })).toMatchObject(expected)
    })
    expect(calls).toBe(0)
    expect(await call('accountAccessConsent.get', { id })).toMatchObject({ tokens: null })
    expect((await call(complete, { authContextId, redirect })).consent.status).toBe('authorised')
  })

  test('the state of an authorisation that was never started', async () => {
    const { id, authorisationUrl } = await start()
    const redirect = changed(await decide(shared(), authorisationUrl), 'state', () => 'never-started')
    expect(await shared().refused(complete, { redirect })).toMatchObject({ code: 'AUTHORISATION_FAILED', field: 'redirect' })
    expect(await shared().call('accountAccessConsent.get', { id })).toMatchObject({ tokens: null })
  })

  test('neither redirect nor authorisation, and an unknown authorisation', async () => {
    expect(await shared().refused(complete, {})).toMatchObject({ code: 'INVALID_INPUT', field: 'authContextId' })
    for (const more of [{}, { redirect: `${webRedirect}?code=c&state=s` }]) {
      const error = await shared().refused(complete, { authContextId: crypto.randomUUID(), ...more })
      expect(error).toMatchObject({ code: 'NOT_FOUND', field: 'authContextId' })
    }
  })
})

test('a bank that publishes that it names itself: an answer without iss, and without an ID token, ends nothing', async () => {
  const { call, refused } = shared()
  const { id, authContextId, authorisationUrl } = await start()
  const { bankRegistrationId } = await call('accountAccessConsent.get', { id })
  expect((await call('bankRegistration.get', { id: bankRegistrationId })).endpoints.issInAuthorisationResponse).toBe(true)
  const redirect = await decide(shared(), authorisationUrl, 'refuse')
  const unnamed = new URL(redirect)
  const parameters = new URLSearchParams(unnamed.hash.slice(1))
  parameters.delete('iss')
  unnamed.hash = parameters.toString()
  const error = await refused(complete, { authContextId, redirect: unnamed.href })
  expect(error).toMatchObject({ code: 'AUTHORISATION_FAILED', field: 'redirect' })
  expect(failedChecks(error)).toEqual(['iss (parameter)'])
  expect(await refused(complete, { authContextId, redirect })).toMatchObject({ bank: { error: 'access_denied' } })
})

describe('a tampered answer is refused with the check that failed, and never redeemed', () => {
  const cases: [string, (redirect: string) => string, string, string[]][] = [
    ['code', (redirect) => changed(redirect, 'code', (code) => [...code].toReversed().join('')), 'AUTHORISATION_FAILED', ['c_hash']],
    [
      'signature of the ID token',
      (redirect) => changed(redirect, 'id_token', (token) => token.replace(/[^.]+$/, (signature) => [...signature].toReversed().join(''))),
      'BANK_SIGNATURE_INVALID',
      ['signature'],
    ],
    [
      'claims of the ID token',
      (redirect) =>
        changed(redirect, 'id_token', (token) => token.replace(/\.[^.]+\./, `.${Buffer.from('{"sub":"me"}').toString('base64url')}.`)),
      'BANK_SIGNATURE_INVALID',
      ['signature', 'iss', 'nonce', 's_hash', 'c_hash'],
    ],
  ]
  test.each(cases)('%s', async (_, change, code, checks) => {
    const { id, authorisationUrl } = await start()
    const redirect = change(await decide(shared(), authorisationUrl))
    const calls = await tokenCalls(async () => {
      const error = await shared().refused(complete, { redirect })
      expect(error.code).toBe(code)
      expect(failedChecks(error)).toEqual(expect.arrayContaining(checks))
    })
    expect(calls).toBe(0)
    expect(await shared().call('accountAccessConsent.get', { id })).toMatchObject({ tokens: null })
    staysUsable(id)
  })
})
