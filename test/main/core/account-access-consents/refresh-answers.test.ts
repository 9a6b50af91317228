// Answers to a refresh that bring new tokens, and beside them something that is not as it should be.

import { join } from 'node:path'
import Database from 'better-sqlite3'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import { describe, expect, test } from 'vitest'
import { startTestApp, temporaryFolder, workspaceKey } from '../../../support/app.ts'
import { json } from '../../../support/fake-bank.ts'
import { accountsRoute, standInForEach } from '../../../support/standing-in.ts'
import { authorise, makeConsent, minutes, prepareTpp, register } from '../../../support/tpp.ts'

const { app, clock, replaced, id, refresh, refreshRefused, read } = standInForEach()

const good = { access_token: 'access-2', refresh_token: 'refresh-2', token_type: 'Bearer', expires_in: 600, scope: 'openid accounts' }
const answer = (more: object) => replaced().bank.on('POST /token', json(200, { ...good, ...more }))
/** JSON holds numbers that JavaScript's own writer does not write. */
const answerText = (body: string) =>
  replaced().bank.on('POST /token', (response) => void response.writeHead(200, { 'content-type': 'application/json' }).end(body))
const sentTokens = () =>
  replaced()
    .bank.received.splice(0)
    .flatMap(({ route, body, headers }) => {
      if (route === accountsRoute) return [headers.authorization]
      return route === 'POST /token' ? [new URLSearchParams(body).get('refresh_token')] : []
    })
const lastRefresh = async () => {
  const [entry] = (await app().call('requestLog.list', { limit: 100 })).items.filter(({ step }) => step === 'token.refresh')
  return app().call('requestLog.get', { id: entry?.id ?? '' })
}

describe('tokens in an answer that breaks the standard', () => {
  test.each([
    ['a list as scope', { scope: ['openid', 'accounts'] }, 'scope'],
    ['a fraction as text', { expires_in: '600.0' }, 'expires_in'],
    ['a time that has passed', { expires_in: -1 }, 'expires_in'],
    ['no token_type', { token_type: undefined }, 'token_type'],
    ['another token_type', { token_type: 'DPoP' }, 'token_type'],
    ['an ID token that is none', { id_token: { alg: 'none' } }, 'id_token'],
  ])('%s: refused and not used, and the new refresh token is kept', async (_what, more, claim) => {
    answer(more)
    const error = await refreshRefused()
    expect(error).toMatchObject({
      code: 'BANK_INVALID_RESPONSE',
      message: expect.stringContaining(`Token refresh is refused: ${claim} should be`),
      remedy: 'Look at the exchange in the request log and tell the bank.',
    })
    expect(error.checks?.filter(({ verdict }) => verdict === 'fail').map((one) => one.claim)).toEqual([claim])
    expect(await lastRefresh()).toMatchObject({ errorCode: 'BANK_INVALID_RESPONSE', errorMessage: `Answer is refused: ${claim}` })
    expect(await app().refused('account.list', { accountAccessConsentId: id(), source: 'bank' })).toMatchObject({ code: error.code })
    sentTokens()

    clock().forward(minutes(1))
    answer({ access_token: 'access-3', refresh_token: 'refresh-3' })
    await read()
    expect(sentTokens()).toEqual(['refresh-2', 'Bearer access-3'])
  })

  test('a refresh token that is none: the new access token waits for a refresh with the old one', async () => {
    answer({ refresh_token: 7 })
    const { message, checks } = await refreshRefused()
    expect(message).toContain('refresh_token should be text')
    expect(checks).toContainEqual(expect.objectContaining({ claim: 'refresh_token', actual: 'of type number', verdict: 'fail' }))
    const [before] = sentTokens()
    answer({})
    await refresh()
    expect(sentTokens()).toEqual([before])
  })
})

describe('times that no calendar here has', () => {
  test.each(['999999999999', '9223372036854775808', '1e400', '"99999999999999999999"'])('expires_in %s: not known', async (written) => {
    answerText(JSON.stringify({ ...good, expires_in: 0 }).replace('"expires_in":0', `"expires_in":${written}`))
    expect((await refresh()).tokens).toMatchObject({ accessTokenExpires: null, refreshable: true })
    expect((await lastRefresh()).verdicts).toContainEqual(expect.objectContaining({ claim: 'expires_in', verdict: 'warning' }))
    expect((await app().call('accountAccessConsent.list', {})).items).toHaveLength(1)
    await read()
    expect(sentTokens().at(-1)).toBe('Bearer access-2')
  })

  test('the end of the refresh token in milliseconds: not known, and the refresh token goes on being used', async () => {
    const { privateKey, publicKey } = await generateKeyPair('PS256')
    replaced().bank.on('GET /jwks', json(200, { keys: [{ ...(await exportJWK(publicKey)), kid: 'fake', use: 'sig', alg: 'PS256' }] }))
    const { externalApiId } = await app().call('bankRegistration.get', { id: replaced().consent.bankRegistrationId })
    const seconds = Math.floor(clock().now().getTime() / 1000)
    const end = (seconds + 90 * 86_400) * 1000
    const idToken = await new SignJWT({
      ...{
        iss: replaced().bank.issuer,
        sub: replaced().consent.consentId ?? '',
        aud: externalApiId ?? '',
        iat: seconds,
        exp: seconds + 60,
      },
      'http://openbanking.org.uk/refresh_token_expires_at': end,
    })
      .setProtectedHeader({ alg: 'PS256', kid: 'fake' })
      .sign(privateKey)
    answer({ id_token: idToken })
    expect((await refresh()).tokens).toMatchObject({ refreshTokenExpires: null })
    expect((await lastRefresh()).verdicts).toContainEqual({
      ...{ claim: 'refresh_token_expires_at', clause: 'UK OB Security Profile', verdict: 'warning' },
      ...{ expected: 'seconds that lead to a year of four digits', actual: String(end) },
    })
    await refresh()
    expect(sentTokens().at(-1)).toBe('refresh-2')
  })
})

test('a workspace that holds a time of any year opens, and its consents go on', async () => {
  const [dataDir, key] = [temporaryFolder(), workspaceKey()]
  const before = await startTestApp({ dataDir, env: { ...key } })
  const consent = await makeConsent(before, (await register(before, await prepareTpp(before))).id)
  const { tokens } = (await authorise(before, consent.id)).consent
  await before.close()
  const database = new Database(join(dataDir, 'workspace.sqlite'))
  const far = { accessTokenExpires: '+033658-09-27T01:46:39.000Z', refreshTokenExpires: '+059105-08-28T23:07:48.000Z' }
  database.prepare('update account_access_consent set token_facts = ?').run(JSON.stringify({ ...tokens, ...far }))
  database.close()

  const after = await startTestApp({ dataDir, env: { ...key } })
  const shown = { ...tokens, accessTokenExpires: null, refreshTokenExpires: null }
  expect((await after.call('accountAccessConsent.list', {})).items).toMatchObject([{ id: consent.id, tokens: shown }])
  await after.call('modelBank.start', {})
  const refreshed = await after.call('accountAccessConsent.refresh', { id: consent.id })
  expect(refreshed.tokens).toMatchObject({ accessTokenExpires: expect.any(String), refreshTokenExpires: null })
})
