// A refresh that fails, in every way, and what becomes of the tokens that are held.

import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import { describe, expect, test } from 'vitest'
import { hangUp, html, json } from '../../../support/fake-bank.ts'
import { accountsRoute, standInForEach } from '../../../support/standing-in.ts'
import { minutes } from '../../../support/tpp.ts'

const { app, clock, replaced, id, refresh, refreshRefused, read } = standInForEach()
const consent = () => app().call('accountAccessConsent.get', { id: id() })
const readRefused = () => app().refused('account.list', { accountAccessConsentId: id(), source: 'bank' })
const history = async () => (await app().call('accountAccessConsent.history', { id: id() })).items

/** To so many minutes before the access token ends. */
const forwardTo = async (left: number) => {
  const end = Date.parse((await consent()).tokens?.accessTokenExpires ?? '')
  clock().forward(end - clock().now().getTime() - minutes(left))
}
/** What the bank was sent since the last look: refresh tokens at the token endpoint, access tokens at the accounts. */
const sent = () => {
  const calls = replaced().bank.received.splice(0)
  return {
    refreshTokens: calls.flatMap(({ route, body }) => (route === 'POST /token' ? [new URLSearchParams(body).get('refresh_token')] : [])),
    accessTokens: calls.flatMap(({ route, headers }) => (route === accountsRoute ? [headers.authorization] : [])),
  }
}
const tokens = (number: number, more: object = {}) =>
  json(200, {
    ...{ access_token: `access-${number}`, refresh_token: `refresh-${number}`, token_type: 'Bearer', expires_in: 600 },
    ...{ scope: 'openid accounts', ...more },
  })

/** A JWT whose key the bank is asked for. */
const unknownKey = `${Buffer.from(JSON.stringify({ alg: 'PS256', kid: 'nobody' })).toString('base64url')}.e30.`

describe('while the held token works', () => {
  test.each([
    ['a bank in maintenance', html(503), 'BANK_ERROR_RESPONSE'],
    ['a bank that hangs up', hangUp, 'BANK_UNREACHABLE'],
    ['a bank that refuses the client', json(401, { error: 'invalid_client' }), 'BANK_ERROR_RESPONSE'],
    ['a bank that answers nonsense', html(200), 'BANK_INVALID_RESPONSE'],
    ['a bank that knows no such refresh token', json(400, { error: 'invalid_grant' }), 'BANK_ERROR_RESPONSE'],
  ])('%s is noted, and the token goes on being used', async (_what, answer, code) => {
    await forwardTo(0.4)
    const before = await consent()
    replaced().bank.on('POST /token', answer)
    await read()
    expect(sent()).toMatchObject({ refreshTokens: [expect.any(String)], accessTokens: [expect.stringContaining('Bearer ')] })
    expect(await consent()).toEqual(before)

    const [event] = (await history()).slice(-1)
    expect(event).toMatchObject({ event: 'refreshFailed', requestLogId: expect.any(String) })
    expect(await app().call('requestLog.get', { id: event?.requestLogId ?? '' })).toMatchObject({ step: 'token.refresh' })

    // Not repeated with every call, but whenever a person asks.
    await read()
    expect(sent()).toMatchObject({ refreshTokens: [], accessTokens: [expect.anything()] })
    expect(await refreshRefused()).toMatchObject({ code })
    expect(sent().refreshTokens).toHaveLength(1)

    replaced().bank.on('POST /token', tokens(2))
    await refresh()
    await read()
    expect(sent().accessTokens).toEqual(['Bearer access-2'])
  })
})

describe('once the held token has ended', () => {
  test('the failure is told, asked for again only after a while, and each time later', async () => {
    await forwardTo(-1)
    replaced().bank.on('POST /token', html(503))
    const first = await readRefused()
    expect(first).toMatchObject({ code: 'BANK_ERROR_RESPONSE', bank: { status: 503 }, requestLogId: expect.any(String) })
    const again = await readRefused()
    expect(again).toMatchObject({ code: first.code, message: first.message, requestLogId: first.requestLogId })
    expect(again.remedy).toMatch(/A refresh is tried again from \S+Z on, or when it is asked for\.$/)
    expect(sent().refreshTokens).toHaveLength(1)

    const waits: number[] = []
    for (const expected of [0.5, 1, 2, 4, 8, 15, 15]) {
      clock().forward(minutes(expected) - 5_000)
      await readRefused()
      const early = sent().refreshTokens.length
      clock().forward(5_000)
      await readRefused()
      waits.push(early === 0 && sent().refreshTokens.length === 1 ? expected : Number.NaN)
    }
    expect(waits).toEqual([0.5, 1, 2, 4, 8, 15, 15])

    clock().forward(minutes(15))
    replaced().bank.on('POST /token', tokens(2))
    await read()
    expect(sent().accessTokens).toEqual(['Bearer access-2'])
    await forwardTo(-1)
    replaced().bank.on('POST /token', tokens(3))
    await read()
    expect(sent()).toEqual({ refreshTokens: ['refresh-2'], accessTokens: ['Bearer access-3'] })
  })

  test('a refresh token that the bank does not know is shown once; the remedy is to authorise again', async () => {
    await forwardTo(-1)
    replaced().bank.on('POST /token', json(400, { error: 'invalid_grant' }))
    for (let times = 0; times < 3; times += 1) {
      expect(await readRefused()).toMatchObject({ bank: { error: 'invalid_grant' }, remedy: expect.stringContaining('authorise') })
      clock().forward(minutes(60))
    }
    expect(sent().refreshTokens).toHaveLength(1)
  })

  test('an access token that the bank refuses early is refreshed; when that fails, why is told', async () => {
    replaced().bank.on(accountsRoute, json(401, {}))
    replaced().bank.on('POST /token', html(503))
    expect(await readRefused()).toMatchObject({ code: 'BANK_ERROR_RESPONSE', bank: { status: 503 } })
    expect(await readRefused()).toMatchObject({ bank: { status: 503 }, remedy: expect.stringContaining('is tried again from') })
    expect(sent().refreshTokens).toHaveLength(1)
  })

  test('a hang-up leaves open what the bank did: refused the next time, the tokens are lost, and that is said', async () => {
    await forwardTo(-1)
    replaced().bank.on('POST /token', hangUp)
    expect(await readRefused()).toMatchObject({ code: 'BANK_UNREACHABLE' })
    clock().forward(minutes(1))
    replaced().bank.on('POST /token', json(400, { error: 'invalid_grant' }))
    expect(await readRefused()).toMatchObject({
      code: 'AUTHORISATION_FAILED',
      message: expect.stringMatching(/^The tokens of the refresh begun at \S+Z never arrived here, and the bank no longer takes those/),
      remedy: 'Ask the customer to authorise the consent again.',
      bank: { error: 'invalid_grant' },
    })
  })

  test.each([
    [
      'a refusal of something else between the two',
      json(401, { error: 'invalid_client' }),
      /^The tokens of the refresh begun at \S+Z never/,
    ],
    ['new tokens between the two, whose keys cannot be fetched', tokens(2, { id_token: unknownKey }), /^Token refresh: refused with 400/],
  ])('%s: what is open is told by what was kept', async (_what, between, message) => {
    replaced().bank.on('POST /token', hangUp)
    await refreshRefused()
    replaced().bank.on('POST /token', between)
    replaced().bank.on('GET /jwks', json(404, {}))
    await refreshRefused()
    replaced().bank.on('POST /token', json(400, { error: 'invalid_grant' }))
    expect(await refreshRefused()).toMatchObject({ message: expect.stringMatching(message), bank: { error: 'invalid_grant' } })
  })
})

describe('an answer that does not hold', () => {
  test('a wider scope: the tokens are kept, used for nothing but another refresh, and taken once the profile puts up with it', async () => {
    await forwardTo(0.4)
    replaced().bank.on('POST /token', tokens(2, { scope: 'openid accounts payments' }))
    const error = await readRefused()
    expect(error).toMatchObject({ code: 'BANK_INVALID_RESPONSE', checks: expect.any(Array) })
    const logged = await app().call('requestLog.get', { id: error.requestLogId ?? '' })
    expect(logged).toMatchObject({ errorCode: 'BANK_INVALID_RESPONSE', errorMessage: 'Answer is refused: scope', verdicts: error.checks })
    expect(await readRefused()).toMatchObject({ code: 'BANK_INVALID_RESPONSE' })
    expect(sent()).toMatchObject({ refreshTokens: [expect.any(String)], accessTokens: [] })
    clock().forward(minutes(1))
    expect(await readRefused()).toMatchObject({ code: 'BANK_INVALID_RESPONSE' })
    expect(sent()).toMatchObject({ refreshTokens: ['refresh-2'], accessTokens: [] })

    clock().forward(minutes(1))
    await replaced().change({ tokens: { ...replaced().profile.tokens, tolerances: ['extraScope'] } })
    replaced().bank.on('POST /token', tokens(3, { scope: 'openid accounts payments' }))
    await read()
    expect(sent()).toEqual({ refreshTokens: ['refresh-2'], accessTokens: ['Bearer access-3'] })
  })

  test('an ID token that nobody of the bank has signed: the same', async () => {
    const { privateKey } = await generateKeyPair('PS256')
    const idToken = await new SignJWT({ iss: replaced().bank.issuer })
      .setProtectedHeader({ alg: 'PS256', kid: 'nobody' })
      .setExpirationTime('5m')
      .sign(privateKey)
    replaced().bank.on('POST /token', tokens(2, { id_token: idToken }))
    const error = await refreshRefused()
    expect(error).toMatchObject({ code: 'BANK_SIGNATURE_INVALID', checks: expect.any(Array) })
    const { jwts, errorCode } = await app().call('requestLog.get', { id: error.requestLogId ?? '' })
    expect(errorCode).toBe('BANK_SIGNATURE_INVALID')
    expect(jwts.find(({ where }) => where.endsWith('id_token'))?.verdicts).toEqual(error.checks)
    expect((await history()).slice(-2).map(({ event }) => event)).toEqual(['refreshed', 'refreshFailed'])
    expect(await readRefused()).toMatchObject({ code: 'BANK_SIGNATURE_INVALID', remedy: expect.stringContaining('is tried again') })
    sent()

    clock().forward(minutes(1))
    replaced().bank.on('POST /token', tokens(3))
    await read()
    expect(sent()).toEqual({ refreshTokens: ['refresh-2'], accessTokens: ['Bearer access-3'] })
  })
})

test('a refresh token with an end is not used after it; the access token is, as long as it works', async () => {
  const { privateKey, publicKey } = await generateKeyPair('PS256')
  replaced().bank.on(
    'GET /jwks',
    json(200, { keys: [{ ...(await exportJWK(publicKey)), kid: 'key-of-the-fake', use: 'sig', alg: 'PS256' }] }),
  )
  const { externalApiId } = await app().call('bankRegistration.get', { id: replaced().consent.bankRegistrationId })
  const seconds = Math.floor(clock().now().getTime() / 1000)
  const end = new Date((seconds + 300) * 1000).toISOString()
  const idToken = await new SignJWT({
    ...{ iss: replaced().bank.issuer, sub: replaced().consent.consentId ?? '', aud: externalApiId ?? '', iat: seconds, exp: seconds + 60 },
    'http://openbanking.org.uk/refresh_token_expires_at': seconds + 300,
  })
    .setProtectedHeader({ alg: 'PS256', kid: 'key-of-the-fake' })
    .sign(privateKey)
  replaced().bank.on('POST /token', tokens(2, { id_token: idToken }))
  expect((await refresh()).tokens).toMatchObject({ refreshable: true, refreshTokenExpires: end })

  await forwardTo(0.4)
  await read()
  expect(sent()).toEqual({ refreshTokens: [expect.any(String)], accessTokens: ['Bearer access-2'] })
  await forwardTo(-1)
  const expired = {
    code: 'AUTHORISATION_FAILED',
    message: `The refresh token expired at ${end}`,
    remedy: 'Ask the customer to authorise the consent again.',
  }
  expect(await readRefused()).toMatchObject(expired)
  expect(await refreshRefused()).toMatchObject(expired)
  expect(sent().refreshTokens).toEqual([])
})
