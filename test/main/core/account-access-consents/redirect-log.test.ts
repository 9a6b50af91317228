import { expect, test } from 'vitest'
import type { BankRegistration } from '../../../../src/shared/model/bank-registration.ts'
import type { DecodedJwt, RequestLogDetail } from '../../../../src/shared/model/request-log.ts'
import { shareTestApp } from '../../../support/app.ts'
import { copyProfile, decide, exchangesOf, makeConsent, prepareTpp, register, type Tpp } from '../../../support/tpp.ts'

let tpp: Tpp
let registration: BankRegistration
const shared = shareTestApp(async (test) => {
  tpp = await prepareTpp(test)
  registration = await register(test, tpp)
})
const complete = 'accountAccessConsent.completeAuthorisation'

const begin = async (bankRegistrationId = registration.id, decision: 'approve' | 'refuse' = 'approve') => {
  const { id } = await makeConsent(shared(), bankRegistrationId)
  const started = await shared().call('accountAccessConsent.startAuthorisation', { id, capture: 'paste' })
  return { ...started, redirect: await decide(shared(), started.authorisationUrl, decision) }
}
const detailsOf = async (work: () => Promise<unknown>): Promise<RequestLogDetail[]> => {
  const entries = await exchangesOf(shared(), work)
  return Promise.all(entries.map(({ id }) => shared().call('requestLog.get', { id })))
}
const ofStep = (details: RequestLogDetail[], step: string) => details.find((detail) => detail.step === step)
const verdictOf = (jwt: DecodedJwt | undefined, claim: string) => jwt?.verdicts?.find((verdict) => verdict.claim === claim)?.verdict

test('the redirect is an entry of its own, redacted, with the verdicts on its ID token', async () => {
  const { redirect, redirectUri } = await begin()
  const details = await detailsOf(() => shared().call(complete, { redirect }))
  const entry = ofStep(details, 'authorisation.redirect')
  expect(entry).toMatchObject({
    method: 'GET',
    status: null,
    errorCode: null,
    bankProfileId: tpp.profile.id,
    bankRegistrationId: registration.id,
    response: null,
    rawAvailable: false,
  })
  const address = new URL(entry?.url ?? '')
  expect(`${address.origin}${address.pathname}`).toBe(redirectUri)
  expect(decodeURIComponent(address.hash)).toMatch(/code=‹code:[0-9a-f]{8}›/)
  expect(entry?.verdicts.map(({ claim, verdict }) => `${claim} ${verdict}`)).toEqual([
    'state pass',
    'iss (parameter) notApplicable',
    'code pass',
    'id_token pass',
    'response_mode pass',
  ])
  const [jwt, ...others] = entry?.jwts ?? []
  expect(others).toEqual([])
  expect(jwt).toMatchObject({ where: 'request.fragment.id_token', claims: { s_hash: expect.any(String) } })
  for (const claim of ['signature', 'alg', 'kid', 'iss', 'aud', 'nonce', 's_hash', 'c_hash', 'openbanking_intent_id']) {
    expect([claim, verdictOf(jwt, claim)]).toEqual([claim, 'pass'])
  }
})

test('the token endpoint’s ID token has its verdicts with its exchange', async () => {
  const { redirect } = await begin()
  const details = await detailsOf(() => shared().call(complete, { redirect }))
  const jwt = ofStep(details, 'token.code')?.jwts.find(({ where }) => where === 'response.body.id_token')
  expect(['signature', 'nonce', 'iss', 'sub'].map((claim) => verdictOf(jwt, claim))).toEqual(['pass', 'pass', 'pass', 'pass'])
})

test.each([
  ['the whole address', (redirect: string) => redirect],
  ['the token alone', (redirect: string) => new URL(redirect).searchParams.get('response') ?? ''],
])('JARM: parameters are judged as claims of the token; pasted: %s', async (_, part) => {
  const profile = await copyProfile(shared(), tpp.profile, {
    name: `jarm-${crypto.randomUUID()}`,
    responseType: 'code',
    responseMode: 'jwt',
    pushedAuthorizationRequest: true,
  })
  const { id } = await register(shared(), { ...tpp, profile })
  const { redirect, authContextId, redirectUri } = await begin(id)
  const details = await detailsOf(() => shared().call(complete, { authContextId, redirect: part(redirect) }))
  const entry = ofStep(details, 'authorisation.redirect')
  expect(entry?.url).toMatch(/\?response=‹response:[0-9a-f]{8}›$/)
  expect(entry?.url.startsWith(redirectUri)).toBe(true)
  const [jwt] = entry?.jwts ?? []
  expect(jwt?.where).toBe('request.query.response')
  expect(['signature', 'iss', 'aud', 'exp', 'state', 'code'].map((claim) => verdictOf(jwt, claim))).toEqual(Array(6).fill('pass'))
})

test('a refusal is an entry with its error, which the failure names', async () => {
  const { redirect } = await begin(registration.id, 'refuse')
  const [entry] = await detailsOf(async () => {
    const error = await shared().refused(complete, { redirect })
    expect(error).toMatchObject({ code: 'AUTHORISATION_FAILED', bank: { error: 'access_denied' }, requestLogId: expect.any(String) })
    expect(await shared().call('requestLog.get', { id: error.requestLogId ?? '' })).toMatchObject({ step: 'authorisation.redirect' })
  })
  expect(entry).toMatchObject({ step: 'authorisation.redirect', errorCode: 'AUTHORISATION_FAILED', jwts: [] })
  expect(entry?.url).toContain('error=access_denied')
})

test('an ID token that was changed on the way: the claim that fails is kept with the redirect', async () => {
  const { redirect } = await begin()
  const url = new URL(redirect)
  const parameters = new URLSearchParams(url.hash.slice(1))
  const code = parameters.get('code') ?? ''
  parameters.set('code', `${code.slice(0, -1)}${code.endsWith('A') ? 'B' : 'A'}`)
  url.hash = parameters.toString()
  const error = await shared().refused(complete, { redirect: url.href })
  expect(error).toMatchObject({
    code: 'AUTHORISATION_FAILED',
    checks: expect.arrayContaining([expect.objectContaining({ claim: 'c_hash', verdict: 'fail' })]),
  })
  const entry = await shared().call('requestLog.get', { id: error.requestLogId ?? '' })
  expect(entry).toMatchObject({ step: 'authorisation.redirect', errorCode: 'AUTHORISATION_FAILED' })
  expect(['c_hash', 's_hash', 'signature'].map((claim) => verdictOf(entry.jwts[0], claim))).toEqual(['fail', 'pass', 'pass'])
  expect(
    (await shared().call('requestLog.list', { errorsOnly: true, text: 'authorisation.redirect' })).items.map(({ id }) => id),
  ).toContain(entry.id)
})

test('an answer that came in another way than asked for is kept with that verdict, and its exchange is marked', async () => {
  const { redirect } = await begin()
  const elsewhere = redirect.replace('#', '?')
  const error = await shared().refused(complete, { redirect: elsewhere })
  expect(error).toMatchObject({ code: 'AUTHORISATION_FAILED', field: 'redirect', message: expect.stringContaining('response_mode') })
  const entry = await shared().call('requestLog.get', { id: error.requestLogId ?? '' })
  expect(entry).toMatchObject({ step: 'authorisation.redirect', errorCode: 'AUTHORISATION_FAILED' })
  expect(entry.verdicts.find(({ verdict }) => verdict === 'fail')).toMatchObject({
    claim: 'response_mode',
    expected: 'fragment',
    actual: 'query',
  })
  // Nothing was used up: the right one still counts.
  expect((await shared().call(complete, { redirect })).consent.status).toBe('authorised')
})

test('a request without a signature is a warning in the log as well', async () => {
  const { authorisation } = tpp.profile
  const plain = { name: 'unsigned', authorisation: { ...authorisation, requestObject: 'none' as const } }
  const profile = await copyProfile(shared(), tpp.profile, plain)
  const { id } = await makeConsent(shared(), (await register(shared(), { ...tpp, profile })).id)
  const { authorisationUrl } = await shared().call('accountAccessConsent.startAuthorisation', { id, capture: 'paste' })
  // This bank wants one, and says so.
  const error = await shared().refused(complete, { redirect: await decide(shared(), authorisationUrl) })
  const { verdicts } = await shared().call('requestLog.get', { id: error.requestLogId ?? '' })
  expect(verdicts[0]).toMatchObject({ claim: 'request', expected: 'a signed request object', actual: null, verdict: 'warning' })
})

test('what cannot be read as a redirect is not recorded', async () => {
  const { authContextId } = await begin()
  expect(await exchangesOf(shared(), () => shared().refused(complete, { authContextId, redirect: 'nonsense' }))).toEqual([])
})
