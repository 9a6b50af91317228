import { describe, expect, it } from 'vitest'
import {
  pushAuthorisationRequest,
  redeemCode,
  refreshTokens,
  requestClientCredentialsToken,
} from '../../../../src/main/core/bank/tokens.ts'
import { appErrorOf } from '../../../support/bank-answer.ts'
import { goodTokens, shareTokenBank, startTokenBank } from '../../../support/token-server.ts'

const setting = shareTokenBank()
const context = { step: 'token' }

describe('the grants', () => {
  const grant = { code: 'c', redirectUri: 'https://tpp.example/cb', codeVerifier: 'v'.repeat(43), scope: 'openid accounts' }

  it('redeems a code and reads every member of the answer', async () => {
    setting().server.willAnswer(200, {
      ...goodTokens,
      token_type: 'bearer',
      scope: 'openid accounts',
      refresh_token: 'rt',
      id_token: 'a.b.c',
    })
    const tokens = await redeemCode(setting().bank, setting().session(), grant, context)
    expect(tokens).toEqual({
      ...{ accessToken: 'at', expiresIn: 300, scope: 'openid accounts', refreshToken: 'rt', idToken: 'a.b.c' },
      verdicts: [expect.objectContaining({ claim: 'token_type', verdict: 'warning' }), expect.objectContaining({ verdict: 'pass' })],
      requestLogId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    })
    expect(setting().received().fields).toEqual({
      ...{ grant_type: 'authorization_code', code: 'c', redirect_uri: 'https://tpp.example/cb' },
      ...{ code_verifier: 'v'.repeat(43), client_id: 'client-1' },
    })
  })

  it('redeems a code without a verifier', async () => {
    setting().server.willAnswer(200, goodTokens)
    await redeemCode(setting().bank, setting().session(), { ...grant, codeVerifier: null }, context)
    expect(setting().received().form.has('code_verifier')).toBe(false)
  })

  it('explains a code that was used before', async () => {
    setting().server.willAnswer(400, { error: 'invalid_grant' })
    const error = await appErrorOf(() => redeemCode(setting().bank, setting().session(), grant, context))
    expect(error.code).toBe('BANK_ERROR_RESPONSE')
    expect(error.details.bank?.error).toBe('invalid_grant')
    expect(error.details.remedy).toMatch(/authorise the consent again/)
  })

  it('sends the scope with a code and with a refresh token where the profile says so, and otherwise not', async () => {
    const asks = setting().session(
      {},
      { tokens: { clientCredentialsScope: 'accounts', sendsScope: true, refreshIdToken: true, tolerances: [] } },
    )
    for (const session of [setting().session(), asks]) {
      setting().server.willAnswer(200, { ...goodTokens, scope: 'openid accounts' })
      await redeemCode(setting().bank, session, grant, context)
    }
    expect(
      setting()
        .server.calls.splice(0)
        .map(({ form }) => form.get('scope')),
    ).toEqual([null, 'openid accounts'])

    setting().server.willAnswer(200, { ...goodTokens, refresh_token: 'rt2' })
    setting().server.willAnswer(200, goodTokens)
    const held = { refreshToken: 'rt', scope: 'accounts' }
    const tokens = await refreshTokens(setting().bank, setting().session(), held, context)
    expect(tokens).toMatchObject({ refreshToken: 'rt2', scope: 'accounts', idToken: null })
    await refreshTokens(setting().bank, asks, held, context)
    const fields = { grant_type: 'refresh_token', refresh_token: 'rt', client_id: 'client-1' }
    expect(setting().server.calls.map(({ form }) => Object.fromEntries(form))).toEqual([fields, { ...fields, scope: 'accounts' }])
  })

  it('keeps a rotated refresh token even when the scope has grown', async () => {
    setting().server.willAnswer(200, { ...goodTokens, refresh_token: 'rt2', scope: 'accounts payments' })
    expect(await refreshTokens(setting().bank, setting().session(), { refreshToken: 'rt', scope: 'accounts' }, context)).toMatchObject({
      refreshToken: 'rt2',
      scope: 'accounts payments',
      verdicts: [expect.anything(), { claim: 'scope', verdict: 'fail', actual: 'accounts payments' }, { claim: 'id_token' }],
    })
  })

  it.each<[string, object, string[]]>([
    ['a bank that sends one', {}, ['token_type', 'scope', 'id_token']],
    ['plain OAuth', { authorisation: { openIdConnect: false } }, ['token_type', 'scope']],
  ])('misses the ID token of a refresh: %s', async (_name, { authorisation = {} }: { authorisation?: object }, claims) => {
    const { profile } = setting().session()
    const session = setting().session({}, { authorisation: { ...profile.authorisation, ...authorisation } })
    setting().server.willAnswer(200, goodTokens)
    const { verdicts } = await refreshTokens(setting().bank, session, { refreshToken: 'rt', scope: 'accounts' }, context)
    expect(verdicts.map(({ claim }) => claim)).toEqual(claims)
  })

  it('pushes an authorisation request (RFC 9126 §2)', async () => {
    setting().server.willAnswer(201, { request_uri: 'urn:x:1', expires_in: 90 })
    expect(await pushAuthorisationRequest(setting().bank, setting().session(), { request: 'a.b.c' }, context)).toMatchObject({
      requestUri: 'urn:x:1',
      expiresIn: 90,
    })
    const { path, fields } = setting().received()
    expect(path).toBe('/par')
    expect(fields).toEqual({ request: 'a.b.c', client_id: 'client-1' })
  })

  it('says so when the bank takes no pushed requests', async () => {
    const without = setting().session()
    without.endpoints.pushedAuthorizationRequestEndpoint = null
    expect((await appErrorOf(() => pushAuthorisationRequest(setting().bank, without, {}, context))).code).toBe('CONFLICT')
  })

  it('sends nothing to an address that is not https', async () => {
    const plain = setting().session()
    plain.endpoints.tokenEndpoint = 'http://127.0.0.1:1/token'
    const error = await appErrorOf(() => requestClientCredentialsToken(setting().bank, plain, 'accounts', context))
    expect(error.code).toBe('INVALID_INPUT')
    expect(error.details.field).toBe('endpoints.tokenEndpoint')
  })
})

describe('a call that fails', () => {
  const ask = (session = setting().session()) =>
    appErrorOf(() => requestClientCredentialsToken(setting().bank, session, 'accounts', context))

  it('is linked to its exchange when the bank answers nonsense', async () => {
    setting().server.willAnswer(200, '<p>welcome</p>')
    const error = await ask()
    expect(error.code).toBe('BANK_INVALID_RESPONSE')
    expect(error.message).toMatch(/is not JSON$/)
    expect(setting().recorded.get(error.details.requestLogId ?? '')).toMatchObject({
      method: 'POST',
      step: 'token',
      response: { status: 200 },
    })
  })

  it('carries the bank’s words when it answers a web page', async () => {
    setting().server.willAnswer(500, '<title>Down</title>')
    const error = await ask()
    expect(error.code).toBe('BANK_ERROR_RESPONSE')
    expect(error.details.bank).toEqual({ status: 500, description: 'Down' })
  })

  it('does not follow a redirect', async () => {
    setting().server.willAnswer(302, '', { location: '/elsewhere' })
    expect((await ask()).code).toBe('BANK_INVALID_RESPONSE')
    expect(setting().received().path).toBe('/token')
  })

  it('says so when the bank hangs up on a certificate it does not know', async () => {
    const session = setting().session()
    const error = await ask({ ...session, identity: { ...session.identity, ...setting().stranger } })
    expect(error.code).toBe('BANK_UNREACHABLE')
    expect(setting().recorded.has(error.details.requestLogId ?? '')).toBe(true)
    expect(setting().server.calls).toHaveLength(0)
  })

  it('sends nothing to a bank whose certificate is not trusted', async () => {
    const session = setting().session()
    const error = await ask({ ...session, target: { bankProfileId: 'another', caCertificates: [] } })
    expect(error.code).toBe('BANK_TLS_REJECTED')
    expect(setting().recorded.has(error.details.requestLogId ?? '')).toBe(true)
    expect(setting().server.calls).toHaveLength(0)
  })

  it('says so when nobody answers', async () => {
    const gone = await startTokenBank()
    await gone.server.close()
    const error = await appErrorOf(() => requestClientCredentialsToken(gone.bank, gone.session(), 'accounts', context))
    expect(error.code).toBe('BANK_UNREACHABLE')
    await gone.bank.close()
  })
})
