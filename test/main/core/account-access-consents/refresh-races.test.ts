// A consent that is authorised again while its tokens are being refreshed: what the new authorisation brought is what counts.

import { decodeJwt, generateKeyPair, SignJWT } from 'jose'
import { describe, expect, test } from 'vitest'
import { type Answer, json } from '../../../support/fake-bank.ts'
import { accountsRoute, standInForEach } from '../../../support/standing-in.ts'
import { minutes } from '../../../support/tpp.ts'

const { app, clock, replaced, id, read } = standInForEach()
const refresh = () => app().app.dispatch('accountAccessConsent.refresh', { id: id() })
const events = async () => (await app().call('accountAccessConsent.history', { id: id() })).items.map(({ event }) => event)
const tokens = (number: number, more: object = {}) =>
  json(200, {
    ...{ access_token: `access-${number}`, refresh_token: `refresh-${number}`, token_type: 'Bearer', expires_in: 600 },
    ...{ scope: 'accounts', ...more },
  })
const unknownGrant = json(400, { error: 'invalid_grant' })

/** Plain OAuth, whose code needs no ID token. */
const withoutIdTokens = () =>
  replaced().change({
    ...{ responseType: 'code', responseMode: 'query' },
    authorisation: { ...replaced().profile.authorisation, openIdConnect: false, scope: 'accounts' },
  })

/** The redirect of an authorisation that was started. */
const startAgain = async (): Promise<string> => {
  const started = await app().call('accountAccessConsent.startAuthorisation', { id: id(), capture: 'paste' })
  const { state } = decodeJwt(new URL(started.authorisationUrl).searchParams.get('request') ?? '')
  return `${started.redirectUri}?code=abc&state=${state}&iss=${encodeURIComponent(replaced().bank.issuer)}`
}

/** The token endpoint: it answers by grant, and holds back its answer to one of them until it is released. */
const answers = (held: string, byGrant: Record<string, Answer>) => {
  const [arrived, released] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const usual: Record<string, Answer> = { authorization_code: tokens(3), client_credentials: tokens(9, { refresh_token: undefined }) }
  replaced().bank.on('POST /token', async (response, request) => {
    const grant = new URLSearchParams(request.body).get('grant_type') ?? ''
    if (grant === held) {
      arrived.resolve()
      await released.promise
    }
    await (byGrant[grant] ?? usual[grant] ?? unknownGrant)(response, request)
  })
  return { arrived: arrived.promise, release: released.resolve }
}

/** The tokens of the new authorisation are used, then refreshed. */
const expectNewGrant = async () => {
  expect((await events()).at(-1)).toBe('authorised')
  replaced().bank.received.splice(0)
  await read()
  clock().forward(minutes(11))
  replaced().bank.on('POST /token', tokens(4))
  await read()
  const sent = replaced().bank.received.flatMap(({ route, headers, body }) => {
    if (route === accountsRoute) return [headers.authorization]
    return route === 'POST /token' ? [new URLSearchParams(body).get('refresh_token')] : []
  })
  expect(sent).toEqual(['Bearer access-3', 'refresh-3', 'Bearer access-4'])
}

describe('the code is being exchanged when a refresh with the old refresh token begins', () => {
  test.each([
    ['takes it', tokens(2)],
    ['does not know it any more', unknownGrant],
  ])('and the bank %s', async (_what, answer) => {
    await withoutIdTokens()
    const { arrived, release } = answers('authorization_code', { refresh_token: answer })
    const authorising = app().call('accountAccessConsent.completeAuthorisation', { redirect: await startAgain() })
    await arrived
    const refreshing = refresh()
    // This opens a session as well, and signs besides: by then the refresh has read its token and waits for the connection.
    await startAgain()
    release()
    await authorising
    expect(await refreshing).toMatchObject({ ok: true })
    expect((await events()).filter((event) => event.startsWith('refresh'))).toEqual([])
    await expectNewGrant()
  })
})

describe('a refresh is under way when the code is exchanged', () => {
  const authoriseDuring = async (answer: Answer) => {
    const { arrived, release } = answers('refresh_token', { refresh_token: answer })
    const refreshing = refresh()
    await arrived
    await withoutIdTokens()
    const authorising = app().call('accountAccessConsent.completeAuthorisation', { redirect: await startAgain() })
    release()
    await authorising
    return refreshing
  }

  test('and the bank takes the old refresh token', async () => {
    expect(await authoriseDuring(tokens(2, { scope: 'openid accounts' }))).toMatchObject({ ok: true })
    await expectNewGrant()
  })

  test('and the bank does not know the old refresh token any more', async () => {
    expect(await authoriseDuring(unknownGrant)).toMatchObject({ ok: false, error: { bank: { error: 'invalid_grant' } } })
    await expectNewGrant()
  })

  test('and its ID token, judged after the authorisation, does not hold', async () => {
    const { privateKey } = await generateKeyPair('PS256')
    const idToken = await new SignJWT({ iss: replaced().bank.issuer }).setProtectedHeader({ alg: 'PS256', kid: 'nobody' }).sign(privateKey)
    expect(await authoriseDuring(tokens(2, { scope: 'openid accounts', id_token: idToken }))).toMatchObject({ ok: true })
    expect((await events()).filter((event) => event.startsWith('refresh'))).toEqual(['refreshed'])
    await expectNewGrant()
  })
})

test('a consent that is deleted while its refresh is under way stays deleted', async () => {
  const { arrived, release } = answers('refresh_token', { refresh_token: tokens(2, { scope: 'openid accounts' }) })
  const refreshing = refresh()
  await arrived
  await app().call('accountAccessConsent.delete', { id: id(), localOnly: true })
  release()
  expect(await refreshing).toMatchObject({ ok: false, error: { code: 'NOT_FOUND', field: 'id' } })
})
