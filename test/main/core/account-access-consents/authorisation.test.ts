import { decodeJwt } from 'jose'
import { describe, expect, test } from 'vitest'
import type { Verdict } from '../../../../src/shared/errors.ts'
import { bankProfileFields } from '../../../../src/shared/model/bank-profile.ts'
import type { BankRegistration } from '../../../../src/shared/model/bank-registration.ts'
import { shareTestApp } from '../../../support/app.ts'
import { openInBrowser } from '../../../support/browser.ts'
import { copyProfile, decide, exchangesOf, makeConsent, prepareTpp, register, type Tpp, webRedirect } from '../../../support/tpp.ts'

let tpp: Tpp
let registration: BankRegistration
const shared = shareTestApp(async (test) => {
  tpp = await prepareTpp(test)
  registration = await register(test, tpp)
})

const start = async (changes: { redirectUri?: string; capture?: 'loopback' | 'paste' } = {}, bankRegistrationId = registration.id) => {
  const { id } = await makeConsent(shared(), bankRegistrationId)
  return { id, ...(await shared().call('accountAccessConsent.startAuthorisation', { id, ...changes })) }
}
const judged = (checks: Verdict[]) => Object.fromEntries(checks.map(({ claim, verdict }) => [claim, verdict]))
const authorised = { status: 'authorised', tokens: { refreshable: true, accessTokenExpires: expect.any(String) } }

describe('code id_token in the fragment', () => {
  test('the whole address is pasted; the redirect finds its authorisation by state', async () => {
    const { id, authorisationUrl, ...started } = await start({ redirectUri: webRedirect })
    expect(started).toMatchObject({ capture: 'paste', redirectUri: webRedirect })
    const asked = new URL(authorisationUrl).searchParams
    const claims = decodeJwt(asked.get('request') ?? '')
    expect(claims).toMatchObject({
      redirect_uri: webRedirect,
      response_type: 'code id_token',
      nonce: expect.any(String),
      state: expect.any(String),
    })
    expect(asked.get('state')).toBeNull()

    const redirect = await decide(shared(), authorisationUrl)
    expect(redirect).toMatch(/^https:\/\/tpp\.example\/callback#/)
    const sent = await exchangesOf(shared(), async () => {
      const { consent, checks } = await shared().call('accountAccessConsent.completeAuthorisation', { redirect })
      expect(consent).toMatchObject({ id, ...authorised })
      expect(checks.filter(({ verdict }) => verdict === 'fail')).toEqual([])
      const names = ['state', 's_hash', 'c_hash', 'nonce', 'iss', 'aud', 'exp', 'acr', 'openbanking_intent_id', 'signature']
      expect(judged(checks)).toMatchObject(Object.fromEntries(names.map((name) => [name, expect.any(String)])))
    })
    const steps = sent.map(({ step }) => step).filter((step) => step !== 'jwks')
    expect(steps).toEqual(['authorisation.redirect', 'token.code', 'account-access-consents.read'])

    const shown = await Promise.all(sent.map((entry) => shared().call('requestLog.get', { id: entry.id })))
    const answer = new URLSearchParams(new URL(redirect).hash.slice(1))
    for (const name of ['code', 'id_token']) {
      expect(answer.get(name)).toMatch(/.{20}/)
      expect(JSON.stringify([shown, shared().events])).not.toContain(answer.get(name))
    }
  })

  test('the keys of the bank are fetched before it answers', async () => {
    const { id } = await register(shared(), tpp)
    const sent = await exchangesOf(shared(), async () => {
      const { authorisationUrl } = await start({ redirectUri: webRedirect }, id)
      await shared().call('accountAccessConsent.completeAuthorisation', { redirect: await decide(shared(), authorisationUrl) })
    })
    const steps = sent.map(({ step }) => step)
    expect(steps.filter((step) => step === 'jwks')).toHaveLength(1)
    expect(steps.indexOf('jwks')).toBeLessThan(steps.indexOf('authorisation.redirect'))
  })

  test.each<[string, (redirect: string) => string]>([
    ['the fragment with its mark', (redirect) => new URL(redirect).hash],
    ['the fragment alone', (redirect) => new URL(redirect).hash.slice(1)],
    ['white space around it', (redirect) => `\n  ${redirect} `],
  ])('pasted: %s', async (_, part) => {
    const { authContextId, authorisationUrl } = await start({ capture: 'paste' })
    const redirect = part(await decide(shared(), authorisationUrl))
    const { consent } = await shared().call('accountAccessConsent.completeAuthorisation', { authContextId, redirect })
    expect(consent).toMatchObject(authorised)
  })

  test('caught by the listener', async () => {
    const { authContextId, authorisationUrl, capture, redirectUri } = await start()
    expect(capture).toBe('loopback')
    expect(redirectUri).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/callback$/)
    const waiting = shared().call('accountAccessConsent.completeAuthorisation', { authContextId })
    const page = await openInBrowser(await decide(shared(), authorisationUrl))
    expect(page).toContain('You can close this window')
    expect((await waiting).consent).toMatchObject(authorised)
    await expect(fetch(redirectUri)).rejects.toThrow()
  })

  test('pasted although a listener waits: both calls learn of it, and the port is free', async () => {
    const { authContextId, authorisationUrl, redirectUri } = await start()
    const waiting = shared().call('accountAccessConsent.completeAuthorisation', { authContextId })
    const redirect = await decide(shared(), authorisationUrl)
    const pasted = await shared().call('accountAccessConsent.completeAuthorisation', { redirect })
    expect(await waiting).toEqual(pasted)
    await expect(fetch(redirectUri)).rejects.toThrow()
  })

  test('brought twice at once: one succeeds, the other is a replay, and who waits learns of the success', async () => {
    const { authContextId, authorisationUrl } = await start({ capture: 'paste' })
    const waiting = shared().call('accountAccessConsent.completeAuthorisation', { authContextId })
    const redirect = await decide(shared(), authorisationUrl)
    const brought = [1, 2].map(() => shared().app.dispatch('accountAccessConsent.completeAuthorisation', { redirect }))
    const replies = await Promise.all(brought)
    expect(replies.map(({ ok }) => ok).toSorted()).toEqual([false, true])
    expect(replies.find(({ ok }) => !ok)).toMatchObject({
      error: { code: 'AUTHORISATION_FAILED', message: expect.stringContaining('used before') },
    })
    expect((await waiting).consent).toMatchObject(authorised)
  })
})

describe('once the tokens are there', () => {
  test('a bank that cannot tell the status of the consent does not cost them', async () => {
    const { call } = shared()
    const profile = await copyProfile(shared(), tpp.profile, { name: 'moving' })
    const { id, authorisationUrl } = await start({ capture: 'paste' }, (await register(shared(), { ...tpp, profile })).id)
    const redirect = await decide(shared(), authorisationUrl)
    const fields = bankProfileFields.strip().parse(profile)
    const gone = { baseUrls: { '4.0': 'https://127.0.0.1:1/aisp' }, defaultVersion: '4.0' as const }
    await call('bankProfile.update', { id: profile.id, profile: { ...fields, accountInformation: gone } })
    const { consent } = await call('accountAccessConsent.completeAuthorisation', { redirect })
    expect(consent).toMatchObject({ status: 'awaitingAuthorisation', tokens: { refreshable: true } })

    await call('bankProfile.update', { id: profile.id, profile: fields })
    expect((await call('account.list', { accountAccessConsentId: id, source: 'bank' })).items).toHaveLength(3)
    expect(await call('accountAccessConsent.get', { id, fromBank: true })).toMatchObject(authorised)
  })
})

describe('JARM over a pushed request', () => {
  const signedAnswers = { responseType: 'code', responseMode: 'jwt', pushedAuthorizationRequest: true } as const
  let client: BankRegistration | undefined
  const startSigned = async (capture: 'loopback' | 'paste') => {
    client ??= await register(shared(), { ...tpp, profile: await copyProfile(shared(), tpp.profile, { name: 'jarm', ...signedAnswers }) })
    return start({ capture }, client.id)
  }

  test('pasted', async () => {
    const sent = await exchangesOf(shared(), async () => {
      const { authorisationUrl } = await startSigned('paste')
      expect([...new URL(authorisationUrl).searchParams.keys()].toSorted()).toEqual(['client_id', 'request_uri'])
      const redirect = await decide(shared(), authorisationUrl)
      expect([...new URL(redirect).searchParams.keys()]).toEqual(['response'])
      const { consent, checks } = await shared().call('accountAccessConsent.completeAuthorisation', { redirect })
      expect(consent).toMatchObject(authorised)
      expect(judged(checks)).toMatchObject({ iss: 'pass', aud: 'pass', signature: 'pass', state: 'pass' })
    })
    const steps = sent.map(({ step }) => step)
    // Nothing holds up the request that the customer waits for.
    expect(steps.filter((step) => step === 'par' || step === 'jwks')).toEqual(['par', 'jwks'])
  })

  test('the token alone is pasted', async () => {
    const { authorisationUrl } = await startSigned('paste')
    const redirect = new URL(await decide(shared(), authorisationUrl)).searchParams.get('response') ?? ''
    const { consent } = await shared().call('accountAccessConsent.completeAuthorisation', { redirect })
    expect(consent).toMatchObject(authorised)
  })

  test('caught by the listener', async () => {
    const { authContextId, authorisationUrl } = await startSigned('loopback')
    const waiting = shared().call('accountAccessConsent.completeAuthorisation', { authContextId })
    expect(await openInBrowser(await decide(shared(), authorisationUrl))).toContain('You can close this window')
    expect((await waiting).consent).toMatchObject(authorised)
  })

  test('an answer in clear is refused, and so is a changed token; the right one still works', async () => {
    const { authorisationUrl, redirectUri } = await startSigned('paste')
    const redirect = await decide(shared(), authorisationUrl)
    const response = new URL(redirect).searchParams.get('response') ?? ''
    const { code, state } = decodeJwt<{ code: string; state: string }>(response)
    const clear = `${redirectUri}?${new URLSearchParams({ code, state })}`
    const { refused, call } = shared()
    const unsigned = await refused('accountAccessConsent.completeAuthorisation', { redirect: clear })
    expect(unsigned).toMatchObject({ code: 'AUTHORISATION_FAILED', field: 'redirect' })
    const [header, claims, signature = ''] = response.split('.')
    const changed = [header, claims, [...signature].toReversed().join('')].join('.')
    const forged = await refused('accountAccessConsent.completeAuthorisation', { redirect: changed })
    expect(forged).toMatchObject({ code: 'BANK_SIGNATURE_INVALID' })
    expect((await call('accountAccessConsent.completeAuthorisation', { redirect })).consent).toMatchObject(authorised)
  })
})
